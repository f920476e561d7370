"""Evidence: what a statement that a learner may memorise rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from quizgen.model.base import Expression, Line, Place, Slug, Strict, parts
from quizgen.model.scenario import ScenarioField

Form = Literal["always", "sometimes", "never", "measure", "cite", "unverified"]
FORMS: tuple[Form, ...] = ("always", "sometimes", "never", "measure", "cite", "unverified")
COMPUTED_FORMS: tuple[Form, ...] = ("always", "sometimes", "never", "measure")

Role = Literal["assertion", "distractor", "value", "order"]
"""What is asked of a statement: to be true; to be false; to be the value that is computed; to be the only order."""


class Statement(Strict):
    """Something that is stated, with its evidence: at most one of the six forms (a check asks for exactly one)."""

    always: Annotated[Expression | None, Field(description="holds at the end of every execution explored")] = None
    sometimes: Annotated[Expression | None, Field(description="holds at the end of at least one execution")] = None
    never: Annotated[Expression | None, Field(description="holds at the end of no execution")] = None
    measure: Annotated[
        Expression | None,
        Field(description="a measure of the simulator, or an expression that has one value in all executions"),
    ] = None
    cite: Annotated[Line | None, Field(description="a declared source's id and the place in it: `raft §5.2`")] = None
    unverified: Annotated[Line | None, Field(description="why nothing stands behind this yet; counted and shown")] = (
        None
    )
    assumes: Annotated[
        Line | None, Field(description="the condition under which it holds, where it is said as a law")
    ] = None
    scenario: Annotated[
        ScenarioField | None, Field(description="what is run for this statement, instead of the item's scenario")
    ] = None

    @property
    def evidence(self) -> tuple[tuple[Form, str], ...]:
        """The forms that are given, each with its text; exactly one in valid content."""
        return tuple((form, text) for form in FORMS if (text := getattr(self, form)) is not None)

    @property
    def form(self) -> Form | None:
        """The form of the evidence, or None if there is none."""
        return next((form for form in FORMS if getattr(self, form) is not None), None)

    value_in: ClassVar[str] = ""
    """The field with the value that it states; empty if it states none."""

    said_in: ClassVar[str] = "text"
    """The field with its text, which may be left to its evidence."""

    def role(self, form: Form | None) -> Role:  # noqa: ARG002 - of an option it depends on it
        """What is asked of it, if evidence of that form stands behind it."""
        return "value" if self.value_in else "assertion"

    @property
    def is_key(self) -> bool | None:
        """Whether it is the right one of several that a learner chooses from; None if there is nothing to choose."""
        return None

    @property
    def stated(self) -> str:
        """The value that it states, as text; empty if it states none."""
        return str(getattr(self, self.value_in)) if self.value_in else ""

    @classmethod
    def stating(cls, value: str) -> dict[str, Any]:
        """Return the fields that state a value, with its unit, which a simulator says."""
        return {cls.value_in: value}

    @property
    def stated_unit(self) -> str:
        """The unit of that value, if it is written apart; else empty."""
        return ""

    @property
    def accepted(self) -> tuple[str, ...]:
        """Further spellings of the value that count as right."""
        return ()

    @property
    def wrong_rule(self) -> str | None:
        """The simulator's wrong rule under which it would be true, if it names one."""
        return None


def statements_in(whole: Strict) -> tuple[tuple[Place, Statement], ...]:
    """Return all statements that stand in something that an author wrote, each with its place below it."""
    return tuple((place, part) for place, part in parts(whole) if isinstance(part, Statement))


class EventPattern(Strict):
    """Which event of a run a step stands for: the first one that matches all that is given."""

    type: Annotated[Slug | Line, Field(description="the event's type: `become_leader`")]
    actor: Annotated[Line | None, Field(description="where it happens: `S2`")] = None
    peer: Annotated[Line | None, Field(description="the other end, for an event about a message")] = None
    attributes: Annotated[
        dict[str, int | str],
        Field(alias="with", default_factory=dict, description="further facts: `{index: 2}`", max_length=8),
    ]


OrderedBy = Literal["cause", "time"]
"""What puts events into order: that one leads to the other, or that it happens at an earlier moment."""


@dataclass(frozen=True)
class Order:
    """An order that parts of an item are stated to come in, of which events of runs stand for some.

    Attributes:
        place: of all parts, below the item.
        steps: the parts that events stand for: their index from 0, what states them, and the event.
        free: pairs of parts that may come in either order, counted from 1.
        by: what one event has to do to come before another.
    """

    place: Place
    steps: tuple[tuple[int, Statement, EventPattern], ...]
    free: tuple[tuple[int, int], ...]
    by: OrderedBy = "cause"
