"""A question for a number in an Anki note: Anki compares what is typed, and the card's script how near it is."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape, unescape

from quizgen.kinds.api import Fields
from quizgen.kinds.notes import EVIDENCE, INTEGER, Unclear, evidence_line, first, same, trees
from quizgen.kinds.numeric.body import Number


def fields(body: Number) -> Fields:
    """Return the parts of the note."""
    unit = escape(body.unit)
    value = body.text + (f" {unit}" if unit else "")
    near = f' <span class="qz-tolerance">\N{PLUS-MINUS SIGN} {body.tolerance:g}</span>' if body.tolerance else ""
    return Fields(
        answer=body.text,
        unit=unit,
        solution=f'<p class="qz-value" data-value="{body.value!r}" data-tolerance="{body.tolerance!r}"'
        f' data-unit="{unit}"><strong>{value}</strong>{near}</p>{evidence_line(body.evidence)}',
    )


def read(note: Mapping[str, str]) -> Number:
    """Return what the note asks and answers: the way back.

    Raises:
        Unclear: the number does not stand there once, or not the same everywhere.
    """
    (back,) = trees(note, "Solution")
    found = back.having("data-value")
    if len(found) != 1:
        raise Unclear("the right number does not stand there once")
    told = found[0].attributes
    value, tolerance = (_numeral(told.get(name, "")) for name in ("data-value", "data-tolerance"))
    unit = told.get("data-unit", "")
    number = Number(value, unit, tolerance, first(back, EVIDENCE))
    shown = [part.text() for part in found[0].walk() if part.tag == "strong"]
    same(unescape(note["Answer"]), number.text, "number")
    same(" ".join(f"{number.text} {unit}".split()), " ".join(shown), "number")
    same(unescape(note["Unit"]), unit, "unit")
    return number


def _numeral(text: str) -> int | float:
    try:
        return int(text) if INTEGER.fullmatch(text) else float(text)
    except ValueError:
        raise Unclear(f"{text!r} is no number") from None
