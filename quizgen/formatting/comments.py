"""Comments: where they stand in a file of either form, and what they belong to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import yaml

from quizgen.loader.short.fields import known_keys
from quizgen.loader.short.lines import Kind, lines_of


@dataclass(frozen=True)
class Comment:
    """A comment: its first line, from 0; what it says; and whether it stands alone on its lines."""

    line: int
    text: str
    alone: bool


def in_yaml(text: str) -> list[Comment]:
    """Return the comments of a text that is valid YAML: what stands between its tokens."""
    lines = text.split("\n")
    found: list[Comment] = []
    line = column = 0
    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        start, end = token.start_mark, token.end_mark
        found += _between(lines, (line, column), (start.line, start.column))
        if isinstance(token, yaml.ScalarToken) and token.style in {"|", ">"}:
            head = lines[start.line][start.column :]
            if " #" in head:
                found.append(Comment(start.line, head.partition(" #")[2].strip(), alone=False))
        line, column = end.line, end.column
    return found + _between(lines, (line, column), (len(lines), 0))


def _between(lines: Sequence[str], start: tuple[int, int], end: tuple[int, int]) -> list[Comment]:
    """Return the comments between two tokens."""
    found = []
    for number in range(start[0], min(end[0] + 1, len(lines))):
        first = start[1] if number == start[0] else 0
        last = end[1] if number == end[0] else len(lines[number])
        _, mark, said = lines[number][first:last].partition("#")
        if mark:
            found.append(Comment(number, said.strip(), alone=not lines[number][: last - len(said) - 1].strip()))
    return found


def in_markdown(text: str, first: int = 0) -> list[Comment]:
    """Return the comments of a text in the short form, each as one.

    Args:
        text: the body of a file.
        first: the number of its first line.
    """
    found: list[Comment] = []
    parts: list[str] = []
    start = 0
    for line in lines_of(text, known_keys(), first)[0]:
        if line.kind is not Kind.COMMENT:
            continue
        if line.opens:
            parts, start = [], line.number
        parts.append(line.text.strip().removeprefix("<!--").removesuffix("-->").strip())
        if line.text.rstrip().endswith("-->"):
            found.append(Comment(start, "\n".join(parts).strip(), alone=True))
    return found


HEAD: Final = -1
"""What comments above the first part belong to."""


def by_part(comments: Sequence[Comment], starts: Sequence[int], lines: Sequence[str]) -> dict[int, list[str]]:
    """Return the comments of each part of a file: number of the part -> what they say.

    A comment alone on its line belongs to what it stands above, any other to where it stands.

    Args:
        comments: in their order.
        starts: the lines on which parts begin, in their order.
        lines: of the file.
    """
    found: dict[int, list[str]] = {}
    above = _next_content(comments, lines)
    part = HEAD
    for comment in comments:
        line = above.get(comment.line, comment.line)
        while part + 1 < len(starts) and starts[part + 1] <= line:
            part += 1
        found.setdefault(part, []).append(comment.text)
    return found


def _next_content(comments: Sequence[Comment], lines: Sequence[str]) -> dict[int, int]:
    """Return the line with content that stands below each comment that is alone, if nothing but such is between."""
    found: dict[int, int] = {}
    below = len(lines)
    alone = {comment.line: comment for comment in comments if comment.alone}
    for number in range(len(lines) - 1, -1, -1):
        if number in alone:
            found[number] = min(below, len(lines) - 1)
        elif lines[number].strip():
            below = number
    return found


def as_markdown(texts: Sequence[str]) -> Iterator[str]:
    """Yield comments as lines of the short form."""
    for text in texts:
        yield from f"<!-- {text.replace('-->', '-- >')} -->".split("\n")


def as_yaml(texts: Sequence[str]) -> Iterator[str]:
    """Yield comments as lines of YAML."""
    for text in texts:
        yield from (f"# {line}".rstrip() for line in text.split("\n"))
