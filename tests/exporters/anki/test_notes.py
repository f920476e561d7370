"""Notes: their stamps, with and without what is kept of earlier releases, and those of retired items."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import genanki
import pytest

from quizgen.cards import Release, RenderedLesson, Retired, Stamp
from quizgen.exporters.anki import export
from quizgen.exporters.anki.note_types import MODEL_IDS
from quizgen.exporters.anki.notes import DAY, SLOT, Note, free_slot, guid, notes
from quizgen.kinds import KINDS
from tests.exporters.anki.reviewer import cards, collection, import_package
from tests.exporters.samples import sample_lesson


def release(lesson: RenderedLesson) -> Release:
    """Return a release in which everything is of the same time."""
    stamps = {
        card.id: Stamp(f"guid {card.id}", 1_700_000_000_000 + number * SLOT, 1_700_000_000 + number, number * 100)
        for number, card in enumerate(lesson.cards, 1)
    }
    return Release(stamps, dict.fromkeys(MODEL_IDS, 1_700_000_000))


def test_no_id_is_given_twice() -> None:
    """Of two notes whose ids fall on the same millisecond, one would be lost."""
    taken = set[int]()
    given = [free_slot("same", taken) for _ in range(3)]
    assert [number - given[0] for number in given] == [0, SLOT, 2 * SLOT]
    assert all(0 <= number < DAY for number in given)


def test_slots_begin_anew_at_the_end_of_the_day() -> None:
    """A note's id would lie on the day after the release, which may be in the future."""
    last = free_slot("same", set()) // SLOT
    full = set(range(last, DAY // SLOT))
    assert free_slot("same", full) == 0


def test_stamps_of_the_release_are_used() -> None:
    """A learner would get each question anew with every build, or no correction at all."""
    lesson = sample_lesson()
    known = release(lesson)
    found = list(notes(replace(lesson, release=known)))
    assert [note.stamp for note in found] == [known.stamps[card.id] for card in lesson.cards]
    assert [note.position for note in found] == [number * 100 for number in range(1, len(found) + 1)]


def test_corrected_answers_are_tagged() -> None:
    """A learner who knows the old answer by heart would not be told to relearn it."""
    lesson = sample_lesson()
    known = replace(release(lesson), corrected={"cut-link": "2026-02-01"})
    tagged = {note.id: note.tags for note in notes(replace(lesson, release=known))}
    (corrected,) = [item for item, tags in tagged.items() if "quizgen::corrected::2026-02-01" in tags]
    assert corrected == "cut-link"
    assert set(next(card.tags for card in lesson.cards if card.id == "cut-link")) < set(tagged["cut-link"])


def retired(kind: str, count: int) -> Retired:
    """Return an item that is gone."""
    return Retired(
        f"gone-{kind}",
        kind,
        "Is this <b> right?",
        Stamp(guid(kind), 1_600_000_000_000, 1_700_000_009, 5),
        tuple(range(count)),
    )


@pytest.mark.parametrize("kind", MODEL_IDS)
def test_retired_notes_keep_their_cards_and_say_that_they_are_withdrawn(kind: str, tmp_path: Path) -> None:
    """A learner would go on learning a question that was found wrong, or lose the cards' history."""
    lesson = sample_lesson()
    count = 3 if kind == "cloze" else len(KINDS[kind].note.templates)
    gone = replace(lesson, cards=(), release=Release({}, {kind: 1_700_000_000}, (retired(kind, count),)))
    (tmp_path / "out").mkdir()
    (path,) = export([gone], tmp_path / "out", lambda _: None)
    with collection(tmp_path / "anki") as opened:
        import_package(opened, path)
        found = cards(opened, f"gone-{kind}")
        assert len(found) == count
        assert len(opened.find_cards("tag:quizgen::retired")) == count
        for card in found:
            assert "withdrawn" in card.answer()
            assert "Is this &lt;b&gt; right?" in card.answer()
            assert "{{" not in card.question()
        opened.fix_integrity()
        assert len(cards(opened, f"gone-{kind}")) == count
        assert list(opened.get_empty_cards().notes) == []


def test_note_is_the_same_whether_a_release_is_known_or_not() -> None:
    """What a learner reads would depend on the stamps, and the stamps on what a learner reads."""

    def said(note: Note) -> tuple[object, ...]:
        return note.id, note.fields, note.tags, note.sort_text, note.cards

    lesson = sample_lesson()
    assert [said(note) for note in notes(lesson)] == [
        said(note) for note in notes(replace(lesson, release=release(lesson)))
    ]


def test_guids_are_those_that_collections_have() -> None:
    """A learner's next import would add every note a second time, beside the one with the history."""
    for item in ("losses-of-five", "\N{LATIN SMALL LETTER E WITH ACUTE}", "x" * 300, *map(str, range(1000))):
        assert guid(item) == genanki.guid_for(item)
        assert guid(item, "an-author") == genanki.guid_for("an-author", item)
