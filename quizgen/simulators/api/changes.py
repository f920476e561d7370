"""What can be changed of a scenario or of the rules: misconceptions, switches and faults, and what they lead to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic

from quizgen.simulators.api.scenarios import S
from quizgen.simulators.trace import Trace


@dataclass(frozen=True)
class Misconception:
    """A wrong rule that learners believe: the true rules with exactly one decision changed.

    Attributes:
        name: kebab-case, as authors write it on a distractor.
        belief: one sentence, what the learner believes.
        breaks: the property that it breaks or the measurement that it changes.
    """

    name: str
    belief: str
    breaks: str


@dataclass(frozen=True)
class Switch(Generic[S]):
    """Something that a question may leave unsaid although answers depend on it, such as an option of the protocol.

    Attributes:
        name: as authors know it.
        doc: one line.
        words: an item's text states the assumption if one of these is in it, in capitals or not; regular expressions
            for whole words.
        vary: scenario -> the same with the switch turned; None where it cannot be turned or the scenario sets it apart.
    """

    name: str
    doc: str
    words: tuple[str, ...]
    vary: Callable[[S], S | None]


MOMENTS = 3
"""At so many moments of a script something goes wrong, at most."""


@dataclass(frozen=True)
class Injected(Generic[S]):
    """A scenario in whose script something goes wrong that its author did not write.

    Attributes:
        written: what was put into it and where, as an author would: "{stop: T1} after event 2".
        scenario: with that.
    """

    written: str
    scenario: S


@dataclass(frozen=True)
class Fault(Generic[S]):
    """Something that may go wrong at any time, although a script does not have it, such as a crash.

    Attributes:
        name: as it is told.
        doc: one line.
        inject: scenario -> the same with it, at each of `MOMENTS` moments at most; none without a script. A script that
            cannot be carried out with it says nothing.
    """

    name: str
    doc: str
    inject: Callable[[S], tuple[Injected[S], ...]]


@dataclass(frozen=True)
class Counterexample:
    """What a misconception leads to, within the smallest bound that shows it.

    Attributes:
        broken: the property that breaks, or the measure that changes.
        bound: where, as `Survey.bounds`.
        found: one sentence: what broke it, or the two values.
        trace: the shortest run in which it breaks, or one of which something else comes; None where a measure changes.
        steps: of that run; 0 where nothing was explored.
        states: distinct states that were explored until it broke; 0 where nothing was explored.
        states_under_true_rules: distinct states of the same bound under the true rules, in none of which it breaks.
        scenario: what is run, where it is an example that shows by itself what is believed; otherwise None.
        compared: what comes of the example: names, each with its value under the misconception and under true rules.
    """

    broken: str
    bound: str
    found: str
    trace: Trace | None = None
    steps: int = 0
    states: int = 0
    states_under_true_rules: int = 0
    scenario: object = None
    compared: tuple[tuple[str, str, str], ...] = ()
