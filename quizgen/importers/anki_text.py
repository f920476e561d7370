"""Anki's text export: notes in rows, below lines that begin with # and say what the columns hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from quizgen.importers import Imported, Importer
from quizgen.importers.kit.building import recall
from quizgen.importers.kit.gaps import gapped, has_gaps
from quizgen.importers.kit.lesson import lesson
from quizgen.importers.kit.markup import from_html, line_of, plain, tell_of_tags
from quizgen.importers.kit.questions import NotTaken, Reading
from quizgen.importers.kit.source import Unreadable, Wishes, text_of, tidy
from quizgen.importers.kit.tables import field_of
from quizgen.importers.kit.words import slug
from quizgen.importers.table import rows, separator

_NAMED: Final = {"comma": ",", "semicolon": ";", "tab": "\t", "space": " ", "pipe": "|", "colon": ":"}
_HEAD: Final = re.compile(r"#([a-z ]+):(.*)")
_KEYS: Final = frozenset({"separator", "html", "tags", "columns", "notetype", "deck", "guid", "if matches"})
_STATES: Final = frozenset({"marked", "leech"})
_PLACES: Final = ("notetype", "deck", "guid", "tags")


@dataclass
class _Head:
    """What the lines at the top say.

    Attributes:
        said: key -> value: ``deck`` is that of all notes.
        columns: what a column of its own says of each note -> its number, from 0.
        lines: how many there are.
    """

    said: dict[str, str] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    lines: int = 0


def read(path: Path, wishes: Wishes) -> Imported:
    """Return a lesson with the notes of a file."""
    try:
        text, told = text_of(path, wishes.encoding)
    except Unreadable as problem:
        return Imported("", (problem.diagnostic,))
    reading = Reading(path, told=list(told))
    head, rest = _head(text)
    mark = head.said.get("separator", "")
    between = _NAMED.get(mark.lower(), mark if len(mark) == 1 else "\t" if head.columns else separator(rest))
    if "html" not in head.said:
        tell_of_tags(text, reading)
    notes = _Notes(reading, head, between)
    names = notes.names
    for row in rows(rest, between, reading, head.lines):
        reading.line = row.line
        cells = [tidy(cell).strip() for cell in row.cells]
        if not any(cells) or cells[0].startswith("#"):
            continue
        if not names and not reading.entries and {"question", "answer"} <= {field_of(cell) for cell in cells}:
            names = notes.names = cells
            continue
        try:
            notes.add(cells)
        except NotTaken as problem:
            reading.lose(f"this note is left out: {problem}", " | ".join(cells), problem.hint)
    if not reading.entries:
        reading.line = 0
        reading.lose("there is no note", "", "export notes, or cards, in plain text")
    return lesson(reading, wishes)


def _head(text: str) -> tuple[_Head, str]:
    """Return what the first lines say, and the rest."""
    head = _Head()
    while found := _HEAD.match(text):
        line, _, text = text.partition("\n")
        head.lines += 1
        key, value = found[1].strip().lower(), line.partition(":")[2].rstrip("\r")
        if key.endswith(" column") and value.strip().isdigit():
            head.columns[key.removesuffix(" column")] = int(value) - 1
        elif key in _KEYS:
            head.said[key] = value if key in {"separator", "columns"} and value.strip() == "" else value.strip()
    return head, text


class _Notes:
    """Notes that are being read."""

    def __init__(self, reading: Reading, head: _Head, between: str) -> None:
        self.reading, self.head = reading, head
        self.is_html = head.said.get("html", "").lower() == "true"
        self.names: Sequence[str] = [one.strip() for one in head.said.get("columns", "").split(between)]
        self.names = self.names if any(self.names) else []

    def add(self, cells: Sequence[str]) -> None:
        """Add the note of a row.

        Raises:
            NotTaken: no question can be made of it.
        """
        columns = self.head.columns
        said = {key: cells[at] if at < len(cells) else "" for key, at in columns.items()}
        said |= {key: self.head.said[key] for key in _PLACES if key in self.head.said and key not in said}
        fields = [(at, cell) for at, cell in enumerate(cells) if at not in columns.values()]
        if not fields or not fields[0][1]:
            raise NotTaken("its first field is empty")
        kind = said.get("notetype", "").lower()
        is_cloze = bool(has_gaps(fields[0][1]))
        made, used = self.cloze(fields) if is_cloze else self.basic(fields)
        if "reverse" in kind:
            self.reading.leave("the card that asks the other way round", "write a question of its own for it")
        if "image occlusion" in kind:
            raise NotTaken("parts of a picture are hidden in it")
        for at, cell in fields:
            if at not in used and cell:
                name = self.names[at] if at < len(self.names) and self.names[at] else f"field {at + 1}"
                self.reading.leave(f"{name}: {self.text(cell)}")
        tags = [tag for tag in f"{said.get('tags', '')} {self.head.said.get('tags', '')}".split() if tag]
        for tag in sorted(_STATES.intersection(map(str.lower, tags))):
            self.reading.leave(f"the tag {tag}, which is about a learner")
        names = [slug(tag, 80, "tag") for tag in tags if tag.lower() not in _STATES]
        if names:
            made["tags"] = list(dict.fromkeys(names))[:20]
        category = tuple(part for part in re.split("::|\x1f", said.get("deck", "")) if part.strip())
        self.reading.add(made, asked=line_of(fields[0][1]), foreign=said.get("guid", ""), category=category)

    def basic(self, fields: Sequence[tuple[int, str]]) -> tuple[dict[str, Any], set[int]]:
        """Return a question that is recalled, and the columns that it took."""
        places = {field_of(self.names[at]): at for at, _ in reversed(fields) if at < len(self.names)}
        cells = dict(fields)
        order = [at for at, _ in fields]
        front = places.get("question", order[0])
        back = places.get("answer", next((at for at in order if at != front), -1))
        if not cells.get(front) or not cells.get(back):
            raise NotTaken("it has no answer")
        made = recall(self.text(cells[front]), [self.text(cells[back])])
        return self.explained(made, places, cells, {front, back})

    def explained(
        self, made: dict[str, Any], places: Mapping[str, int], cells: Mapping[int, str], used: set[int]
    ) -> tuple[dict[str, Any], set[int]]:
        """Return a question with its explanation, if a column is called so."""
        at = places.get("explanation", -1)
        if at not in used and cells.get(at):
            return made | {"explanation": self.text(cells[at])}, {*used, at}
        return made, used

    def cloze(self, fields: Sequence[tuple[int, str]]) -> tuple[dict[str, Any], set[int]]:
        """Return a text with gaps, and the columns that it took."""
        at, text = fields[0]
        made = gapped(text, self.text, self.reading)
        if len(fields) > 1 and fields[1][1]:
            return made | {"explanation": self.text(fields[1][1])}, {at, fields[1][0]}
        return made, {at}

    def text(self, cell: str) -> str:
        """Return a field as Markdown."""
        return from_html(cell, self.reading) if self.is_html else plain(cell)


def _is_anki(head: str) -> bool:
    """Tell whether a text begins with what Anki writes."""
    found: Iterable[re.Match[str]] = re.finditer(r"\A(?:#.*\r?\n)*?#([a-z ]+):", head)
    return any(match[1].removesuffix(" column") in _KEYS for match in found)


IMPORTER = Importer(
    "anki-text",
    "notes that Anki has exported in plain text",
    (".txt", ".tsv", ".csv"),
    lambda path: read(path, Wishes()),
    _is_anki,
    read,
)
