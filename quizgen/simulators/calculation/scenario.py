"""What can be calculated: named quantities, steps one after the other, and what somebody who errs would calculate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from quizgen.simulators.api import written

Number = int | float
Rounding = Literal["half-up", "half-even", "up", "down"]


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step: what is calculated, in which unit it is told, and how it is rounded. Later steps go on with that.

    Attributes:
        formula: over quantities and earlier steps, such as ``(1 - objective) * window``.
        unit: of the result, such as ``min``; by default what comes of the quantities' units.
        decimals: so many digits stand behind the point; by default all.
        digits: so many digits count, from the first that is not 0; instead of ``round``.
        rounding: of a half, up (usual) or to the even digit; or of anything, up or down.
    """

    formula: str
    unit: str = ""
    decimals: int | None = written("round", default=None)
    digits: int | None = None
    rounding: Rounding = "half-up"


@dataclass(frozen=True, kw_only=True)
class Belief:
    """What somebody who errs believes: one formula, or one quantity, is another.

    Attributes:
        belief: one sentence, as a learner would say it.
        instead: the step or quantity -> the formula that takes its place.
    """

    belief: str
    instead: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Calculation:
    """A calculation.

    Attributes:
        quantities: name -> what is given: ``99.9 %``, ``5 requests/s``, ``1 h 30 min``, ``2026-03-01``, 12, or a list.
        steps: name -> formula, in order; or ``{formula: ..., unit: min, round: 1}``.
        answer: the step that is the answer; by default the last.
        units: things that are counted and that quizgen does not know, in the singular: ``[parcel]``.
        misconceptions: name -> what is believed, and the formula that follows from it.
    """

    quantities: Mapping[str, Number | str | tuple[Number | str, ...]] = field(
        metadata={"example": "`quantities: {objective: 99.9 %, window: 30 d}`"}
    )
    steps: Mapping[str, str | Step] = field(metadata={"example": "`steps: {budget: (1 - objective) * window}`"})
    answer: str = ""
    units: tuple[str, ...] = ()
    misconceptions: Mapping[str, Belief] = field(
        default_factory=dict,
        metadata={"example": "`misconceptions: {yearly: {belief: ..., instead: {window: \"'365 d'\"}}}`"},
    )

    @property
    def asked(self) -> str:
        """The step that is the answer."""
        return self.answer or next(reversed([*self.steps]), "")

    def step(self, name: str) -> Step:
        """Return a step, in full."""
        found = self.steps[name]
        return Step(formula=found) if isinstance(found, str) else found
