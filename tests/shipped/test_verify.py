"""A shipped deck, verified: each of its answers is computed again from the deck alone."""

from __future__ import annotations

import pytest

from quizgen.compiler import Built
from quizgen.decks.verify import Status, verify

pytestmark = pytest.mark.slow

NAME = "raft-log-replication"
"""The lesson whose simulations take least time; the others are computed by the tests of content."""


def test_every_answer_holds(built: Built) -> None:
    """A learner who verifies the deck is told that its answers are false, or that nothing was computed."""
    (deck,) = [path for path in built.written if path.name == f"{NAME}.apkg"]
    (lesson,) = [placed for placed in built.checked.deck.lessons if placed.head.id == NAME]
    found = verify(deck, lambda *_: None)
    assert [(item.item, item.reasons) for item in found.items if item.reasons] == []
    assert found.sound
    assert found.own_templates
    asked = {item.question.id for item in lesson.items}
    held = {item.item for item in found.items if item.status is Status.HOLDS}
    assert len(held) >= len(asked) - 5  # the rest cites its sources
    assert {item.item for item in found.items} == asked | {f"concept.{concept.id}" for concept in lesson.head.concepts}
