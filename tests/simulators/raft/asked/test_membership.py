"""Changes of members: which ways are safe, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen import compiler
from quizgen.compiler import Silent
from quizgen.simulators.api import MeasureError
from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.asked import membership as membership_module
from quizgen.simulators.raft.asked.membership import explored
from quizgen.simulators.raft.scenario import Membership, Scenario, StartState
from tests.small import write

_MEASURES = {measure.name: measure.measure for measure in SIMULATOR.measures}
THREE, FIVE = ("S1", "S2", "S3"), ("S1", "S2", "S3", "S4", "S5")


def test_all_at_once_elects_two_leaders() -> None:
    """Otherwise the card on figure 10 of the paper says that a cluster may simply be given new members."""
    found = explored(THREE, Membership(to=FIVE, by="at_once", entries=1))
    assert (found.leaders, found.commitments) == (2, 2)
    joint = explored(THREE, Membership(to=FIVE, by="joint", entries=1))
    assert (joint.leaders, joint.commitments) == (1, 1)


@pytest.mark.parametrize("by", ["single", "joint"])
def test_both_ways_of_the_dissertation_are_safe(by: str) -> None:
    """Otherwise a card calls a way of changing members unsafe that Raft prescribes."""
    for before, to in ((("S1", "S2"), THREE), (THREE, ("S1", "S2")), (("S1", "S2"), ("S2", "S3"))):
        found = explored(before, Membership(to=to, by=by))  # type: ignore[arg-type]  # one of its words
        assert (found.leaders, found.commitments) == (1, 1)
        assert found.states > 100


@pytest.mark.slow
def test_a_single_change_without_an_entry_of_the_term_is_not_safe() -> None:
    """Otherwise nobody can be asked for what Ongaro found in 2015: two changes by two leaders do not overlap."""
    to = ("S2", "S3", "S4", "S5")
    found = explored(("S1", "S2", "S3", "S4"), Membership(to=to, terms=3, entries=1, own_entry_first=False))
    assert found.leaders == 2


def test_what_cannot_be_explored_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stranger's lesson takes all memory, or an author's setting is dropped in silence."""
    cases: list[tuple[Scenario, tuple[str | int, ...]]] = [
        (Scenario(servers=3, membership=Membership(to=THREE)), ("membership", "to")),
        (Scenario(servers=3, membership=Membership(to=())), ("membership", "to")),
        (Scenario(servers=3, membership=Membership(to=(*FIVE, "S6"))), ("membership", "to")),
        (Scenario(servers=3, membership=Membership(to=("S1", "x"))), ("membership", "to", 1)),
        (Scenario(servers=3, membership=Membership(to=("S1", "S1"))), ("membership", "to", 1)),
        (Scenario(servers=3, membership=Membership(to=FIVE, terms=9)), ("membership", "terms")),
        (Scenario(servers=3, membership=Membership(to=FIVE, entries=0)), ("membership", "entries")),
        (Scenario(servers=3, membership=Membership(to=FIVE), rules="vote-twice"), ("rules",)),
        (Scenario(servers=3, membership=Membership(to=FIVE), start={"S1": StartState(term=1)}), ("start",)),
    ]
    for scenario, path in cases:
        assert [problem.path for problem in SIMULATOR.problems(scenario)] == [path]
    with pytest.raises(MeasureError, match="needs a change of members"):
        _MEASURES["membership_states"](Scenario(servers=3), None)
    with pytest.raises(MeasureError, match="true rules only"):
        _MEASURES["membership_states"](Scenario(servers=2, membership=Membership(to=THREE)), "vote-twice")
    monkeypatch.setattr(membership_module, "MOST_STATES", 50)
    with pytest.raises(MeasureError, match="more than 50 states"):
        explored(("S1", "S2"), Membership(to=THREE, entries=1))


ITEM = """\
items:
  - id: one
    kind: multiple_choice
    concept: thing
    scenario: {simulator: raft, servers: 2, membership: {to: [S1, S2, S3], by: BY}}
    stem: A third server is added. How many can lead one term?
    options:
      - {text: One., key: true, always: membership_leaders_in_term == 1 && membership_commits_at_index == 1}
      - {text: Two., rationale: No., always: membership_leaders_in_term == 2}
"""


def test_a_claim_asks_of_a_change_of_members(tmp_path: Path) -> None:
    """Otherwise whether a change of members is safe can only be cited."""
    for by in ("single", "joint"):
        assert not compiler.check(write(tmp_path, ITEM.replace("BY", by)), Silent()).diagnostics
