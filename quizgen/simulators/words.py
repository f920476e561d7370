"""What a simulator calls things: the nouns of messages, cards and pages about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """What a simulator calls things. Plurals take an s.

    Attributes:
        actor: what takes part in a run.
        run: what an execution is, if it is no explored state.
        seed: what tells one run of a scenario from another; empty if a scenario has a single run.
        still: what is said of a run in which nothing happens.
        event: an event of the script, as an author writes it; empty if there is no script.
        claim: a claim, as an author writes it; empty if there is nothing to show.
        runs: how an author asks for runs where a scenario asks for states; empty if one never does.
        smaller: what an author lowers so that every state of a scenario can be seen.
        shorter: how an author asks for less.
        differ: how runs differ that chance makes; empty if that goes without saying.
        how: how values come about, if it is more than computing them by rules of its own: "calculated", of an author's
            formulas.
    """

    actor: str = "actor"
    run: str = "run"
    seed: str = ""
    still: str = "nothing happens"
    event: str = ""
    claim: str = ""
    runs: str = ""
    smaller: str = "the bounds"
    shorter: str = "ask for less"
    differ: str = "each with other timings"
    how: str = ""

    def numbered(self, number: int, *, explored: bool = False) -> str:
        """Return what a run or state is known by: "seed 7", "state 7"; nothing of the only run of a scenario."""
        if explored:
            return f"state {number}"
        return f"{self.seed or self.run} {number}" if self.seed or number else ""

    def aside(self, number: int | None, more: str = "", *, explored: bool = False) -> str:
        """Return the same in brackets behind what it is about: " (seed 7)", " (seed 7 is one)"; nothing of None."""
        known = "" if number is None else self.numbered(number, explored=explored)
        return f" ({known}{more})" if known else ""

    def one(self, number: int) -> str:
        """Return a run by its number: "run with seed 7"; "run" of the only one."""
        known = self.numbered(number)
        return f"{self.run} with {known}" if known else self.run

    def counted(self, number: int, *, explored: bool = False) -> str:
        """Return how many runs or states there are: "20 runs", "1 state"."""
        return counted(number, "state" if explored else self.run)


def such_as(example: str, before: str = ", such as") -> str:
    """Return an example behind the words that lead to it: ", such as `push: x`"; nothing if there is none."""
    return f"{before} `{example}`" if example else ""


def a(noun: str) -> str:
    """Return a noun behind its article: "a thread", "an actor"."""
    return f"a{'n' if noun[:1] in 'aeiou' else ''} {noun}"


def plural(number: int, noun: str, many: str = "") -> str:
    """Return a noun as it stands behind a number: "step", "steps", "entries"."""
    return noun if number == 1 else many or f"{noun}s"


def counted(number: int, noun: str, many: str = "") -> str:
    """Return a number and what is counted: "1 step", "3 steps", "2 entries"."""
    return f"{number:,} {plural(number, noun, many)}"


def listed(names: Sequence[str]) -> str:
    """Return names as a sentence has them: "S1, S2 and S3"."""
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
