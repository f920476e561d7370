"""What is typed on the website: numbers in every hand and unit, words with their capitals and spaces."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from quizgen.cards import BLANK_CLOSE, BLANK_OPEN, Html
from quizgen.kinds.cloze.body import Blank, Cloze
from quizgen.kinds.numeric.body import Number
from quizgen.simulators.calculation import SIMULATOR
from tests.exporters.samples import TYPED, sample_cards, sample_lesson
from tests.exporters.site.conftest import Open, check, judged, question_of, written
from tests.simulators.calculation.test_calculation import MINUTES_TYPED, calculation

pytestmark = pytest.mark.slow

MINUTES = tuple(SIMULATOR.other_units(calculation().scenario, "min").items())
"""Units in which a number of minutes may be given as well."""
SPELT = tuple(dict.fromkeys((answer, exact) for answer, exact, _, _ in TYPED))


def _again(page: Page, name: str) -> Locator:
    """Return a question that another test may have answered before."""
    question = question_of(page, name)
    again = question.get_by_role("button", name="Try again")
    if again.is_visible():
        again.click()
    return question


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("25", "Right."),
        ("25,4", "Right."),
        (" 24.5 ms ", "Right."),
        ("2.5e1", "Right."),
        ("25.6", "Not right. The answer is 25 ms."),
        ("-25", "Not right."),
    ],
)
def test_numeric(same_page: Open, typed: str, words: str) -> None:
    """A number counts within its tolerance, with a comma or a dot, with or without its unit."""
    question = _again(same_page(), "two-writes")
    question.get_by_label("Your answer").fill(typed)
    question.get_by_label("Your answer").press("Enter")
    judged(question, words)


NUMBERS: list[tuple[float, str, bool]] = [
    (1500, "1,500", True),
    (1500, "1 500", True),
    (1.5, "1,500", True),
    (1500000, "1.500.000", True),
    (1500, "1.500", True),
    (1234.5, "1.234,5", True),
    (9007199254740993, "9007199254740993", True),
    (9007199254740993, "9007199254740992", False),
    (0.2, ".2", True),
    (-3, "−3", True),  # noqa: RUF001  # a true minus sign, as it is copied from a text
    (3, "33", False),
    (1.6e-19, "1.6e-19", True),
    (1.6e-19, "1,6·10⁻¹⁹", True),
    (1.6e-19, "0", False),
    (1.6e-19, "5e-10", False),
    (0, "1e-12", False),
    (1234567890.5, "1234567891", False),
    (6.022e23, "6.022×10^23", True),  # noqa: RUF001
    (6.022e23, "6,022 · 10²³", True),
    (6.022e23, "6.022 x 10**23", True),
    (1000, "10³", True),
    (-1000, "−10^3", True),  # noqa: RUF001  # as above
    (0.001, "10^(-3)", True),
    (103, "10³", False),
]
"""A value, what is typed, and whether it is right."""


@pytest.fixture(scope="module")
def typing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The website of a question for each number, for minutes in any unit, and for each answer to be spelt."""
    number, cloze = (
        next(card for card in sample_cards() if card.id == each) for each in ("two-writes", "become-candidate")
    )
    values = dict.fromkeys(value for value, _, _ in NUMBERS)
    cards = [replace(number, id=f"number-{value}", body=Number(value, "", 0, "")) for value in values]
    cards.append(replace(number, id="minutes", body=Number(43.2, "min", 0, "", MINUTES)))
    text = Html(f"<p>{BLANK_OPEN}0{BLANK_CLOSE}</p>")
    for place, (answer, exact) in enumerate(SPELT):
        cards.append(replace(cloze, id=f"gap-{place}", body=Cloze(text, (Blank(answer, (), "", "", exact=exact),))))
    return written((replace(sample_lesson(), cards=tuple(cards)),), tmp_path_factory.mktemp("typing"))


@pytest.mark.parametrize(("value", "typed", "right"), NUMBERS)
def test_numbers_as_people_type_them(same_page: Open, typing: Path, value: float, typed: str, right: bool) -> None:  # noqa: FBT001
    """Someone who has calculated the right number must not fail for the way it is written."""
    question = _again(same_page(root=typing), f"number-{value}")
    question.get_by_label("Your answer").fill(typed)
    check(question)
    judged(question, "Right." if right else "Not right.")


@pytest.mark.parametrize(("typed", "right"), MINUTES_TYPED)
def test_numbers_in_other_units(same_page: Open, typing: Path, typed: str, right: bool) -> None:  # noqa: FBT001
    """Who answers in hours what was asked in minutes has calculated the same."""
    question = _again(same_page(root=typing), "minutes")
    question.get_by_label("Your answer").fill(typed)
    check(question)
    judged(question, "Right." if right else "Not right.")


@pytest.mark.parametrize("typed", ["many", "25 kg", "1.2.3", "5^3", ""])
def test_no_number(same_page: Open, typed: str) -> None:
    """A slip of the finger is not marked wrong: the learner is asked for a number."""
    question = _again(same_page(), "two-writes")
    question.get_by_label("Your answer").fill(typed)
    check(question)
    expect(question.locator("[data-result]")).to_contain_text(
        "is not a number in ms" if typed else "Type a number first"
    )
    expect(question.locator("[data-mark]")).to_be_hidden()


@pytest.mark.parametrize(("answer", "exact", "typed", "said"), TYPED)
def test_capitals_and_spaces_count_where_they_tell_something(
    same_page: Open, typing: Path, answer: str, typed: str, said: str, *, exact: bool
) -> None:
    """Object counts as object and CO as Co; or a learner who knows the word is told nothing but that it is wrong."""
    question = _again(same_page(root=typing), f"gap-{SPELT.index((answer, exact))}")
    question.get_by_label("Gap 1 of 1").fill(typed)
    check(question)
    judged(question, "Right." if said == "Right" else "Not right.")
    expect(question.locator(".fix")).to_have_text(
        {"Right": "✓\u00a0right", "Not right": f"✗\u00a0{answer}"}.get(said, f"✗\u00a0{said.lower()}: {answer}")
    )
