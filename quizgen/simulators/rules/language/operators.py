"""What can be done with values: the operators and functions of CEL that rules have, as Python."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from quizgen.simulators.rules.language.terms import Term, call, choice, constant, in_state, joined, opposite
from quizgen.simulators.rules.language.values import BOOL, Scalar, Type

LARGEST: Final = 2**53
"""No number may become greater than this on the way."""


def reach(name: str, types: Sequence[Type]) -> Type:
    """Return what a sum, a difference, a product, a quotient or a remainder of such numbers can be."""
    if name == "_%_":
        furthest = max(abs(types[1].least), abs(types[1].most)) - 1
        return Type("number", -furthest if types[0].least < 0 else 0, furthest if types[0].most > 0 else 0)
    ends = [PLAIN[name](*chosen) for chosen in _corners([[each.least, each.most] for each in types])]
    if name == "_/_":  # the greatest is that by the smallest divisor
        ends += [-value for value in (types[0].least, types[0].most)] + [types[0].least, types[0].most]
    return Type("number", min(ends), max(ends))


def _corners(ends: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
    if len(ends) == 1:
        return [(end,) for end in ends[0]]
    return [(a, b) for a in ends[0] for b in ends[1] if b or ends[1] != [0, 0]]


def over_list(what: str, bound: Term, among: Term, asked: Term) -> Term:
    """Return a loop over a list that is not known before.

    Args:
        what: all, exists, exists_one, map or filter.
        bound: what the loop's variable is called.
        among: the list.
        asked: of each element.
    """
    name = ast.Name(bound.node.id if isinstance(bound.node, ast.Name) else "", ast.Store())
    made: ast.expr = bound.node if what == "filter" else asked.node
    conditions = [in_state(asked.node)] if what == "filter" else []
    each = ast.comprehension(name, among.node, conditions, 0)
    generator = ast.GeneratorExp(in_state(made), [each])
    if what in {"all", "exists"}:
        return Term(BOOL, call("all" if what == "all" else "any", generator))
    if what == "exists_one":
        return Term(BOOL, ast.Compare(call("sum", generator), [ast.Eq()], [ast.Constant(1)]))
    element = bound.type if what == "filter" else asked.type
    return Term(replace(among.type, element=element), call("tuple", generator))


def quotient(a: int, b: int) -> int:
    """Divide as CEL does, towards 0."""
    return abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)


def remainder(a: int, b: int) -> int:
    """Return what is left of a division towards 0."""
    return a - b * quotient(a, b)


def _plus(a: Term, b: Term) -> Term:
    return Term(
        replace(a.type.joined(b.type), least=0, most=a.type.most + b.type.most), ast.BinOp(a.node, ast.Add(), b.node)
    )


def _size(a: Term) -> Term:
    if isinstance(a.value, tuple):
        return constant(len(a.value))
    return Term(Type("number", 0, a.type.most), call("len", a.node))


def _rest(a: Term) -> Term:
    tail = ast.Subscript(a.node, ast.Slice(ast.Constant(1)), ast.Load())
    return Term(a.type, tail)


def _without(a: Term, b: Term) -> Term:
    return Term(a.type, call("without", a.node, b.node))


def without(many: tuple[Scalar, ...], one: Scalar) -> tuple[Scalar, ...]:
    """Return a list without all that is equal to something."""
    return tuple(each for each in many if each != one)


COMPARED: Final[Mapping[str, type[ast.cmpop]]] = {
    "_==_": ast.Eq,
    "_!=_": ast.NotEq,
    "_<_": ast.Lt,
    "_<=_": ast.LtE,
    "_>_": ast.Gt,
    "_>=_": ast.GtE,
}
ARITHMETIC: Final[Mapping[str, Any]] = {
    "_+_": ast.Add,
    "_-_": ast.Sub,
    "_*_": ast.Mult,
    "-_": ast.USub,
    "_/_": None,
    "_%_": None,
}
ON_LISTS: Final[Mapping[str, Callable[..., Term]]] = {"_+_": _plus, "size": _size, "rest": _rest, "without": _without}
LOGIC: Final[Mapping[str, Callable[..., Term]]] = {
    "_?_:_": choice,
    "_&&_": partial(joined, conjunction=True),
    "_||_": partial(joined, conjunction=False),
    "!_": opposite,
}
PLAIN: Final[Mapping[str, Callable[..., Any]]] = {
    "_==_": operator.eq,
    "_!=_": operator.ne,
    "_<_": operator.lt,
    "_<=_": operator.le,
    "_>_": operator.gt,
    "_>=_": operator.ge,
    "_+_": operator.add,
    "_-_": operator.sub,
    "_*_": operator.mul,
    "-_": operator.neg,
    "_/_": quotient,
    "_%_": remainder,
}
RUNTIME: Final[Mapping[str, Callable[..., Any]]] = {
    "quotient": quotient,
    "remainder": remainder,
    "without": without,
    "enumerate": enumerate,
    "len": len,
    "sum": sum,
    "all": all,
    "any": any,
    "tuple": tuple,
    "sorted": sorted,
}
"""What compiled expressions can call; nothing else is there."""
