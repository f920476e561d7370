"""What pure steps gave: as long as it is what they would give again."""

from __future__ import annotations

import pytest

from quizgen.simulators.kit import memory
from quizgen.simulators.kit.memory import Memory


def test_what_one_made_of_its_inputs_is_forgotten_when_it_changes() -> None:
    """A machine does what it would have done in another state."""
    steps: Memory[str] = Memory(("A", "B"))
    first, second = object(), object()
    steps.remember("A", first, "said yes")
    steps.remember("B", second, "said no")
    steps.forget("A")
    assert steps.known == {id(second): "said no"}


def test_inputs_that_are_gone_are_not_mistaken_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """An input gets the place in memory of one that is gone, and with it the answer to that one."""
    monkeypatch.setattr(memory, "MOST_REMEMBERED", 5)
    steps: Memory[int] = Memory(("A",))
    for number in range(50):
        received = [number]
        assert id(received) not in steps.known
        steps.remember("A", received, number)
        assert 1 <= len(steps.known) <= 5
