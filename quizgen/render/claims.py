"""Claims in plain words: what was asked of runs, for learners who read no CEL.

Words for what a simulator observes are its own (`Simulator.phrases`). A claim that uses what has none, or more of CEL
than is read here (loops, sums), has no words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from quizgen.simulators import AnySimulator
from quizgen.simulators.words import listed

_TOKEN: Final = re.compile(r"""\s*(?:"(?P<a>[^"\\]*)"|'(?P<b>[^'\\]*)'|(?P<sign>\w+|&&|\|\||[=!<>]=|.))""", re.DOTALL)
_COMPARED: Final = {
    "==": ("is", "is not"),
    "!=": ("is not", "is"),
    "<": ("is less than", "is at least"),
    "<=": ("is at most", "is more than"),
    ">": ("is more than", "is at most"),
    ">=": ("is at least", "is less than"),
    "in": ("is one of", "is none of"),
}
"""Operator -> its words, and those of its contrary."""
_ASIDE: Final = re.compile(r"^with \w+: | ?\([^)]*\)|[:;,].*", re.DOTALL)
"""What in the meaning of an event goes too far for a sentence."""
_DEEPEST: Final = 20
_LOOPS: Final = frozenset({"all", "exists"})
_LOOP: Final = 3
"""Parts of a loop: of what, the name of one of them, and what is asked of it."""
_LENGTH: Final = "the length of {0}"


class _Wordless(Exception):  # noqa: N818 - a state of a claim
    """A claim that has no words."""


class _Node(NamedTuple):
    """A part of a claim: an operator, ``call``, ``name``, ``list``, ``text`` or ``number``, and its parts."""

    what: str
    name: str
    parts: tuple[_Node, ...] = ()


def in_words(claim: str, simulator: AnySimulator, value: str = "") -> str:
    """Return a claim in plain words: "a is printed and b is not printed"; empty if there are none for it.

    Args:
        claim: in CEL.
        simulator: of whose runs it is asked.
        value: what came out; of a claim that chooses between texts, why that one was chosen is told.
    """
    try:
        node = _Reader(claim).read()
        worded = _Worded(simulator.phrases, simulator.trace_events)
        if node.what == "?" and value in {part.name for part in node.parts[1:] if part.what in {"text", "number"}}:
            return worded.statement(node.parts[0], so=node.parts[1].name == value)
        return worded.statement(node, so=True) if worded.is_statement(node) else worded.value(node)
    except (_Wordless, IndexError, KeyError, ValueError):
        return ""


class _Reader:
    """Reads a claim, by the grammar of CEL's specification as far as it goes."""

    def __init__(self, claim: str) -> None:
        self._tokens = list(self._split(claim.strip()))
        self._depth = 0

    @staticmethod
    def _split(claim: str) -> Iterator[tuple[str, str]]:
        for found in _TOKEN.finditer(claim):
            if found["sign"] is not None:
                yield ("number" if found["sign"].isdecimal() else "sign"), found["sign"]
            else:
                yield "text", found["a"] if found["a"] is not None else found["b"]
        yield "end", ""

    def read(self) -> _Node:
        """Return the whole claim."""
        node = self._choice()
        if self._tokens[0][0] != "end":
            raise _Wordless
        return node

    def _took(self, sign: str) -> bool:
        if self._tokens[0] == ("sign", sign):
            self._tokens.pop(0)
            return True
        return False

    def _choice(self) -> _Node:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _Wordless
        node = self._joined("||", lambda: self._joined("&&", self._compared))
        if self._took("?"):
            then = self._choice()
            self._needed(":")
            node = _Node("?", "", (node, then, self._choice()))
        self._depth -= 1
        return node

    def _joined(self, sign: str, part: Callable[[], _Node]) -> _Node:
        parts = [part()]
        while self._took(sign):
            parts.append(part())
        return parts[0] if len(parts) == 1 else _Node(sign, "", tuple(parts))

    def _compared(self) -> _Node:
        node = self._single()
        kind, sign = self._tokens[0]
        if kind == "sign" and sign in _COMPARED:
            self._tokens.pop(0)
            return _Node("compared", sign, (node, self._single()))
        return node

    def _single(self) -> _Node:
        if self._took("!"):
            return _Node("!", "", (self._single(),))
        node = self._plain()
        while self._tokens[0] in {("sign", "."), ("sign", "[")}:
            if self._took("["):
                node = _Node("item", "", (node, *self._until("]")))
                continue
            self._tokens.pop(0)
            method = self._tokens.pop(0)[1]
            self._needed("(")
            node = _Node("call", method, (node, *self._until(")")))
        for sign in "+-":
            if self._took(sign):
                return _Node(sign, "", (node, self._single()))
        return node

    def _plain(self) -> _Node:
        if self._took("("):
            node = self._choice()
            self._needed(")")
            return node
        if self._took("["):
            return _Node("list", "", self._until("]"))
        kind, text = self._tokens.pop(0)
        if kind != "sign":
            return _Node(kind, text)
        if not text.isidentifier():
            raise _Wordless
        return _Node("call", text, self._until(")")) if self._took("(") else _Node("name", text)

    def _until(self, end: str) -> tuple[_Node, ...]:
        parts: list[_Node] = []
        while not self._took(end):
            if parts:
                self._needed(",")
            parts.append(self._choice())
        return tuple(parts)

    def _needed(self, sign: str) -> None:
        if not self._took(sign):
            raise _Wordless


@dataclass(frozen=True)
class _Worded:
    """Puts what was read into words."""

    phrases: Mapping[str, str]
    events: Mapping[str, str]

    def is_statement(self, node: _Node) -> bool:
        """Tell whether it is true or false, and no value."""
        if node.what == "call" and node.name in {*_LOOPS, "filter", "size", "string"}:
            return node.name in _LOOPS
        return node.what in {"||", "&&", "!", "compared"} or (node.what == "call" and "|" in self._phrase(node))

    def statement(self, node: _Node, *, so: bool) -> str:
        """Return that it is so, or that it is not."""
        if node.what == "!":
            return self.statement(node.parts[0], so=not so)
        if node.what in {"||", "&&"}:
            both = (node.what == "&&") == so
            parts = [self.statement(part, so=so) for part in node.parts]
            told = listed(parts) if both else f"{', '.join(parts[:-1])} or {parts[-1]}"
            return told if both or len(parts) < 1 else f"either {told}"
        if node.what == "compared":
            left, right = node.parts
            return f"{self.value(left)} {_COMPARED[node.name][not so]} {self.value(right)}"
        if node.what != "call":
            raise _Wordless
        if node.name in _LOOPS and len(node.parts) == _LOOP:
            among, name, asked = node.parts
            whole = (node.name == "all") == so
            some = "every" if whole else "some"
            return f"for {some} {name.name} of {self.value(among)}, {self.statement(asked, so=so)}"
        told, _, contrary = self._phrase(node).partition("|")
        if not contrary:
            raise _Wordless
        return self._filled(told if so else contrary, node)

    def value(self, node: _Node) -> str:
        """Return what is measured or compared."""
        told: Mapping[str, Callable[[_Node], str]] = {
            "?": self._chosen,
            "list": self._list,
            "text": self._literal,
            "number": self._literal,
            "+": self._sum,
            "-": lambda node: " minus ".join(self.value(part) for part in node.parts),
            "item": lambda node: f"number {int(node.parts[1].name) + 1} of {self.value(node.parts[0])}",
        }
        return told.get(node.what, self._asked)(node)

    def _chosen(self, node: _Node) -> str:
        asked, then, other = node.parts
        return f"{self.value(then)} if {self.statement(asked, so=True)}, otherwise {self.value(other)}"

    def _sum(self, node: _Node) -> str:
        """Return numbers with a plus between them, and texts one behind the other."""
        of_text = any(part.what == "text" or (part.what == "+" and "text" in str(part)) for part in node.parts)
        return (" " if of_text else " plus ").join(self.value(part).strip() for part in node.parts)

    def _list(self, node: _Node) -> str:
        return f"({', '.join(self.value(part) for part in node.parts)})" if node.parts else "empty"

    @staticmethod
    def _literal(node: _Node) -> str:
        return node.name or "none"

    def _asked(self, node: _Node) -> str:
        """Return what is observed or measured, or is a part of that."""
        if node.what == "call" and node.name == "string":
            return self.value(node.parts[0])
        if node.what == "call" and node.name == "filter":
            among, name, asked = node.parts
            return f"those {name.name} of {self.value(among)} for which {self.statement(asked, so=True)}"
        if node.what == "call" and node.name == "size":
            among = node.parts[0]
            return f"the number of {self.value(among)}" if among.name == "filter" else self._filled(_LENGTH, node)
        if node.what == "name" and node.name not in self.phrases:
            return node.name
        phrase = self._phrase(node)
        if "|" in phrase:
            raise _Wordless
        return self._filled(phrase, node)

    def _phrase(self, node: _Node) -> str:
        with_all = f"{node.name}/{len(node.parts)}"
        return self.phrases[with_all if with_all in self.phrases else node.name]

    def _filled(self, phrase: str, node: _Node) -> str:
        given = [self.value(part) for part in node.parts]
        meant = self.events.get(given[0], given[0]) if given else ""
        return phrase.format(*given, event=_ASIDE.sub("", meant))
