"""The lockfile as text: one line for each deck, note type and item, sorted, for git to merge and people to read.

    quizgen.lock 2
    namespace 5be01c7f93d2a486
    deck small-losses name="quizgen::Distributed systems::Losses"
    item losses-of-five lesson=small-losses kind=numeric cards=1 position=100 guid=k3(x created=1774951200000 ...
    note-type numeric id=1700020170003 modified=2026-11-23T00:00:00Z content=3f2a9c51b07de684

A line is a word, an id, and ``name=value`` pairs; a value with spaces is a JSON string. Lines that begin with ``#`` say
nothing. The file is read without trust: it may have been merged by hand, or come from a stranger.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, Final, NamedTuple

from pydantic import TypeAdapter, ValidationError

from quizgen.decks import LOCK
from quizgen.decks.lock.model import Deck, Item, Lock, Namespace, NoteType
from quizgen.diagnostics import Diagnostic, Span, did_you_mean, error
from quizgen.exporters.anki.notes import MOST_CARDS

_Sort = Namespace | Deck | Item | NoteType
SORTS: Final[Mapping[str, type[_Sort]]] = {
    "namespace": Namespace,
    "deck": Deck,
    "item": Item,
    "note-type": NoteType,
}
"""What a line can begin with, and what it says."""
KEYS: Final = {word: [each.name for each in fields(sort)[1:] if each.compare] for word, sort in SORTS.items()}
"""What stands on a line of each sort behind its name, in this order."""
_READERS: Final = {word: TypeAdapter[_Sort](sort) for word, sort in SORTS.items()}
OPTIONAL: Final = frozenset({"corrected", "gaps", "gone", "retired"})
NAME: Final = LOCK
VERSION: Final = 2
ABOUT: Final = "# By this file learners' collections know these decks again. `quizgen build` writes it; commit it."
DAY: Final = 86_400

_MARKERS: Final = ("<<<<<<< ", "||||||| ", "=======", ">>>>>>> ")
_PAIR: Final = re.compile(r'([^ ="]*)(=?)("(?:[^"\\]|\\.)*"|[^ ]*)')
_MERGE: Final = (
    "keep the lines of both sides, of two lines of one item the one with the later `modified`, and take the markers out"
)
_RESTORE: Final = f"take the line from an older {NAME}; without it learners would get this as something new"


def to_text(lock: Lock) -> str:
    """Return the file's text."""
    spaces = {lock.namespace: Namespace(lock.namespace)} if lock.namespace else {}
    sorts: Sequence[Mapping[str, _Sort]] = (spaces, lock.decks, lock.items, lock.note_types)
    lines = [
        _written(word, name, sort)
        for word, named in zip(SORTS, sorts, strict=True)
        for name, sort in sorted(named.items())
    ]
    return "\n".join([f"{NAME} {VERSION}", ABOUT, *lines]) + "\n"


def _written(word: str, name: str, sort: _Sort) -> str:
    parts = [word, name]
    for key in KEYS[word]:
        value = getattr(sort, key)
        if key == "modified":
            value = datetime.fromtimestamp(value, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        elif key in ("gaps", "gone"):
            value = ",".join(f"{gap}:{number}" for gap, number in value.items())
        elif key in ("name", "title"):
            value = json.dumps(value, ensure_ascii=False)
        parts += [f"{key}={value}"] if value or key not in OPTIONAL else []
    return " ".join(parts)


def from_text(text: str, file: str, now: int) -> tuple[Lock, tuple[Diagnostic, ...]]:
    """Read the file's text: what it holds, and what is wrong with it, each with its place and how to mend it.

    Args:
        text: all of it.
        file: its path, as the author knows it.
        now: seconds since 1970; no time in the file may lie more than a day behind it.
    """
    lines = text.split("\n")
    if wrong := _header(lines[0].rstrip("\r"), file):
        return Lock(), (wrong,)
    unmerged = [number for number, line in enumerate(lines, 1) if line.startswith(_MARKERS[0])]
    unmerged = unmerged or [number for number, line in enumerate(lines, 1) if line.startswith(_MARKERS)]
    if unmerged:
        told = "a merge was left unfinished here"
        return Lock(), tuple(error("lock-damaged", Span(file, number, 1), told, _MERGE) for number in unmerged)
    reader = _Reader(file, now)
    for number, line in enumerate(lines[1:], 2):
        if line.strip() and not line.startswith("#"):
            reader.read(number, line.rstrip("\r"))
    decks, note_types, items = (
        {name: found for (word, name), found in reader.lines.items() if word == wanted}
        for wanted in ("deck", "note-type", "item")
    )
    reader.compare(items.values())
    return Lock(decks, note_types, items, reader.namespace), tuple(reader.problems)


def _header(line: str, file: str) -> Diagnostic | None:
    found = re.fullmatch(rf"{re.escape(NAME)} ([1-9][0-9]{{0,8}})", line)
    if not found:
        hint = f"put `{NAME} {VERSION}` there, or take the whole file from an older version"
        return error("lock-damaged", Span(file, 1, 1), f"the first line is not `{NAME} {VERSION}`", hint)
    if int(found[1]) > VERSION:
        told = f"this is version {found[1]} of the file; this quizgen knows versions 1 to {VERSION}"
        return error("lock-version", Span(file, 1, len(NAME) + 2), told, "build with the quizgen that wrote it")
    return None


class _Reader:
    """Reads line after line, and remembers what it has seen."""

    def __init__(self, file: str, now: int) -> None:
        self._file = file
        self._now = now
        self._last = (0, "")
        self.lines: dict[tuple[str, str], Any] = {}
        self.problems: list[Diagnostic] = []

    @property
    def namespace(self) -> str:
        """The namespace, of which there is one at most."""
        return next((name for word, name in self.lines if word == "namespace"), "")

    def read(self, line: int, text: str) -> None:
        """Read a line that says something."""
        word, _, rest = text.partition(" ")
        name, _, tail = rest.partition(" ")
        if word not in KEYS:
            self._tell(line, 1, f"a line begins with {', '.join(KEYS)}; this one with `{word[:40]}`", _RESTORE)
            return
        found = self._value(word, name, line, list(_pairs(tail, len(word) + len(name) + 3)), len(text))
        if found and self._in_place(word, name, line) and self._plausible(found, line):
            self.lines[word, name] = found

    def compare(self, items: Iterable[Item]) -> None:
        """Find items that a collection could not tell apart."""
        hint = "take out the line of the item that no learner has yet; the next build writes it anew"
        guids: dict[str, Item] = {}
        by_time = sorted(items, key=lambda item: item.created)
        for item in sorted(by_time, key=lambda item: item.line):
            first = guids.setdefault(item.guid, item)
            if first is not item:
                self._tell(item.line, 1, f"`guid` is that of `{first.id}` in line {first.line}", hint)
        for before, item in pairwise(by_time):
            if item.created - before.created < MOST_CARDS:
                told = f"`created` is that of `{before.id}` in line {before.line}, or too near it"
                self._tell(item.line, 1, told, hint)

    def _value(self, word: str, name: str, line: int, pairs: Sequence[_Pair], end: int) -> _Sort | None:
        """Return what a line says; None if anything is wrong with it."""
        first = fields(SORTS[word])[0].name
        values = {pair.key: pair.text for pair in reversed(pairs) if pair.key in KEYS[word]}
        wrong: dict[object, str] = {}
        try:
            found = _READERS[word].validate_python({**values, first: name, "line": line})
        except ValidationError as problems:
            wrong = {each["loc"][0]: str(each.get("ctx", {}).get("error", "")) for each in problems.errors()}
        if first in wrong:
            self._tell(line, len(word) + 2, f"here belongs {wrong[first]}", _RESTORE)
            return None
        told = len(self.problems)
        seen: set[str] = set()
        for pair in pairs:
            if pair.key not in KEYS[word] or not pair.sign:
                self._tell(
                    line, pair.column, f"`{pair.key[:40]}` says nothing here", did_you_mean(pair.key, KEYS[word])
                )
            elif pair.key in seen:
                self._tell(line, pair.column, f"`{pair.key}` stands here twice", "take one of the two out")
            elif pair.key in wrong:
                message = f"`{pair.key}` is {wrong[pair.key]}, not `{pair.text[:40]}`"
                self._tell(line, pair.column, message, _RESTORE)
            elif not pair.apart:
                self._tell(line, pair.column, f"a space belongs behind `{pair.key}`", _RESTORE)
            seen.add(pair.key)
        if told == len(self.problems) and wrong:
            self._tell(line, end + 1, f"`{next(iter(wrong))}` is missing", _RESTORE)
        return found if told == len(self.problems) else None

    def _in_place(self, word: str, name: str, line: int) -> bool:
        if word == "namespace" and self.namespace:
            self._tell(line, 1, "there is a second namespace", "keep either of the two, and take the other out")
            return False
        here = (list(KEYS).index(word), name)
        if first := self.lines.get((word, name)):
            told = f"there is a second line of {word} `{name}`; the first is line {first.line}"
            self._tell(line, 1, told, "keep the one with the later `modified`, and take the other out")
            return False
        if here < self._last:
            self._tell(line, 1, f"{word} `{name}` stands behind `{self._last[1]}`; lines are sorted", "move the line")
            return False
        self._last = here
        return True

    def _plausible(self, found: _Sort, line: int) -> bool:
        """Tell whether nothing lies in the future."""
        for key, per_second in (("created", 1000), ("modified", 1)):
            if getattr(found, key, 0) > (self._now + DAY) * per_second:
                hint = (
                    f"set this machine's clock; if it is right, take the {NAME} from before the build that wrote this, "
                    "or, if learners have the decks of that build, build with `--dated-ahead`"
                )
                self._tell(line, 1, f"`{key}` lies in the future", hint)
                return False
        return True

    def _tell(self, line: int, column: int, message: str, hint: str) -> None:
        self.problems.append(error("lock-damaged", Span(self._file, line, column), message, hint))


class _Pair(NamedTuple):
    """A ``key=text`` in a line: where, and whether a space, or nothing, stands behind it."""

    column: int
    key: str
    sign: str
    text: str
    apart: bool


def _pairs(tail: str, column: int) -> Iterator[_Pair]:
    place = 0
    while place < len(tail):
        found = _PAIR.match(tail, place)
        assert found  # noqa: S101 - the pattern matches the empty text
        here, place = place, found.end() + 1
        yield _Pair(column + here, found[1], found[2], found[3], tail[found.end() : place] in ("", " "))
