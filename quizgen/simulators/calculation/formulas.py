"""Formulas: parsed to a tree that can do nothing but calculate, and shown as people write them.

The syntax is that of Python's expressions, of which Python's own parser makes a tree. What is not arithmetic is
refused, and nothing is ever run as code. Numbers keep the digits that are written.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

from quizgen.simulators.calculation.problems import CalculationProblem

LONGEST: Final = 500
"""Characters of a formula."""
MOST_PARTS: Final = 200
"""Numbers, names and operations of a formula."""

_OPERATORS: Final[dict[type[ast.AST], str]] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
    ast.Mod: "%",
    ast.FloorDiv: "//",
    ast.USub: "negative",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
_SIGNS: Final = {
    "*": "\N{MULTIPLICATION SIGN}",
    "-": "\N{MINUS SIGN}",
    "<=": "\N{LESS-THAN OR EQUAL TO}",
    ">=": "\N{GREATER-THAN OR EQUAL TO}",
    "==": "=",
    "!=": "\N{NOT EQUAL TO}",
    "%": "mod",
    "//": "div",
}
_BINDING: Final = {
    "if": 0,
    **dict.fromkeys(("<", "<=", ">", ">=", "==", "!="), 1),
    **dict.fromkeys("+-", 2),
    **dict.fromkeys(("*", "/", "//", "%"), 3),
    "negative": 4,
    "**": 5,
}
"""How tightly operations bind: looser ones need brackets within tighter ones."""
_TIGHTEST: Final = 6
_DIGITS: Final = re.compile(r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")


@dataclass(frozen=True)
class Number:
    """A number as it is written.

    Attributes:
        value: the number.
        text: its digits.
    """

    value: Fraction
    text: str


@dataclass(frozen=True)
class Written:
    """A quantity, a date or a word in quotes: ``'1 h'``.

    Attributes:
        text: what stands between the quotes.
    """

    text: str


@dataclass(frozen=True)
class Name:
    """A quantity or a step, by its name."""

    name: str


@dataclass(frozen=True)
class Apply:
    """An operation or a function, of what it is applied to.

    Attributes:
        function: ``+``, ``negative``, ``if``, ``sum`` and so on.
        arguments: in order; of ``if`` the condition, then both values.
    """

    function: str
    arguments: tuple[Formula, ...]


Formula = Number | Written | Name | Apply


@lru_cache(4096)
def parse(text: str) -> Formula:
    """Return a formula as a tree.

    Raises:
        CalculationProblem: it is not well formed, too long, or holds what is no arithmetic.
    """
    if len(text) > LONGEST:
        raise CalculationProblem(f"the formula has more than {LONGEST} characters", "split it into steps")
    try:
        tree = ast.parse(text.strip(), mode="eval")
        if sum(1 for _ in ast.walk(tree)) > 3 * MOST_PARTS:
            raise CalculationProblem("the formula is too long", "split it into steps")
        return _formula(tree.body, text.strip())
    except SyntaxError as problem:
        where = f" (column {problem.offset})" if problem.offset else ""
        raise CalculationProblem(f"the formula `{text}` is not well formed{where}", _written_otherwise(text)) from None
    except (RecursionError, MemoryError, ValueError) as problem:
        if isinstance(problem, CalculationProblem):
            raise
        raise CalculationProblem("the formula nests too deep", "split it into steps") from None


def _written_otherwise(text: str) -> str:
    if re.search(r"[0-9]\s*(?:%|[A-Za-z])", text):
        return "a quantity with its unit stands in quotes: `window / '1 h'`"
    return "write names, numbers, + - * / ** and functions such as `sum(a, b)`"


def _formula(node: ast.expr, text: str) -> Formula:
    function, *operands = _applied(node)
    if function:
        return Apply(function, tuple(_formula(each, text) for each in operands if isinstance(each, ast.expr)))
    match node:
        case ast.Constant(value=str(written)):
            return Written(written)
        case ast.Constant():
            digits = (ast.get_source_segment(text, node) or "").replace("_", "")
            if _DIGITS.fullmatch(digits):
                return Number(Fraction(digits), digits)
        case ast.Name(id=name):
            return Name(name)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _formula(operand, text)
    raise _refused(node, text)


def _applied(node: ast.expr) -> tuple[Any, ...]:
    """Return the function or operation that a node is, and what it is applied to; an empty name if it is none."""
    match node:
        case ast.UnaryOp(op=operator, operand=operand):
            return _OPERATORS.get(type(operator), ""), operand
        case ast.BinOp(left=left, op=operator, right=right):
            return _OPERATORS.get(type(operator), ""), left, right
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            return _OPERATORS.get(type(operator), ""), left, right
        case ast.IfExp(test=test, body=body, orelse=other):
            return "if", test, body, other
        case ast.Call(func=ast.Name(id=function), args=arguments, keywords=[]):
            return function, *arguments
    return ("",)


def _refused(node: ast.expr, text: str) -> CalculationProblem:
    part = ast.get_source_segment(text, node) or text
    hint = "write names, numbers, + - * / // % **, comparisons, `a if c else b` and functions such as `sum(a, b)`"
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitXor):
        hint = "a power is written `**`: `2 ** n`"
    return CalculationProblem(f"`{part[:60]}` is no arithmetic (column {node.col_offset + 1} of the formula)", hint)


def parts(formula: Formula) -> Iterator[Formula]:
    """Yield a formula and all that it consists of."""
    yield formula
    for argument in formula.arguments if isinstance(formula, Apply) else ():
        yield from parts(argument)


def names(formula: Formula) -> tuple[str, ...]:
    """Return the names in a formula, each once, in order."""
    return tuple(dict.fromkeys(part.name for part in parts(formula) if isinstance(part, Name)))


def shown(formula: Formula, named: Callable[[str], str]) -> str:
    """Return a formula as people write it, with signs for its operations.

    Args:
        formula: the tree.
        named: what stands for a name.
    """
    match formula:
        case Number(_, text) | Written(text):
            return text
        case Name(name):
            return named(name)
        case Apply(function, arguments) if function in _BINDING:
            return _operation(function, arguments, named)
        case Apply(function, arguments):
            return f"{function.replace('_', ' ')}({', '.join(shown(each, named) for each in arguments)})"


def _operation(function: str, arguments: tuple[Formula, ...], named: Callable[[str], str]) -> str:
    level, (one, *others) = _BINDING[function], arguments
    if function == "negative":
        return f"{_SIGNS['-']}{_within(one, level, named)}"
    if function == "if":
        chosen, other = others
        return f"{_within(chosen, 1, named)} if {_within(one, 1, named)}, else {_within(other, 0, named)}"
    if function == "**":
        return f"{_within(one, _TIGHTEST, named)}^{_within(others[0], _TIGHTEST, named)}"
    right = _within(others[0], _TIGHTEST if function in "/%//" else level + 1, named)
    return f"{_within(one, level, named)} {_SIGNS.get(function, function)} {right}"


def _within(formula: Formula, level: int, named: Callable[[str], str]) -> str:
    told = shown(formula, named)
    spaced = isinstance(formula, Name | Written) and level == _TIGHTEST and " " in told
    tight = _BINDING.get(formula.function, _TIGHTEST) if isinstance(formula, Apply) else _TIGHTEST
    return f"({told})" if tight < level or spaced else told
