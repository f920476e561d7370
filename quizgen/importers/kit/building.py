"""Fields of questions, as most formats come by them: options with reasons, spellings that count, numbers with units."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from quizgen.characters import folded
from quizgen.importers.kit.questions import Reading

MOST_SPELLINGS: Final = 20
_NUMBER: Final = re.compile(
    "([-+\u2212]?(?:[0-9]{1,3}(?:['\u2019\u00a0\u202f ][0-9]{3})+(?![0-9])(?:[.,][0-9]+)?|[0-9](?:[0-9.,]*[0-9])?)"
    "(?:[eE][-+]?[0-9]+)?)(.*)",
    re.DOTALL,
)
_SCIENTIFIC: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


@dataclass(frozen=True)
class Choice:
    """An option as it was read: Markdown, whether it is right, and why."""

    text: str
    key: bool
    why: str = ""


def choice(stem: str, options: Iterable[Choice], *, several: bool = False) -> dict[str, Any]:
    """Return the fields of a choice question; of one in which several options may be picked."""
    made = [
        {"text": one.text, **({"key": True} if one.key else {}), **({"rationale": one.why} if one.why else {})}
        for one in options
    ]
    return {"kind": "multiple_response" if several else "multiple_choice", "stem": stem, "options": made}


def true_or_false(stem: str, truth: bool, why: str = "", why_not: str = "") -> dict[str, Any]:  # noqa: FBT001
    """Return the fields of a question whether something is true."""
    options = [
        Choice(word, right, why if right else why_not) for word, right in (("True", truth), ("False", not truth))
    ]
    return choice(stem, options)


def typed(stem: str, spellings: Sequence[str], reading: Reading, hint: str = "") -> dict[str, Any]:
    """Return the fields of a question whose answer is typed: a text with one gap behind it."""
    return {"kind": "cloze", "text": f"{stem}\n\n[[answer]]", "blanks": {"answer": blank(spellings, reading, hint)}}


def blank(spellings: Sequence[str], reading: Reading, hint: str = "") -> dict[str, Any]:
    """Return what belongs in a gap; the first spelling is shown, each counts once."""
    first, *more = spellings
    seen, others = {folded(first)}, []
    for one in more:
        if folded(one) not in seen:
            others.append(one)
        seen.add(folded(one))
    for one in others[MOST_SPELLINGS:]:
        reading.leave(f"the spelling `{one}` is left out: at most {MOST_SPELLINGS} can count beside the first")
    made: dict[str, Any] = {"answer": first}
    return made | ({"accept": others[:MOST_SPELLINGS]} if others else {}) | ({"hint": hint} if hint else {})


def recall(stem: str, points: Sequence[str]) -> dict[str, Any]:
    """Return the fields of a question that is answered in words and compared with points."""
    return {"kind": "recall", "stem": stem, "points": [{"text": one} for one in points]}


def numeric(stem: str, value: float, tolerance: float = 0, unit: str = "") -> dict[str, Any]:
    """Return the fields of a question whose answer is a number."""
    answer: dict[str, Any] = {"value": value} | ({"unit": unit} if unit else {})
    return {"kind": "numeric", "stem": stem, "answer": answer | ({"tolerance": tolerance} if tolerance else {})}


def plain_number(text: str) -> int | float | None:
    """Return a number that is written with a decimal point, if it is one."""
    text = text.strip()
    if not _SCIENTIFIC.fullmatch(text) or len(text) > 40:
        return None
    value = float(text)
    if value in {float("inf"), float("-inf")}:
        return None
    return int(text) if re.fullmatch(r"[-+]?\d{1,15}", text) else value


def number_with_unit(text: str, *, comma: bool) -> tuple[int | float, str] | None:
    """Return a number as people write it, with what stands behind it; None if it is none, or could be two.

    Args:
        text: "1,5 m", "1 000", "3.14".
        comma: whether a comma is the decimal mark where it could be either: "1,234".
    """
    found = _NUMBER.fullmatch(text.strip())
    if not found:
        return None
    digits = re.sub("['\u2019\u00a0\u202f ]", "", found[1]).replace("\u2212", "-")
    points, commas = digits.count("."), digits.count(",")
    grouped = re.fullmatch(r"[-+]?\d{1,3}(?:[.,]\d{3})+", digits)
    if points and commas:
        mark = max(".,", key=digits.rfind)
        digits = digits.replace("," if mark == "." else ".", "").replace(mark, ".")
    elif commas > 1 or points > 1:
        if not grouped:
            return None
        digits = digits.replace(",", "").replace(".", "")
    elif commas:
        if grouped and not comma:
            return None
        digits = digits.replace(",", ".")
    value = plain_number(digits)
    return None if value is None else (value, found[2].strip())


def about(low: float, high: float) -> tuple[float, float]:
    """Return the middle of a range, and how far its ends are from there, without the noise of binary fractions."""
    middle = float(f"{(low + high) / 2:.12g}")
    half = float(f"{abs(high - low) / 2:.12g}")
    return (int(middle) if middle.is_integer() else middle), (int(half) if half.is_integer() else half)
