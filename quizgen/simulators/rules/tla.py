"""Rules as TLA+, for TLC: where the explorer that stands here is outgrown, and to compare the two.

Everything is written out for each actor, as the explorer has it: a variable of each actor is so many variables, a rule
so many actions. A channel of any order is a function from a message's number to how many of it are there.
L. Lamport, "Specifying Systems", 2002.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from quizgen.simulators.rules.language.terms import Term
from quizgen.simulators.rules.language.values import Value
from quizgen.simulators.rules.states.machine import Machine
from quizgen.simulators.rules.states.steps import Step

_HEAD: Final = """\
EXTENDS Integers, Sequences, FiniteSets

Quotient(a, b) == LET q == (IF a < 0 THEN -a ELSE a) \\div (IF b < 0 THEN -b ELSE b)
                  IN  IF (a < 0) = (b < 0) THEN q ELSE -q
Remainder(a, b) == a - b * Quotient(a, b)
Count(held) == LET Total[n \\in -1..(Cardinality(DOMAIN held) - 1)] == IF n = -1 THEN 0 ELSE held[n] + Total[n - 1]
               IN  Total[Cardinality(DOMAIN held) - 1]
"""
_COMPARED: Final[Mapping[type[ast.cmpop], str]] = {
    ast.Eq: "=",
    ast.NotEq: "#",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_SIGNS: Final[Mapping[type[ast.operator], str]] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}


def tla(machine: Machine, module: str) -> str:
    """Return a module of TLA+ with the rules and their invariants.

    Args:
        machine: the rules.
        module: its name, which is that of its file.
    """
    return "\n".join(_Writer(machine).lines(module)) + "\n"


def configuration(machine: Machine) -> str:
    """Return TLC's configuration for the module. Ends are no deadlocks: run it with ``-deadlock``."""
    return "".join(["INIT Init\nNEXT Next\n", *(f"INVARIANT Invariant_{name}\n" for name in machine.invariants)])


class _Writer:
    """Writes one machine."""

    def __init__(self, machine: Machine) -> None:
        self._machine, self._spoken = machine, machine.spoken
        self._names = [f"s{number}_{slot.name.replace('.', '_')}" for number, slot in enumerate(self._spoken.slots)]
        self._names = [
            f"{name}_{slot.actor}" if slot.actor else name
            for name, slot in zip(self._names, self._spoken.slots, strict=True)
        ]

    def lines(self, module: str) -> Iterator[str]:
        """Yield the module, line by line."""
        names = ", ".join(self._names)
        yield f"---- MODULE {module} ----"
        yield f"{_HEAD}\nVARIABLES {names}\nvars == <<{names}>>\n"
        for name, node in self._spoken.functions.items():
            yield f"{name} == {self._told(node)}"
        yield "\nInit ==" + "".join(
            f"\n    /\\ {name} = {self._start(number)}" for number, name in enumerate(self._names)
        )
        for number, step in enumerate(self._machine.steps):
            yield f"\n{_called(number, step)} ==  \\* {step}\n" + "\n".join(self._action(step))
        every = "".join(f"\n    \\/ {_called(n, step)}" for n, step in enumerate(self._machine.steps))
        yield f"\nNext =={every}\n"
        for name, written in self._machine.invariants.items():
            yield f"Invariant_{name} == {self._term(self._machine.term(written))}"
        yield "===="

    def _start(self, number: int) -> str:
        if self._is_bag(number) and (channel := self._spoken.slots[number].channel):
            return f"[code \\in 0..{len(channel.codes) - 1} |-> 0]"
        return _value(self._machine.initial[number])

    def _is_bag(self, number: int) -> bool:
        channel = self._spoken.slots[number].channel
        return channel is not None and channel.order != "fifo"

    def _action(self, step: Step) -> Iterator[str]:
        yield f"    /\\ {self._term(step.guard)}"
        after = {
            slot: self._term(term) for slot, term in step.effects.items() if self._spoken.slots[slot].channel is None
        }
        if step.received is not None:
            slot, code = step.received
            held = self._names[slot]
            if self._is_bag(slot):
                yield f"    /\\ {held}[{code}] > 0"
                after[slot] = f"[{held} EXCEPT ![{code}] = @ {'+' if slot in step.effects else '-'} 1]"
            else:
                yield f"    /\\ Len({held}) > 0\n    /\\ {held}[1] = {code}"
                after[slot] = f"<<{code}, {code}>> \\o Tail({held})" if slot in step.effects else f"Tail({held})"
        for sent in step.sends:
            held = after.get(sent.channel, self._names[sent.channel])
            put = self._put(sent.channel, held, sent.fields)
            after[sent.channel] = f"(IF {self._term(sent.condition)} THEN {put} ELSE {held})"
        for number, name in enumerate(self._names):
            yield f"    /\\ {name}' = {after.get(number, name)}"

    def _put(self, slot: int, held: str, fields: tuple[Term, ...]) -> str:
        channel = self._spoken.slots[slot].channel
        assert channel is not None  # noqa: S101 - messages are sent on channels
        told = f"<<{', '.join(map(self._term, fields))}>>"
        arms = [f"{told} = {_value(values)} -> {code}" for values, code in channel.codes.items()]
        code = f"(CASE {' [] '.join(arms)})"
        if channel.order == "fifo":
            return f"Append({held}, {code})"
        after = "1" if channel.order == "set" else "@ + 1"
        return f"[{held} EXCEPT ![{code}] = {after}]"

    def _term(self, term: Term) -> str:
        return self._told(term.node) if term.value is None else _value(term.value)

    def _told(self, node: ast.expr) -> str:
        """Return an expression as TLA+ has it."""
        told: Callable[..., str] = getattr(self, f"_{type(node).__name__.lower()}")
        return told(node)

    @staticmethod
    def _constant(node: ast.Constant) -> str:
        value: Value = node.value  # type: ignore[assignment] # the terms of rules have no other constants
        return _value(value)

    def _name(self, node: ast.Name) -> str:
        return self._names[int(node.id[1:])] if node.id[0] == "v" and node.id[1:].isdecimal() else node.id

    def _tuple(self, node: ast.Tuple) -> str:
        return f"<<{', '.join(map(self._told, node.elts))}>>"

    def _boolop(self, node: ast.BoolOp) -> str:
        sign = " /\\ " if isinstance(node.op, ast.And) else " \\/ "
        return f"({sign.join(map(self._told, node.values))})"

    def _unaryop(self, node: ast.UnaryOp) -> str:
        return f"{'~' if isinstance(node.op, ast.Not) else '-'}({self._told(node.operand)})"

    def _compare(self, node: ast.Compare) -> str:
        left, right = self._told(node.left), self._told(node.comparators[0])
        if isinstance(node.ops[0], ast.In):
            return f"(\\E i \\in DOMAIN ({right}) : ({right})[i] = {left})"
        return f"({left} {_COMPARED[type(node.ops[0])]} {right})"

    def _ifexp(self, node: ast.IfExp) -> str:
        return f"(IF {self._told(node.test)} THEN {self._told(node.body)} ELSE {self._told(node.orelse)})"

    def _binop(self, node: ast.BinOp) -> str:
        sign = "\\o" if self._is_list(node) else _SIGNS[type(node.op)]
        return f"({self._told(node.left)} {sign} {self._told(node.right)})"

    def _subscript(self, node: ast.Subscript) -> str:
        whole, index = node.value, node.slice
        if isinstance(whole, ast.Name) and whole.id == "s" and isinstance(index, ast.Constant):
            return self._names[int(str(index.value))]
        if isinstance(whole, ast.Dict):
            found = self._told(index)
            arms = [
                f"{found} = {self._told(key)} -> {self._told(value)}"
                for key, value in zip(whole.keys, whole.values, strict=True)
                if key is not None
            ]
            return f"(CASE {' [] '.join(arms)})"
        held = self._told(whole)
        if isinstance(index, ast.Slice):
            return f"SubSeq({held}, 2, Len({held}))"
        return f"({held})[{self._told(index)} + 1]"

    def _call(self, node: ast.Call) -> str:  # noqa: PLR0911 - a case each
        if isinstance(node.func, ast.Subscript):  # an observation that is looked up by its actors
            table = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
            found = self._told(node.func.slice)
            arms = [f"{found} = {_value(actors)} -> {name}" for actors, name in self._spoken.tables[table].items()]
            return f"(CASE {' [] '.join(arms)})"
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in self._spoken.functions:
            return name
        if isinstance(node.args[0], ast.GeneratorExp):
            return self._loop(name, node.args[0])
        parts = [self._told(each) for each in node.args]
        if name == "len":
            number = self._names.index(parts[0]) if parts[0] in self._names else -1
            return f"Count({parts[0]})" if number >= 0 and self._is_bag(number) else f"Len({parts[0]})"
        if name == "without":
            return f"SelectSeq({parts[0]}, LAMBDA one : one # {parts[1]})"
        if name == "sum":  # how many of a list's elements are true
            return f"Cardinality({{i \\in DOMAIN ({parts[0]}) : ({parts[0]})[i]}})"
        return f"{name.capitalize()}({', '.join(parts)})"

    def _loop(self, name: str, loop: ast.GeneratorExp) -> str:
        each = loop.generators[0]
        variable = each.target.id if isinstance(each.target, ast.Name) else ""
        among, asked = self._told(each.iter), self._told(loop.elt)
        inside = f"LET {variable} == ({among})[i] IN {asked}"
        if name in {"all", "any"}:
            return f"(\\{'A' if name == 'all' else 'E'} i \\in DOMAIN ({among}) : {inside})"
        if name == "sum":
            return f"Cardinality({{i \\in DOMAIN ({among}) : {inside}}})"
        if each.ifs:
            return f"SelectSeq({among}, LAMBDA {variable} : {self._told(each.ifs[0])})"
        return f"[i \\in DOMAIN ({among}) |-> {inside}]"

    def _is_list(self, node: ast.expr) -> bool:  # noqa: PLR0911 - a case each
        """Tell whether an expression is a list."""
        match node:
            case ast.Constant(value=value):
                return isinstance(value, tuple)
            case ast.Tuple():
                return True
            case ast.BinOp(left=left):
                return self._is_list(left)
            case ast.IfExp(body=body):
                return self._is_list(body)
            case ast.Call(func=ast.Name(id=name)):
                return name in {"tuple", "without"}
            case ast.Subscript(slice=ast.Slice()):
                return True
            case ast.Name() | ast.Subscript():
                told = self._told(node)
                return told in self._names and self._spoken.slots[self._names.index(told)].type.kind == "list"
        return False


def _called(number: int, step: Step) -> str:
    return f"Step{number}_{step.rule}"


def _value(value: Value) -> str:
    """Return a value as TLA+ has it."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, tuple):
        return f"<<{', '.join(map(_value, value))}>>"
    return f'"{value}"' if isinstance(value, str) else str(value)
