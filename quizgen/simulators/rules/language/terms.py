"""Expressions as Python: the tree of a checked expression becomes nodes of `ast`, constants folded, loops written out.

No source text is ever made of names. What CEL and Python do otherwise is told in `docs/rules.md`.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from quizgen.simulators.api import ScenarioPath
from quizgen.simulators.kit.syntax import Node, loop
from quizgen.simulators.rules.language.values import BOOL, Scalar, Type, Value, of
from quizgen.simulators.rules.language.written import Mistake

LARGEST: Final = 2**53
"""No number may become greater than this on the way."""
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


@dataclass(frozen=True)
class Function:
    """An observation that is asked of actors.

    Attributes:
        table: what the functions are called together.
        answers: actors -> what it is for them.
        returns: what it can be.
    """

    table: str
    answers: Mapping[tuple[str, ...], Term]
    returns: Type


@dataclass(frozen=True)
class Scope:
    """What names stand for.

    Attributes:
        names: name -> what it is.
        tables: variable that each actor has -> actor -> what it is.
        functions: observation -> what it is.
        path: where the expression stands.
    """

    names: Mapping[str, Term]
    tables: Mapping[str, Mapping[str, Term]]
    functions: Mapping[str, Function]
    path: ScenarioPath = ()

    def at(self, path: ScenarioPath) -> Scope:
        """Return the same for an expression elsewhere."""
        return replace(self, path=path)

    def with_(self, more: Mapping[str, Term]) -> Scope:
        """Return the same with more names."""
        return replace(self, names={**self.names, **more})

    def term(self, node: Node) -> Term:
        """Return an expression as Python.

        Raises:
            Mistake: it cannot be what it is meant to be.
        """
        match node.kind:
            case "literal":
                return constant(node.value)
            case "name":
                return self._name(node)
            case "list":
                return self._list([self.term(each) for each in node.parts])
            case "loop":
                return self._loop(node)
            case "call":
                return self._call(node)
        raise self._mistake(node, "rules know no fields", "write `x[actor]`")

    def _mistake(self, node: Node, message: str, hint: str = "") -> Mistake:
        return Mistake(self.path, message, hint, node.offset)

    def _name(self, node: Node) -> Term:
        name = str(node.value)
        if name in self.names:
            return self.names[name]
        raise self._mistake(node, f"`{name}` is a variable of each actor", f"write `{name}[...]`")

    @staticmethod
    def _list(parts: Sequence[Term]) -> Term:
        element: Type | None = None
        for each in parts:
            element = element.joined(each.type) if element else each.type
        kind = Type("list", 0, len(parts), element=element)
        values = [each.value for each in parts if each.value is not None and not isinstance(each.value, tuple)]
        if len(values) == len(parts):
            return constant(tuple(values), kind)
        return Term(kind, ast.Tuple([each.node for each in parts], ast.Load()))

    def _call(self, node: Node) -> Term:
        name = str(node.value)
        if name == "_[_]":
            return self._at(node)
        parts = [self.term(each) for each in node.parts]
        if name in self.functions:
            return self._asked(self.functions[name], parts)
        if name in _LOGIC:
            return _LOGIC[name](*parts)
        if name in _ARITHMETIC and {each.type.kind for each in parts} == {"number"}:
            return self._number(node, parts)
        if name in _ON_LISTS and parts[0].type.kind == "list":
            return _ON_LISTS[name](*parts)
        return self._among(node, *parts) if name == "@in" else self._compared(node, parts)

    def _compared(self, node: Node, parts: Sequence[Term]) -> Term:
        name = str(node.value)
        if name not in _COMPARED:
            raise self._mistake(node, f"rules have no `{name.strip('_@')}`")
        if name in {"_==_", "_!=_"}:
            if not parts[0].type.meets(parts[1].type):
                told = f"`{node.parts[0]}` is never `{node.parts[1]}`"
                raise self._mistake(node, told, f"it can be {parts[0].type}")
        elif {each.type.kind for each in parts} != {"number"}:
            raise self._mistake(node, "only numbers can be less or more")
        if all(each.value is not None for each in parts):
            return constant(_PLAIN[name](*(each.value for each in parts)), BOOL)
        return Term(BOOL, ast.Compare(parts[0].node, [_COMPARED[name]()], [parts[1].node]))

    def _number(self, node: Node, parts: Sequence[Term]) -> Term:
        name, types = str(node.value), [each.type for each in parts]
        if name in {"_/_", "_%_"} and types[1].least <= 0 <= types[1].most:
            raise self._mistake(node, f"`{node.parts[1]}` may be 0, and nothing can be divided by that")
        if name == "_%_":
            furthest = max(abs(types[1].least), abs(types[1].most)) - 1
            ends = [-furthest if types[0].least < 0 else 0, furthest if types[0].most > 0 else 0]
        else:
            corners = [[each.least, each.most] for each in types]
            ends = [_PLAIN[name](*chosen) for chosen in _corners(corners)]
            if name == "_/_":  # the greatest is that by the smallest divisor
                ends += [-value for value in (types[0].least, types[0].most)] + [types[0].least, types[0].most]
        kind = Type("number", min(ends), max(ends))
        if max(-kind.least, kind.most) > LARGEST:
            raise self._mistake(node, f"`{node}` may become greater than {LARGEST:,}")
        if all(each.value is not None for each in parts):
            return constant(_PLAIN[name](*(each.value for each in parts)))
        nodes = [each.node for each in parts]
        if name in {"_/_", "_%_"}:
            return Term(kind, call("quotient" if name == "_/_" else "remainder", *nodes))
        if len(nodes) == 1:
            return Term(kind, ast.UnaryOp(ast.USub(), nodes[0]))
        return Term(kind, ast.BinOp(nodes[0], _ARITHMETIC[name](), nodes[1]))

    def _at(self, node: Node) -> Term:
        """Return what one actor has of a variable, or an element of a list."""
        whole, index = node.parts[0], self.term(node.parts[1])
        table = self.tables.get(str(whole.value)) if whole.kind == "name" else None
        if table is None:
            among = self.term(whole)
            if among.type.kind != "list" or among.type.element is None:
                raise self._mistake(node, f"`{whole}` is no list, and no variable of actors")
            if index.type.least < 0:
                raise self._mistake(node, f"`{node.parts[1]}` may be less than 0")
            return Term(among.type.element, ast.Subscript(among.node, index.node, ast.Load()))
        if isinstance(index.value, str) and index.value in table:
            return table[index.value]
        kind = _narrow(list(table.values())).type
        if not index.type.words & table.keys():
            hint = f"it can be {', '.join(table)}"
            raise self._mistake(node.parts[1], f"`{whole}` has nothing for `{node.parts[1]}`", hint)
        entries = ast.Dict([ast.Constant(each) for each in table], [each.node for each in table.values()])
        return Term(kind, ast.Subscript(entries, index.node, ast.Load()))

    @staticmethod
    def _asked(function: Function, parts: Sequence[Term]) -> Term:
        key = tuple(str(each.value) for each in parts)
        if all(each.value is not None for each in parts):
            return function.answers[key]
        nodes: list[ast.expr] = [each.node for each in parts]
        chosen = ast.Subscript(ast.Name(function.table, ast.Load()), ast.Tuple(nodes, ast.Load()), ast.Load())
        return Term(function.returns, ast.Call(chosen, [ast.Name(STATE, ast.Load())], []))

    def _among(self, node: Node, one: Term, many: Term) -> Term:
        if many.type.element is not None and not one.type.meets(many.type.element):
            raise self._mistake(node, f"`{node.parts[0]}` is never in `{node.parts[1]}`", f"it can be {one.type}")
        if one.value is not None and isinstance(many.value, tuple):
            return constant(one.value in many.value, BOOL)
        return Term(BOOL, ast.Compare(one.node, [ast.In()], [many.node]))

    def _loop(self, node: Node) -> Term:
        found = loop(node)
        if found is None:
            raise self._mistake(node, "rules have no such loop", "there are all, exists, exists_one, map and filter")
        among = self.term(found.among)
        element = among.type.element
        if among.type.kind != "list" or element is None:
            raise self._mistake(node, f"`{found.among}` is no list")
        if isinstance(among.value, tuple):
            each = [constant(value, element) for value in among.value]
            return self._written_out(
                found.what, [(one, self.with_({found.variable: one}).term(found.asked)) for one in each]
            )
        bound = Term(element, ast.Name(f"each_{found.variable}", ast.Load()))
        asked = self.with_({found.variable: bound}).term(found.asked)
        return _over_list(found.what, bound, among, asked)

    def _written_out(self, what: str, asked: Sequence[tuple[Term, Term]]) -> Term:
        """Return a loop over what is known."""
        if what in {"all", "exists"}:
            return joined(*(answer for _, answer in asked), conjunction=what == "all")
        if what == "map":
            return self._list([answer for _, answer in asked])
        if what == "exists_one":
            total = self._list([answer for _, answer in asked])
            return Term(BOOL, ast.Compare(call("sum", total.node), [ast.Eq()], [ast.Constant(1)]))
        lists = [ast.IfExp(answer.node, ast.Tuple([one.node], ast.Load()), constants(())) for one, answer in asked]
        kept: ast.expr = constants(())
        for each in lists:
            kept = ast.BinOp(kept, ast.Add(), each)
        return Term(self._list([one for one, _ in asked]).type, kept)


def _corners(ends: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
    if len(ends) == 1:
        return [(end,) for end in ends[0]]
    return [(a, b) for a in ends[0] for b in ends[1] if b or ends[1] != [0, 0]]


def _narrow(parts: Sequence[Term]) -> Term:
    """Return one that can be whatever any of them can be."""
    kind = parts[0].type
    for each in parts[1:]:
        kind = kind.joined(each.type)
    return Term(kind, parts[0].node)


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


def _over_list(what: str, bound: Term, among: Term, asked: Term) -> Term:
    """Return a loop over a list that is not known before."""
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


_COMPARED: Final[Mapping[str, type[ast.cmpop]]] = {
    "_==_": ast.Eq,
    "_!=_": ast.NotEq,
    "_<_": ast.Lt,
    "_<=_": ast.LtE,
    "_>_": ast.Gt,
    "_>=_": ast.GtE,
}
_ARITHMETIC: Final[Mapping[str, Any]] = {
    "_+_": ast.Add,
    "_-_": ast.Sub,
    "_*_": ast.Mult,
    "-_": ast.USub,
    "_/_": None,
    "_%_": None,
}
_ON_LISTS: Final[Mapping[str, Callable[..., Term]]] = {"_+_": _plus, "size": _size, "rest": _rest, "without": _without}
_LOGIC: Final[Mapping[str, Callable[..., Term]]] = {
    "_?_:_": choice,
    "_&&_": partial(joined, conjunction=True),
    "_||_": partial(joined, conjunction=False),
    "!_": opposite,
}
_PLAIN: Final[Mapping[str, Callable[..., Any]]] = {
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
