"""Expressions as nodes of Python's `ast`, with what their values can be; constants are folded.

No source text is ever made of names.
"""

from __future__ import annotations

import ast
from copy import deepcopy
from dataclasses import dataclass
from typing import Final

from quizgen.simulators.rules.language.values import BOOL, Type, Value, of

STATE: Final = "s"
"""What a state is called in what is compiled; its parts are called `part`."""


@dataclass(frozen=True)
class Term:
    """An expression.

    Attributes:
        type: what its value can be.
        node: as Python.
        value: its value, if it is the same in every state; otherwise None.
    """

    type: Type
    node: ast.expr
    value: Value | None = None


def constant(value: Value, among: Type | None = None) -> Term:
    """Return a constant, and what it could have been elsewhere."""
    return Term(among or of(value), constants(value), value)


def constants(value: Value | frozenset[str]) -> ast.expr:
    """Return a constant node; the interpreter takes tuples and sets of constants as well."""
    return ast.Constant(value)  # type: ignore[arg-type]


def part(slot: int) -> str:
    """Return the name of a part of a state."""
    return f"v{slot}"


def of_slot(slot: int, kind: Type) -> Term:
    """Return what stands in a state."""
    return Term(kind, ast.Name(part(slot), ast.Load()))


def call(function: str, *arguments: ast.expr) -> ast.expr:
    """Return a call of a function by its name."""
    return ast.Call(ast.Name(function, ast.Load()), list(arguments), [])


def equal(one: Term, other: Term) -> Term:
    """Return whether two have the same value."""
    if one.value is not None and other.value is not None:
        return constant(one.value == other.value, BOOL)
    return Term(BOOL, ast.Compare(one.node, [ast.Eq()], [other.node]))


def opposite(one: Term) -> Term:
    """Return whether something is false."""
    return Term(BOOL, ast.UnaryOp(ast.Not(), one.node)) if one.value is None else constant(not one.value, BOOL)


def choice(condition: Term, then: Term, otherwise: Term) -> Term:
    """Return one or the other."""
    if condition.value is not None:
        return then if condition.value else otherwise
    return Term(then.type.joined(otherwise.type), ast.IfExp(condition.node, then.node, otherwise.node))


def joined(*parts: Term, conjunction: bool) -> Term:
    """Return a conjunction or disjunction, without what says nothing."""
    if any(each.value is (not conjunction) for each in parts):
        return constant(not conjunction, BOOL)
    told = [each.node for each in parts if each.value is None]
    if not told:
        return constant(conjunction, BOOL)
    return Term(BOOL, ast.BoolOp(ast.And() if conjunction else ast.Or(), told) if len(told) > 1 else told[0])


class _InState(ast.NodeTransformer):
    """Takes parts out of the state: what is looked up in a function of its own would be slow otherwise."""

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id[0] == "v" and node.id[1:].isdecimal():
            return ast.Subscript(ast.Name(STATE, ast.Load()), ast.Constant(int(node.id[1:])), ast.Load())
        return node


def in_state(node: ast.expr) -> ast.expr:
    """Return an expression that takes the parts of the state out of it."""
    found: ast.expr = _InState().visit(deepcopy(node))
    return found
