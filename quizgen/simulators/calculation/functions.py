"""What formulas can do with quantities. Everything is exact, but for roots, powers and logarithms that are not."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from decimal import Context, Decimal, DecimalException
from fractions import Fraction
from functools import cmp_to_key
from itertools import zip_longest
from typing import Final

from quizgen.simulators.calculation.problems import CalculationProblem
from quizgen.simulators.calculation.quantities import (
    MAX_BITS,
    ONE,
    Moment,
    Quantity,
    Unit,
    alike,
    converted,
    reduced,
    times,
    unit_text,
)

Value = Quantity | Moment | bool | str | tuple["Value", ...]

MOST_COUNTED: Final = 1_000
"""What factorials, choices and powers are taken of is no greater."""
_PRECISE: Final = Context(prec=50)
_SECOND: Final[Unit] = (("second", Fraction(1)),)
_SECONDS_OF_A_DAY: Final = 86_400


def _number(one: Value, what: str) -> Quantity:
    if not isinstance(one, Quantity):
        kind = {Moment: "a date", bool: "true or false", tuple: "a list"}.get(type(one), "text")
        raise CalculationProblem(f"{what} takes numbers, not {kind}")
    return one


def _plain(one: Value, what: str) -> Fraction:
    found = _number(one, what)
    if not alike(found.unit, ONE):
        raise CalculationProblem(f"{what} takes a plain number, not one of `{unit_text(found.unit)}`", "divide first")
    return converted(found, ONE).number


def _whole(one: Value, what: str) -> int:
    found = _plain(one, what)
    if found.denominator != 1 or not 0 <= found <= MOST_COUNTED:
        raise CalculationProblem(f"{what} takes a whole number from 0 to {MOST_COUNTED:,}, not {found}")
    return int(found)


def _same_kind(one: Quantity, other: Quantity, doing: str) -> Quantity:
    """Return the second in the unit of the first."""
    if not alike(one.unit, other.unit):
        kinds = " and ".join(f"`{unit_text(each.unit)}`" if each.unit else "a plain number" for each in (one, other))
        raise CalculationProblem(f"{doing} {kinds} makes no sense: they are of different kinds", "check the formula")
    return converted(other, one.unit)


def add(one: Value, other: Value) -> Value:
    """Return a sum; of a date and a duration, a date."""
    if isinstance(one, Moment) or isinstance(other, Moment):
        moment, duration = (one, other) if isinstance(one, Moment) else (other, one)
        if isinstance(moment, Moment) and isinstance(duration, Quantity):
            return Moment(moment.seconds + _same_kind(Quantity(Fraction(1), _SECOND), duration, "adding").number)
        raise CalculationProblem("two dates cannot be added", "add a duration, such as `'30 d'`")
    left, right = _number(one, "+"), _number(other, "+")
    return _joined(left, _same_kind(left, right, "adding"), lambda a, b: a + b)


def subtract(one: Value, other: Value) -> Value:
    """Return a difference; of two dates, a duration in days."""
    if isinstance(one, Moment) and isinstance(other, Moment):
        return Quantity((one.seconds - other.seconds) / _SECONDS_OF_A_DAY, (("day", Fraction(1)),))
    if isinstance(one, Moment) and isinstance(other, Quantity):
        return add(one, negative(other))
    left, right = _number(one, "-"), _number(other, "-")
    return _joined(left, _same_kind(left, right, "subtracting"), lambda a, b: a - b)


def _joined(one: Quantity, other: Quantity, join: Callable[[Fraction, Fraction], Fraction]) -> Quantity:
    return Quantity(join(one.number, other.number), one.unit, one.exact and other.exact)


def multiply(one: Value, other: Value) -> Value:
    """Return a product."""
    left, right = _number(one, "*"), _number(other, "*")
    return reduced(Quantity(left.number * right.number, times(left.unit, right.unit), left.exact and right.exact))


def divide(one: Value, other: Value) -> Value:
    """Return a quotient."""
    left, right = _number(one, "/"), _number(other, "/")
    if right.number == 0:
        raise CalculationProblem("it divides by zero", "exclude this case, or correct the quantities")
    quotient = Quantity(left.number / right.number, times(left.unit, right.unit, -1), left.exact and right.exact)
    return reduced(quotient)


def whole_quotient(one: Value, other: Value) -> Value:
    """Return how often one goes into another, rounded down."""
    return floor(divide(one, other))


def remainder(one: Value, other: Value) -> Value:
    """Return what is left of a division with a whole result."""
    return subtract(one, multiply(whole_quotient(one, other), other))


def negative(one: Value) -> Value:
    """Return the same with the other sign."""
    found = _number(one, "-")
    return Quantity(-found.number, found.unit, found.exact)


def power(one: Value, other: Value) -> Value:
    """Return a power. It is exact if the exponent is a whole number."""
    left, exponent = _number(one, "**"), _plain(other, "an exponent")
    if abs(exponent) > MOST_COUNTED:
        raise CalculationProblem(f"an exponent is at most {MOST_COUNTED:,}")
    if exponent.denominator == 1:
        if left.number == 0 and exponent < 0:
            raise CalculationProblem("it divides by zero: a negative power of nought")
        if max(left.number.numerator.bit_length(), left.number.denominator.bit_length()) * abs(exponent) > MAX_BITS:
            raise CalculationProblem("a power gets too large to be calculated exactly", "use smaller numbers")
        return reduced(Quantity(left.number**exponent.numerator, times(ONE, left.unit, exponent), left.exact))
    base = converted(left, ONE) if alike(left.unit, ONE) else left
    if base.number < 0:
        raise CalculationProblem("a root of a negative number is no number")
    return Quantity(_root(base.number, exponent), times(ONE, base.unit, exponent), exact=False)


def root(one: Value) -> Value:
    """Return a square root, exact where it is a fraction."""
    found = _number(one, "sqrt")
    if found.number < 0:
        raise CalculationProblem("a root of a negative number is no number")
    above, below = math.isqrt(found.number.numerator), math.isqrt(found.number.denominator)
    if Fraction(above * above, below * below) == found.number:
        return Quantity(Fraction(above, below), times(ONE, found.unit, Fraction(1, 2)), found.exact)
    return power(found, Quantity(Fraction(1, 2)))


def _root(number: Fraction, exponent: Fraction) -> Fraction:
    return _inexact(lambda: _PRECISE.power(_decimal(number), _decimal(exponent)))


def _decimal(number: Fraction) -> Decimal:
    return _PRECISE.divide(Decimal(number.numerator), Decimal(number.denominator))


def _inexact(calculate: Callable[[], Decimal]) -> Fraction:
    try:
        return Fraction(calculate())
    except (DecimalException, OverflowError, ValueError):
        raise CalculationProblem("the result is too large, or no number") from None


def logarithm(one: Value, *bases: Value) -> Value:
    """Return a logarithm to a base; the natural one without."""
    if len(bases) > 1:
        raise CalculationProblem("`log` takes a number and a base")
    number = _plain(one, "a logarithm")
    base = _plain(bases[0], "the base of a logarithm") if bases else None
    if number <= 0 or (base is not None and (base <= 0 or base == 1)):
        raise CalculationProblem("only positive numbers have a logarithm, to a positive base that is not 1")
    if base is not None and (whole := _exact_logarithm(number, base)) is not None:
        return Quantity(Fraction(whole))
    natural = _PRECISE.ln(_decimal(number))
    return Quantity(Fraction(natural if base is None else natural / _PRECISE.ln(_decimal(base))), exact=number == 1)


def _exact_logarithm(number: Fraction, base: Fraction) -> int | None:
    """Return the whole number that is the logarithm; None if it is none."""
    guess = round(math.log(number) / math.log(base)) if 0 < float(number) < float("inf") else MOST_COUNTED + 1
    return guess if abs(guess) <= MOST_COUNTED and base**guess == number else None


def exponential(one: Value) -> Value:
    """Return e to the power of a number."""
    number = _plain(one, "exp")
    return Quantity(_inexact(lambda: _PRECISE.exp(_decimal(number))) if number else Fraction(1), exact=not number)


def floor(one: Value) -> Value:
    """Return a number rounded down to a whole one of its unit."""
    found = _number(one, "floor")
    return Quantity(Fraction(math.floor(found.number)), found.unit, found.exact)


def ceiling(one: Value) -> Value:
    """Return a number rounded up to a whole one of its unit."""
    found = _number(one, "ceil")
    return Quantity(Fraction(math.ceil(found.number)), found.unit, found.exact)


def rounded(one: Value, *decimals: Value) -> Value:
    """Return a number rounded to so many decimals, halves away from nought."""
    found = _number(one, "round")
    if len(decimals) > 1:
        raise CalculationProblem("`round` takes a number and how many decimals")
    scale = 10 ** (_whole(decimals[0], "`round`") if decimals else 0)
    nearest = math.floor(abs(found.number) * scale + Fraction(1, 2))
    return Quantity(Fraction(nearest if found.number >= 0 else -nearest, scale), found.unit)


def absolute(one: Value) -> Value:
    """Return a number without its sign."""
    found = _number(one, "abs")
    return Quantity(abs(found.number), found.unit, found.exact)


# --- lists


def listed(arguments: tuple[Value, ...], what: str) -> tuple[Value, ...]:
    """Return the values that a function of many takes: those of the list that it is given, or its arguments."""
    found = arguments[0] if len(arguments) == 1 and isinstance(arguments[0], tuple) else arguments
    if not found:
        raise CalculationProblem(f"`{what}` of nothing has no value")
    return found


def total(*arguments: Value) -> Value:
    """Return the sum of a list, or of several values."""
    first, *others = listed(arguments, "sum")
    for other in others:
        first = add(first, other)
    return first


def product(*arguments: Value) -> Value:
    """Return the product of a list, or of several values."""
    first, *others = listed(arguments, "product")
    for other in others:
        first = multiply(first, other)
    return first


def count(*arguments: Value) -> Value:
    """Return how many values there are."""
    return Quantity(Fraction(len(listed(arguments, "count"))))


def mean(*arguments: Value) -> Value:
    """Return the arithmetic mean."""
    return divide(total(*arguments), count(*arguments))


def _sorted(arguments: tuple[Value, ...], what: str) -> list[Quantity]:
    found = [_number(one, what) for one in listed(arguments, what)]
    same = [_same_kind(found[0], one, "comparing") for one in found]
    return sorted(same, key=lambda one: one.number)


def least(*arguments: Value) -> Value:
    """Return the smallest, in its own unit."""
    return min(listed(arguments, "min"), key=cmp_to_key(_order))


def greatest(*arguments: Value) -> Value:
    """Return the greatest, in its own unit."""
    return max(listed(arguments, "max"), key=cmp_to_key(_order))


def _order(one: Value, other: Value) -> int:
    difference = compared(one, other)
    return (difference > 0) - (difference < 0)


def median(*arguments: Value) -> Value:
    """Return the one in the middle, or the mean of the two."""
    ranked = _sorted(arguments, "median")
    return mean(ranked[(len(ranked) - 1) // 2], ranked[len(ranked) // 2])


def percentile(values: Value, share: Value, method: Value = "") -> Value:
    """Return a percentile: ``percentile(latencies, 95, 'nearest-rank')`` or ``'linear'``.

    The nearest rank is the smallest value that at least so many percent do not exceed. Linear is what spreadsheets and
    NumPy usually do: between two ranks, in proportion (Hyndman and Fan, "Sample Quantiles in Statistical Packages",
    1996, definitions 1 and 7).
    """
    ranked = _sorted((values,), "percentile")
    wanted = _number(share, "a percentile")
    part = _plain(wanted, "a percentile") / (1 if wanted.unit else 100)
    if not 0 <= part <= 1:
        raise CalculationProblem("a percentile is from 0 to 100")
    if method == "nearest-rank":
        return ranked[max(math.ceil(part * len(ranked)), 1) - 1]
    if method == "linear":
        place = part * (len(ranked) - 1)
        low = ranked[math.floor(place)]
        return _joined(low, ranked[math.ceil(place)], lambda a, b: a + (b - a) * (place - math.floor(place)))
    hint = "name it: `percentile(latencies, 95, 'nearest-rank')` or `'linear'`"
    raise CalculationProblem("a percentile depends on the method", hint)


# --- combinatorics


def factorial(one: Value) -> Value:
    """Return in how many orders so many things can stand."""
    return Quantity(Fraction(math.factorial(_whole(one, "factorial"))))


def choose(one: Value, other: Value) -> Value:
    """Return how many groups of so many there are among so many."""
    return Quantity(Fraction(math.comb(_whole(one, "choose"), _whole(other, "choose"))))


def arrangements(one: Value, other: Value) -> Value:
    """Return how many ordered rows of so many there are among so many."""
    return Quantity(Fraction(math.perm(_whole(one, "permutations"), _whole(other, "permutations"))))


# --- comparisons


def compared(one: Value, other: Value) -> Fraction:
    """Return by how much a value exceeds another; negative if it falls short."""
    if isinstance(one, Moment) and isinstance(other, Moment):
        return one.seconds - other.seconds
    left, right = _number(one, "a comparison"), _number(other, "a comparison")
    difference = left.number - _same_kind(left, right, "comparing").number
    near = not (left.exact and right.exact) and abs(difference) <= abs(left.number) * Fraction(1, 10**30)
    return Fraction(0) if near else difference


def over_lists(function: Callable[..., Value], arguments: tuple[Value, ...]) -> Value:
    """Return what an operation gives of each value of lists of one length; what is no list goes with all of them."""
    lengths = {len(one) for one in arguments if isinstance(one, tuple)}
    if not lengths:
        return function(*arguments)
    if len(lengths) > 1:
        raise CalculationProblem(f"lists of {' and '.join(map(str, sorted(lengths)))} values do not go together")
    rows = ([*one] if isinstance(one, tuple) else [one] * max(lengths) for one in arguments)
    return tuple(function(*row) for row in zip_longest(*rows))


ELEMENTWISE: Final[Mapping[str, Callable[..., Value]]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "//": whole_quotient,
    "%": remainder,
    "**": power,
    "negative": negative,
    "sqrt": root,
    "log": logarithm,
    "ln": logarithm,
    "log2": lambda one: logarithm(one, Quantity(Fraction(2))),
    "log10": lambda one: logarithm(one, Quantity(Fraction(10))),
    "exp": exponential,
    "floor": floor,
    "ceil": ceiling,
    "round": rounded,
    "abs": absolute,
    "factorial": factorial,
    "choose": choose,
    "permutations": arrangements,
    "<": lambda one, other: compared(one, other) < 0,
    "<=": lambda one, other: compared(one, other) <= 0,
    ">": lambda one, other: compared(one, other) > 0,
    ">=": lambda one, other: compared(one, other) >= 0,
    "==": lambda one, other: compared(one, other) == 0,
    "!=": lambda one, other: compared(one, other) != 0,
}
"""Operations and functions of single values; of lists, they are done to each."""

OF_LISTS: Final[Mapping[str, Callable[..., Value]]] = {
    "sum": total,
    "product": product,
    "count": count,
    "mean": mean,
    "median": median,
    "min": least,
    "max": greatest,
    "percentile": percentile,
}
"""Functions of lists, or of several values."""
