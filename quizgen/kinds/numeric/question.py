"""Numeric questions: the learner types a number."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field

from quizgen.model.base import Line, Place, Text
from quizgen.model.evidence import Statement
from quizgen.model.item import Item


class NumericAnswer(Statement):
    """The right number. Its evidence is a `measure`, which must give this value, or a citation."""

    value_in = "value"

    value: Annotated[int | float, Field(description="the right answer", allow_inf_nan=False)]
    unit: Annotated[Line | None, Field(description="shown behind the answer: `km`, `ms`")] = None
    tolerance: Annotated[
        int | float, Field(ge=0, allow_inf_nan=False, description="how far off still counts as right")
    ] = 0

    @classmethod
    def stating(cls, value: str) -> dict[str, Any]:
        """Return the number, and the unit if there is one; nothing if it is no number."""
        digits, _, unit = value.partition(" ")
        try:
            number = int(digits) if digits.lstrip("-").isdigit() else float(digits)
        except ValueError:
            return {}
        if not math.isfinite(number):
            return {}
        return {"value": number, **({"unit": unit} if unit else {})}

    @property
    def stated_unit(self) -> str:
        """The unit."""
        return self.unit or ""


class Numeric(Item):
    """A question whose answer is a number."""

    kind: Literal["numeric"]
    stem: Text
    answer: NumericAnswer

    def typed(self) -> Iterator[tuple[Place, tuple[str, ...], str]]:
        """The number, with its unit."""
        yield ("answer",), (str(self.answer.value),), self.answer.unit or ""
