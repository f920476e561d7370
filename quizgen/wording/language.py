"""The words of sentences about claims that are no simulator's: one catalogue for each language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True)
class Language:
    """A catalogue. Templates have ``{n}`` for numbers, ``{a}`` and ``{b}`` for what is compared or joined.

    Attributes:
        conjunction, disjunction: between the last two of several words; ``further`` between the last two of clauses.
        either: in front of clauses of which one is so.
        amounts: comparison -> how many; ``0`` and ``1`` behind a sign have words of their own.
        compared: comparison -> clause for noun phrases in the singular.
        compared_plural: the same in the plural.
        times: number -> how often; ``n`` for all others.
        never: in front of a verb.
        end: what is said of the end of a run.
        same, other: comparison of values that both are computed, in the plural; ``alike`` in the singular.
        nothing: an empty text or list as a value.
        item, ordinal: one of several, by its number, and by what of ``ordinals`` it is.
        often: a value among several.
        every, some: a loop over what has no names.
        someone: an actor that is not named; behind that, one whose noun begins with a vowel.
        known: what is known of an event beside its clause.
        holds: that a condition without words of its own is true.
        yes, no: what is true or false as a value.
        forms: how a claim is asked -> what stands before it: of runs, of explored states, and of their ends.
    """

    conjunction: str
    further: str
    disjunction: str
    either: str
    amounts: Mapping[str, str]
    compared: Mapping[str, str]
    compared_plural: Mapping[str, str]
    times: Mapping[str, str]
    never: str
    end: str
    nothing: str
    plus: str
    minus: str
    product: str
    item: str
    ordinals: Sequence[str]
    ordinal: str
    twice: str
    chosen: str
    among: str
    often: str
    such: str
    it: str
    its: str
    itself: str
    how_many: str
    how_often: str
    every: str
    some: str
    same: str
    other: str
    alike: Mapping[str, str]
    someone: tuple[str, str]
    known: str
    holds: str
    yes: str
    no: str
    forms: Mapping[str, str]

    def clauses(self, parts: Sequence[str]) -> str:
        """Return clauses of which all count: "a, b, and c"."""
        return self._joined(parts, self.further)

    def all_of(self, parts: Sequence[str]) -> str:
        """Return parts of which all count: "a, b and c"."""
        return self._joined(parts, self.conjunction)

    def any_of(self, parts: Sequence[str]) -> str:
        """Return parts of which one counts: "a, b or c"."""
        return self._joined(parts, self.disjunction)

    @staticmethod
    def _joined(parts: Sequence[str], word: str) -> str:
        return f"{', '.join(parts[:-1])}{word}{parts[-1]}" if len(parts) > 1 else "".join(parts)


_IS: Final = MappingProxyType(
    {
        "==": "{a} is {b}",
        "!=": "{a} is not {b}",
        "<": "{a} is less than {b}",
        "<=": "{a} is at most {b}",
        ">": "{a} is more than {b}",
        ">=": "{a} is at least {b}",
    }
)

ENGLISH: Final = Language(
    conjunction=" and ",
    further=", and ",
    disjunction=" or ",
    either="either {a}",
    amounts=MappingProxyType(
        {
            "==0": "no",
            "!=0": "at least one",
            ">0": "at least one",
            ">=1": "at least one",
            "<1": "no",
            "<=0": "no",
            "==1": "exactly one",
            ">1": "more than one",
            "<=1": "at most one",
            "==": "exactly {n}",
            "!=": "not exactly {n}",
            "<": "fewer than {n}",
            "<=": "at most {n}",
            ">": "more than {n}",
            ">=": "at least {n}",
        }
    ),
    compared=_IS,
    compared_plural=MappingProxyType({sign: text.replace(" is ", " are ") for sign, text in _IS.items()}),
    times=MappingProxyType(
        {
            "==1": "{a} exactly once",
            "==2": "{a} exactly twice",
            "!=1": "{a} not exactly once",
            ">0": "{a} at least once",
            ">=1": "{a} at least once",
            "!=0": "{a} at least once",
            ">1": "{a} more than once",
            "<=1": "{a} at most once",
            "==": "{a} exactly {n} times",
            "!=": "{a} not exactly {n} times",
            "<": "{a} fewer than {n} times",
            "<=": "{a} at most {n} times",
            ">": "{a} more than {n} times",
            ">=": "{a} at least {n} times",
        }
    ),
    never="never ",
    end=" at the end",
    nothing="nothing",
    plus="{a} plus {b}",
    minus="{a} minus {b}",
    product="{a} times {b}",
    item="number {n} of {a}",
    ordinals=("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    ordinal="the {n} of {a}",
    twice="twice {a}",
    chosen="{a} if {b}, otherwise {c}",
    among="for {n} of {b} it is true that {a}",
    often="how often {a} is among {b}",
    such="those of {b} for which {a}",
    it="it",
    its="its",
    itself="itself",
    how_many="how many",
    how_often="how often {a}",
    every="for every {n} of {b}, {a}",
    some="for some {n} of {b}, {a}",
    same="{a} are the same as {b}",
    other="{a} are not the same as {b}",
    alike=MappingProxyType({"==": "{a} is the same as {b}", "!=": "{a} is not the same as {b}"}),
    someone=("a {a}", "an {a}"),
    known="{a} ({b})",
    holds="\N{LEFT DOUBLE QUOTATION MARK}{a}\N{RIGHT DOUBLE QUOTATION MARK}{b} holds",
    yes="yes",
    no="no",
    forms=MappingProxyType(
        {
            "always": "in every run, {a}",
            "sometimes": "in some run, {a}",
            "never": "in no run, {a}",
            "never at once": "in no run is it so at once that {a}",
            "always explored": "in every state that can be reached, {a}",
            "sometimes explored": "in some state that can be reached, {a}",
            "never explored": "in no state that can be reached, {a}",
            "never at once explored": "in no state that can be reached is it so at once that {a}",
            "always at ends": "however it ends, {a}",
            "sometimes at ends": "it can end so that {a}",
            "never at ends": "it cannot end so that {a}",
            "never at once at ends": "it cannot end so that at once {a}",
        }
    ),
)
"""English."""
