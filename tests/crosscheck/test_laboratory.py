"""The laboratory: what is asked of it, in which parts it is answered, and what it remembers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from quizgen.crosscheck import laboratory as module
from quizgen.crosscheck.asking.claims import environment
from quizgen.crosscheck.groups import Group
from quizgen.crosscheck.laboratory import Laboratory, Probe, Request, bundles
from quizgen.model.scenario import BoundScenario, bind
from quizgen.simulators.api import Measure, Value
from tests.crosscheck.toy import varied


def scenario(servers: int, *events: dict[str, str], seeds: int = 2) -> BoundScenario:
    """Return a Raft scenario."""
    return bind({"simulator": "raft", "servers": servers, "events": list(events), "explore": {"seeds": seeds}})


def claim(text: str) -> Probe:
    """Return a probe."""
    return Probe(environment("raft").compile(text))


ELECT = {"elect": "S1"}


def test_groups_that_make_the_same_experiments_stay_together() -> None:
    """The longest experiments are made twice, once in each process."""
    measuring, observing = (claim("votes_needed == 2"),), (claim("leaders() == 1"),)
    groups = [
        Group(scenario(3, ELECT), None, measuring),
        Group(scenario(3, ELECT), None, observing),
        Group(scenario(3, {"crash": "S2"}), None, measuring),
        Group(scenario(3, {"crash": "S2"}), "all-servers", measuring),
        Group(scenario(4), None, measuring),
        Group(scenario(5, ELECT, {"run": "1s"}), None, observing),
    ]
    found = bundles(groups)
    parts = [bundle.groups for bundle in found]
    assert sorted(map(len, parts)) == [1, 1, 1, 1, 2]
    assert {groups[0].scenario, groups[2].scenario} in [{group.scenario for group in part} for part in parts]
    assert all(len({group.misconception for group in part}) == 1 for part in parts)
    assert sorted(groups.index(group) for part in parts for group in part) == list(range(6))
    assert [bundle.effort for bundle in found] == sorted((bundle.effort for bundle in found), reverse=True)


def test_longest_part_is_begun_first() -> None:
    """One processor is idle at the end while the other is busy with what nobody had begun."""
    votes = (claim("votes_needed == 2"),)
    groups = [
        Group(scenario(3), None, votes),
        Group(scenario(7), None, votes),
        Group(scenario(7), "all-servers", votes, {"votes_needed": 7}),
        Group(scenario(3, {"run": "200ms"}), None, (claim("leaders() == 1"),)),
        Group(scenario(5, {"run": "60s"}, seeds=20), None, (claim("leaders() == 1"),)),
    ]
    assert [groups.index(bundle.groups[0]) for bundle in bundles(groups)] == [4, 1, 0, 3, 2]


def test_progress_comes_to_its_end() -> None:
    """The bar stands still, or runs over."""
    told: list[tuple[int, int, str]] = []
    requests = [Request(scenario(n), None, claim("leaders() == 0")) for n in (1, 2, 3)]
    laboratory = Laboratory()
    laboratory.run(requests, lambda *step: told.append(step))
    assert told == [(0, 3, "raft"), (1, 3, "raft"), (2, 3, "raft")]
    laboratory.run(requests, lambda *step: told.append(step))
    assert len(told) == 3


def test_deck_that_asks_too_much_is_refused_whatever_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a deck can be built depends on what was built before; or a long watch ends in refusing everything."""
    first, second = (Request(scenario(n, {"run": "1s"}), None, claim("leaders() <= 1")) for n in (3, 4))
    efforts = [request.scenario.runs_on.effort(request.scenario.scenario) for request in (first, second)]
    monkeypatch.setattr(module, "MAX_EFFORT", sum(efforts) - 1)
    laboratory = Laboratory()
    for requests in ([second], [first, second], [second], [first]):
        laboratory.run(requests, lambda *_: None)
        refused = [laboratory.outcome(request).failure is not None for request in requests]
        assert refused == ([False, True] if len(requests) == 2 else [False])


def test_script_that_fails_is_noted_under_the_true_rules_only() -> None:
    """A wrong rule that nobody can be elected under looks like a mistake in the script."""
    fails = scenario(3, {"crash": "S2"}, {"crash": "S3"}, ELECT)
    works = scenario(3, ELECT)
    probe = claim("leaders() == 1")
    laboratory = Laboratory()
    laboratory.run(
        [Request(works, "all-servers", probe), Request(works, None, probe), Request(fails, None, probe)],
        lambda *_: None,
    )
    assert {bound: gave_up.event for bound, gave_up in laboratory.gave_up.items()} == {fails: "not_elected"}
    other = Laboratory()
    other.run([Request(fails, "all-servers", probe)], lambda *_: None)
    assert other.gave_up == {}


def test_measure_is_found_once_for_all_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each claim that names a measure makes its experiments again."""
    bound = scenario(3)
    times: list[str] = []

    def counted(measure: Measure[Any]) -> Measure[Any]:
        def count(scenario: object, misconception: str | None) -> Value:
            times.append(measure.name)
            return measure.measure(scenario, misconception)

        return replace(measure, measure=count)

    measures = tuple(counted(measure) for measure in bound.runs_on.measures)
    monkeypatch.setattr("quizgen.model.scenario.SIMULATORS", {"raft": varied(bound.runs_on, measures=measures)})
    laboratory = Laboratory()
    for texts in (("votes_needed == 2", "votes_needed > 1 && leaders() == 0"), ("votes_needed == 3",)):
        laboratory.run([Request(bound, None, claim(text)) for text in texts], lambda *_: None)
    assert times == ["votes_needed"]
