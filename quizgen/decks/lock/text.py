"""The lockfile as text: one line for each deck, note type and item, sorted, for git to merge and people to read.

    quizgen.lock 1
    deck small-losses name="quizgen::Distributed systems::Losses"
    item losses-of-five lesson=small-losses kind=numeric cards=1 position=100 guid=k3(x created=1774951200000 ...
    note-type numeric id=1700020170003 modified=2026-11-23T00:00:00Z content=3f2a9c51b07de684

A line is a word, an id, and ``name=value`` pairs; a value with spaces is a JSON string. Lines that begin with ``#`` say
nothing. The file is read without trust: it may have been merged by hand, or come from a stranger.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from quizgen.decks.lock.model import Deck, Item, Lock, NoteType
from quizgen.decks.lock.values import ID, KEYS, OPTIONAL, BadValue, Value, written_text, written_time
from quizgen.diagnostics import Diagnostic, Span, did_you_mean, error
from quizgen.exporters.anki.notes import MOST_CARDS

NAME: Final = "quizgen.lock"
VERSION: Final = 1
ABOUT: Final = "# By this file learners' collections know these decks again. `quizgen build` writes it; commit it."
DAY: Final = 86_400

_MARKERS: Final = ("<<<<<<< ", "||||||| ", "=======", ">>>>>>> ")
_PAIR: Final = re.compile(r'([^ ="]*)(=?)("(?:[^"\\]|\\.)*"|[^ ]*)')
_MERGE: Final = (
    "keep the lines of both sides, of two lines of one item the one with the later `modified`, and take the markers out"
)
_RESTORE: Final = f"take the line from an older {NAME}; without it learners would get this as something new"
_Line = tuple[str, str, Mapping[str, Value]]


def to_text(lock: Lock) -> str:
    """Return the file's text."""
    lines: list[_Line] = [("deck", name, {"name": deck.name}) for name, deck in sorted(lock.decks.items())]
    lines += [("item", name, _of_item(item)) for name, item in sorted(lock.items.items())]
    lines += [
        ("note-type", kind, {"id": found.id, "modified": found.modified, "content": found.content})
        for kind, found in sorted(lock.note_types.items())
    ]
    return "\n".join([f"{NAME} {VERSION}", ABOUT, *(_written(*line) for line in lines)]) + "\n"


def _of_item(item: Item) -> dict[str, Value]:
    values = {name: getattr(item, name) for name in KEYS["item"]}
    return {name: value for name, value in values.items() if value or name not in OPTIONAL}


def _written(word: str, name: str, pairs: Mapping[str, Value]) -> str:
    parts = [word, name]
    for key, value in pairs.items():
        text = written_time(int(value)) if key == "modified" else str(value)
        parts.append(f"{key}={written_text(text) if key in ('name', 'title') else text}")
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
    reader.compare()
    return Lock(reader.decks, reader.note_types, reader.items), tuple(reader.problems)


def _header(line: str, file: str) -> Diagnostic | None:
    found = re.fullmatch(rf"{re.escape(NAME)} ([1-9][0-9]{{0,8}})", line)
    if not found:
        hint = f"put `{NAME} {VERSION}` there, or take the whole file from an older version"
        return error("lock-damaged", Span(file, 1, 1), f"the first line is not `{NAME} {VERSION}`", hint)
    if int(found[1]) != VERSION:
        told = f"this is version {found[1]} of the file; this quizgen knows version {VERSION}"
        return error("lock-version", Span(file, 1, len(NAME) + 2), told, "build with the quizgen that wrote it")
    return None


class _Reader:
    """Reads line after line, and remembers what it has seen."""

    def __init__(self, file: str, now: int) -> None:
        self._file = file
        self._now = now
        self._last = (0, "")
        self._seen: dict[tuple[str, object], int] = {}
        self.decks: dict[str, Deck] = {}
        self.note_types: dict[str, NoteType] = {}
        self.items: dict[str, Item] = {}
        self.problems: list[Diagnostic] = []

    def read(self, line: int, text: str) -> None:
        """Read a line that says something."""
        word, _, rest = text.partition(" ")
        name, _, tail = rest.partition(" ")
        if word not in KEYS:
            self._tell(line, 1, f"a line begins with {', '.join(KEYS)}; this one with `{word[:40]}`", _RESTORE)
            return
        try:
            ID(name)
        except BadValue as bad:
            self._tell(line, len(word) + 2, f"here belongs {bad}", _RESTORE)
            return
        values = self._pairs(word, line, len(word) + len(name) + 3, tail)
        if values is not None and self._in_place(word, name, line) and self._plausible(values, line):
            self._keep(word, name, line, values)

    def compare(self) -> None:
        """Find items that a collection could not tell apart."""
        hint = "take out the line of the item that no learner has yet; the next build writes it anew"
        guids: dict[str, Item] = {}
        for item in self.items.values():
            first = guids.setdefault(item.guid, item)
            if first is not item:
                self._tell(item.line, 1, f"`guid` is that of `{first.id}` in line {first.line}", hint)
        by_time = sorted(self.items.values(), key=lambda item: item.created)
        for before, item in pairwise(by_time):
            if item.created - before.created < MOST_CARDS:
                told = f"`created` is that of `{before.id}` in line {before.line}, or too near it"
                self._tell(item.line, 1, told, hint)

    def _pairs(self, word: str, line: int, column: int, tail: str) -> dict[str, Value] | None:
        """Return what the pairs of a line say; None if anything is wrong with them."""
        known, values, sound = KEYS[word], dict[str, Value](), True
        place = 0
        while place < len(tail):
            found = _PAIR.match(tail, place)
            assert found  # noqa: S101 - the pattern matches the empty text
            key, sign, text = found.groups()
            here, place = column + place, found.end() + 1
            told, hint = self._pair(word, key, text if sign else None, values)
            if not told and tail[found.end() : found.end() + 1] not in ("", " "):
                told, hint = f"a space belongs behind `{key}`", _RESTORE
            if told:
                self._tell(line, here, told, hint)
                sound = False
        missing = [key for key in known if key not in values and key not in OPTIONAL]
        if sound and missing:
            self._tell(line, column + len(tail), f"`{missing[0]}` is missing", _RESTORE)
            sound = False
        return values if sound else None

    @staticmethod
    def _pair(word: str, key: str, text: str | None, values: dict[str, Value]) -> tuple[str, str]:
        """Read one pair; return what is wrong with it and how to mend it, or two empty texts."""
        if key not in KEYS[word] or text is None:
            return f"`{key[:40]}` says nothing here", did_you_mean(key, KEYS[word])
        if key in values:
            return f"`{key}` stands here twice", "take one of the two out"
        try:
            values[key] = KEYS[word][key](text)
        except BadValue as bad:
            return f"`{key}` is {bad}, not `{text[:40]}`", _RESTORE
        return "", ""

    def _in_place(self, word: str, name: str, line: int) -> bool:
        here = (list(KEYS).index(word), name)
        if (first := self._seen.setdefault((word, name), line)) != line:
            told = f"there is a second line of {word} `{name}`; the first is line {first}"
            self._tell(line, 1, told, "keep the one with the later `modified`, and take the other out")
            return False
        if here < self._last:
            self._tell(line, 1, f"{word} `{name}` stands behind `{self._last[1]}`; lines are sorted", "move the line")
            return False
        self._last = here
        return True

    def _plausible(self, values: Mapping[str, Value], line: int) -> bool:
        """Tell whether nothing lies in the future."""
        for key, per_second in (("created", 1000), ("modified", 1)):
            if int(values.get(key, 0)) > (self._now + DAY) * per_second:
                hint = "mend the clock of the machine that wrote it, and take this line out"
                self._tell(line, 1, f"`{key}` lies in the future", hint)
                return False
        return True

    def _keep(self, word: str, name: str, line: int, values: Mapping[str, Value]) -> None:
        match word:
            case "deck":
                self.decks[name] = Deck(name, **values, line=line)  # type: ignore[arg-type]
            case "note-type":
                self.note_types[name] = NoteType(name, **values, line=line)  # type: ignore[arg-type]
            case _:
                self.items[name] = Item(name, **values, line=line)  # type: ignore[arg-type]

    def _tell(self, line: int, column: int, message: str, hint: str) -> None:
        self.problems.append(error("lock-damaged", Span(self._file, line, column), message, hint))
