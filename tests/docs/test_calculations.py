"""docs/calculations.md: its lesson builds, and its tables say what comes out."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from quizgen import compiler
from quizgen.model.scenario import bind
from quizgen.simulators.calculation.evaluation import evaluate
from quizgen.simulators.calculation.formulas import parse
from quizgen.simulators.calculation.working import value_text
from tests.docs.pages import blocks, code, read, table

PAGE = read("docs/calculations.md")
GIVEN = {"objective": "99.9 %", "window": "30 d"}


def test_the_lesson_of_the_page_is_sound(tmp_path: Path) -> None:
    """An author who copies the page gets something that builds, and other than by hand no number is stated."""
    (tmp_path / "lesson.yaml").write_text("".join(blocks(PAGE, "yaml")), encoding="utf-8")
    checked = compiler.check(tmp_path, compiler.Silent())
    assert checked.diagnostics == ()
    questions = [item.question for item in checked.deck.lessons[0].items]
    assert [one.id for one in questions][:2] == ["minutes-of-a-month", "which-budget"]
    assert questions[0].explanation == "0.1 % of 30 d are 43.2 min."
    assert [option.text for option in questions[1].options] == ["43.2 min", "525.6 min", "43.2 s"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("formula", "value"), [tuple(row) for row in table(PAGE, "| Formula | Value |")])
def test_formulas_have_the_values_of_the_page(formula: str, value: str) -> None:
    """An author learns the language from the page."""
    assert value_text(evaluate(parse(code(formula)), {})) == value


@pytest.mark.parametrize(("steps", "told"), [tuple(row) for row in table(PAGE, "| Steps | What is told |")])
def test_what_the_page_calls_refused_is_refused(steps: str, told: str) -> None:
    """What an author is told stands on the page in the same words."""
    written = {"simulator": "calculation", "quantities": GIVEN, "steps": yaml.safe_load(code(steps))}
    assert any(told in problem.message for problem in bind(written).problems)
