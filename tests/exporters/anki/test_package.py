"""Ids, times and the archive."""

from __future__ import annotations

import io
import json
import sqlite3
import tempfile
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from zlib_ng import zlib_ng

from quizgen.cards import Html, RenderedLesson
from quizgen.exporters import ExportError
from quizgen.exporters.anki.deck import deck_id, deck_name
from quizgen.exporters.anki.note_types import MODEL_IDS
from quizgen.exporters.anki.package import BATCH, LEVEL, write_package
from quizgen.kinds.cloze.body import Cloze
from tests.exporters.anki.packed import packed
from tests.exporters.samples import ASSET_NAME, large_lesson, sample_lesson

RELEASED = int(datetime(2025, 3, 1, tzinfo=UTC).timestamp())


def rows(lesson: RenderedLesson, query: str) -> list[tuple[Any, ...]]:
    """Return what a query finds in the lesson's database."""
    with zipfile.ZipFile(io.BytesIO(packed(lesson))) as archive:
        connection = sqlite3.connect(":memory:")
        connection.deserialize(archive.read("collection.anki2"))
        return connection.execute(query).fetchall()


def test_guid_comes_from_the_id_alone() -> None:
    """A learner's history would be lost as soon as an author mends a comma."""
    lesson = sample_lesson()
    cards = tuple(replace(card, stem=Html("<p>Other.</p>"), level="junior", position=99) for card in lesson.cards)
    changed = replace(lesson, title="Other", released="2030-01-01", cards=cards)
    query = "select guid from notes order by guid"
    assert rows(lesson, query) == rows(changed, query)
    assert len(set(rows(lesson, query))) == len(lesson.cards)


def test_ids_are_fixed_for_ever() -> None:
    """Learners who have a deck would get a second copy of it, of its note types, or of each question."""
    assert deck_id("sample") == 1546463501700
    assert MODEL_IDS["multiple_choice"] == 1_700_020_170_001
    assert rows(sample_lesson(), "select guid from notes where id = (select nid from cards where due = 2)") == [
        ("NWvc/st~*T",)
    ]


def test_ids_are_milliseconds_of_the_release_day() -> None:
    """Anki's "Check Database" fails on ids of 0 and on ids in the future."""
    lesson = large_lesson(3000)
    notes, cards = rows(lesson, "select id from notes"), rows(lesson, "select id from cards")
    for (number,) in notes + cards:
        assert RELEASED * 1000 <= number < (RELEASED + 86_400) * 1000
    assert len(set(notes)) == 3000


def test_times_are_the_release_date() -> None:
    """A rebuild of the same release would overwrite what learners changed in their notes."""
    assert rows(sample_lesson(), "select distinct mod from notes") == [(RELEASED,)]
    assert rows(sample_lesson(), "select distinct mod from cards") == [(RELEASED,)]


def test_release_date_must_be_a_date() -> None:
    """A typing error in the date would become a deck that Anki never updates."""
    with pytest.raises(ExportError, match="sample: 'soon' is not a release date"):
        packed(replace(sample_lesson(), released="soon"))


def test_note_types_of_another_lesson_do_not_change_this_ones() -> None:
    """Two decks would fight over what their common note types look like."""
    models = json.loads(rows(sample_lesson(), "select models from col")[0][0])
    again = json.loads(rows(replace(sample_lesson(), released="2031-01-01"), "select models from col")[0][0])
    assert {key: model["mod"] for key, model in models.items()} == {key: model["mod"] for key, model in again.items()}
    assert sorted(map(int, models)) == sorted(MODEL_IDS.values())


def test_deck_name_keeps_the_tree_whole() -> None:
    """A title with two colons would open a deck within the deck."""
    lesson = replace(sample_lesson(), title="Raft::logs", subject="operating-systems")
    assert deck_name(lesson) == "quizgen::Operating systems::Raft:logs"


def test_archive_is_small_and_says_nothing_of_the_machine() -> None:
    """A deck would differ from one machine to the next and take ten times the space."""
    with zipfile.ZipFile(io.BytesIO(packed(large_lesson(200)))) as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == ["collection.anki2", "media", "0"]
    assert {(entry.date_time, entry.create_system, entry.external_attr) for entry in entries} == {
        ((1980, 1, 1, 0, 0, 0), 3, 0o644 << 16)
    }
    assert entries[0].compress_size * 5 < entries[0].file_size


def test_the_same_zlib_compresses_on_every_machine(tmp_path: Path) -> None:
    """The same content would give other bytes on a machine whose Python was built with another zlib."""
    target = tmp_path / "sample.apkg"
    write_package(sample_lesson(), target)
    with zipfile.ZipFile(target) as archive:
        entry = archive.getinfo("collection.anki2")
        content = archive.read(entry)
    compressor = zlib_ng.compressobj(LEVEL, zlib_ng.DEFLATED, -zlib_ng.MAX_WBITS)
    assert compressor.compress(content) + compressor.flush() in target.read_bytes()


def test_no_temporary_files_stay(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each build would leave a copy of the database on the author's disk."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    write_package(sample_lesson(), tmp_path / "deck.apkg")
    assert list((tmp_path / "temporary").iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deck.apkg", "temporary"]


@pytest.mark.parametrize("broken", ["gap", "picture"])
def test_nothing_stays_of_a_deck_that_cannot_be_written(broken: str, tmp_path: Path) -> None:
    """A half-written deck, or the database of one, lies about and is taken for the whole."""
    lesson = sample_lesson()
    if broken == "gap":
        no_gap = (
            replace(card, body=Cloze(Html("none"), ())) if card.kind == "cloze" else card for card in lesson.cards
        )
        lesson = replace(lesson, cards=tuple(no_gap))
    else:
        lesson = replace(lesson, assets={ASSET_NAME: tmp_path / "missing.svg"})
    with pytest.raises(ExportError):
        write_package(lesson, tmp_path / "deck.apkg")
    assert list(tmp_path.iterdir()) == []


def test_many_notes_are_written_as_few_are() -> None:
    """Of a large deck every five hundredth note is missing."""
    lesson = large_lesson(2 * BATCH + 1)
    assert rows(lesson, "select count(*), count(distinct guid) from notes") == [(2 * BATCH + 1, 2 * BATCH + 1)]
    assert rows(lesson, "select count(*) from notes where id not in (select nid from cards)") == [(0,)]
    due = rows(lesson, "select n.sfld from notes n join cards c on c.nid = n.id where c.ord = 0 order by c.due")
    assert len(due) == 2 * BATCH + 1


def test_thousands_of_pictures_come_along(tmp_path: Path) -> None:
    """A deck of pictures is cut off somewhere, or each picture is kept in memory."""
    assets = {f"picture-{number}.svg": tmp_path / f"{number}.svg" for number in range(2_000)}
    for name, path in assets.items():
        path.write_text(name)
    first = sample_lesson().cards[1]
    cards = tuple(
        replace(first, id=f"item-{number}", stem=Html(f'<p><img src="{name}" alt=""></p>'), position=number + 1)
        for number, name in enumerate(assets)
    )
    with zipfile.ZipFile(io.BytesIO(packed(replace(sample_lesson(), cards=cards, assets=assets)))) as archive:
        index = json.loads(archive.read("media"))
        assert sorted(index.values()) == sorted(assets)
        assert all(archive.read(number).decode() == name for number, name in index.items())
