"""Explored states: an answer is judged by all of them, and a mistake is shown by the nearest."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen import compiler
from quizgen.compiler import Silent
from tests.crosscheck.counting_lesson import KEY, WRONG, checked
from tests.small import write

pytestmark = pytest.mark.usefixtures("toy")


@pytest.mark.parametrize(
    ("key", "wrong", "code", "message"),
    [
        (KEY, WRONG, None, ""),
        ("never: shows() == 944", WRONG, None, ""),
        ("sometimes: shows() == 943", WRONG, None, ""),
        ("always: shows() < 943", WRONG, "key-is-false", "but it is true in 943 of 944 states of toy"),
        ("sometimes: shows() > 943", WRONG, "key-is-false", "but it is false in all 944 states of toy"),
        (KEY, "rationale: No., always: shows() == 943", "distractor-is-true", "it is true in 1 of 944 states of toy"),
        (KEY, "rationale: No., never: shows() == 943", None, ""),
        (KEY, "rationale: No., never: shows() < 943", None, ""),
        (KEY, "rationale: No., never: shows() < 944", None, ""),
        (KEY, "rationale: No., never: shows() == 944", "distractor-is-true", "right: it is false in all 944 states"),
        (KEY, "misconception: goes-beyond, sometimes: shows() == 945", None, ""),
        (KEY, "misconception: goes-beyond, sometimes: shows() == 946", "misconception", "does not make"),
        (KEY, "misconception: goes-beyond, always: shows() == 945", "misconception", "does not make"),
        (KEY, "misconception: goes-beyond, sometimes: shows() == 943", "distractor-is-true", "in 1 of 944 states"),
    ],
)
def test_option_is_judged_by_all_states(tmp_path: Path, key: str, wrong: str, code: str | None, message: str) -> None:
    """A right option is marked wrong: what a distractor says must be false in every state; "never", of all together."""
    said, _ = checked(tmp_path, key, wrong)
    assert [diagnostic.code for diagnostic in said] == ([code] if code else [])
    assert all(message in diagnostic.message for diagnostic in said)


def test_diagnostic_leads_to_the_nearest_state(tmp_path: Path) -> None:
    """The author is sent to a long run where a short one shows the same."""
    (said,), _ = checked(tmp_path, "never: shows() > 17")
    assert "see the shortest run to such a state: quizgen explain one " in said.hint
    assert said.hint.endswith(" --seed 18")


def test_never_is_refuted_by_the_nearest_state(tmp_path: Path) -> None:
    """The card says that "no, never" came out false in all states, and shows a run in which it seems right."""
    told, (_, line, _) = checked(tmp_path, wrong="rationale: No., never: shows() > 17")
    assert not told
    assert "false: it happens in 926 of 944 states" in line
    (said,), _ = checked(tmp_path, wrong="rationale: No., never: shows() > 943")
    assert said.hint.startswith("no state shows it, of all 944 within ")


def test_value_that_differs_between_states_names_them(tmp_path: Path) -> None:
    """The author has to see two states that disagree to understand why there is no single answer."""
    (said,), _ = checked(tmp_path, "measure: shows()")
    told = "the value is not the same in all 944 states: '0' in 1 state (state 0), '1' in 1 state (state 1), "
    assert told in said.message


RAFT = """\
items:
  - id: one
    kind: multiple_choice
    concept: thing
    scenario: {simulator: raft, servers: 3, explore: {exhaustive: elections, terms: 1}}
    stem: What can happen?
    options:
      - {text: One leads., key: true, always: holds("election-safety")}
      - {text: Two lead., misconception: vote-twice, sometimes: leaders_in_term_max() > 1}
      - {text: All lead., misconception: vote-twice, sometimes: leaders_in_term_max() > 3}
"""


def test_states_of_raft_are_judged_alike(tmp_path: Path) -> None:
    """The exploration, the claims and the wrong rules do not fit together, although each of them works."""
    (said,) = compiler.check(write(tmp_path, RAFT), Silent()).diagnostics
    assert (said.code, said.span.line) == ("misconception", 21)
    assert "`vote-twice` does not make `sometimes: leaders_in_term_max() > 3` true" in said.message
