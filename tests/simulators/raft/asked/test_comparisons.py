"""Clusters side by side: what is measured in one is compared with what is measured in others."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen import compiler
from quizgen.compiler import Silent
from quizgen.simulators.api import MeasureError, Problem
from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.scenario import Exhaustive, Explore, Other, Scenario
from quizgen.simulators.raft.scenario.events import Crash, Elect, Run
from tests.small import write

_MEASURES = {measure.name: measure for measure in SIMULATOR.measures}
ODD_AND_EVEN = Scenario(servers=3, explore=Explore(1), beside=(Other(servers=4), Other(servers=5)))


def test_each_cluster_beside_is_measured_as_if_it_stood_alone() -> None:
    """A card says that a fourth server adds no tolerance, and the number is that of three servers."""
    for name in ("crashes_survived", "votes_needed", "disjoint_pairs", "distinct_states"):
        one, beside = _MEASURES[name], _MEASURES[f"{name}_beside"]
        for rules in (None, "half-is-enough"):
            explore = Exhaustive("elections", terms=1) if name == "distinct_states" else Explore(1)
            alone = tuple(one.measure(Scenario(servers=servers, explore=explore), rules) for servers in (4, 5))
            scenario = Scenario(servers=3, explore=explore, beside=ODD_AND_EVEN.beside)
            assert beside.measure(scenario, rules) == alone
            assert beside.effort(scenario) >= one.effort(Scenario(servers=5, explore=explore))


def test_options_can_differ_where_the_script_is_the_same() -> None:
    """That fewer terms begin with pre-vote cannot be asked."""
    events = (Elect("S1"), Crash(("S1", "S2")), Run("3s"))
    scenario = Scenario(servers=3, events=events, explore=Explore(3), beside=(Other(pre_vote=True),))
    assert SIMULATOR.problems(scenario) == ()
    found, basic = _MEASURES["terms_beside"].measure(scenario, None), _MEASURES["terms"].measure(scenario, None)
    assert isinstance(found, tuple)
    assert isinstance(basic, int)
    assert [0 < int(terms) < basic for terms in found] == [True]


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ((Other(servers=12),), Problem(("beside", 0, "servers"), "a cluster has 1 to 9 servers, not 12")),
        (
            (Other(servers=4), Other(servers=3)),
            Problem(("beside", 1), "this cluster is the scenario's own", "state what is different in it: servers: 4"),
        ),
        ((Other(servers=2),), Problem(("beside", 0), "there is no server 'S3'", "there is S1, S2")),
        (
            tuple(Other(servers=4) for _ in range(10)),
            Problem(("beside",), "at most 9 clusters are compared with, not 10"),
        ),
    ],
)
def test_clusters_that_cannot_run_are_refused(beside: tuple[Other, ...], expected: Problem) -> None:
    """The author gets a traceback, or a comparison of a cluster with itself."""
    found = SIMULATOR.problems(Scenario(servers=3, events=(Elect("S3"),), beside=beside))
    assert found == (expected,)


def test_nothing_beside_is_told() -> None:
    """An empty list equals another one: the claim would hold of nothing."""
    with pytest.raises(MeasureError, match="needs clusters to compare with"):
        _MEASURES["crashes_survived_beside"].measure(Scenario(servers=3), None)


ITEM = """\
items:
  - id: one
    kind: multiple_choice
    concept: thing
    scenario: {simulator: raft, servers: 3, beside: [{servers: 4}]}
    stem: What does a fourth server add?
    options:
      - {text: A vote to win., key: true, always: 'crashes_survived_beside == [crashes_survived] && CLAIM'}
      - {text: Tolerance., rationale: No., always: 'crashes_survived_beside[0] > crashes_survived'}
"""


def test_claim_compares_two_clusters(tmp_path: Path) -> None:
    """Whether an even size adds cost and no tolerance can be cited only, not computed."""
    claims: tuple[tuple[str, list[str]], ...] = (
        ("votes_needed_beside == [votes_needed + 1]", []),
        ("votes_needed_beside == [2]", ["key-is-false"]),
    )
    for claim, codes in claims:
        found = compiler.check(write(tmp_path, ITEM.replace("CLAIM", claim)), Silent()).diagnostics
        assert [diagnostic.code for diagnostic in found] == codes
