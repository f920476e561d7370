"""Nodes as the YAML reader gives them, made of the lines of a Markdown file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import yaml

from quizgen.diagnostics import Diagnostic, Span, error
from quizgen.loader.document import MAX_WRITTEN, PLAIN, STRING, Refused, parse

Pair = tuple[yaml.Node, yaml.Node]
"""A key and its value."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file, counted from 0."""

    line: int
    column: int = 0


def place_of(node: yaml.Node) -> Place:
    """Return where a node begins."""
    return Place(node.start_mark.line, node.start_mark.column)


@dataclass(frozen=True, slots=True)
class Row:
    """A line, or the part of one that says something, and where it begins; whether it stands in a block of code."""

    text: str
    place: Place
    code: bool = False


@dataclass
class Maker:
    """Makes the nodes of one file, and keeps what is wrong with it.

    Attributes:
        file: as the author knows it.
        found: what is wrong.
        made: how many nodes there are.
    """

    file: str
    found: list[Diagnostic] = field(default_factory=list)
    made: int = 0

    def span(self, place: Place) -> Span:
        """Return the place as diagnostics name it."""
        return Span(self.file, place.line + 1, place.column + 1)

    def wrong(self, place: Place, message: str, hint: str) -> None:
        """Keep that something is not written as it should be."""
        self.found.append(error("short-form", self.span(place), message, hint))

    def stray(self, place: Place, hint: str) -> None:
        """Keep that a line belongs to nothing."""
        self.found.append(error("short-stray", self.span(place), "this line belongs to nothing", hint))

    def scalar(self, text: str, place: Place, tag: str = STRING) -> yaml.ScalarNode:
        """Return a node for a text, or, with the tag `PLAIN`, for what a plain word means in YAML."""
        self._count(1)
        mark = _mark(place)
        return yaml.ScalarNode(tag, text, mark, mark)

    def plain(self, text: str, place: Place) -> yaml.ScalarNode:
        """Return a node for a number or a word such as ``true``."""
        return self.scalar(text, place, PLAIN)

    def pair(self, key: str, value: yaml.Node, place: Place | None = None) -> Pair:
        """Return a key with its value; the key stands where the value does, unless something else is said."""
        mark = value.start_mark
        return self.scalar(key, place or Place(mark.line, mark.column)), value

    def mapping(self, pairs: Iterable[Pair], place: Place) -> yaml.MappingNode:
        """Return a mapping."""
        self._count(1)
        return yaml.MappingNode(STRING, list(pairs), _mark(place), _mark(place))

    def sequence(self, nodes: Iterable[yaml.Node], place: Place) -> yaml.SequenceNode:
        """Return a list."""
        self._count(1)
        return yaml.SequenceNode(STRING, list(nodes), _mark(place), _mark(place))

    def fragment(self, rows: Sequence[Row]) -> yaml.Node | None:
        """Return what rows say in YAML, or None after telling why they say nothing.

        The rows stand one below the other in the file; the first may begin behind something else.
        """
        first = rows[0].place.line
        text = "\n".join(" " * row.place.column + row.text for row in rows)
        if not text.strip():
            return self.plain("", rows[0].place)
        try:
            root = parse(self.file, text).root
        except Refused as refused:
            told = refused.diagnostic
            if told.code == "yaml-too-much":
                raise
            at = told.span
            place = Span(self.file, at.line + first, at.column) if at.line else self.span(rows[0].place)
            self.found.append(replace(told, span=place))
            return None
        self._count(_moved(root, first))
        return root

    def _count(self, more: int) -> None:
        self.made += more
        if self.made > MAX_WRITTEN:
            message = f"the file holds more than {MAX_WRITTEN:,} values"
            raise Refused(error("yaml-too-much", Span(self.file), message, "split it into several lessons"))


def _mark(place: Place) -> yaml.Mark:
    return yaml.Mark("", 0, place.line, place.column, None, 0)


def _moved(root: yaml.Node, lines: int) -> int:
    """Move a tree of nodes down by some lines; return how many there are."""
    seen: set[int] = set()
    for node in _nodes(root, seen):
        mark = node.start_mark
        node.start_mark = _mark(Place(mark.line + lines, mark.column))
    return len(seen)


def _nodes(root: yaml.Node, seen: set[int]) -> Iterator[yaml.Node]:
    """Yield every node once; an alias is the node that it stands for."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        if isinstance(node, yaml.MappingNode):
            waiting += [each for pair in node.value for each in pair]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value
