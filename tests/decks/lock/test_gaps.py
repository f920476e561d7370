"""Gaps keep their cards: what is known of the release before decides which card asks for what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from quizgen.cards import Card, Html
from quizgen.decks.lock import Item, Lock, release_of, updated
from quizgen.decks.lock.gaps import Unnumbered, numbered
from quizgen.exporters.anki.notes import notes
from quizgen.kinds.cloze.body import Blank, Cloze
from tests.exporters.samples import blank, card, sample_lesson

NOW = 1_800_000_000


def cloze(*names: str, answers: Sequence[str] = ()) -> Card:
    """Return a cloze with these gaps; the answer to each is its name, if nothing else is said."""
    text = Html(" then ".join(blank(index) for index in range(len(names))))
    told = answers or names
    gaps = tuple(Blank(answer, (), "", "", name) for name, answer in zip(names, told, strict=True))
    return card("lights", "cloze", "", Cloze(text, gaps))


def released(*cards: Card) -> Lock:
    """Return the lock after one release of each of these versions of the card."""
    lock = Lock()
    for number, one in enumerate(cards):
        lock = updated(lock, [replace(sample_lesson(), cards=(one,))], NOW + number)
    return lock


def old(*cards: Card, version_1: bool = False) -> Item:
    """Return what is known of the card then."""
    item = released(*cards).items["lights"]
    return replace(item, gaps={}, gone={}) if version_1 else item


@pytest.mark.parametrize(
    ("now", "gaps", "gone"),
    [
        (cloze("red", "green", "amber"), {"red": 3, "green": 1, "amber": 2}, {}),
        (cloze("amber", "green"), {"amber": 2, "green": 1}, {}),
        (cloze("amber"), {"amber": 2}, {"green": 1}),
        (cloze("amber", "red"), {"amber": 2, "red": 3}, {"green": 1}),
        (cloze("green", "amber", answers=("GREEN!", "amber")), {"green": 1, "amber": 2}, {}),
        (cloze("verde", "amber", answers=("green", "amber")), {"verde": 1, "amber": 2}, {}),
        (cloze("verde", "amber", answers=("blue", "amber")), {"verde": 3, "amber": 2}, {"green": 1}),
    ],
)
def test_a_gap_keeps_its_card(now: Card, gaps: dict[str, int], gone: dict[str, int]) -> None:
    """What a learner knows of one gap would count for another, which they have never seen."""
    assert numbered(now, old(cloze("green", "amber"))) == (gaps, gone)


def test_a_gap_that_comes_back_has_its_card_again() -> None:
    """The learner would lose what they knew, or find another gap's history there."""
    history = old(cloze("green", "amber"), cloze("amber"), cloze("red", "amber"))
    assert numbered(cloze("green", "red", "amber"), history)[0] == {"green": 1, "red": 3, "amber": 2}


def test_numbers_that_run_out_are_told() -> None:
    """A used card would be given to another gap, or a card would have no number that Anki takes."""
    many = [f"gap{number}" for number in range(20)]
    with pytest.raises(Unnumbered, match="more than the 20") as raised:
        numbered(cloze("new", *many[1:]), old(cloze(*many)))
    assert "another id" in raised.value.hint


@pytest.mark.parametrize(
    ("now", "gaps"),
    [
        (cloze("green", "amber"), {"green": 1, "amber": 2}),
        (cloze("amber", "green"), {"amber": 2, "green": 1}),
        (cloze("red", "green", "amber"), {"red": 3, "green": 1, "amber": 2}),
        (cloze("amber", "red", "green"), {"amber": 2, "red": 3, "green": 1}),
    ],
)
def test_answers_tell_the_numbers_of_a_version_that_did_not_keep_them(now: Card, gaps: dict[str, int]) -> None:
    """The first release by this quizgen would mix up the cards of all clozes that changed with it."""
    assert numbered(now, old(cloze("green", "amber"), version_1=True)) == (gaps, {})


@pytest.mark.parametrize("now", [cloze("amber"), cloze("green", "blue"), cloze("a", "b", "c", answers=("x", "x", "y"))])
def test_what_cannot_be_told_is_not_guessed(now: Card) -> None:
    """A wrong guess would move a learner's reviews to another gap for ever."""
    with pytest.raises(Unnumbered, match="of version 1"):
        numbered(now, old(cloze("green", "amber", answers=("x", "y")), version_1=True))


def test_cards_and_fields_have_the_numbers() -> None:
    """The text would ask for one gap, and the card's history be of another."""
    lock = released(cloze("green", "amber"), cloze("red", "amber"))
    lesson = replace(sample_lesson(), cards=(cloze("red", "amber"),))
    (note,) = notes(replace(lesson, release=release_of(lock, lesson)))
    assert note.ords == (1, 2)
    assert "{{c3::red}} then {{c2::amber}}" in note.fields[2]
    withdrawn = updated(lock, [replace(lesson, cards=())], NOW + 9)
    (gone,) = notes(replace(lesson, cards=(), release=release_of(withdrawn, lesson)))
    assert (gone.ords, "{{c2::withdrawn}} {{c3::withdrawn}}" in gone.fields[2]) == ((1, 2), True)
