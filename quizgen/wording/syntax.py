"""A claim's syntax tree, as sentences are made of it: operators as authors write them, and loops by their names.

CEL's compiler gives loops as folds; they are known again by their shape (cel-spec, "Macros").
"""

from __future__ import annotations

from typing import Final, NamedTuple

from quizgen.simulators.kit.syntax import Node as Compiled

_DEEPEST: Final = 40
_OPERATORS: Final = {
    **{f"_{sign}_": sign for sign in ("&&", "||", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*")},
    "!_": "!",
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


def tree(found: Compiled, depth: int = 0) -> Node:
    """Return the tree of a compiled claim, which stands so deep in another.

    Raises:
        Unreadable: there is something in it that no claim of content needs.
    """
    if depth > _DEEPEST or found.kind == "other":
        raise Unreadable(f"too deep, or {found.value}")
    if found.kind == "literal":
        return _literal(found.value)
    parts = tuple(tree(part, depth + 1) for part in found.parts)
    name = str(found.value)
    if found.kind == "loop":
        return _loop(name, *parts)
    if found.kind == "list":
        return Node("list", "", parts)
    if name == "-_" and parts[0].what == "number":
        return Node("number", f"-{parts[0].name}")
    if name in _OPERATORS:
        return _flat(Node(_OPERATORS[name], "", parts))
    return Node(found.kind, name, parts)


def _literal(value: bool | int | str) -> Node:  # noqa: FBT001 - a literal
    if isinstance(value, bool):
        return Node("truth", str(value).lower())
    return Node("number" if isinstance(value, int) else "text", str(value))


def _flat(node: Node) -> Node:
    """Return ``a && (b && c)`` as one conjunction of three."""
    if node.what not in {"&&", "||", "+"}:
        return node
    parts = [inner for part in node.parts for inner in (part.parts if part.what == node.what else (part,))]
    return Node(node.what, "", tuple(parts))


def _loop(variable: str, among: Node, start: Node, _: Node, step: Node, *_result: Node) -> Node:
    """Return a loop of which a fold tells what it begins with and what it gathers from each."""
    name = Node("name", variable)
    if step.what in {"&&", "||"} and start.what == "truth":
        return Node("all" if step.what == "&&" else "exists", "", (among, name, _rest(step)))
    if step.what == "?" and start.what in {"number", "list"}:
        return Node("filter" if start.what == "list" else "exists_one", "", (among, name, step.parts[0]))
    if step.what == "+" and start.what == "list":
        return Node("map", "", (among, name, step.parts[1].parts[0]))
    raise Unreadable("a loop that is not known")


def _rest(step: Node) -> Node:
    """Return what a fold asks of each, without what it has gathered so far."""
    _, *asked = step.parts
    return asked[0] if len(asked) == 1 else Node(step.what, "", tuple(asked))
