"""A question for a number as a card shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape
from typing import Any, Final, Self

from quizgen.cards import Fields, Html, Key
from quizgen.kinds.api import BodyOf, CardPlace, Evidence, Setting
from quizgen.kinds.notes import EVIDENCE, INTEGER, Unclear, first, same, trees
from quizgen.kinds.numeric import question
from quizgen.model.base import Place


@dataclass(frozen=True, slots=True)
class Number(BodyOf[question.Numeric]):
    """Body of ``numeric``: an answer within ``tolerance`` (absolute) of ``value`` is right."""

    value: int | float
    unit: str
    tolerance: int | float
    evidence: str

    @property
    def text(self) -> str:
        """The value as the learner reads it, without the unit, and with all its digits."""
        return _as_read(self.value)

    @classmethod
    def lowered(cls, question: question.Numeric, setting: Setting) -> Self:
        answer = question.answer
        return cls(answer.value, answer.unit or "", answer.tolerance, setting.evidence(("answer",)))

    def places(self, question: question.Numeric) -> Mapping[Place, CardPlace]:
        return {("answer",): ["value"]}

    def right(self, said: Callable[[str], str]) -> Iterator[object]:
        yield from (repr(float(self.value)), self.unit)

    def told(self) -> Iterator[str]:
        near = f" \N{PLUS-MINUS SIGN} {_as_read(self.tolerance)}" if self.tolerance else ""
        yield f"{self.text}{f' {self.unit}' if self.unit else ''}{near}"

    def key(self) -> Key:
        off = f" (give or take {_as_read(self.tolerance)})" if self.tolerance else ""
        parts = {"value": self.value, "unit": self.unit, "tolerance": self.tolerance}
        return Key(f"{self.text} {self.unit}".rstrip() + off, parts)

    def essence(self, of: Callable[[Html], str]) -> object:
        return [self.text, self.unit, f"{self.tolerance:g}"]

    def shuffled(self, rank: Callable[[Html], bytes]) -> Self:
        return self

    def asked(self) -> tuple[Html, ...]:
        return ()

    def fields(self) -> Fields:
        unit = escape(self.unit)
        value = self.text + (f" {unit}" if unit else "")
        near = (
            f' <span class="qz-tolerance">\N{PLUS-MINUS SIGN} {_as_read(self.tolerance)}</span>'
            if self.tolerance
            else ""
        )
        return Fields(
            answer=self.text,
            unit=unit,
            solution=f'<p class="qz-value" data-value="{self.value!r}" data-tolerance="{self.tolerance!r}"'
            f' data-unit="{unit}"><strong>{value}</strong>{near}</p>',
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
        number = cls(value, unit, tolerance, first(back, EVIDENCE))
        shown = [part.text() for part in found[0].walk() if part.tag == "strong"]
        rounded = f"{value:g}" if isinstance(value, float) else ""  # as earlier releases wrote it
        text = rounded if unescape(fields["Answer"]) == rounded else number.text
        same(unescape(fields["Answer"]), text, "number")
        same(" ".join(f"{text} {unit}".split()), " ".join(shown), "number")
        same(unescape(fields["Unit"]), unit, "unit")
        return number

    def written(self, item: str, evidence: Evidence) -> dict[str, Any]:
        unit = {"unit": self.unit} if self.unit else {}
        return {"answer": {"value": self.value, "tolerance": self.tolerance, **unit, **evidence.of("value")}}


_RAISED: Final = str.maketrans(
    "-0123456789",
    "\N{SUPERSCRIPT MINUS}\N{SUPERSCRIPT ZERO}\N{SUPERSCRIPT ONE}\N{SUPERSCRIPT TWO}\N{SUPERSCRIPT THREE}"
    "\N{SUPERSCRIPT FOUR}\N{SUPERSCRIPT FIVE}\N{SUPERSCRIPT SIX}\N{SUPERSCRIPT SEVEN}\N{SUPERSCRIPT EIGHT}"
    "\N{SUPERSCRIPT NINE}",
)


def _as_read(number: float) -> str:
    """Return a number as people write it: all its digits, and a power of ten for what is very large or small."""
    digits, _, power = str(number).removesuffix(".0").partition("e")
    if not power:
        return digits
    ten = f"10{str(int(power)).translate(_RAISED)}"
    return ten if digits == "1" else f"{digits} \N{MULTIPLICATION SIGN} {ten}"


def _numeral(text: str) -> int | float:
    try:
        return int(text) if INTEGER.fullmatch(text) else float(text)
    except ValueError:
        raise Unclear(f"{text!r} is no number") from None
