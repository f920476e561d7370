"""Values that an author leaves to formulas of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen.compiler import check
from tests.small import lesson

SCENARIO = """
scenarios:
  month:
    simulator: calculation
    quantities: {objective: "{{ objective }}", window: 30 d}
    steps:
      bad_share: {formula: 1 - objective, unit: "%"}
      budget: {formula: bad_share * window, unit: min}
    misconceptions:
      yearly: {belief: The budget of a year is everybody's., instead: {window: "'365 d'"}}
"""
ITEMS = """\
items:
  - id: number
    kind: numeric
    concept: thing
    for_each: {objective: [99.9 %, 99 %]}
    scenario: month
    stem: "{{ objective }} of 30 days leave how much?"
    answer: {measure: answer}
    explanation: "{{ bad_share }} of {{ window }} are {{ budget }}."
  - id: hours
    kind: numeric
    concept: thing
    for_each: {objective: [99.9 %]}
    scenario: month
    stem: "{{ objective }} of 30 days leave how many hours?"
    answer: {measure: answer, unit: h}
  - id: choice
    kind: multiple_choice
    concept: thing
    for_each: {objective: [99.9 %]}
    scenario: month
    stem: "{{ objective }} of 30 days leave how much?"
    answer: answer
    options:
      - {key: true}
      - {misconception: yearly}
      - {text: 43.2 s, rationale: Seconds are no minutes.}
  - id: gap
    kind: cloze
    concept: thing
    for_each: {objective: [99.9 %]}
    scenario: month
    text: "It is [[much]]."
    blanks: {much: {measure: answer}}
"""


def _lesson(items: str = ITEMS) -> str:
    head, scenarios, rest = lesson(items).partition("scenarios:\n")
    return head + SCENARIO.lstrip() + "".join(rest.splitlines(keepends=True)[1:]) if scenarios else head


def _checked(tmp_path: Path, text: str) -> tuple[list[str], dict[str, object]]:
    (tmp_path / "small.yaml").write_text(text, encoding="utf-8")
    checked = check(tmp_path, _Silent())
    told = [f"{one.span}: {one.message} [{one.code}]" for one in checked.diagnostics]
    return told, {item.question.id: item.question for each in checked.deck.lessons for item in each.items}


class _Silent:
    def step(self, *_: object) -> None:
        """Take no notice."""

    def phase(self, *_: object) -> None:
        """Take no notice."""


def test_a_value_that_is_left_out_is_the_calculated_one(tmp_path: Path) -> None:
    """An author states a formula once, and no number by hand that could be mistyped."""
    told, items = _checked(tmp_path, _lesson())
    assert told == []
    number, hours, choice, gap = (items[name] for name in ("number.objective-99", "hours.objective-99-9", *_REST))
    assert (number.answer.value, number.answer.unit) == (432, "min")  # type: ignore[attr-defined]
    assert (hours.answer.value, hours.answer.unit) == (0.72, "h")  # type: ignore[attr-defined]
    assert [one.text for one in choice.options] == ["43.2 min", "525.6 min", "43.2 s"]  # type: ignore[attr-defined]
    assert gap.blanks["much"].answer == "43.2 min"  # type: ignore[attr-defined]
    assert items["number.objective-99"].explanation == "1 % of 30 d are 432 min."  # type: ignore[attr-defined]


_REST = ("choice.objective-99-9", "gap.objective-99-9")


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        ("answer: {measure: answer}", "answer: {value: 43, unit: min, measure: answer}", "states 43, but"),
        ("answer: {measure: answer}", "answer: {value: 43.2, measure: answer}", "states 43.2, but"),
        ("{text: 43.2 s, rati", "{text: 0.72 h, rati", "the distractor states 0.72 h, and it is right"),
        ("{text: 43.2 s, rati", "{text: about 43.2 min, rati", "nothing tells whether 'about 43.2 min'"),
        ("{misconception: yearly}", "{misconception: yearly, text: 525 min}", "leads to 525.6 min, not to 525 min"),
        ("'365 d'", "'43200 min'", "the misconception `yearly` gives the right answer here, 43.2 min"),
        ("answer: {measure: answer, unit: h}", "answer: {measure: answer, unit: kg}", "the key `value` is missing"),
    ],
)
def test_a_value_that_is_stated_is_compared_by_its_worth(tmp_path: Path, written: str, instead: str, told: str) -> None:
    """What is stated in another unit is the same, what is stated wrongly is refused, and a belief has to err."""
    found, _ = _checked(tmp_path, _lesson().replace(written, instead, 1))
    assert any(told in one for one in found), found


def test_a_value_in_another_unit_may_be_stated(tmp_path: Path) -> None:
    """An author who writes 0.72 h has stated what the formula gives."""
    stated = "answer: {value: 0.72, unit: h, measure: answer}"
    only = _lesson().replace("[99.9 %, 99 %]", "[99.9 %]").replace("answer: {measure: answer}", stated, 1)
    assert _checked(tmp_path, only)[0] == []
