"""Tab-separated text, imported by Anki's own backend."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from anki.collection import Collection, ImportCsvRequest

from quizgen.cards import Html, RenderedLesson
from quizgen.exporters import EXPORTERS, ExportError
from quizgen.exporters.anki import export as export_anki
from quizgen.exporters.anki.exercises import arranged
from quizgen.exporters.anki.notes import guid, notes
from quizgen.exporters.tsv import COLUMNS, export
from tests.exporters.anki.reviewer import cards, collection, import_package
from tests.exporters.samples import ASSET, ASSET_NAME, rtl_lesson, sample_lesson

SAMPLE = sample_lesson()
HARD = "a\tb\nc \"quoted\"\r\n'single' #hash ; , |"


def with_stem(stem: str) -> RenderedLesson:
    """Return the sample with another stem on one card."""
    changed = (replace(card, stem=Html(stem)) if card.id == "cut-link" else card for card in SAMPLE.cards)
    return replace(SAMPLE, cards=tuple(changed))


def written(lesson: RenderedLesson, folder: Path) -> Path:
    """Export a lesson, and return its text file."""
    folder.mkdir()
    (target,) = export([lesson], folder, lambda _: None)
    return target / f"{lesson.id}.tsv"


def imported(opened: Collection, path: Path) -> tuple[int, int, int, int]:
    """Import a text as Anki does if nothing is clicked but "Import".

    Returns:
        How many notes were new, changed, the same, and of a note type that is not there.
    """
    metadata = opened.get_csv_metadata(str(path), None)
    log = opened.import_csv(ImportCsvRequest(path=str(path), metadata=metadata)).log
    return len(log.new), len(log.updated), len(log.duplicate), len(log.missing_notetype)


@pytest.fixture
def learner(tmp_path: Path) -> Path:
    """The folder of a collection that has quizgen's note types, and the sample."""
    (tmp_path / "apkg").mkdir()
    (deck,) = export_anki([SAMPLE], tmp_path / "apkg", lambda _: None)
    with collection(tmp_path / "learner") as opened:
        import_package(opened, deck)
    return tmp_path / "learner"


def test_the_notes_of_the_deck_are_known_again(learner: Path, tmp_path: Path) -> None:
    """Whoever imports the text has everything twice."""
    with collection(learner) as opened:
        before = {note: opened.get_note(note).fields for note in opened.find_notes("")}
        assert imported(opened, written(SAMPLE, tmp_path / "one")) == (0, 0, len(SAMPLE.cards), 0)
        assert {note: opened.get_note(note).fields for note in opened.find_notes("")} == before


def test_every_field_tag_and_deck_arrives(learner: Path, tmp_path: Path) -> None:
    """A field is cut off at a tab or a quotation mark, or stands in the place of another."""
    lesson = with_stem(f"<p>{HARD}</p>")
    with collection(learner) as opened:
        opened.remove_notes(opened.find_notes(""))
        assert imported(opened, written(lesson, tmp_path / "one")) == (len(lesson.cards), 0, 0, 0)
        for note in notes(lesson):
            (found,) = [opened.get_note(each) for each in opened.find_notes(f'Id:"{note.id}"')]
            assert [text.replace("\r\n", "\n") for text in found.fields] == [
                text.replace("\r\n", "\n") for text in note.fields
            ]
            assert (found.guid, tuple(found.tags)) == (note.stamp.guid, note.tags)
            assert len(found.cards()) == note.cards
        decks = {opened.decks.name(card.did) for card in cards(opened)}
        assert decks == {"quizgen::Distributed systems::Majorities & <logs>"}
        assert opened.fix_integrity()[1]


def test_a_correction_arrives(learner: Path, tmp_path: Path) -> None:
    """A learner goes on with the text of the old release."""
    with collection(learner) as opened:
        path = written(with_stem("<p>What happens now?</p>"), tmp_path / "one")
        assert imported(opened, path) == (0, 1, len(SAMPLE.cards) - 1, 0)
        (found,) = opened.find_notes("Id:cut-link")
        assert opened.get_note(found)["Stem"] == "<p>What happens now?</p>"


def test_without_the_note_types_nothing_is_imported(tmp_path: Path) -> None:
    """Notes are forced into a note type that does not fit them, where Anki should say that theirs is missing."""
    with collection(tmp_path / "empty") as opened:
        assert imported(opened, written(SAMPLE, tmp_path / "one")) == (0, 0, 0, len(SAMPLE.cards))
        assert opened.note_count() == 0


def test_pictures_lie_beside_the_text(tmp_path: Path) -> None:
    """A question about a picture comes without it."""
    path = written(SAMPLE, tmp_path / "one")
    assert [file.name for file in (path.parent / "media").iterdir()] == [ASSET_NAME]
    assert (path.parent / "media" / ASSET_NAME).read_bytes() == ASSET.read_bytes()
    assert not (written(rtl_lesson(), tmp_path / "two").parent / "media").exists()


def test_the_same_lesson_gives_the_same_bytes(tmp_path: Path) -> None:
    """A text that is kept in git changes with each build."""
    one, other = (written(SAMPLE, tmp_path / name).read_bytes() for name in ("one", "two"))
    assert one == other
    assert one.startswith(b"#separator:tab\n#html:true\n#columns:Note type\tDeck\tGUID\tId\t")
    assert f"#tags column:{len(COLUMNS)}\n".encode() in one


def test_two_items_of_one_id_are_refused(tmp_path: Path) -> None:
    """Of two questions Anki keeps the one that it read last."""
    twice = replace(SAMPLE, cards=(*SAMPLE.cards, SAMPLE.cards[0]))
    with pytest.raises(ExportError, match="two items have this id"):
        export([twice], tmp_path, lambda _: None)


def test_it_is_written_on_demand_only() -> None:
    """Every build writes a text that few have asked for; or nobody finds it by its name."""
    assert EXPORTERS["tsv"].notes
    assert not EXPORTERS["tsv"].usual


def test_exercises_come_to_a_deck_below_the_lessons(tmp_path: Path) -> None:
    """Exercises that shall come apart are among the other cards."""
    (lesson,) = arranged([SAMPLE], "subdeck")
    with written(lesson, tmp_path / "out").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file, delimiter="\t") if not row[0].startswith("#")]
    decks = {row[2]: row[1] for row in rows}
    apart = {guid(card.id) for card in lesson.cards if card.subdeck}
    assert {name for name, deck in decks.items() if deck.endswith("::Exercises")} == apart
    assert apart
