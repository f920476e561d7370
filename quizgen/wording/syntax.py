"""A claim's syntax tree, as CEL's own compiler gives it: checked, with loops written out.

The compiler hands out ``cel.expr.CheckedExpr`` (cel-spec, ``proto/cel/expr/checked.proto`` and ``syntax.proto``) in
the encoding of Protocol Buffers. Loops come expanded into folds there and are known again by their shape
(cel-spec, "Macros").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from quizgen.system.wire import Message

_DEEPEST: Final = 40
_OPERATORS: Final = {
    "_&&_": "&&",
    "_||_": "||",
    "!_": "!",
    "_==_": "==",
    "_!=_": "!=",
    "_<_": "<",
    "_<=_": "<=",
    "_>_": ">",
    "_>=_": ">=",
    "_+_": "+",
    "_-_": "-",
    "_*_": "*",
    "_?_:_": "?",
    "_[_]": "[]",
    "@in": "in",
}


class Unreadable(ValueError):  # noqa: N818 - a state of a claim
    """A tree of a form that is not read here."""


class Node(NamedTuple):
    """A part of a claim.

    Attributes:
        what: an operator as authors write it; ``call`` of an observation; ``name`` of a measure or of what a loop
            goes through; ``text``, ``number``, ``truth``, ``list``; ``all``, ``exists``, ``exists_one``, ``map`` or
            ``filter``, whose parts are what it goes through, the name, and what is asked of each.
        name: what is called or named, or the literal as text.
        parts: operands, arguments or elements.
    """

    what: str
    name: str = ""
    parts: tuple[Node, ...] = ()


def tree(checked: bytes) -> Node:
    """Return the tree of a compiled claim.

    Args:
        checked: what CEL's compiler gives, an ``Any`` of a ``CheckedExpr``.

    Raises:
        Unreadable: there is something in it that no claim of content needs.
    """
    try:
        return _node(Message(Message(checked).bytes(2)).message(4), 0)
    except (IndexError, ValueError) as problem:
        raise Unreadable(str(problem)) from None


def _node(expression: Message, depth: int) -> Node:
    if depth > _DEEPEST:
        raise Unreadable("too deep")
    for number, read in _FORMS.items():
        if number in expression:
            return read(expression.message(number), depth + 1)
    raise Unreadable("a form that is not known")


def _literal(constant: Message, _: int) -> Node:
    if 6 in constant:
        return Node("text", constant.text(6))
    if 2 in constant:
        return Node("truth", "true" if constant.integer(2) else "false")
    if 3 in constant:
        return Node("number", str(constant.integer(3)))
    raise Unreadable("a literal of another type")


def _call(call: Message, depth: int) -> Node:
    name = call.text(2)
    parts = [_node(part, depth) for part in call.repeated(3)]
    if 1 in call:
        parts.insert(0, _node(call.message(1), depth))
    if name == "-_" and parts[0].what == "number":
        return Node("number", f"-{parts[0].name}")
    if name in _OPERATORS:
        return _flat(Node(_OPERATORS[name], "", tuple(parts)))
    return Node("call", name, tuple(parts))


def _flat(node: Node) -> Node:
    """Return ``a && (b && c)`` as one conjunction of three."""
    if node.what not in {"&&", "||", "+"}:
        return node
    parts = [inner for part in node.parts for inner in (part.parts if part.what == node.what else (part,))]
    return Node(node.what, "", tuple(parts))


def _loop(fold: Message, depth: int) -> Node:
    among, step = _node(fold.message(2), depth), _node(fold.message(6), depth)
    name = Node("name", fold.text(1))
    start = _node(fold.message(4), depth)
    if step.what == "&&" and start == Node("truth", "true"):
        return Node("all", "", (among, name, _rest(step)))
    if step.what == "||" and start == Node("truth", "false"):
        return Node("exists", "", (among, name, _rest(step)))
    if step.what == "?" and start.what == "number":
        return Node("exists_one", "", (among, name, step.parts[0]))
    if step.what == "?" and start.what == "list":
        return Node("filter", "", (among, name, step.parts[0]))
    if step.what == "+" and start.what == "list":
        return Node("map", "", (among, name, step.parts[1].parts[0]))
    raise Unreadable("a loop that is not known")


def _rest(step: Node) -> Node:
    """Return what a fold asks of each, without what it has gathered so far."""
    _, *asked = step.parts
    return asked[0] if len(asked) == 1 else Node(step.what, "", tuple(asked))


def _list(elements: Message, depth: int) -> Node:
    return Node("list", "", tuple(_node(part, depth) for part in elements.repeated(1)))


_FORMS: Final[Mapping[int, Callable[[Message, int], Node]]] = {
    3: _literal,
    4: lambda name, _: Node("name", name.text(1)),
    6: _call,
    7: _list,
    9: _loop,
}
"""Number of the field of ``cel.expr.Expr`` -> how it is read."""
