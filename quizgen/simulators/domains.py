"""Domains: which values what is observed, measured or asked about can have at all, in the runs of a scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Domain:
    """Which values an argument or a result can have; of a list, which each of its elements can have.

    Attributes:
        kind: what such a value is, for messages: "card", "number of swaps".
        names: the texts that it can be; None for a number, and for any text.
        least: the smallest number that it can be; None if nothing is known.
        most: the greatest.
        longest: most elements of a list of such values; None if nothing is known.
        elsewhere: text that is none of the names, though it would be in another scenario -> what that takes.
        asked_of: what it is of a result where the first argument is known: how many stand in the queue "left".
    """

    kind: str
    names: tuple[str, ...] | None = None
    least: int | None = None
    most: int | None = None
    longest: int | None = None
    elsewhere: Mapping[str, str] = field(default_factory=dict, hash=False)
    asked_of: Mapping[str, Domain] = field(default_factory=dict, hash=False)

    def has(self, value: int | str) -> bool:
        """Tell whether a value is one of them."""
        if isinstance(value, str):
            return self.names is None or value in self.names
        return (self.least is None or self.least <= value) and (self.most is None or value <= self.most)

    def nearest(self, number: int) -> int:
        """Return the number of the domain that is nearest to one."""
        floor = number if self.least is None else max(number, self.least)
        return floor if self.most is None else min(floor, self.most)

    def of(self, argument: object) -> Domain:
        """Return the domain of a result, if that is the first argument."""
        return self.asked_of.get(str(argument), self) if self.asked_of else self

    @property
    def unlimited(self) -> Domain:
        """The same without a greatest number, with zero, and for lists of any length."""
        least = None if self.least is None else min(self.least, 0)
        return replace(self, least=least, most=None, longest=None, asked_of={})

    @property
    def length(self) -> Domain:
        """The domain of the length of a list of such values."""
        return Domain("length", least=0, most=self.longest)

    @property
    def says_something(self) -> bool:
        """Whether it leaves anything out."""
        return (self.names, self.least, self.most) != (None, None, None)

    @property
    def words(self) -> str:
        """What it holds, in words: "from 0 to 3"."""
        if self.names is not None:
            return ", ".join(name or '""' for name in self.names) or "none"
        if self.most is not None and self.least is not None and self.least > self.most:
            return "none"
        if self.most is None:
            return "any number" if self.least is None else f"{self.least} or more"
        return f"at most {self.most}" if self.least is None else f"from {self.least} to {self.most}"


ANYTHING = Domain("value")
"""The domain of what declares none."""

COUNT = "count"
"""The name of the domain of what is counted; every simulator has it."""

COUNTED = Domain("count", least=0)


def named(kind: str, names: Sequence[str]) -> Domain:
    """Return the domain of some names, each once."""
    return Domain(kind, tuple(dict.fromkeys(names)))
