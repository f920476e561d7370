"""What is in the files of a release, and whether a learner's collection holds it, and all that it held before."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from quizgen.exporters.anki.fields import SEPARATOR
from quizgen.exporters.anki.note_types import FIELDS

RETIRED: Final = "quizgen::retired"
CORRECTED: Final = "quizgen::corrected::"
_DELETION: Final = re.compile(r"\{\{c([0-9]+)::(.*?)(?:::.*?)?\}\}")
_IMAGE: Final = re.compile(r'<img\b[^>]*?\ssrc="([^"]*)"')

State = Mapping[str, Any]
"""What `tests.releases.learner.Learner.state` tells."""


class Package:
    """What is in the files of one release.

    Attributes:
        notes: item's id -> fields and tags.
        guids: item's id -> by what Anki finds its note.
        places: item's id and number of each card -> where it stands in the order.
        types: note type's name -> style sheet and templates.
        media: name of a file -> hash of what is in it.
        descriptions: deck's name -> what it tells of itself.
    """

    def __init__(self, paths: Iterable[Path]) -> None:
        self.notes: dict[str, tuple[list[str], list[str]]] = {}
        self.guids: dict[str, str] = {}
        self.places: dict[tuple[str, int], int] = {}
        self.types: dict[str, list[str]] = {}
        self.media: dict[str, str] = {}
        self.descriptions: dict[str, str] = {}
        for path in paths:
            self._read(path)

    def _read(self, path: Path) -> None:
        connection = sqlite3.connect(":memory:")
        with zipfile.ZipFile(path) as archive:
            connection.deserialize(archive.read("collection.anki2"))
            for number, name in json.loads(archive.read("media")).items():
                self.media[name] = hashlib.sha256(archive.read(number)).hexdigest()
        for guid, fields, tags in connection.execute("select guid, flds, tags from notes"):
            item = fields.split(SEPARATOR)[0]
            assert item not in self.notes, f"{item} is there twice"
            self.notes[item], self.guids[item] = (fields.split(SEPARATOR), sorted(tags.split())), guid
        for fields, number, due in connection.execute("select flds, ord, due from cards join notes n on n.id = nid"):
            self.places[fields.split(SEPARATOR)[0], number] = due
        models, decks = map(json.loads, connection.execute("select models, decks from col").fetchone())
        for model in models.values():
            sides = [part for one in model["tmpls"] for part in (one["qfmt"], one["afmt"])]
            self.types[model["name"]] = [model["css"], *sides]
        self.descriptions |= {deck["name"]: deck["desc"] for deck in decks.values() if deck["name"] != "Default"}
        connection.close()

    def tells_of(self, *earlier: Package) -> tuple[bool, bool]:
        """Return whether a note says that its answer was corrected, and one that it was withdrawn, if none did."""
        known = {tag for package in earlier for _, tags in package.notes.values() for tag in tags}
        tags = {tag for _, tags in self.notes.values() for tag in tags} - known
        return any(tag.startswith(CORRECTED) for tag in tags), RETIRED in tags

    @staticmethod
    def changed(earlier: Sequence[Package], last: Package) -> list[str]:
        """Return the items of the last package whose notes are other ones than before; not those that are new."""
        known = {package.guids[item]: note for package in earlier for item, note in package.notes.items()}
        return [item for item, note in last.notes.items() if known.get(last.guids[item], note) != note]


def gaps(fields: list[str]) -> dict[int, str]:
    """Return what each gap of a note asks for, by the number of its card."""
    return {int(number) - 1: answer for number, answer in _DELETION.findall(fields[FIELDS.index("Body")])}


def everything_arrived(packages: Iterable[Package], after: State) -> None:
    """Compare a collection with the files that were imported, of which later ones tell what counts."""
    notes: dict[str, list[str]] = {}
    types: dict[str, list[str]] = {}
    descriptions: dict[str, str] = {}
    for package in packages:
        notes |= {package.guids[item]: fields for item, (fields, _) in package.notes.items()}
        types |= package.types
        descriptions |= package.descriptions
        assert package.media.items() <= after["media"].items()
    assert {note["guid"]: note["fields"] for note in after["notes"].values()} == notes
    assert {name: after["types"][name] for name in types} == types
    assert {name: after["decks"][name][1] for name in descriptions} == descriptions
    shown = {name for fields in notes.values() for field in fields for name in _IMAGE.findall(field)}
    assert shown <= after["media"].keys()


def nothing_is_lost(before: State, after: State) -> None:
    """Compare a collection with what it was."""
    assert after["reviews"] == before["reviews"]
    assert {card: after["cards"].get(card) for card in before["cards"]} == before["cards"]
    kept = {note["guid"]: (note["id"], note["type"]) for note in after["notes"].values()}
    assert {note["guid"]: kept.get(note["guid"]) for note in before["notes"].values()} == {
        note["guid"]: (note["id"], note["type"]) for note in before["notes"].values()
    }
    assert set(after["types"]) == set(before["types"]), "a note type with a plus sign"
    assert {name: after["decks"][name][::2] for name in before["decks"]} == {
        name: deck[::2] for name, deck in before["decks"].items()
    }
    assert after["presets"] == before["presets"]
    assert before["media"].items() <= after["media"].items()


def tags_are_kept(before: State, after: State, packages: Sequence[Package]) -> None:
    """Compare tags: those of a note that no release changed are the learner's, of others the last release's."""
    last: dict[str, tuple[list[str], list[str]]] = {}
    touched: set[str] = set()
    for package in packages:
        notes = {package.guids[item]: note for item, note in package.notes.items()}
        touched |= {guid for guid, note in notes.items() if last.get(guid, note) != note}
        last |= notes
    had = {note["guid"]: note["tags"] for note in before["notes"].values()}
    expected = {guid: tags if guid in touched else had.get(guid, tags) for guid, (_, tags) in last.items()}
    assert {note["guid"]: note["tags"] for note in after["notes"].values()} == expected


def cards_ask_the_same(before: State, after: State) -> None:
    """Compare what each card asks for, gap by gap: a review of the one gap says nothing of another."""
    now = {note["id"]: note for note in after["notes"].values()}
    for note in before["notes"].values():
        other = now[note["id"]]
        if RETIRED in other["tags"]:
            continue
        asked, asks = gaps(note["fields"]), gaps(other["fields"])
        assert {number: asks.get(number, answer) for number, answer in asked.items()} == asked
        gone = {number for number in asked if number not in asks}
        assert (note["id"] in after["empty"]) == bool(gone), "a card that asks nothing"
