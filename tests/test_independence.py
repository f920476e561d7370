"""Content and simulator are independent: a simulator with one rule wrong contradicts the shipped lesson."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from quizgen import resources
from quizgen.compiler import Silent
from quizgen.crosscheck import Laboratory, Subject, item_subjects
from quizgen.crosscheck.verdicts import judge
from quizgen.loader import load
from quizgen.model.lesson import Deck
from quizgen.model.scenario import BoundScenario
from quizgen.simulators.raft import SIMULATOR, experiments, misconceptions
from quizgen.simulators.raft.scenario import Explore, Scenario

MAX_SERVERS, SEEDS = 6, 2


@pytest.fixture(scope="module")
def deck() -> Deck:
    """The lessons that ship."""
    return load(resources.content())[0]


@pytest.fixture(autouse=True)
def forgetful_experiments() -> Iterator[None]:
    """Let no experiment be remembered from one set of rules to the next."""
    caches = [value for value in vars(experiments).values() if hasattr(value, "cache_clear")]
    assert caches
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


def _contradictions(deck: Deck, first: str = "") -> Iterator[str]:
    """Yield the items that a quicker cross-check contradicts: two seeds, small clusters, no "sometimes".

    Items with a distractor that names the misconception ``first`` come first, since they are about it.
    """
    laboratory = Laboratory()
    items = [list(item_subjects(lesson, item)) for lesson in deck.lessons for item in lesson.items]
    for found in sorted(items, key=lambda found: all(subject.misconception != first for subject in found)):
        findings = judge([small for subject in found if (small := _quick(subject))], laboratory, Silent().step)
        for verdict in findings.verdicts.values():
            if verdict.right is False and verdict.subject.item:
                yield verdict.subject.item.question.id


def _quick(subject: Subject) -> Subject | None:
    bound = subject.scenario
    if bound is None or not isinstance(bound.scenario, Scenario) or bound.scenario.servers > MAX_SERVERS:
        return None
    if subject.form == "sometimes":
        return None
    seeds = min(bound.scenario.explore.seeds, SEEDS)
    fewer = BoundScenario(bound.simulator, replace(bound.scenario, explore=Explore(seeds)))
    return replace(subject, scenario=fewer, misconception=None)


def test_the_true_rules_bear_the_lesson_out(deck: Deck) -> None:
    """The contradictions below mean something only because there are none here."""
    assert list(_contradictions(deck)) == []


@pytest.mark.parametrize("name", [misconception.name for misconception in SIMULATOR.misconceptions])
def test_a_wrong_rule_contradicts_the_lesson(deck: Deck, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the simulator merely repeated what content says, a mistake in it would reach the learner unseen."""
    monkeypatch.setitem(misconceptions._RULES, None, misconceptions._RULES[name])
    assert next(_contradictions(deck, name), None) is not None
