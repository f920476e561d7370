"""What the shipped content holds."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from quizgen.compiler import Built, Silent
from quizgen.crosscheck import Laboratory, Subject, subjects
from quizgen.crosscheck.laboratory import Request
from quizgen.kinds import KINDS
from quizgen.loader import load
from quizgen.model.item import Item as Question
from quizgen.model.lesson import Deck
from quizgen.mutation import dependences, unstated
from quizgen.mutation.judging import judged, questions
from quizgen.review.statements import is_bound
from quizgen.system import resources
from tests.shipped.conftest import LESSONS, Shipped

pytestmark = pytest.mark.slow

RAFTS = 50, 4, 0.9
OTHERS = 25, 1, 0.7
"""Of a lesson on Raft, and of others: how many items it has at least, of each kind, and the share that is computed."""

TRAPS = {
    "idempotency": {
        "nobody-comes-between",
        "key-is-enough",
        "effect-then-key-is-safe",
        "silence-is-failure",
        "fresh-keys-protect",
        "transaction-covers-the-queue",
    },
    "event-loop": {"microtasks-between-phases", "returned-promise-is-free", "ticks-after-promises"},
    "raft-roles-terms-quorums": {
        "majority-of-reachable",
        "all-servers",
        "half-is-enough",
        "no-up-to-date-check",
        "newest-term-rules",
        "leader-keeps-role",
        "term-ticks-with-time",
    },
    "raft-log-replication": {
        "append-replaces-rest",
        "commit-needs-all",
        "commit-old-term-by-counting",
        "commit-on-write",
        "half-is-enough",
        "log-lost-on-restart",
        "no-up-to-date-check",
    },
    "null-keys-constraints": {
        "null-equals-null",
        "null-is-false",
        "null-is-left-out",
        "check-needs-true",
        "checked-at-the-end",
        "delete-cascades",
        "floats-are-exact",
    },
    "error-budgets": {
        "budget-of-a-year",
        "objective-is-the-budget",
        "any-failure-is-an-outage",
        "new-after-each-outage",
        "burn-is-error-rate",
        "weakest-link",
        "retries-add",
    },
}
"""Lesson -> the misconceptions that it must ask about by name."""


def test_the_lesson_is_large_and_of_all_kinds(shipped: Shipped) -> None:
    """A learner who finishes the deck knows the subject, and was asked in more than one way."""
    authored = {item.family: item.question.kind for item in shipped.lesson.items}
    kinds = Counter(authored.values())
    least, of_each, _ = RAFTS if shipped.name.startswith("raft-") else OTHERS
    assert len(authored) >= least
    assert set(kinds) == set(KINDS.questions)
    assert min(kinds.values()) >= of_each
    assert {shipped.lesson.level_of(question) for question in shipped.questions} == {"junior", "middle", "senior"}


def test_answers_are_earned(shipped: Shipped) -> None:
    """A card that nothing stands behind is learnt like the others."""
    assert shipped.tally["unverified"] == 0
    *_, share = RAFTS if shipped.name.startswith("raft-") else OTHERS
    assert shipped.tally["computed"] / sum(shipped.tally.values()) >= share


def test_what_is_computed_is_bound_to_its_words(shipped: Shipped) -> None:
    """A learner memorises sentences that only somebody's signature ties to what was proven."""
    computed = [subject for subject in subjects(Deck((shipped.lesson,))) if subject.computed]
    assert sum(map(is_bound, computed)) > len(computed) / 2


def test_every_concept_is_asked_about(shipped: Shipped) -> None:
    """A concept without a question is read once and forgotten."""
    concepts = {concept.id for concept in shipped.lesson.head.concepts}
    assert {question.concept for question in shipped.questions} == concepts


def test_traps_have_an_item(shipped: Shipped) -> None:
    """The mistakes that everybody makes are asked for by name."""
    named = {
        option.misconception
        for question in shipped.questions
        for option in getattr(question, "options", ())
        if option.misconception
    }
    assert named >= TRAPS[shipped.name]
    known = {one.name for _, request in questions(Deck((shipped.lesson,))) for one in request.scenario.misconceptions}
    assert len(named) >= min(10, len(known))


def test_every_misconception_is_exposed(shipped: Shipped) -> None:
    """A learner passes the whole lesson, and goes on believing in a wrong rule.

    One item is enough for each: those that name the misconception are tried first, then the hardest of the others.
    """
    asked: dict[str, list[tuple[Subject, Request]]] = {}
    for subject, request in questions(Deck((shipped.lesson,))):
        assert subject.item is not None
        asked.setdefault(subject.item.question.id, []).append((subject, request))
    every = (request.scenario.misconceptions for found in asked.values() for _, request in found)
    blind_spots = [
        name
        for name in dict.fromkeys(one.name for known in every for one in known)
        if not any(_exposes(asked.get(item, []), name) for item in _tried(shipped, name))
    ]
    assert blind_spots == []


def _tried(shipped: Shipped, misconception: str) -> list[str]:
    """Return the ids of all items, in the order in which they are tried."""
    hardest_first = ("senior", "middle", "junior")

    def rank(question: Question) -> tuple[bool, int]:
        named = {option.misconception for option in getattr(question, "options", ())}
        return misconception not in named, hardest_first.index(shipped.lesson.level_of(question))

    return [question.id for question in sorted(shipped.questions, key=rank)]


def _exposes(asked: list[tuple[Subject, Request]], misconception: str) -> bool:
    """Tell whether a statement of an item is contradicted under the misconception."""
    wrongly = [
        (subject, replace(request, misconception=misconception))
        for subject, request in asked
        if misconception in {one.name for one in request.scenario.misconceptions}
    ]
    laboratory = Laboratory()
    laboratory.run([request for _, request in wrongly], Silent().step)
    return any(judged(subject, laboratory.outcome(request)).contradicting for subject, request in wrongly)


def test_no_answer_rests_on_something_unsaid(built: Built) -> None:
    """A learner who thinks of PreVote, or of an even cluster, answers rightly and is told to be wrong."""
    checked = built.checked
    laboratory = Laboratory()
    found = dependences(checked.deck, checked.findings.gave_up, laboratory, Silent().step, unstated_only=True)
    assert unstated(found) == ()


@pytest.mark.parametrize("lesson", LESSONS)
def test_each_lesson_can_be_checked_alone(lesson: str) -> None:
    """An author who opens one lesson is told that it names concepts which the other defines."""
    (placed,) = [placed for placed in load(resources.content())[0].lessons if placed.head.id == lesson]
    deck, found = load(Path(placed.span(()).file))
    named = {name for concept in placed.head.concepts for name in concept.requires}
    assert found == ()
    assert named <= {concept.id for concept in placed.head.concepts} | deck.neighbours


def test_the_curriculum_is_whole() -> None:
    """Lessons that are linked to are missing, or stand twice."""
    deck, _ = load(resources.content())
    (placed,) = deck.curricula
    lessons = placed.curriculum.lessons
    assert [lesson.order for lesson in lessons] == list(range(1, 179))
    assert len({lesson.title for lesson in lessons}) == 178
    assert {lesson.level for lesson in lessons} == {"junior", "middle", "senior"}


def test_lockfile_fits_the_content(built: Built, content: Path) -> None:
    """Learners' copies would not be updated; and a first `make deck` would leave the checkout changed.

    If it fails: ``make deck``, and commit ``content/quizgen.lock``.
    """
    assert built.written
    assert (content / "quizgen.lock").read_bytes() == (resources.content() / "quizgen.lock").read_bytes()
