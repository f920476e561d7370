"""The syntax of a compiled expression, such as a claim: a tree, whose nodes know where in the text they stand.

CEL's library gives a checked expression in one way only, as bytes of protocol buffers. The numbers of the fields that
are read here are those of ``cel/expr/checked.proto`` and ``syntax.proto`` of the CEL specification; what is not read
(types, macros) is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from typing import Literal as Choice

from quizgen.system import wire

Literal = bool | int | str
Kind = Choice["literal", "name", "call", "list", "loop", "other"]

_INFIX = ("_&&_", "_||_", "_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_", "_+_", "_-_", "_*_", "_/_", "_%_", "@in")
_SIGNS = {
    **{sign: f"{{}} {sign.strip('_@')} {{}}" for sign in _INFIX},
    "!_": "!{}",
    "-_": "-{}",
    "_?_:_": "{} ? {} : {}",
    "_[_]": "{}[{}]",
}
"""CEL's name of an operation -> how it is written."""
_fields: Callable[[Any], Iterator[tuple[int, Any]]] = wire.fields
_CHECKED, _REFERENCES, _EXPRESSION, _SOURCE, _POSITIONS = 2, 2, 4, 5, 4
_ID, _CONSTANT = 2, 3
_KINDS: dict[int, tuple[Kind, int, tuple[int, ...]]] = {
    4: ("name", 1, ()),
    5: ("other", 2, (1,)),
    6: ("call", 2, (1, 3)),
    7: ("list", 0, (1,)),
    9: ("loop", 1, (2, 4, 5, 6, 7)),
}
"""Number of an expression's field -> what it is, the number of its name, and those of its parts."""


@dataclass(frozen=True)
class Node:
    """A part of a claim.

    Attributes:
        kind: what it is; a ``loop`` is what ``all``, ``filter`` and the like stand for.
        value: of a literal; or the name, of a variable, of what is called, or of a loop's variable.
        parts: arguments; elements; of a loop what it goes over, and then what is made of each.
        overload: which of those that bear the name is called.
        offset: where it begins, in characters; of an operation, where its sign stands.
    """

    kind: Kind
    value: Literal
    parts: tuple[Node, ...]
    overload: str
    offset: int

    def __str__(self) -> str:
        """Return it as it could have been written; the same for parts that ask the same."""
        told, name = [str(part) for part in self.parts], str(self.value)
        if self.kind == "literal":
            return (
                f'"{name}"' if isinstance(self.value, str) else name.replace("True", "true").replace("False", "false")
            )
        if self.kind == "name":
            return name
        if self.kind == "call" and name in _SIGNS:
            return _SIGNS[name].format(*told)
        return f"[{', '.join(told)}]" if self.kind == "list" else f"{name}({', '.join(told)})"

    @property
    def all(self) -> Iterator[Node]:
        """It, and all below it."""
        yield self
        for part in self.parts:
            yield from part.all


def syntax(serialized: bytes) -> Node:
    """Return the tree of a compiled claim, as the library serializes it.

    Raises:
        RecursionError: if it nests too deep.
    """
    fields = list(_fields(dict(_fields(serialized))[_CHECKED]))
    checked = dict(fields)
    references = [dict(_fields(entry)) for number, entry in fields if number == _REFERENCES]
    meant = {entry[1]: dict(_fields(entry[2])) for entry in references}
    overloads = {number: reference[3] for number, reference in meant.items() if 3 in reference}
    names = {number: reference[1] for number, reference in meant.items() if 3 not in reference and reference.get(1)}
    positions = (dict(_fields(entry)) for number, entry in _fields(checked[_SOURCE]) if number == _POSITIONS)
    places = {position[1]: position.get(2, 0) for position in positions}
    return _node(checked[_EXPRESSION], places, overloads, names)


def _node(data: bytes, places: Mapping[int, int], overloads: Mapping[int, bytes], names: Mapping[int, bytes]) -> Node:
    fields = dict(_fields(data))
    number = fields.pop(_ID, 0)
    found, overload = places.get(number, 0), overloads.get(number, b"").decode()
    field, inside = next(((field, list(_fields(part))) for field, part in fields.items()), (0, []))
    if field == _CONSTANT:
        return _literal(inside, found)
    if number in names:  # a name with a dot in it is read as a field of something
        return Node("name", names[number].decode(), (), overload, found)
    if field not in _KINDS:
        return Node("other", f"part{number}", (), overload, found)
    kind, name, below = _KINDS[field]
    named = next((part.decode() for field, part in inside if field == name), "")
    parts = tuple(_node(part, places, overloads, names) for field, part in inside if field in below)
    return Node(kind, named, parts, overload, found)


def _literal(fields: list[tuple[int, Any]], offset: int) -> Node:
    for number, value in fields:
        match number:
            case 2:
                return Node("literal", bool(value), (), "", offset)
            case 3:
                return Node("literal", value - (1 << 64) if value >> 63 else value, (), "", offset)
            case 6:
                return Node("literal", value.decode(), (), "", offset)
    return Node("other", repr(fields), (), "", offset)


@dataclass(frozen=True)
class Loop:
    """What a loop was written as.

    Attributes:
        what: ``all``, ``exists``, ``exists_one``, ``map`` or ``filter``.
        variable: what each element is called.
        among: what it goes over.
        asked: what is asked, or made, of each.
    """

    what: str
    variable: str
    among: Node
    asked: Node


def loop(node: Node) -> Loop | None:
    """Return what a loop was written as, known by the shape of its fold (cel-spec, "Macros"); None if it is not known.

    Another name for it is no other loop: ``map`` with a condition is not known.
    """
    among, start, _, step, *_ = node.parts
    variable = str(node.value)
    match step.value, start.value, step.parts:
        case "_&&_", True, (_, asked):
            return Loop("all", variable, among, asked)
        case "_||_", False, (_, asked):
            return Loop("exists", variable, among, asked)
        case "_?_:_", 0, (asked, *_):
            return Loop("exists_one", variable, among, asked)
        case "_?_:_", "", (asked, Node(value="_+_", parts=(_, Node(kind="list", parts=(Node(value=kept),)))), _):
            return Loop("filter", variable, among, asked) if kept == variable else None
        case "_+_", "", (_, Node(kind="list", parts=(made,))):
            return Loop("map", variable, among, made)
    return None
