"""Reads scripts: the part of JavaScript that consists of names, calls, functions and blocks, to nodes (ECMA-262)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from quizgen.simulators.kit.printing import ProgramError

_TOKEN = re.compile(r"(?:\s|//[^\n]*)*(?:(\"[^\"\\\n]*\"|'[^'\\\n]*')|(\d+)|([A-Za-z_$][\w$]*)|(=>|\S))")
_STRING, _NUMBER, _NAME, _SIGN = 1, 2, 3, 4


class Null:
    """JavaScript's null."""


_CONSTANTS: Final = {"undefined": None, "null": Null(), "true": True, "false": False}
_KEYWORDS: Final = frozenset(
    {"await", "async", "break", "case", "class", "const", "do", "else", "for", "function", "if", "import", "let", "new"}
    | {"return", "switch", "throw", "try", "typeof", "var", "while", "yield"}
)


@dataclass(frozen=True)
class Node:
    """A part of a script.

    Attributes:
        what: ``constant`` (its value), ``name`` (it), ``member`` (of what, its name), ``call`` (what is called, then
            arguments), ``new`` (as call), ``function`` (names of parameters, statements, whether it is async),
            ``await`` (for what), ``+`` (both sides); the statements ``do`` (an expression), ``let`` and ``declare``
            (name, value) and ``return`` (an expression).
        parts: what it consists of.
        text: as it is written, in one line.
        place: where it begins: "line 1, column 5".
    """

    what: str
    parts: tuple[Any, ...]
    text: str
    place: str


def read(script: str, *, awaits: bool = False) -> tuple[Node, ...]:
    """Return the statements of a script, declared functions first.

    Args:
        script: its text.
        awaits: whether ``await`` may stand outside of functions, as in a module.

    Raises:
        ProgramError: something else stands in it; the message says where, and what is expected.
    """
    return _Reader(script, awaits=awaits).block("")


class _Reader:
    def __init__(self, script: str, *, awaits: bool) -> None:
        self.script, self.awaits, self.at = script, awaits, 0
        found = [(each, each.lastindex or _SIGN) for each in _TOKEN.finditer(script)]
        self.tokens = [(kind, each[kind], each.start(kind)) for each, kind in found]
        self.tokens.append((0, "", len(script)))

    @property
    def next(self) -> str:
        """The token that follows; empty at the end."""
        return self.tokens[self.at][1]

    def block(self, end: str) -> tuple[Node, ...]:
        """Read statements, and the end of their block."""
        found: list[Node] = []
        while not self.takes(end):
            found.append(self._statement())
        return tuple(sorted(found, key=lambda each: each.what != "declare"))

    def takes(self, *tokens: str) -> bool:
        """Pass over these tokens, if they follow."""
        follow = tuple(text for _, text, _ in self.tokens[self.at : self.at + len(tokens)]) == tokens
        self.at += len(tokens) * follow
        return follow

    def _place(self) -> str:
        *before, line = self.script[: self.tokens[self.at][2]].split("\n")
        return f"line {len(before) + 1}, column {len(line) + 1}"

    def _unexpected(self, wanted: str) -> ProgramError:
        found = f"`{self.next}`" if self.next else "the end"
        return ProgramError(f"{self._place()}: {wanted} is expected, and {found} stands there")

    def _expect(self, token: str) -> None:
        if not self.takes(token):
            raise self._unexpected(f"`{token}`")

    def _name(self) -> str:
        kind, text, _ = self.tokens[self.at]
        if kind != _NAME or text in _KEYWORDS:
            raise self._unexpected("a name")
        self.at += 1
        return text

    def _begun(self) -> Callable[..., Node]:
        """Return what makes a node of all that is read from here."""
        begin, place = self.tokens[self.at][2], self._place()

        def made(what: str, *parts: object) -> Node:
            _, last, start = self.tokens[self.at - 1]
            return Node(what, parts, " ".join(self.script[begin : start + len(last)].split()), place)

        return made

    def _statement(self) -> Node:
        made = self._begun()
        is_async = self.takes("async", "function")
        if is_async or self.takes("function"):
            name, names = self._name(), self._parameters()
            if names is None or self.next != "{":
                raise self._unexpected("`(` with the parameters, then `{`")
            return made("declare", name, self._function(made, names, is_async=is_async))
        if self.takes("return"):
            node = made("return", *(() if self.next in {";", "}"} else (self._expression(),)))
        elif any(self.takes(word) for word in ("const", "let", "var")):
            name = self._name()
            self._expect("=")
            node = made("let", name, self._expression())
        elif self.takes("import"):
            importing, name = made("name", "import"), self._name()
            self._expect("from")
            node = made("let", name, made("call", importing, self._expression()))
        else:
            node = made("do", self._expression())
        if self.next != "}":
            self._expect(";")
        return node

    def _parameters(self) -> tuple[str, ...] | None:
        """Read the names of parameters; None, and nothing is read, if something else stands there."""
        start, names = self.at, list[str]()
        if self.takes("("):
            while self.tokens[self.at][0] == _NAME and self.next not in _KEYWORDS:
                names.append(self._name())
                if not self.takes(","):
                    break
            if self.takes(")"):
                return tuple(names)
        self.at = start
        return None

    def _function(self, made: Callable[..., Node], names: tuple[str, ...], *, is_async: bool) -> Node:
        outside, self.awaits = self.awaits, is_async
        body_made = self._begun()
        body = self.block("}") if self.takes("{") else (body_made("return", self._expression()),)
        self.awaits = outside
        return made("function", names, body, is_async)

    def _expression(self) -> Node:
        made, node = self._begun(), self._operand()
        while self.takes("+"):
            node = made("+", node, self._operand())
        return node

    def _operand(self) -> Node:
        start, made = self.at, self._begun()
        if self.awaits and self.takes("await"):
            return made("await", self._operand())
        is_async = self.takes("async")
        alone = self.tokens[self.at][0] == _NAME and self.tokens[self.at + 1][1] == "=>"
        names = (self._name(),) if alone else self._parameters()
        if names is not None and self.takes("=>"):
            return self._function(made, names, is_async=is_async)
        self.at = start
        return self._called(made, self._primary(made))

    def _called(self, made: Callable[..., Node], node: Node) -> Node:
        """Read what stands behind a value: members and calls."""
        while True:
            if self.takes("."):
                node = made("member", node, self._name())
            elif self.takes("("):
                node = made("call", node, *self._arguments())
            else:
                return node

    def _arguments(self) -> list[Node]:
        found: list[Node] = []
        while not self.takes(")"):
            found.append(self._expression())
            if not self.takes(",") and self.next != ")":
                raise self._unexpected("`,` or `)`")
        return found

    def _primary(self, made: Callable[..., Node]) -> Node:
        kind, text, _ = self.tokens[self.at]
        if self.takes("new"):
            named = self._begun()("name", self._name())
            self._expect("(")
            return made("new", named, *self._arguments())
        if self.takes("("):
            node = self._expression()
            self._expect(")")
            return node
        if kind in {_STRING, _NUMBER} or text in _CONSTANTS:
            self.at += 1
            value = text[1:-1] if kind == _STRING else int(text) if kind == _NUMBER else _CONSTANTS[text]
            return made("constant", value)
        if kind != _NAME or text in _KEYWORDS:
            raise self._unexpected("a value, a call or a function")
        return made("name", self._name())
