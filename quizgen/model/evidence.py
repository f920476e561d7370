"""Evidence: what a statement that a learner may memorise rests on."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from quizgen.model.base import Expression, Line, Strict
from quizgen.model.scenario import ScenarioField

Form = Literal["always", "sometimes", "never", "measure", "cite", "unverified"]
FORMS: tuple[Form, ...] = ("always", "sometimes", "never", "measure", "cite", "unverified")
COMPUTED_FORMS: tuple[Form, ...] = ("always", "sometimes", "never", "measure")


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


__all__ = ["COMPUTED_FORMS", "FORMS", "Form", "Statement"]
