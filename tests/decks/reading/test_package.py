"""Packages read back: quizgen's own, Anki's, other programs', and such as somebody has prepared."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import genanki
import pytest

from quizgen.decks.reading import Unreadable, archive, containers, database, read
from quizgen.exporters.anki import export
from quizgen.exporters.anki.fields import values
from quizgen.exporters.anki.notes import guid
from tests.decks.reading.decks import opened
from tests.decks.reading.packages import exported
from tests.exporters.samples import ASSET_NAME, sample_lesson

LESSON = sample_lesson()


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deck with a note of every kind."""
    (path,) = export([LESSON], tmp_path_factory.mktemp("deck"), lambda _: None)
    return path


def test_notes_are_read_as_they_were_written(deck: Path) -> None:
    """Two decks would be compared, or one verified, by other texts than learners have."""
    found = read(deck)
    assert [note.item for note in found.notes] == [card.id for card in LESSON.cards]
    for note, card in zip(found.notes, LESSON.cards, strict=True):
        assert list(note.fields.values()) == values(card, LESSON)
        assert (note.kind, note.guid, note.position) == (card.kind, guid(card.id), card.position)
        assert note.tags == card.tags
    assert {note.item: note.cards for note in found.notes}["become-candidate"] == 3
    assert found.media == (ASSET_NAME,)


@pytest.mark.parametrize("legacy", [False, True], ids=["newest format", "for older versions"])
def test_what_anki_exports_is_read(deck: Path, tmp_path: Path, *, legacy: bool) -> None:
    """A learner's own export cannot be verified or compared."""
    again = read(exported(deck, tmp_path, legacy=legacy))
    was = read(deck)
    assert {note.item: note.fields for note in again.notes} == {note.item: note.fields for note in was.notes}
    assert {note.item: note.kind for note in again.notes} == {note.item: note.kind for note in was.notes}
    assert again.media == was.media
    assert again.looks == was.looks


def test_another_programs_deck_is_read(tmp_path: Path) -> None:
    """Comparing with a deck from elsewhere ends in a traceback."""
    model = genanki.Model(1, "Simple", fields=[{"name": "F"}], templates=[{"name": "T", "qfmt": "{{F}}", "afmt": "."}])
    foreign = genanki.Deck(2, "Foreign")
    foreign.add_note(genanki.Note(model=model, fields=["hello"], guid="abc"))
    genanki.Package(foreign).write_to_file(tmp_path / "foreign.apkg")
    (note,) = read(tmp_path / "foreign.apkg").notes
    assert (note.item, note.kind, note.note_type, dict(note.fields)) == ("", "", "Simple", {"F": "hello"})
    assert note.name == "(note abc)"


def _zip(path: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


FILES: dict[str, tuple[dict[str, bytes] | bytes, str]] = {
    "an empty file": (b"", "not a zip file"),
    "a text": (b"format: lesson/1\n", "not a zip file"),
    "another archive": ({"word/document.xml": b"<w/>"}, "no collection"),
    "no database": ({"collection.anki2": b"nothing at all"}, "database"),
    "an empty database": ({"collection.anki2": b""}, "database"),
    "a damaged list of media": ({"collection.anki2": b"", "media": b"["}, "list of media"),
    "media that nest too deep": ({"collection.anki2": b"", "media": b"[" * 100_000}, "list of media"),
}


@pytest.mark.parametrize("name", FILES)
def test_what_is_no_deck_is_told(name: str, tmp_path: Path) -> None:
    """Somebody who names the wrong file gets a traceback."""
    content, told = FILES[name]
    path = tmp_path / "deck.apkg"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        _zip(path, content)
    with pytest.raises(Unreadable, match=told):
        read(path)


ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT"
PREPARED: dict[str, tuple[str, str]] = {
    "a view instead of the notes": (
        f"DROP TABLE notes; CREATE VIEW notes AS {ENDLESS} x AS id, x AS guid, x mid, x mod, x tags, x flds FROM n",
        "no table notes",
    ),
    "a virtual table instead of the cards": (
        "DROP TABLE cards; CREATE VIRTUAL TABLE cards USING fts5(nid, due)",
        "no table cards",
    ),
    "bytes instead of text": ("UPDATE notes SET flds = x'00ff'", "something else than text"),
    "text that is no text": ("UPDATE notes SET flds = CAST(x'ff' AS TEXT)", "cannot be read"),
    "a field too many": ("UPDATE notes SET flds = flds || char(31)", "has 25 fields"),
    "no such note type": ("UPDATE notes SET mid = 7", "not in the deck"),
    "damaged note types": ("UPDATE col SET models = '{\"1\": {}}'", "note type 1 is damaged"),
    "note types that are none": ("UPDATE col SET models = '[1]'", "list of note types"),
}


@pytest.mark.parametrize("name", PREPARED)
def test_a_prepared_database_does_nothing(name: str, deck: Path, tmp_path: Path) -> None:
    """A deck from a stranger runs for ever, or runs what it brings along."""
    statement, told = PREPARED[name]
    changed = tmp_path / "changed.apkg"
    with opened(deck, changed) as connection:
        connection.executescript(statement)
    with pytest.raises(Unreadable, match=told):
        read(changed)


LIMITS: dict[str, tuple[ModuleType, str, int, str]] = {
    "a database too large": (containers, "MAX_DATABASE_BYTES", 1_000, "no more than 1,000"),
    "too many files": (archive, "MAX_ENTRIES", 1, "no more than 1 "),
    "too many notes": (database, "MAX_NOTES", 2, "more than 2 notes"),
    "too much work": (database, "MAX_STEPS", 0, "interrupted"),
}


@pytest.mark.parametrize("name", LIMITS)
def test_there_are_limits(name: str, deck: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file that unpacks to a huge one fills the memory of whoever looks into it."""
    module, limit, value, told = LIMITS[name]
    monkeypatch.setattr(module, limit, value)
    monkeypatch.setattr(database, "STEPS_BETWEEN", 10)
    if limit != "MAX_STEPS":
        monkeypatch.setattr(database, "MAX_STEPS", 10**9)
    with pytest.raises(Unreadable, match=told):
        read(deck)


def test_an_entry_that_lies_about_its_size_is_not_unpacked(deck: Path, tmp_path: Path) -> None:
    """A bomb says that it is small."""
    path = _zip(tmp_path / "bomb.apkg", {"collection.anki2": b"\0" * 50_000_000})
    raw = bytearray(path.read_bytes())
    directory = raw.rindex(b"PK\x01\x02")
    raw[directory + 24 : directory + 28] = (1_000).to_bytes(4, "little")
    path.write_bytes(bytes(raw))
    with pytest.raises(Unreadable):
        read(path)
    assert read(deck).notes


def test_looks_tell_templates_apart(deck: Path, tmp_path: Path) -> None:
    """Templates that show another option as right would go unnoticed."""

    def with_models(change: Callable[[dict[str, dict[str, object]]], None]) -> Path:
        changed = tmp_path / "changed.apkg"
        with opened(deck, changed) as connection:
            models = json.loads(connection.execute("SELECT models FROM col").fetchone()[0])
            change(models)
            connection.execute("UPDATE col SET models = ?", (json.dumps(models),))
        return changed

    looks = read(deck).looks
    assert read(with_models(lambda _: None)).looks == looks

    def restyled(models: dict[str, dict[str, object]]) -> None:
        for model in models.values():
            model["css"] = ".qz-key { display: none }"

    changed = read(with_models(restyled)).looks
    assert changed.keys() == looks.keys()
    assert all(changed[name] != looks[name] for name in looks)
