"""Five questions in five formats: how much there is to type in each, and that the two of quizgen say the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen.loader import load
from quizgen.model.lesson import PlacedLesson

FOLDER = Path(__file__).parent / "comparison"
FORMATS = {"quizgen.md": 90, "quizgen.yaml": 280, "text2qti.txt": 90, "hashcards.md": 80, "gift.txt": 95}
"""File -> characters that a question takes at most, all of the file counted."""
QUESTIONS = 5
SAID = {
    "Which planet is closest to the Sun?": ["Mercury"],
    "Which of these planets have rings?": ["Saturn", "Uranus", "Venus"],
    "How many hours does Jupiter take to turn once?": ["10", "0.5"],
    "The largest planet of all is": ["Jupiter"],
    "Why is Venus hotter than Mercury?": ["Its thick air keeps the heat in."],
}


def _per_question(name: str) -> float:
    return len((FOLDER / name).read_text(encoding="utf-8")) / QUESTIONS


@pytest.mark.parametrize("name", FORMATS)
def test_a_question_takes_few_characters(name: str) -> None:
    """Whoever comes from another format does not have to type three times as much."""
    assert _per_question(name) <= FORMATS[name]


def test_the_short_form_is_about_as_short_as_the_shortest() -> None:
    """A teacher chooses by how long a question takes; a third more than plain cards is the price of wrong options."""
    assert _per_question("quizgen.md") < 1.35 * min(map(_per_question, FORMATS))
    assert _per_question("quizgen.md") < 0.4 * _per_question("quizgen.yaml")


@pytest.mark.parametrize("name", FORMATS)
def test_each_says_all_of_it(name: str) -> None:
    """A comparison in which one format says less would be none."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    for question, parts in SAID.items():
        assert question in text
        assert all(part in text for part in parts)


def _lesson(name: str) -> PlacedLesson:
    deck, found = load(FOLDER / name)
    assert [each.code for each in found] in ([], ["id-missing"])
    return deck.lessons[0]


def test_both_forms_make_the_same_lesson() -> None:
    """What is short to type is the same lesson, down to what stands behind it."""
    short, long = _lesson("quizgen.md"), _lesson("quizgen.yaml")
    assert short.head == long.head
    assert [item.question for item in short.items] == [item.question for item in long.items]
