"""Actors that send messages: each order in which messages can arrive is a run, and so is each loss."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from quizgen.simulators.api import ObservationError
from quizgen.simulators.kit.network import Acting, Actor, Messages, Post, in_state, sent, state
from quizgen.testing import conforms


@dataclass(frozen=True, kw_only=True)
class Letters(Messages):
    """Letters to one reader.

    Attributes:
        losses: how many may be lost.
        writers: how many write.
        each: how many letters each writes.
    """

    writers: int = 2
    each: int = 1


class Writer(Actor):
    """It writes when it begins."""

    def __init__(self, name: str, letters: int) -> None:
        super().__init__(name)
        self.letters = letters

    def begin(self, post: Post) -> None:
        """Write them all."""
        for number in range(1, self.letters + 1):
            post.send("reader", f"letter {number}")

    def receive(self, post: Post, sender: str, message: str) -> None:
        """Never asked."""


class Reader(Actor):
    """It becomes whatever it reads last."""

    def receive(self, post: Post, sender: str, message: str) -> None:
        """Read a letter."""
        post.become(f"{message} of {sender}")


class Mail(Acting[Letters]):
    """Writers and a reader."""

    name, version, scenario, doc = "mail", "1", Letters, "Letters to a reader."
    states = tuple(f"letter {number} of W{writer}" for number in (1, 2) for writer in (1, 2))
    messages = ("letter 1", "letter 2")

    def company(self, scenario: Letters, misconception: str | None) -> tuple[Actor, ...]:  # noqa: ARG002  # it has none
        """Return them."""
        writers = (Writer(f"W{number + 1}", scenario.each) for number in range(scenario.writers))
        return (Reader("reader"), *writers)


MAIL = Mail()


def ends(scenario: Letters) -> list[str]:
    """Return what the reader is at the end of each run."""
    assert MAIL.problems(scenario) == ()
    return [state(run, "reader") for run in MAIL.executions(scenario, None)]


def test_every_order_is_a_run_but_that_of_one_link() -> None:
    """An answer is called certain although two messages could arrive the other way round."""
    assert sorted(ends(Letters())) == ["letter 1 of W1", "letter 1 of W2"]
    assert ends(Letters(writers=1, each=2)) == ["letter 2 of W1"]
    assert len(ends(Letters(each=2))) == 6


def test_losses_are_runs_too() -> None:
    """An answer is called certain although a lost message contradicts it."""
    assert sorted(ends(Letters(writers=1, losses=1))) == ["", "letter 1 of W1"]
    (lost,) = (run for run in MAIL.executions(Letters(writers=1, losses=1), None) if not state(run, "reader"))
    assert [event.type for event in lost.trace][-1] == "lose"
    assert sent(lost, "letter 1") == 1
    assert in_state(lost, "") == 2


def test_too_many_ways_are_refused() -> None:
    """A stranger's lesson keeps the machine busy for years."""
    (problem,) = MAIL.problems(Letters(writers=4, each=4, losses=4))
    assert problem.path == ("losses",)


def test_it_conforms() -> None:
    """Whoever builds on the base gets a simulator that quizgen does not take."""
    conforms(MAIL, [Letters(), Letters(losses=1)])
    (run, *_) = MAIL.executions(Letters(), None)
    with pytest.raises(ObservationError, match="no actor"):
        state(run, "nobody")
