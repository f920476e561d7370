"""A question for a number as a card shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Self

from quizgen.cards import Body, Html, Key


@dataclass(frozen=True, slots=True)
class Number(Body):
    """Body of ``numeric``: an answer within ``tolerance`` (absolute) of ``value`` is right."""

    value: int | float
    unit: str
    tolerance: int | float
    evidence: str

    @property
    def text(self) -> str:
        """The value as the learner reads it, without the unit."""
        return f"{self.value:g}" if isinstance(self.value, float) else str(self.value)

    def right(self, said: Callable[[str], str]) -> Iterator[object]:  # noqa: ARG002 - as in all methods below, the base asks
        """The value and its unit."""
        yield from (repr(float(self.value)), self.unit)

    def told(self) -> Iterator[str]:
        """The value with its unit and how far off is right."""
        near = f" \N{PLUS-MINUS SIGN} {self.tolerance:g}" if self.tolerance else ""
        yield f"{self.text}{f' {self.unit}' if self.unit else ''}{near}"

    def key(self) -> Key:
        """The value with its unit and how far off is right."""
        off = f" (give or take {self.tolerance:g})" if self.tolerance else ""
        parts = {"value": self.value, "unit": self.unit, "tolerance": self.tolerance}
        return Key(f"{self.text} {self.unit}".rstrip() + off, parts)

    def essence(self, of: Callable[[Html], str]) -> object:  # noqa: ARG002
        """The value, its unit and how far off is right."""
        return [self.text, self.unit, f"{self.tolerance:g}"]

    def shuffled(self, rank: Callable[[Html], bytes]) -> Self:  # noqa: ARG002
        """Return it as it is: it has one part."""
        return self

    def asked(self) -> tuple[Html, ...]:
        """Nothing but the stem."""
        return ()
