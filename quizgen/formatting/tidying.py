"""Files as they are, in good order: ends of lines, spaces that nobody sees, markers written alike, ids that lack."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from quizgen.diagnostics.fixes import lines_of as lines_in
from quizgen.loader.short import RULE, head_end
from quizgen.loader.short.fields import known_keys
from quizgen.loader.short.lines import Kind, Line, lines_of

_TRIMMED = frozenset({*Kind} - {Kind.TEXT, Kind.CODE, Kind.FIELDS, Kind.COMMENT})
"""Lines at whose end no space means anything."""


def unix(text: str) -> str:
    """Return a text with the ends of lines that all editors know, and one at its end."""
    plain = "\n".join(lines_in(text))
    return plain.rstrip("\n") + "\n" if plain.strip() else plain


def tidy_yaml(text: str) -> str:
    """Return YAML without spaces at ends of lines, and with no two empty lines in a row, but in texts."""
    text = unix(text)
    kept: set[int] = set()
    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        if isinstance(token, yaml.ScalarToken):
            kept.update(range(token.start_mark.line, token.end_mark.line))
    lines: list[str] = []
    for number, line in enumerate(text.split("\n")):
        if number in kept or line.strip() or (lines and lines[-1].strip()):
            lines.append(line if number in kept else line.rstrip())
    return "\n".join(lines).rstrip("\n") + "\n"


def tidy_short(text: str) -> str:
    """Return a text in the short form with its markers written alike, and one empty line where there are several."""
    text = unix(text)
    rows = text.split("\n")
    end = head_end(rows)
    head = [RULE, *tidy_yaml("\n".join(rows[1:end])).rstrip("\n").split("\n"), RULE] if end else []
    body = "\n".join(rows[end + 1 :] if end else rows)
    lines = [*head, *_body(lines_of(body, known_keys())[0], bool(head))]
    return "\n".join(lines).rstrip("\n") + "\n"


def _body(lines: list[Line], is_begun: bool) -> Iterator[str]:  # noqa: FBT001 - whether something stands above
    empty = not is_begun
    for line in lines:
        if line.kind is Kind.BLANK and empty:
            continue
        empty = line.kind is Kind.BLANK
        yield _tidied(line)


def _tidied(line: Line) -> str:
    match line.kind:
        case Kind.OPTION:
            return f"- [{'x' if line.checked else ' '}] {line.said}".rstrip()
        case Kind.NUMBER:
            said = line.said.replace("+/-", "±", 1).replace("+-", "±", 1)
            return f"= {said}".rstrip()
        case kind if kind in _TRIMMED:
            return line.text.rstrip()
        case _:
            return line.text
