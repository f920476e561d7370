"""What the shipped content holds."""

from __future__ import annotations

from collections import Counter

from quizgen import resources
from quizgen.loader import load
from quizgen.model.questions import KINDS
from tests.shipped.conftest import Shipped

TRAPS = {
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
}
"""Lesson -> the misconceptions that it must ask about by name."""


def test_the_lesson_is_large_and_of_all_kinds(shipped: Shipped) -> None:
    """A learner who finishes the deck knows the subject, and was asked in more than one way."""
    authored = {item.family: item.question.kind for item in shipped.lesson.items}
    kinds = Counter(authored.values())
    assert len(authored) >= 50
    assert set(kinds) == set(KINDS)
    assert min(kinds.values()) >= 4
    assert {shipped.lesson.level_of(question) for question in shipped.questions} == {"junior", "middle", "senior"}


def test_answers_are_earned(shipped: Shipped) -> None:
    """A card that nothing stands behind is learnt like the others."""
    assert shipped.tally["unverified"] == 0
    assert shipped.tally["computed"] / sum(shipped.tally.values()) >= 0.9


def test_every_concept_is_asked_about(shipped: Shipped) -> None:
    """A concept without a question is read once and forgotten."""
    concepts = {concept.id for concept in shipped.lesson.head.concepts}
    assert {question.concept for question in shipped.questions} == concepts


def test_traps_have_an_item(shipped: Shipped) -> None:
    """The mistakes that everybody makes about Raft are asked for by name."""
    named = {
        option.misconception
        for question in shipped.questions
        for option in getattr(question, "options", ())
        if option.misconception
    }
    assert named >= TRAPS[shipped.name]


def test_the_curriculum_is_whole() -> None:
    """Lessons that are linked to are missing, or stand twice."""
    deck, _ = load(resources.content())
    (placed,) = deck.curricula
    lessons = placed.curriculum.lessons
    assert [lesson.order for lesson in lessons] == list(range(1, 179))
    assert len({lesson.title for lesson in lessons}) == 178
    assert {lesson.level for lesson in lessons} == {"junior", "middle", "senior"}
