"""Content and simulator are independent: a simulator with one rule wrong contradicts the shipped lessons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

import pytest

from quizgen.compiler import Silent
from quizgen.crosscheck import Laboratory, Subject
from quizgen.crosscheck.laboratory import Request
from quizgen.loader import load
from quizgen.model.scenario import BoundScenario
from quizgen.mutation.judging import judged, questions
from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.scenario import Explore, Scenario
from quizgen.system import resources

MAX_SERVERS, SEEDS = 6, 2

Asked = list[tuple[Subject, Request]]


@pytest.fixture(scope="module")
def asked() -> Asked:
    """Every question of the lessons that ship, made quick: two seeds, small clusters, no "sometimes"."""
    return [
        (subject, small)
        for subject, request in questions(load(resources.content())[0])
        if (small := _quick(subject, request))
    ]


def _quick(subject: Subject, request: Request) -> Request | None:
    scenario = request.scenario.scenario
    if not isinstance(scenario, Scenario) or not isinstance(scenario.explore, Explore):
        return None
    if scenario.servers > MAX_SERVERS or subject.form == "sometimes":
        return None
    fewer = replace(scenario, explore=Explore(min(scenario.runs, SEEDS)))
    return replace(request, scenario=BoundScenario(request.scenario.simulator, fewer))


def _contradictions(asked: Asked, misconception: str | None) -> Iterator[str]:
    """Yield the items that the simulator contradicts; first those with a distractor that names the misconception."""
    laboratory = Laboratory()
    items = [(name, list(found)) for name, found in groupby(asked, key=lambda one: _item(one[0]))]
    about = [name for name, found in items if any(subject.misconception == misconception for subject, _ in found)]
    for name, found in sorted(items, key=lambda one: one[0] not in about or misconception is None):
        requests = [replace(request, misconception=misconception) for _, request in found]
        laboratory.run(requests, Silent().step)
        outcomes = [laboratory.outcome(request) for request in requests]
        if any(judged(subject, outcome).contradicting for (subject, _), outcome in zip(found, outcomes, strict=True)):
            yield name


def _item(subject: Subject) -> str:
    assert subject.item is not None
    return subject.item.question.id


def test_the_true_rules_bear_the_lessons_out(asked: Asked) -> None:
    """The contradictions below mean something only because there are none here."""
    assert len(asked) > 100
    assert list(_contradictions(asked, None)) == []


@pytest.mark.parametrize("name", [misconception.name for misconception in SIMULATOR.misconceptions])
def test_a_wrong_rule_contradicts_the_lessons(asked: Asked, name: str) -> None:
    """A learner who believes the wrong rule would pass every question; and a mistake of ours would reach all others."""
    assert next(_contradictions(asked, name), None) is not None
