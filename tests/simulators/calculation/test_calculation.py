"""Calculations as scenarios: what comes out, how it is told, and what is refused."""

from __future__ import annotations

import decimal
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.crosscheck import ClaimProblem, environment_of
from quizgen.model.scenario import BoundScenario, bind
from quizgen.simulators.calculation import SIMULATOR
from quizgen.simulators.calculation.quantities import Quantity, quantity
from quizgen.simulators.calculation.scenario import Rounding, Step
from quizgen.simulators.calculation.working import rounded, value_text
from quizgen.testing import conforms
from quizgen.wording import in_words

BUDGET: Mapping[str, Any] = {
    "quantities": {"objective": "99.9 %", "window": "30 d"},
    "steps": {
        "bad_share": {"formula": "1 - objective", "unit": "%"},
        "budget": {"formula": "bad_share * window", "unit": "min"},
    },
    "misconceptions": {"yearly": {"belief": "A year's budget is everybody's.", "instead": {"window": "'365 d'"}}},
}

MINUTES_TYPED = [
    ("0.72 h", True),
    ("0,72 hours", True),
    ("2592 s", True),
    ("43.2", True),
    ("43.2 min", True),
    ("43.2 Minutes", True),
    ("0.03 d", True),
    ("43.2 h", False),
    ("0.72", False),
    ("0.72 min", False),
    ("0.73 h", False),
]
"""What is typed where 43.2 min is right -> whether it is."""


def calculation(**changed: Any) -> BoundScenario:  # noqa: ANN401 - as YAML has it
    """Return a calculation: the error budget of a month, but for what is changed."""
    return bind({"simulator": "calculation", **BUDGET, **changed})


def _answer(bound: BoundScenario, misconception: str | None = None) -> str:
    (measure,) = SIMULATOR.measures
    return str(measure.measure(bound.scenario, misconception))


def _ask(claim: str, bound: BoundScenario | None = None) -> object:
    bound = bound or calculation()
    return environment_of(SIMULATOR).compile(claim).ask(SIMULATOR.execution(bound.scenario, 0, None), {})


def test_it_keeps_what_quizgen_relies_on() -> None:
    """Every command asks a calculation the same questions as any other simulator."""
    listed = calculation(quantities={"waits": ["1 ms", "3 ms"]}, steps={"mean_wait": "mean(waits)"}, misconceptions={})
    conforms(SIMULATOR, [calculation().scenario, listed.scenario])


def test_the_answer_is_the_last_step_in_its_unit() -> None:
    """What an author has to state nowhere: 0.1 % of thirty days are 43.2 minutes."""
    assert _answer(calculation()) == "43.2 min"
    assert _answer(calculation(), "yearly") == "525.6 min"
    assert _answer(calculation(answer="bad_share", misconceptions={})) == "0.1 %"


def test_the_working_is_told_step_by_step() -> None:
    """A learner who was wrong sees where: each formula, its values, and what comes out."""
    minus, times = "\N{MINUS SIGN}", "\N{MULTIPLICATION SIGN}"
    assert SIMULATOR.working(calculation().scenario) == (
        f"bad share = 1 {minus} objective = 1 {minus} 99.9 % = 0.1 %",
        f"budget = bad share {times} window = 0.1 % {times} 30 d = 43.2 min",
    )
    third = calculation(quantities={"n": 3}, steps={"part": {"formula": "1 / n", "round": 2}}, misconceptions={})
    (line,) = SIMULATOR.working(third.scenario)
    assert line == "part = 1 / n = 1 / 3 \N{ALMOST EQUAL TO} 0.33 (rounded to 2 decimals)"


def test_texts_can_name_what_is_given_and_what_comes_out() -> None:
    """A number in a text cannot differ from the one that was calculated."""
    found = {"objective": "99.9 %", "window": "30 d", "bad_share": "0.1 %", "budget": "43.2 min"}
    assert calculation().variables == found
    plain = calculation(quantities={"n": 3}, steps={"twice": "2 * n"}, misconceptions={})
    assert plain.variables == {"n": 3, "twice": 6}


@given(
    st.fractions(min_value=-1000, max_value=1000, max_denominator=999),
    st.integers(-2, 6),
    st.sampled_from(get_args(Rounding)),
)
def test_rounding_is_that_of_decimals(number: Fraction, places: int, mode: Rounding) -> None:
    """A half goes where the author says, and where everybody who says so has it go."""
    modes = {"half-up": "ROUND_HALF_UP", "half-even": "ROUND_HALF_EVEN", "up": "ROUND_CEILING", "down": "ROUND_FLOOR"}
    with decimal.localcontext(prec=80):
        exact = decimal.Decimal(number.numerator) / decimal.Decimal(number.denominator)
        wanted = exact.quantize(decimal.Decimal(1).scaleb(-places), getattr(decimal, modes[mode]))
    found = rounded(Step(formula="x", decimals=places, rounding=mode), Quantity(number))
    assert isinstance(found, Quantity)
    assert found.number == Fraction(wanted)


@pytest.mark.parametrize(
    ("number", "digits", "told"),
    [("1234.5", 2, "1200"), ("0.0012345", 3, "0.00123"), ("9.99", 2, "10"), ("-0.055", 1, "-0.06"), ("0", 3, "0")],
)
def test_digits_count_from_the_first_that_is_not_nought(number: str, digits: int, told: str) -> None:
    """Three significant digits of a small number are three digits, and not noughts."""
    assert value_text(rounded(Step(formula="x", digits=digits), quantity(number))) == told


@pytest.mark.parametrize(
    ("claim", "answer"),
    [
        ('less("budget", "1 h")', True),
        ('more("budget", "1 h")', False),
        ('at_least("budget", "43.2 min") && at_most("budget", "0.72 h")', True),
        ('equals("budget", "2592 s")', True),
        ('equals("budget / window", "0.1 %")', True),
        ('value("window - budget")', "29.97 d"),
        ('value("2 * budget")', "86.4 min"),
        ('more("2 * \'30 min\'", "budget")', True),
        ('less("-3 ms", "0 s")', True),
        ('equals("2026-10-31", "2026-11-01")', False),
        ('value("budget")', "43.2 min"),
        ('same_expression("(a + b) * c", "a * c + b * c")', True),
        ('same_expression("(a + b) ** 2", "a ** 2 + b ** 2")', False),
    ],
)
def test_claims_ask_of_values(claim: str, answer: object) -> None:
    """What an option says of an answer is judged by the answer, in whatever unit it is said."""
    assert _ask(claim) == answer


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ('less("budget", "5 requests")', "different kinds"),
        ('less("buget", "1 h")', "nothing is called `buget`"),
        ('equals("budget", "1 hr 5 reqs")', "there is no unit `reqs`"),
        ('value("budget / 7")', "it has no end"),
        ('value("budget +")', "not well formed"),
        ('same_expression("sum(a)", "a")', "cannot be compared for all values"),
    ],
)
def test_a_question_without_an_answer_is_told(claim: str, told: str) -> None:
    """A claim that means nothing is no claim that is false."""
    with pytest.raises(ClaimProblem, match=told):
        _ask(claim)


def _problem(**changed: Any) -> tuple[tuple[str | int, ...], str, str]:  # noqa: ANN401 - as above
    problem, *_ = calculation(**changed).problems
    return problem.path, problem.message, problem.hint


def _belief(**instead: str) -> dict[str, Any]:
    return {"misconceptions": {"odd": {"belief": "B.", "instead": instead}}}


def _steps(**steps: object) -> dict[str, Any]:
    return {"steps": steps}


FORMULA = "objective * window"


@pytest.mark.parametrize(
    ("changed", "path", "message", "hint"),
    [
        (_steps(x="objective + window"), "steps x", "adding `%` and `d` makes no sense", "check"),
        (_steps(x="objective / (window - '30 d')"), "steps x", "it divides by zero", "exclude"),
        (_steps(x="1 - objektive"), "steps x", "nothing is called `objektive`", "did you mean `objective`?"),
        (_steps(x="later", later=FORMULA), "steps x", "nothing is called `later`", ""),
        (_steps(x="sume(objective)"), "steps x", "no function `sume`", "did you mean `sum`?"),
        (_steps(x={"formula": FORMULA, "unit": "%"}), "steps x", "of different kinds: `d` and `%`", "unit"),
        (_steps(x="window / 7 * objective"), "steps x", "the answer `x` has no end", "round: 2"),
        (_steps(x="window * ln(objective)"), "steps x", "the answer `x` has no end", "digits"),
        (_steps(x="window * 2"), "quantities objective", "no step uses `objective`", "take it out"),
        (_steps(), "steps", "nothing is calculated", "name one"),
        (_steps(sum=FORMULA), "steps sum", "no name for a value", "no name of a function"),
        (_steps(window="objective"), "steps window", "is a quantity already", "another name"),
        (_steps(x={"formula": FORMULA, "digits": 0}), "steps x digits", "from 1 to", ""),
        (_steps(x={"formula": FORMULA, "round": 1, "digits": 1}), "steps x", "not by both", "keep one"),
        ({"quantities": {"objective": 1, "window": "3 dais"}}, "quantities window", "no unit `dais`", "`units:`"),
        ({"answer": "budgt"}, "answer", "no step is called `budgt`", "did you mean `budget`?"),
        ({"units": ["two words"]}, "units", "no name for a unit", "singular"),
        (
            _belief(window="'720 h'"),
            "misconceptions odd",
            "gives the right answer here, 43.2 min",
            "leave this instance",
        ),
        (_belief(), "misconceptions odd instead", "one formula in the place", "name one"),
        (_belief(windo="1"), "misconceptions odd instead windo", "nothing is called `windo`", "window"),
        (_belief(budget="bad_share / 0"), "misconceptions odd instead budget", "divides by zero", ""),
    ],
)
def test_what_cannot_be_calculated_is_told(changed: dict[str, Any], path: str, message: str, hint: str) -> None:
    """An author is told what is wrong, where, and how to mend it, instead of finding it on a card."""
    found = _problem(**{"misconceptions": {}, **changed})
    assert found[0] == tuple(path.split())
    assert message in found[1]
    assert hint in found[2]


def test_a_rounding_that_falsifies_the_answer_is_told() -> None:
    """Rounded in between to 0.33, a third of nine hours is no longer three hours."""
    steps = {"part": {"formula": "1 / n", "round": 2}, "time": {"formula": "part * whole", "unit": "min"}}
    path, message, hint = _problem(quantities={"n": 3, "whole": "9 h"}, steps=steps, misconceptions={})
    assert path == ("steps", "part")
    assert message == "rounding `part` makes the answer 178.2 min, where it is 180 min"
    assert hint == "round the answer alone, or keep more digits"


def test_a_wrong_formula_may_lead_to_another_kind_of_value() -> None:
    """Who takes a burn rate for an error rate states a share, and is told which belief led there."""
    steps = {"burn": "bad / (1 - objective)"}
    beliefs = {"burn-is-errors": {"belief": "The burn rate is the error rate.", "instead": {"burn": "bad"}}}
    bound = calculation(quantities={"objective": "99.9 %", "bad": "1.44 %"}, steps=steps, misconceptions=beliefs)
    assert bound.problems == ()
    assert (_answer(bound), _answer(bound, "burn-is-errors")) == ("14.4", "1.44 %")


@pytest.mark.parametrize(
    "hostile",
    [
        {"steps": {f"s{n}": "objective * window" for n in range(60)}},
        {"quantities": {f"q{n}": n for n in range(60)}, "steps": {"x": "q1"}},
        {"quantities": {"n": [1] * 2000}, "steps": {"x": "sum(n)"}},
        {"quantities": {"n": 10}, "steps": {"x": "n ** 1000 ** 9"}},
        {"quantities": {"n": 10}, "steps": {f"s{n}": f"s{n - 1} * s{n - 1}" if n else "n ** 999" for n in range(40)}},
        {"quantities": {"n": "s*s*s*s" * 30}, "steps": {"x": "n"}},
    ],
)
def test_a_calculation_costs_no_more_than_its_length(hostile: dict[str, Any]) -> None:
    """Content of strangers may not keep the machine busy."""
    assert calculation(**{"misconceptions": {}, **hostile}).problems


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ('less("bad_share * window", "1 h")', "bad share \N{MULTIPLICATION SIGN} window is less than 1 h"),
        ('!more("budget - \'30 min\'", "0 s")', "budget \N{MINUS SIGN} 30 min is not more than 0 s"),
        ('equals("a ** 2", "2026-03-01")', "a^2 is 2026-03-01"),
        ('at_least("budget", "1 h") && at_most("budget", "2 h")', "budget is at least 1 h, and budget is at most 2 h"),
        ("answer", "the answer"),
    ],
)
def test_claims_are_read_as_sentences(claim: str, told: str) -> None:
    """What an option rests on stands on the card in words, and formulas with the signs that people write."""
    assert in_words(claim, SIMULATOR, explored=True) == told
