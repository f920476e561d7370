"""The fronts of the shipped cards are short enough to be read and answered in some ten seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from quizgen.compiler import Built
from quizgen.kinds.choice.question import Choice
from tests.exporters.anki.reviewer import cards
from tests.shipped.conftest import LESSONS, Learner
from tests.shipped.fronts import OPTION, QUESTION, WITH_OPTIONS, WITHOUT_OPTIONS, Front, distribution, read

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def fronts(learner: Learner) -> list[Front]:
    """The front of every card that ships."""
    return [read(card) for lesson in LESSONS for card in cards(learner(lesson))]


def _told(long: list[Front]) -> list[tuple[str, int, int]]:
    return sorted({(front.item, len(front.stem), front.longest) for front in long})


def test_all_that_is_read_is_counted(
    fronts: list[Front], built: Built, record_property: Callable[[str, object], None]
) -> None:
    """A learner reads long cards that nobody counted. The table is printed with ``pytest -s``."""
    table = "\n".join(distribution(fronts))
    sys.stdout.write(f"\n{table}\n")
    record_property("fronts", table)
    asked = {item.question.id for lesson in built.checked.deck.lessons for item in lesson.items}
    assert asked <= {front.item for front in fronts}
    assert {front.kind for front in fronts} == {*WITHOUT_OPTIONS, *WITH_OPTIONS}
    assert all(front.stem for front in fronts)
    assert {front.kind for front in fronts if len(front.parts) > 1} == set(WITH_OPTIONS)


def test_cards_without_options_are_read_at_a_glance(fronts: list[Front]) -> None:
    """A learner spends the ten seconds of a review on reading, and puts the deck off."""
    plain = [front for front in fronts if front.kind in WITHOUT_OPTIONS]
    long = [front for front in plain if front.words > QUESTION]
    assert len(long) <= 0.03 * len(plain), _told(long)
    assert all(front.words <= QUESTION + 2 for front in plain), _told(long)


def test_questions_with_options_are_short(fronts: list[Front]) -> None:
    """A learner has forgotten the question when the last option is read."""
    long = [front for front in fronts if front.kind in WITH_OPTIONS and len(front.stem) > QUESTION]
    assert _told(long) == []


def test_options_are_short(fronts: list[Front]) -> None:
    """A learner finds the right option by its qualifiers, and learns nothing but that."""
    given = [front for front in fronts if front.kind in WITH_OPTIONS]
    long = [front for front in given if front.longest > OPTION]
    assert len(long) <= 0.03 * len(given), _told(long)
    assert all(front.longest <= OPTION + 1 for front in given), _told(long)


def test_right_options_are_not_told_by_their_length(built: Built) -> None:
    """A learner who always picks the longest option passes, and takes that for knowledge."""
    questions = [item.question for lesson in built.checked.deck.lessons for item in lesson.items]
    choices = [question for question in questions if isinstance(question, Choice)]
    betrayed = [question.id for question in choices if _longest(question, key=True) > _longest(question, key=False)]
    assert len(choices) > 100
    assert len(betrayed) <= len(choices) / 3, betrayed


def _longest(question: Choice, *, key: bool) -> int:
    return max(len(option.text) for option in question.options if option.key == key)
