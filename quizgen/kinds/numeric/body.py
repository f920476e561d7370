"""A question for a number as a card shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from html import escape, unescape
from math import log10
from typing import Any, Final, Self

from quizgen.cards import Fields, Html, Key
from quizgen.kinds.api import BodyOf, CardPlace, Evidence, NotRebuilt, Setting
from quizgen.kinds.notes import EVIDENCE, INTEGER, Unclear, first, same, trees
from quizgen.kinds.numeric import question
from quizgen.kinds.numeric.written import has_comma, written
from quizgen.model.base import Place


@dataclass(frozen=True, slots=True)
class Number(BodyOf[question.Numeric]):
    """Body of ``numeric``: an answer within ``tolerance`` (absolute) of ``value`` is right.

    ``units`` are others in which it may be given, each with its worth: ``("h", "60")`` where the unit is min.
    """

    value: int | float
    unit: str
    tolerance: int | float
    evidence: str
    units: tuple[tuple[str, str], ...] = ()
    comma: bool = False
    """Whether the decimal mark is one."""

    @property
    def text(self) -> str:
        """The value as the learner reads it, without the unit, and with all its digits."""
        return written(self.value, comma=self.comma)

    @property
    def near(self) -> str:
        """How far off still counts as right, as the learner reads it; empty if nothing else does."""
        return written(self.tolerance, comma=self.comma) if self.tolerance else ""

    @classmethod
    def lowered(cls, question: question.Numeric, setting: Setting) -> Self:
        answer = question.answer
        bound, unit = answer.scenario or question.scenario, answer.unit or ""
        is_computed = bound is not None and not bound.problems and answer.form == "measure"
        units = bound.runs_on.other_units(bound.scenario, unit) if bound and is_computed else {}
        evidence, comma = setting.evidence(("answer",)), has_comma(setting.language)
        return cls(answer.value, unit, answer.tolerance, evidence, tuple(units.items()), comma)

    def places(self, question: question.Numeric) -> Mapping[Place, CardPlace]:
        return {("answer",): ["value"]}

    def right(self, said: Callable[[str], str]) -> Iterator[object]:
        yield from (repr(float(self.value)), self.unit)

    def told(self) -> Iterator[str]:
        near = f" \N{PLUS-MINUS SIGN} {self.near}" if self.near else ""
        yield f"{self.text}{f' {self.unit}' if self.unit else ''}{near}"

    def key(self) -> Key:
        off = f" (give or take {self.near})" if self.near else ""
        parts = {"value": self.value, "unit": self.unit, "tolerance": self.tolerance}
        return Key(f"{self.text} {self.unit}".rstrip() + self.elsewhere + off, parts)

    @property
    def worths(self) -> str:
        """The other units as scripts read them: ``h=60 s=1/60``."""
        return " ".join(f"{name}={worth}" for name, worth in self.units)

    @property
    def elsewhere(self) -> str:
        """That other units are as right, with the one in which the number is nearest to 1; empty if there is none."""
        others = [(name, Fraction(worth)) for name, worth in self.units if self.unit and worth != "1"]
        found = [(Fraction(str(self.value)) / worth, name) for name, worth in others]
        short = [(float(value), name) for value, name in found if value and Fraction(f"{float(value):g}") == value]
        near = [(abs(log10(abs(value))), f"{value:g} {name}") for value, name in short]
        told = next((text for size, text in sorted(near, key=lambda one: one[0]) if size < _FAR), "")
        told = told.replace(".", ",", 1) if self.comma else told
        return f" (or {told}, or in another unit)" if told else ""

    def essence(self, of: Callable[[Html], str]) -> object:
        return [self.text, self.unit, f"{self.tolerance:g}"]

    def shuffled(self, rank: Callable[[Html], bytes]) -> Self:
        return self

    def asked(self) -> tuple[Html, ...]:
        return ()

    def fields(self) -> Fields:
        unit = escape(self.unit)
        value = self.text + (f" {unit}" if unit else "")
        near = f' <span class="qz-tolerance">\N{PLUS-MINUS SIGN} {self.near}</span>' if self.near else ""
        others = f' data-units="{escape(self.worths)}"' if self.units else ""
        return Fields(
            answer=self.text,
            unit=unit,
            solution=f'<p class="qz-value" data-value="{self.value!r}" data-tolerance="{self.tolerance!r}"'
            f' data-unit="{unit}"{others}><strong>{value}</strong>{near}</p>',
        )

    @classmethod
    def read(cls, kind: str, fields: Mapping[str, str]) -> Self:
        (back,) = trees(fields, "Solution")
        found = back.having("data-value")
        if len(found) != 1:
            raise Unclear("the right number does not stand there once")
        told = found[0].attributes
        value, tolerance = (_numeral(told.get(name, "")) for name in ("data-value", "data-tolerance"))
        unit = told.get("data-unit", "")
        units = tuple(
            (name, worth) for name, _, worth in (w.partition("=") for w in told.get("data-units", "").split())
        )
        number = cls(
            value, unit, tolerance, first(back, EVIDENCE), units, has_comma(unescape(fields.get("Language", "")))
        )
        shown = [part.text() for part in found[0].walk() if part.tag == "strong"]
        earlier = [written(value), f"{value:g}" if isinstance(value, float) else ""]  # as other releases wrote it
        text = next((text for text in earlier if unescape(fields["Answer"]) == text), number.text)
        same(unescape(fields["Answer"]), text, "number")
        same(" ".join(f"{text} {unit}".split()), " ".join(shown), "number")
        same(unescape(fields["Unit"]), unit, "unit")
        return number

    def written(self, item: str, evidence: Evidence) -> dict[str, Any]:
        unit, said = {"unit": self.unit} if self.unit else {}, evidence.of("value")
        bound = said.get("scenario")
        known = bound.runs_on.other_units(bound.scenario, self.unit) if bound and "measure" in said else {}
        if dict(self.units) != dict(known):
            raise NotRebuilt("it takes other units for its answer's than there are")
        return {"answer": {"value": self.value, "tolerance": self.tolerance, **unit, **said}}


_FAR: Final = 4
"""Powers of ten from 1 beyond which nobody would give a number in that unit."""


def _numeral(text: str) -> int | float:
    try:
        return int(text) if INTEGER.fullmatch(text) else float(text)
    except ValueError:
        raise Unclear(f"{text!r} is no number") from None
