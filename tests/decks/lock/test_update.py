"""From one release's lock to the next."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from quizgen.cards import Card, Html, RenderedLesson
from quizgen.decks.lock import Lock, from_text, release_of, to_text, updated
from quizgen.decks.lock import update as module
from quizgen.decks.lock.hashes import note_type_hash
from quizgen.exporters.anki.note_types import MODEL_IDS, MODIFIED
from quizgen.exporters.anki.notes import MOST_CARDS
from tests.decks.lock.test_hashes import key_moved
from tests.exporters.samples import large_lesson, sample_lesson

NOW, LATER = 1_800_000_000, 1_800_500_000
LESSON = sample_lesson()
FIRST = updated(Lock(), [LESSON], NOW)
NAMES = [card.id for card in LESSON.cards]


def with_card(lesson: RenderedLesson, name: str, **changes: object) -> RenderedLesson:
    """Return the lesson with one card changed."""
    cards = [replace(card, **changes) if card.id == name else card for card in lesson.cards]  # type: ignore[arg-type]
    return with_cards(lesson, cards)


def with_cards(lesson: RenderedLesson, cards: list[Card]) -> RenderedLesson:
    """Return the lesson with other cards, numbered."""
    return replace(lesson, cards=tuple(replace(card, position=place) for place, card in enumerate(cards, 1)))


def differing(old: Lock, new: Lock) -> set[str]:
    """Return the items whose lines differ."""
    return {name for name in old.items.keys() | new.items.keys() if old.items.get(name) != new.items.get(name)}


def test_without_a_change_the_lock_is_the_same() -> None:
    """Every build would date every note anew, and wipe each learner's tags."""
    assert updated(FIRST, [LESSON], LATER) == FIRST


def test_ids_lie_in_the_day_before_and_apart() -> None:
    """Anki's "Check Database" fails on ids in the future, and two cards with one id would be one."""
    lock = updated(Lock(), [large_lesson(3000)], NOW)
    created = sorted(item.created for item in lock.items.values())
    assert created[0] >= (NOW - 86_400) * 1000 - 64
    assert created[-1] + MOST_CARDS <= NOW * 1000
    assert all(b - a >= MOST_CARDS for a, b in pairwise(created))
    assert from_text(to_text(lock), "x", NOW) == (lock, ())


def test_changed_item_is_dated_and_no_other() -> None:
    """A typing error mended in one question would wipe the tags on all the others."""
    new = updated(FIRST, [with_card(LESSON, "cut-link", explanation=Html("<p>Why.</p>"))], LATER)
    assert differing(FIRST, new) == {"cut-link"}
    old, item = FIRST.items["cut-link"], new.items["cut-link"]
    assert (item.guid, item.created, item.position) == (old.guid, old.created, old.position)
    assert item.modified == LATER
    assert item.corrected == ""


def test_a_clock_that_is_behind_still_gives_a_later_time() -> None:
    """Anki would take the correction for the older version, and never show it."""
    new = updated(FIRST, [with_card(LESSON, "cut-link", stem=Html("<p>Other?</p>"))], NOW - 1000)
    assert new.items["cut-link"].modified == NOW + 1


def test_correction_is_dated_until_the_next_one() -> None:
    """A learner who skips a release would not hear of the correction in it."""
    card = next(card for card in LESSON.cards if card.id == "cut-link")
    corrected = with_card(LESSON, "cut-link", body=key_moved(card).body)
    second = updated(FIRST, [corrected], LATER)
    assert second.items["cut-link"].corrected == "2027-01-21"
    third = updated(second, [with_card(corrected, "cut-link", stem=Html("<p>Other words?</p>"))], LATER + 10_000_000)
    assert third.items["cut-link"].corrected == "2027-01-21"
    assert release_of(third, LESSON).corrected == {"cut-link": "2027-01-21"}


def test_new_item_changes_no_other_line() -> None:
    """One new question would touch every line of the file."""
    cards = list(LESSON.cards)
    new = updated(FIRST, [with_cards(LESSON, [*cards[:3], replace(cards[0], id="added"), *cards[3:]])], LATER)
    assert differing(FIRST, new) == {"added"}
    assert FIRST.items[NAMES[2]].position < new.items["added"].position < FIRST.items[NAMES[3]].position
    assert LATER - 86_401 <= new.items["added"].created / 1000 <= LATER


def test_moved_item_is_not_dated() -> None:
    """A lesson put into a better order would wipe the learner's tags."""
    cards = list(LESSON.cards)
    new = updated(FIRST, [with_cards(LESSON, [*cards[1:], cards[0]])], LATER)
    assert differing(FIRST, new) == {NAMES[0]}
    assert new.items[NAMES[0]].modified == NOW
    assert new.items[NAMES[0]].position > FIRST.items[NAMES[-1]].position


def test_removed_item_is_kept_until_the_author_takes_its_line_out() -> None:
    """A learner who skips an edition would never hear that a question was withdrawn."""
    less = with_cards(LESSON, [card for card in LESSON.cards if card.id != "become-candidate"])
    second = updated(FIRST, [less], LATER)
    gone = second.items["become-candidate"]
    assert (gone.retired, gone.modified, gone.cards) == (LESSON.released, LATER, 3)
    assert gone.position > FIRST.items[NAMES[-1]].position
    (retired,) = release_of(second, less).retired
    assert (retired.id, retired.kind, retired.ords) == ("become-candidate", "cloze", (0, 1, 2))
    assert retired.title.startswith("A server that hears from no leader becomes a [...]")
    later = replace(less, released="2027-04-01")
    assert updated(second, [less], LATER + 5) == second
    assert updated(second, [later], LATER + 9).items["become-candidate"] == gone
    without = replace(second, items={name: item for name, item in second.items.items() if name != gone.id})
    assert gone.id not in updated(without, [later], LATER + 9).items


def test_item_that_comes_back_is_known() -> None:
    """A learner would get a second copy of a question that was taken out by mistake."""
    less = with_cards(LESSON, [card for card in LESSON.cards if card.id != "cut-link"])
    third = updated(updated(FIRST, [less], LATER), [LESSON], LATER)
    item, old = third.items["cut-link"], FIRST.items["cut-link"]
    assert (item.guid, item.created, item.retired, item.corrected) == (old.guid, old.created, "", "")
    assert item.modified == LATER + 1


def test_item_that_moves_to_another_lesson_is_not_retired() -> None:
    """Its note would be withdrawn in one deck and live in the other."""
    other = replace(LESSON, id="other", cards=LESSON.cards[:2])
    rest = with_cards(LESSON, list(LESSON.cards[2:]))
    for lessons in ([other, rest], [rest, other]):
        new = updated(FIRST, lessons, LATER)
        assert {item.id for item in new.items.values() if item.lesson == "other"} == set(NAMES[:2])
        assert [item for item in new.items.values() if item.retired] == []


def test_lessons_that_are_not_built_stay() -> None:
    """A build of one file would retire everything in the others."""
    other = replace(LESSON, id="other", cards=tuple(replace(card, id=f"o-{card.id}") for card in LESSON.cards))
    both = updated(FIRST, [LESSON, other], LATER)
    assert updated(both, [other], LATER + 5) == both
    assert updated(both, [LESSON], LATER + 5) == both


def test_renamed_lesson_keeps_its_deck() -> None:
    """New questions would go to a second deck, beside the one that a learner studies."""
    new = updated(FIRST, [replace(LESSON, title="Another title")], LATER)
    assert new.decks == FIRST.decks
    assert release_of(new, LESSON).deck == "quizgen::Distributed systems::Majorities & <logs>"


def test_note_types_are_dated_only_when_they_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """Anki takes a new template only if it is newer; and if it is not changed, the learner's own stays."""
    assert {found.modified for found in FIRST.note_types.values()} == {MODIFIED}
    assert set(FIRST.note_types) == {card.kind for card in LESSON.cards} <= set(MODEL_IDS)
    real = note_type_hash
    monkeypatch.setattr(module, "note_type_hash", lambda kind: "0" * 16 if kind == "cloze" else real(kind))
    new = updated(FIRST, [LESSON], LATER)
    assert {kind for kind, found in new.note_types.items() if found != FIRST.note_types[kind]} == {"cloze"}
    assert new.note_types["cloze"].modified == MODIFIED + 1
    assert differing(FIRST, new) == set()
