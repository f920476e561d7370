"""Runs scripts: what values, calls and functions are. What can be called, and what it does, a simulator says."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Generator, Mapping
from itertools import zip_longest
from typing import Any

from quizgen.simulators.kit.printing import ProgramError
from quizgen.simulators.kit.scripts.reading import Node, Null

Value = Any
"""A text, a number, a truth value, None for what is undefined, a function, or what a simulator makes."""

Running = Generator[Value, Value, Value]
"""Statements that run: it yields what is awaited, is sent the value of that, and returns what they return."""

_LONGEST = 1_000


class Function:
    """A function of a script, with the names that it can see.

    Attributes:
        label: its text.
        names: of its parameters.
    """

    def __init__(self, script: Script, node: Node, scope: ChainMap[str, Value]) -> None:
        self.label = node.text
        self._script, self._scope = script, scope
        self.names, self._body, self._is_async = node.parts

    def __call__(self, *given: Value) -> Value:
        """Run it, and return what it returns."""
        arguments = zip_longest(self.names, given[: len(self.names)])
        running = self._script.block(self._body, self._scope.new_child(dict(arguments)))
        if self._is_async:
            return self._script.start(running, self.label)
        try:
            next(running)
        except StopIteration as end:
            return end.value
        raise ProgramError("something is awaited outside of an async function")


class Script:
    """Runs statements.

    Args:
        start: runs what an async function does, of the label, and returns what its call gives.
        spend: is called for each step, and may raise a `ProgramError`.
        members: value and name of a member -> the member; raises a `KeyError` if there is none.
    """

    def __init__(
        self,
        start: Callable[[Running, str], Value],
        spend: Callable[[], None],
        members: Callable[[Value, str], Value] = lambda value, name: value[name],
    ) -> None:
        self.start, self._spend, self._members = start, spend, members

    def block(self, statements: tuple[Node, ...], scope: ChainMap[str, Value]) -> Running:
        """Run statements one after the other."""
        for statement in statements:
            what, parts = statement.what, statement.parts
            value = (yield from self.value(parts[-1], scope)) if parts else None
            if what == "return":
                return value
            if what in {"let", "declare"}:
                scope[parts[0]] = value
        return None

    def value(self, node: Node, scope: ChainMap[str, Value]) -> Running:
        """Return the value of an expression.

        Raises:
            ProgramError: it has none; the message says where and why.
        """
        self._spend()
        parts = node.parts
        match node.what:
            case "constant":
                return parts[0]
            case "name":
                return _found(scope, parts[0], node)
            case "function":
                return Function(self, node, scope)
            case "member":
                owner = yield from self.value(parts[0], scope)
                try:
                    return self._members(owner, parts[1])
                except (KeyError, TypeError):
                    raise ProgramError(f"{node.place}: `{node.text}` is not known") from None
            case "await":
                value = yield (yield from self.value(parts[0], scope))
            case "+":
                left, right = (yield from self.value(parts[0], scope)), (yield from self.value(parts[1], scope))
                value = _sum(left, right, node)
            case _:
                value = yield from self._call(node, scope)
        return value

    def _call(self, node: Node, scope: ChainMap[str, Value]) -> Running:
        """Return what a call gives; of ``new Promise``, that is `new Promise` called."""
        called, given = node.parts[0], list[Value]()
        called_with = _found(scope, f"new {called.parts[0]}", node) if node.what == "new" else None
        if called_with is None:
            called_with = yield from self.value(called, scope)
        for argument in node.parts[1:]:
            given += [(yield from self.value(argument, scope))]
        if not callable(called_with):
            raise ProgramError(f"{node.place}: `{called.text}` is no function")
        try:
            return called_with(*given)
        except RecursionError:
            raise ProgramError(f"{node.place}: `{called.text}` calls itself without end") from None


def function(value: Value, most: int | None = None) -> Value:
    """Return a callback that a call is given.

    Args:
        value: what is given.
        most: how many parameters it may have.

    Raises:
        ProgramError: it is no function, or has more parameters.
    """
    if not callable(value):
        raise ProgramError("a callback has to be a function")
    if most is not None and len(getattr(value, "names", ())) > most:
        raise ProgramError("the simulator does not know what this callback is given: it may have no parameters")
    return value


def shown(value: Value) -> str:
    """Return a value as it is printed.

    Raises:
        ProgramError: it is none that can be printed.
    """
    if value is None:
        return "undefined"
    if isinstance(value, Null):
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int):
        return str(value)
    raise ProgramError("only texts, numbers, `true`, `false` and `undefined` are printed")


def _found(scope: Mapping[str, Value], name: str, node: Node) -> Value:
    if name not in scope:
        raise ProgramError(f"{node.place}: `{name}` is not known here")
    return scope[name]


def _sum(left: Value, right: Value, node: Node) -> Value:
    if isinstance(left, str) or isinstance(right, str):
        text = shown(left) + shown(right)
        if len(text) > _LONGEST:
            raise ProgramError(f"{node.place}: a text of more than {_LONGEST:,} characters")
        return text
    if type(left) is not int or type(right) is not int:
        raise ProgramError(f"{node.place}: only texts and numbers are added")
    return left + right
