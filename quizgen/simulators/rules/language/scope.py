"""What names stand for, and expressions made of them: checked trees become terms, loops over what is known written out.

What CEL and Python do otherwise is told in `docs/rules.md`.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from quizgen.simulators.api import ScenarioPath
from quizgen.simulators.kit.syntax import Node, loop
from quizgen.simulators.rules.language.operators import (
    ARITHMETIC,
    COMPARED,
    LARGEST,
    LOGIC,
    ON_LISTS,
    PLAIN,
    over_list,
    reach,
)
from quizgen.simulators.rules.language.terms import STATE, Term, call, constant, constants, joined
from quizgen.simulators.rules.language.values import BOOL, Type
from quizgen.simulators.rules.language.written import Mistake


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
        if name in LOGIC:
            return LOGIC[name](*parts)
        if name in ARITHMETIC and {each.type.kind for each in parts} == {"number"}:
            return self._number(node, parts)
        if name in ON_LISTS and parts[0].type.kind == "list":
            return ON_LISTS[name](*parts)
        return self._among(node, *parts) if name == "@in" else self._compared(node, parts)

    def _compared(self, node: Node, parts: Sequence[Term]) -> Term:
        name = str(node.value)
        if name not in COMPARED:
            raise self._mistake(node, f"rules have no `{name.strip('_@')}`")
        if name in {"_==_", "_!=_"}:
            if not parts[0].type.meets(parts[1].type):
                told = f"`{node.parts[0]}` is never `{node.parts[1]}`"
                raise self._mistake(node, told, f"it can be {parts[0].type}")
        elif {each.type.kind for each in parts} != {"number"}:
            raise self._mistake(node, "only numbers can be less or more")
        if all(each.value is not None for each in parts):
            return constant(PLAIN[name](*(each.value for each in parts)), BOOL)
        return Term(BOOL, ast.Compare(parts[0].node, [COMPARED[name]()], [parts[1].node]))

    def _number(self, node: Node, parts: Sequence[Term]) -> Term:
        name, types = str(node.value), [each.type for each in parts]
        if name in {"_/_", "_%_"} and types[1].least <= 0 <= types[1].most:
            raise self._mistake(node, f"`{node.parts[1]}` may be 0, and nothing can be divided by that")
        kind = reach(name, types)
        if max(-kind.least, kind.most) > LARGEST:
            raise self._mistake(node, f"`{node}` may become greater than {LARGEST:,}")
        if all(each.value is not None for each in parts):
            return constant(PLAIN[name](*(each.value for each in parts)))
        nodes = [each.node for each in parts]
        if name in {"_/_", "_%_"}:
            return Term(kind, call("quotient" if name == "_/_" else "remainder", *nodes))
        if len(nodes) == 1:
            return Term(kind, ast.UnaryOp(ast.USub(), nodes[0]))
        return Term(kind, ast.BinOp(nodes[0], ARITHMETIC[name](), nodes[1]))

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
        return over_list(found.what, bound, among, asked)

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


def _narrow(parts: Sequence[Term]) -> Term:
    """Return one that can be whatever any of them can be."""
    kind = parts[0].type
    for each in parts[1:]:
        kind = kind.joined(each.type)
    return Term(kind, parts[0].node)
