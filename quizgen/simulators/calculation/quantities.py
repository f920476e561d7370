"""Quantities: exact numbers with units, and moments in time.

What a unit is, and how many of one are another, says pint, in fractions; it is imported when a unit is first asked for.
Things that are counted, such as requests, are units as well, each of a kind of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any, Final

from quizgen.diagnostics import did_you_mean
from quizgen.simulators.calculation.problems import CalculationProblem

COUNTED: Final = (
    *("attempt", "batch", "block", "bucket", "call", "card", "cell", "client", "connection", "core", "customer"),
    *("error", "event", "failure", "file", "flip", "host", "item", "job", "key", "layer", "message", "node", "object"),
    *("order", "packet", "page", "partition", "person", "query", "replica", "request", "response", "retry", "round"),
    *("row", "server", "session", "step", "task", "thread", "token", "toss", "transaction", "try", "user", "worker"),
)
"""Things that are counted, which every calculation knows: each is a unit of its own."""

MAX_BITS: Final = 20_000
"""Of a numerator or denominator: some six thousand digits."""
LONGEST: Final = 80
"""Characters of a quantity or a unit."""

_NUMBER: Final = r"[-+\u2212]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?"
_PART: Final = re.compile(rf"\s*({_NUMBER})\s*([^\s0-9.+\-\u2212][^\s]*(?:\s*[*/\u00b7]\s*[^\s0-9][^\s]*)*)?")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?")
_FACTOR: Final = re.compile(r"(%|[^\W\d_]+)(?:(?:\^|\*\*)?([-+\u2212]?[0-9]))?|([\u00b2\u00b3])")
_RAISED: Final = {"\u00b2": "^2", "\u00b3": "^3"}
_LOWERED: Final = {2: "\u00b2", 3: "\u00b3"}
_EPOCH: Final = 719_162
"""Days from the first of January of year 1 to that of 1970."""
_DAY: Final = 86_400
"""Seconds."""

Unit = tuple[tuple[str, Fraction], ...]
"""A product of powers: canonical names, sorted, each with its exponent."""

ONE: Final[Unit] = ()


@dataclass(frozen=True)
class Quantity:
    """A number of some unit.

    Attributes:
        number: how many.
        unit: of what; `ONE` of a plain number.
        exact: whether the number is the value itself, and not one near to it, as of a logarithm.
    """

    number: Fraction
    unit: Unit = ONE
    exact: bool = True

    def __post_init__(self) -> None:
        """Refuse a number that would take too long to work with."""
        if max(self.number.numerator.bit_length(), self.number.denominator.bit_length()) > MAX_BITS:
            raise CalculationProblem("a number gets too large to be calculated exactly", "use smaller numbers")


@dataclass(frozen=True, order=True)
class Moment:
    """A moment of the calendar, in UTC.

    Attributes:
        seconds: since 1970.
    """

    seconds: Fraction


def quantity(text: str | float, counted: Iterable[str] = ()) -> Quantity | Moment:
    """Return what an author wrote: ``99.9 %``, ``5 requests/s``, ``1 h 30 min``, ``2026-03-01``, 12.

    Raises:
        CalculationProblem: it is none, or its unit is not known.
    """
    text = str(text).strip()
    if len(text) > LONGEST:
        raise CalculationProblem(f"a quantity has at most {LONGEST} characters")
    if is_date(text):
        return _moment(text)
    parts = [*_PART.finditer(text)]
    if not parts or "".join(part[0] for part in parts) != text or (len(parts) > 1 and not all(p[2] for p in parts)):
        hint = "write a number and a unit, such as `30 d`, or a date, such as `2026-01-31`"
        raise CalculationProblem(f"`{text}` is no quantity", hint)
    first, *others = (Quantity(_exactly(part[1]), unit(part[2] or "", counted)) for part in parts)
    for other in others:
        first = Quantity(first.number + converted(other, first.unit).number, first.unit)
    return first


def is_date(text: str) -> bool:
    """Tell whether a text has the form of a date."""
    return bool(_DATE.fullmatch(text))


def _exactly(digits: str) -> Fraction:
    return Fraction(digits.replace("\N{MINUS SIGN}", "-"))


def _moment(text: str) -> Moment:
    year, month, day, *clock = (int(part) for part in re.split(r"[-T :]", text))
    hour, minute, second = (*clock, 0, 0, 0)[:3]
    if not (year and 1 <= month <= 12 and 1 <= day <= _days(year, month) and hour < 24 and minute < 60 and second < 60):
        raise CalculationProblem(f"`{text}` is no date: there is none", "write year, month and day: `2026-01-31`")
    return Moment(Fraction(_number_of_day(year, month, day) * _DAY + hour * 3600 + minute * 60 + second))


def _days(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 28 + leap if month == 2 else 30 + (month in {1, 3, 5, 7, 8, 10, 12})


def _number_of_day(year: int, month: int, day: int) -> int:
    """Return how many days a date is behind the first of January of 1970, in the Gregorian calendar."""
    before = year - 1
    passed = before * 365 + before // 4 - before // 100 + before // 400
    return passed + sum(_days(year, one) for one in range(1, month)) + day - 1 - _EPOCH


def _date(number: int) -> tuple[int, int, int]:
    """Return the date of a day: year, month and day."""
    year = 1970 + number // (366 if number > 0 else 365)
    while _number_of_day(year + 1, 1, 1) <= number:
        year += 1
    month, day = 1, number - _number_of_day(year, 1, 1)
    while day >= _days(year, month):
        day, month = day - _days(year, month), month + 1
    return year, month, day + 1


def unit(text: str, counted: Iterable[str] = ()) -> Unit:
    """Return a unit as an author wrote it: ``min``, ``requests/s``, ``kB/s^2``; nothing is a plain number.

    Raises:
        CalculationProblem: some part of it is not known.
    """
    text = re.sub(r"[\u00b2\u00b3]", lambda sign: _RAISED[sign[0]], text.strip())
    if len(text) > LONGEST:
        raise CalculationProblem(f"a unit has at most {LONGEST} characters")
    found: Unit = ONE
    sign = 1
    for part in re.split(r"\s*([/\u00b7]|(?<!\*)\*(?!\*))\s*", text) if text else ():
        if part in ("/", "*", "\N{MIDDLE DOT}"):
            sign = -1 if part == "/" else 1
        elif factor := _FACTOR.fullmatch(part):
            found = times(found, ((_known(factor[1], tuple(counted)), Fraction(sign * int(factor[2] or 1))),))
        elif part != "1":
            raise CalculationProblem(f"`{text}` is no unit", "write units such as `min`, `requests/s`, `m/s^2`")
    return found


def times(one: Unit, other: Unit, power: Fraction | int = 1) -> Unit:
    """Return the product of a unit with a power of another."""
    exponents = dict(one)
    for name, exponent in other:
        exponents[name] = exponents.get(name, Fraction(0)) + exponent * power
    return tuple((name, exponents[name]) for name in sorted(exponents) if exponents[name])


def converted(one: Quantity, to: Unit) -> Quantity:
    """Return a quantity in another unit.

    Raises:
        CalculationProblem: the units are of different kinds.
    """
    if one.unit == to:
        return one
    factor, kind = base(one.unit)
    wanted, other = base(to)
    if kind != other:
        raise CalculationProblem(f"{_kind(one.unit)} cannot be turned into {_kind(to)}", "check the units")
    return Quantity(one.number * factor / wanted, to, one.exact)


def alike(one: Unit, other: Unit) -> bool:
    """Tell whether two units are of the same kind, so that one can be turned into the other."""
    return base(one)[1] == base(other)[1]


def reduced(one: Quantity) -> Quantity:
    """Return a quantity without shares in its unit, and with one unit of each kind: ``3 %·d`` is ``0.03 d``."""
    kept: Unit = ONE
    number, kinds = one.number, dict[Unit, str]()
    for name, exponent in one.unit:
        factor, kind = base(((name, Fraction(1)),))
        if kind == ONE:
            number *= _power(factor, exponent)
            continue
        first = kinds.setdefault(kind, name)
        if first != name:
            number *= _power(factor / base(((first, Fraction(1)),))[0], exponent)
        kept = times(kept, ((first, exponent),))
    return one if kept == one.unit else Quantity(number, kept, one.exact)


def _power(factor: Fraction, exponent: Fraction) -> Fraction:
    if exponent.denominator != 1:
        raise CalculationProblem("a root leaves a unit that cannot be brought to another", "choose other units")
    return factor**exponent.numerator


@cache
def base(one: Unit) -> tuple[Fraction, Unit]:
    """Return how many of pint's base units a unit is, and which."""
    number, kind = Fraction(1), ONE
    for name, exponent in one:
        factor, of = _base(name)
        if exponent.denominator != 1 and factor != 1:
            raise CalculationProblem("a root leaves a unit that cannot be brought to another", "choose other units")
        number *= factor**exponent.numerator if factor != 1 else 1
        kind = times(kind, of, exponent)
    return number, kind


@cache
def _base(name: str) -> tuple[Fraction, Unit]:
    if name.startswith("="):
        return Fraction(1), ((name, Fraction(1)),)
    factor, of = _registry().get_base_units(name)
    exponents = of._units  # noqa: SLF001  # as its documentation names it
    kind = tuple(sorted((part, Fraction(power)) for part, power in exponents.items()))
    return Fraction(factor), () if kind == (("radian", Fraction(1)),) else kind


@cache
def _registry() -> Any:  # noqa: ANN401  # pint's
    import pint  # noqa: PLC0415 - it takes half a second, and few commands need it

    return pint.UnitRegistry(non_int_type=Fraction, cache_folder=None, on_redefinition="ignore")


@cache
def _known(name: str, counted: tuple[str, ...]) -> str:
    """Return the canonical name of a unit: pint's, or that of a thing behind a sign."""
    things = {one: one for one in (*COUNTED, *counted)}
    things |= {several_of(one): one for one in things}
    if name in things:
        return f"={things[name]}"
    if name == "%":
        return "percent"
    registry = _registry()
    found = registry.parse_unit_name(name)
    if not found:
        known = [*things, "percent", "second", "minute", "hour", "day", "week", "byte", "bit", "meter", "gram", "watt"]
        hint = "; ".join(filter(None, (did_you_mean(name, known, ""), "what is counted is declared under `units:`")))
        raise CalculationProblem(f"there is no unit `{name}`", hint)
    prefix, stem, _ = found[0]
    if not registry._units[stem].is_multiplicative:  # noqa: SLF001  # nothing public tells it
        hint = "write temperatures in kelvin"
        raise CalculationProblem(f"`{name}` does not begin at nought, so nothing can be multiplied with it", hint)
    return f"{prefix}{stem}"


def several_of(thing: str) -> str:
    """Return several of a thing: requests, batches, queries."""
    if thing == "person":
        return "people"
    if re.search(r"(?:s|x|ch|sh)$", thing):
        return f"{thing}es"
    return f"{thing[:-1]}ies" if re.search(r"[^aeiou]y$", thing) else f"{thing}s"


def unit_text(one: Unit, *, several: bool = True) -> str:
    """Return a unit as people write it: ``min``, ``requests/s``."""
    above = [_factor(name, exponent, several=several) for name, exponent in one if exponent > 0]
    below = [_factor(name, -exponent, several=False) for name, exponent in one if exponent < 0]
    return "/".join(["\N{MIDDLE DOT}".join(above) or ("1" if below else ""), *below])


def _factor(name: str, exponent: Fraction, *, several: bool) -> str:
    if name.startswith("="):
        shown = several_of(name[1:]) if several else name[1:]
    else:
        shown = "%" if name == "percent" else _registry().get_symbol(name)
    if exponent == 1:
        return shown
    return shown + (_LOWERED.get(int(exponent), f"^{exponent}") if exponent.denominator == 1 else f"^({exponent})")


def _kind(one: Unit) -> str:
    return f"`{unit_text(one)}`" if one else "a plain number"


def number_text(number: Fraction, *, exact: bool = True, most: int = 12) -> str:
    """Return a number as a decimal, with all its digits if they end, else with some and a sign that there are more."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest == 1 and exact:
        return decimal_text(number, _decimals(number.denominator))
    size = max(len(str(abs(number.numerator) // number.denominator)), 1)
    shown = decimal_text(number, max(6 if size > 1 or abs(number) >= Fraction(1, 100) else most, most - size - 6))
    return f"\N{ALMOST EQUAL TO} {_trimmed(shown)}"


def ends(number: Fraction) -> bool:
    """Tell whether the decimals of a number come to an end."""
    return not number_text(number).startswith("\N{ALMOST EQUAL TO}")


def decimal_text(number: Fraction, decimals: int) -> str:
    """Return a number with so many decimals, the last one rounded, halves away from nought."""
    scaled = abs(number) * Fraction(10) ** decimals
    digits = str((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)).rjust(decimals + 1, "0")
    sign = "-" if number < 0 and int(digits) else ""
    return f"{sign}{digits[: len(digits) - decimals]}{'.' if decimals else ''}{digits[len(digits) - decimals :]}"


def _decimals(denominator: int) -> int:
    twos = fives = 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    return max(twos, fives)


def _trimmed(digits: str) -> str:
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def moment_text(moment: Moment) -> str:
    """Return a moment as an author writes it; without a time of day at midnight."""
    days, seconds = divmod(int(moment.seconds), _DAY)
    if not _number_of_day(1, 1, 1) <= days < _number_of_day(10_000, 1, 1):
        raise CalculationProblem("a date is out of the calendar", "dates go from year 1 to 9999")
    year, month, day = _date(days)
    clock = f"T{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}" if seconds else ""
    return f"{year:04}-{month:02}-{day:02}{clock}"


def quantity_text(value: Quantity | Moment) -> str:
    """Return a quantity as people write it: ``43.2 min``, ``99.9 %``, ``1 request``."""
    if isinstance(value, Moment):
        return moment_text(value)
    told = unit_text(value.unit, several=value.number != 1)
    return f"{number_text(value.number, exact=value.exact)} {told}".rstrip()
