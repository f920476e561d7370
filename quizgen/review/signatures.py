"""``quizgen.review`` as text: one line for each statement that somebody has read, sorted, for git to merge.

    quizgen.review 1
    losses-of-five options 5be01c7f93d2a4865be01c7f93d2a486 2026-11-29

A line is the id of an item, concept, table or lesson; which part of it; the hash of what was read; and the day. Each
stands for itself, so lines of two branches are put together as they are, in any order. Lines that begin with ``#`` say
nothing. The file is read without trust: it may have been merged by hand, or come from a stranger.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Final

from quizgen.diagnostics import Diagnostic, Span, error
from quizgen.review.digests import DIGITS

NAME: Final = "quizgen.review"
VERSION: Final = 1
ABOUT: Final = "# What somebody has read beside its claims. `quizgen review` writes it; commit it."

Key = tuple[str, str, str]
"""Owner, part and hash of what was read."""
Signatures = Mapping[Key, str]
"""What was read -> the day, ``2026-11-29``."""

MOST_TOLD: Final = 20
"""Of what is wrong with a file."""
_MARKERS: Final = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_WORDS: Final = (
    ("an id", re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")),
    ("a part, such as `options`", re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")),
    (f"a hash of {DIGITS} hexadecimal digits", re.compile(rf"[0-9a-f]{{{DIGITS}}}")),
    ("a day, `2026-01-31`", re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")),
)
_LONGEST: Final = 500
"""Characters of a line."""
_AGAIN: Final = "take the line out, and read that statement again with `quizgen review`"


def to_text(signatures: Signatures) -> str:
    """Return the file's text."""
    lines = sorted(" ".join((*key, day)) for key, day in signatures.items())
    return "\n".join([f"{NAME} {VERSION}", ABOUT, *lines]) + "\n"


def from_text(text: str, file: str) -> tuple[dict[Key, str], tuple[Diagnostic, ...]]:
    """Read the file's text: what was read, and what is wrong with it, each with its place and how to mend it.

    Of two lines for one statement the earlier day counts.

    Args:
        text: all of it.
        file: its path, as the author knows it.
    """
    first, *lines = text.split("\n")
    if wrong := _header(first.rstrip("\r"), file):
        return {}, (wrong,)
    found: dict[Key, str] = {}
    problems: list[Diagnostic] = []
    for number, line in enumerate(map(str.rstrip, lines), 2):
        if not line or line.startswith("#") or line == f"{NAME} {VERSION}":  # twice, where two branches began the file
            continue
        read = _line(line, number, file)
        if isinstance(read, Diagnostic):
            problems.append(read)
            if len(problems) == MOST_TOLD:
                place, told = Span(file, number + 1, 1), f"{MOST_TOLD} lines are damaged; the others were not looked at"
                problems.append(error("review-damaged", place, told, "take an older version of the file"))
                break
        else:
            *key, day = read
            name = (key[0], key[1], key[2])
            found[name] = min(day, found.get(name, day))
    return found, tuple(problems)


def _header(line: str, file: str) -> Diagnostic | None:
    found = re.fullmatch(rf"{re.escape(NAME)} ([1-9][0-9]{{0,8}})", line)
    if not found:
        if line.startswith(_MARKERS):
            return _unmerged(1, file)
        told = f"the first line is not `{NAME} {VERSION}`"
        return error("review-damaged", Span(file, 1, 1), told, f"put `{NAME} {VERSION}` there")
    if int(found[1]) > VERSION:
        told = f"this is version {found[1]} of the file; this quizgen knows version {VERSION}"
        return error("review-damaged", Span(file, 1, len(NAME) + 2), told, "use the quizgen that wrote it")
    return None


def _unmerged(number: int, file: str) -> Diagnostic:
    hint = "keep the lines of both sides, and take the markers out"
    return error("review-damaged", Span(file, number, 1), "a merge was left unfinished here", hint)


def _line(line: str, number: int, file: str) -> list[str] | Diagnostic:
    """Return the words of a line, or what is wrong with it."""
    if line.startswith(_MARKERS):
        return _unmerged(number, file)
    if len(line) > _LONGEST:
        told = f"the line is longer than {_LONGEST} characters"
        return error("review-damaged", Span(file, number, _LONGEST), told, _AGAIN)
    words, column = line.split(" "), 1
    for index, (what, like) in enumerate(_WORDS):
        word = words[index] if index < len(words) else ""
        if not like.fullmatch(word) or (like is _WORDS[-1][1] and not _is_day(word)):
            place = Span(file, number, min(column, len(line) + 1))
            return error("review-damaged", place, f"here belongs {what}", _AGAIN)
        column += len(word) + 1
    if len(words) > len(_WORDS):
        return error("review-damaged", Span(file, number, column), "the line ends with its day", _AGAIN)
    return words


def _is_day(word: str) -> bool:
    try:
        return bool(dt.date.fromisoformat(word))
    except ValueError:
        return False
