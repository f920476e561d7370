"""Groups: what explored states answer, and what they cannot."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from quizgen.checks import check
from quizgen.compiler import Silent
from quizgen.crosscheck import Laboratory, crosscheck
from quizgen.crosscheck.claims import environment
from quizgen.crosscheck.groups import Group, answer
from quizgen.crosscheck.orders import Pattern
from quizgen.crosscheck.outcomes import Outcome
from quizgen.crosscheck.probes import ClaimProbe, Failure, OrderProbe, Probe
from quizgen.diagnostics import Diagnostic
from quizgen.loader import load
from quizgen.model.scenario import BoundScenario
from quizgen.render.evidence_lines import card_line, evidence_line
from quizgen.simulators import SIMULATORS
from quizgen.simulators.api import Survey
from tests.crosscheck.toy import EXPLORED, TOY, Counting
from tests.small import lesson


@pytest.fixture(autouse=True)
def _toy(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let content name the toy simulator."""
    assert isinstance(SIMULATORS, dict)
    monkeypatch.setitem(SIMULATORS, "toy", TOY)
    EXPLORED.clear()
    yield
    environment.cache_clear()


def asked(scenario: Counting, *claims: str, misconception: str | None = None) -> list[Outcome]:
    """Return what comes out of claims."""
    probes: tuple[Probe, ...] = tuple(ClaimProbe(environment("toy").compile(claim)) for claim in claims)
    return list(answer(Group(BoundScenario("toy", scenario), misconception, probes)).outcomes)


def test_claims_are_asked_of_every_state_and_of_no_trace() -> None:
    """A claim that fails in one state of thousands passes; or the check makes thousands of traces and takes minutes."""
    below, near = asked(Counting(limit=900), "shows() < 899", "shows() < 3")
    assert (below.executions, below.counts, below.first_seeds) == (900, {True: 899, False: 1}, {True: 0, False: 899})
    assert near.first_seeds[False] == 3  # the nearest state that contradicts
    assert below.survey == near.survey == Survey(900, 899, exhausted=True, bounds="a limit of 900")
    assert len(EXPLORED) == 1


def test_state_that_cannot_answer_is_told() -> None:
    """A claim that means nothing in some states is taken for false there, and a distractor passes."""
    (outcome,) = asked(Counting(limit=9), "shows(2) == 2")
    assert outcome.failure == Failure("the counter has not come to 2")
    assert outcome.first_seeds[outcome.failure] == 0


def test_bound_that_was_not_exhausted_decides_nothing() -> None:
    """A card says that something never happens, and nobody looked at all states."""
    (outcome,) = asked(Counting(limit=90, most=50), "shows() < 50")
    seen = "50 states of a limit of 90 were seen"
    message = f"the bound was not exhausted: {seen}, and there are more"
    assert outcome.counts == {Failure(message, "lower terms, entries or servers"): 1}
    assert EXPLORED == []


def test_order_is_not_asked_of_states() -> None:
    """The way to a state is one of many, and its order means nothing."""
    pattern = Pattern("step", None, None, ())
    group = Group(BoundScenario("toy", Counting(limit=9)), None, (OrderProbe((pattern, pattern)),))
    (outcome,) = answer(group).outcomes
    assert outcome.failure is not None
    assert outcome.failure.message == "an order of steps depends on the way, not on the state"
    assert EXPLORED == []


def test_measures_are_found_before_anything_is_asked() -> None:
    """A claim that compares what is observed with what is measured gets both, or the reason why not."""
    claims = ("shows() <= most", "most == 8")
    assert [outcome.counts for outcome in asked(Counting(limit=9), *claims)] == [{True: 9}, {True: 1}]
    believed = asked(Counting(limit=9), *claims, misconception="goes-beyond")
    assert [outcome.counts for outcome in believed] == [{True: 11}, {False: 1}]
    assert {outcome.failure for outcome in asked(Counting(limit=101), *claims)} == {
        Failure("most: that takes too long")
    }


ITEM = """\
items:
  - id: one
    kind: multiple_choice
    concept: thing
    scenario: {simulator: toy, limit: 944%s}
    stem: What?
    options:
      - {text: a, key: true, %s}
      - {text: b, %s}
"""
KEY, WRONG = "always: shows() < 944", "rationale: No., sometimes: shows() == 944"


def checked(folder: Path, key: str = KEY, wrong: str = WRONG, more: str = "") -> tuple[list[Diagnostic], list[str]]:
    """Check a question over 944 states; return what is said, and the lines under its options and itself."""
    file = folder / "small.yaml"
    file.write_text(lesson(ITEM % (more, key, wrong)), encoding="utf-8")
    deck, problems = load(file)
    assert not problems
    findings = crosscheck(deck, Silent().step, Laboratory())
    found = [verdict.subject for verdict in findings.verdicts.values()]
    lines = [*(evidence_line(subject, findings) for subject in found), card_line(found, findings)]
    return list(check(deck, findings)), lines


@pytest.mark.parametrize(
    ("key", "wrong", "code", "message"),
    [
        (KEY, WRONG, None, ""),
        ("never: shows() == 944", WRONG, None, ""),
        ("sometimes: shows() == 943", WRONG, None, ""),
        ("always: shows() < 943", WRONG, "key-is-false", "but it is true in 943 of 944 states of toy"),
        ("sometimes: shows() > 943", WRONG, "key-is-false", "but it is false in all 944 states of toy"),
        (KEY, "rationale: No., always: shows() == 943", "distractor-is-true", "it is true in 1 of 944 states of toy"),
        (KEY, "misconception: goes-beyond, sometimes: shows() == 945", None, ""),
        (KEY, "misconception: goes-beyond, sometimes: shows() == 946", "misconception", "does not make"),
        (KEY, "misconception: goes-beyond, always: shows() == 945", "misconception", "does not make"),
        (KEY, "misconception: goes-beyond, sometimes: shows() == 943", "distractor-is-true", "in 1 of 944 states"),
    ],
)
def test_option_is_judged_by_all_states(tmp_path: Path, key: str, wrong: str, code: str | None, message: str) -> None:
    """A distractor must be false in every state, and under its wrong rule true in one, or in all, as it says."""
    said, _ = checked(tmp_path, key, wrong)
    assert [diagnostic.code for diagnostic in said] == ([code] if code else [])
    assert all(message in diagnostic.message for diagnostic in said)


def test_diagnostic_leads_to_the_nearest_state(tmp_path: Path) -> None:
    """The author is sent to a long run where a short one shows the same."""
    (said,), _ = checked(tmp_path, "never: shows() > 17")
    assert "see the shortest run to such a state: quizgen explain one " in said.hint
    assert said.hint.endswith(" --seed 18")


def test_value_that_differs_between_states_names_them(tmp_path: Path) -> None:
    """The author has to see two states that disagree to understand why there is no single answer."""
    (said,), _ = checked(tmp_path, "measure: shows()")
    told = "the value is not the same in all 944 states: '0' in 1 state (state 0), '1' in 1 state (state 1), "
    assert told in said.message


@pytest.mark.parametrize(
    ("key", "more", "line"),
    [
        (KEY, "", "computed: holds in all 944 states of a limit of 944 (toy simulator v3)"),
        ("never: shows() == 944", "", "computed: never happens in all 944 states of a limit of 944 (toy simulator v3)"),
        ("sometimes: shows() < 312", "", "computed: happens in 312 of 944 states of a limit of 944 (toy simulator v3)"),
        (
            KEY,
            ", symmetric: true",
            "computed: holds in all 944 states of a limit of 944 up to renaming of servers (toy simulator v3)",
        ),
        (KEY, ", explore: false", "computed: holds in all 944 runs (toy simulator v3)"),
    ],
)
def test_learner_is_told_how_many_states_stand_behind_it(tmp_path: Path, key: str, more: str, line: str) -> None:
    """A proof within bounds reads like a few lucky runs, or the other way round."""
    said, lines = checked(tmp_path, key, more=more)
    assert (said, lines[0]) == ([], line)


def test_distractor_and_card_say_so_too(tmp_path: Path) -> None:
    """Of a wrong option the learner is to know that it can never be right, not only that it was not."""
    _, (_, line, card) = checked(tmp_path)
    assert line == "computed: false in all 944 states of a limit of 944 (toy simulator v3)"
    assert card == "All 2 statements computed in 944 states (toy simulator v3)"
