"""Repeated imports: what changed in the foreign file comes into the lesson, and what its author wrote there stays.

Behind the id of each item that was imported stands a hash of how it was written: ``- id: heart  # imported 3f9a01bc``.
An item that still reads so is the import's, and replaced by what the file says now. One that reads otherwise is its
author's, and so are the head, the concepts, and all items without a mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import blake2b
from textwrap import indent
from typing import Final

import yaml

from quizgen.diagnostics import Diagnostic, Span, warning

_MARK: Final = re.compile(r"[ ]*# imported ([0-9a-f]{8})[ ]*$", re.MULTILINE)
_SAID: Final = re.compile(r"# imported from (.*?)\. Complete the head")
_ALIKE: Final = 0.75
"""From here on a text is taken for a corrected one, and keeps its id."""
_COMPARED: Final = 40_000
"""At most so many pairs of texts are compared,"""
_BEGINNING: Final = 400
"""and of each so many characters."""


class NotOurs(Exception):  # noqa: N818 - it becomes a diagnostic
    """A lesson that cannot be brought up to date; the message says why."""


@dataclass
class _Block:
    """An item or a concept, as it stands in a file.

    Attributes:
        name: its id.
        text: its lines, from the hyphen on, moved to the left margin.
        asked: its stem, or its text with gaps.
        raw: as it stands in the file it was read of, to stay so byte for byte; None if it is to be written anew.
    """

    name: str
    text: str
    asked: str = ""
    raw: str | None = None

    def written(self, column: int) -> str:
        """Return it as an entry of a list whose hyphens stand in a column."""
        return indent(self.text, " " * column) if self.raw is None else self.raw

    @property
    def mark(self) -> str:
        """The hash that stands in it; empty if none does."""
        found = _MARK.search(self.text.partition("\n")[0])
        return found[1] if found else ""

    @property
    def unmarked(self) -> str:
        """Its text without the hash."""
        first, _, rest = self.text.partition("\n")
        return f"{_MARK.sub('', first)}\n{rest}"

    @property
    def hash(self) -> str:
        """Of how it reads now."""
        lines = [line.rstrip() for line in self.unmarked.splitlines()]
        return blake2b("\n".join(line for line in lines if line).encode(), digest_size=4).hexdigest()

    @property
    def marked(self) -> str:
        """Its text with the hash of it."""
        first, _, rest = self.unmarked.partition("\n")
        return f"{first.rstrip()}  # imported {self.hash}\n{rest}"

    @property
    def is_authors(self) -> bool:
        """Whether somebody wrote it, or something into it."""
        return self.mark != self.hash

    def renamed(self, name: str) -> _Block:
        """Return it with another id."""
        return _Block(name, self.text.replace(f"- id: {self.name}\n", f"- id: {name}\n", 1), self.asked)

    def anew(self) -> _Block:
        """Return it as an import writes it, with its mark."""
        return _Block(self.name, self.marked, self.asked)


@dataclass
class _File:
    """A lesson in pieces: what stands before, between and behind its concepts and its items."""

    pieces: list[str]
    concepts: list[_Block]
    items: list[_Block]
    columns: tuple[int, int]

    def __str__(self) -> str:
        before, between, behind = self.pieces
        lists = (
            "".join(block.written(column) for block in blocks)
            for blocks, column in zip((self.concepts, self.items), self.columns, strict=True)
        )
        return before + next(lists) + between + next(lists) + behind


def marked(lesson: str) -> str:
    """Return the text of a lesson that was imported for the first time, with a mark at each item.

    Raises:
        NotOurs: its concepts or its items cannot be told apart.
    """
    file = _split(lesson)
    file.items = [block.anew() for block in file.items]
    return str(file)


def merged(old: str, new: str, path: str, source: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """Return a lesson with what an import of the same file says now, and what is to be told.

    Args:
        old: the lesson as it is.
        new: as it would be imported for the first time.
        path: of the lesson, for messages.
        source: name of the file that was imported.

    Raises:
        NotOurs: there is no telling what in the lesson is its author's.
    """
    kept, fresh = _split(old), _split(new)
    if not any(block.mark for block in kept.items):
        raise NotOurs("nothing in it was imported")
    said = _SAID.match(old)
    if said and said[1] != " ".join(source.split()):
        raise NotOurs(f"it was imported from {said[1]}; if that is the same list, write {source} in its first line")
    known = {block.name: block for block in kept.items}
    items = [*_with_their_ids(fresh.items, kept.items)]
    if not known.keys() & {block.name for block in items}:
        raise NotOurs(f"no question of it is in {source}")
    found: list[Diagnostic] = []
    last = -1
    for block in items:
        if (before := known.get(block.name)) is None:
            last += 1
            kept.items.insert(last, block.anew())
            continue
        last = kept.items.index(before)
        if not before.is_authors:
            kept.items[last] = block.anew()
        elif before.mark and before.mark != block.hash:
            message = f"`{block.name}` was changed by hand and in {source}: it stays as it is here"
            hint = "to take what the file says, delete it here and import again; to keep it, delete its `# imported`"
            found.append(warning("import", Span(path), message, hint))
    names = {block.name for block in items}
    for block in kept.items:
        if block.mark and block.name not in names:
            message = f"`{block.name}` is not in {source} any more: it stays here, for learners may have it"
            found.append(
                warning("import", Span(path), message, "delete it here, or delete its `# imported` to keep it")
            )
    used = {block.name for block in kept.concepts}
    more = [concept for concept in fresh.concepts if concept.name not in used and _names(items, concept.name)]
    kept.concepts += [_Block(concept.name, concept.text) for concept in more]
    return str(kept), tuple(found)


def _names(items: list[_Block], concept: str) -> bool:
    return any(re.search(rf"^  concept: {re.escape(concept)}$", block.text, re.MULTILINE) for block in items)


def _with_their_ids(fresh: list[_Block], kept: list[_Block]) -> Iterator[_Block]:
    """Yield items that were imported, each with the id that it has in the lesson, though its words were corrected."""
    names = {block.name for block in fresh}
    gone = [block for block in kept if block.mark and block.name not in names]
    known = {block.name for block in kept}
    left = _COMPARED
    for block in fresh:
        best: tuple[float, _Block] | None = None
        for other in gone if block.name not in known and left > 0 else ():
            left -= 1
            matcher = SequenceMatcher(None, block.asked[:_BEGINNING], other.asked[:_BEGINNING], autojunk=False)
            if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE:
                ratio = matcher.ratio()
                best = (ratio, other) if ratio >= _ALIKE and (best is None or ratio > best[0]) else best
        if best:
            gone.remove(best[1])
            yield block.renamed(best[1].name)
        else:
            yield block


def _split(text: str) -> _File:
    """Return a lesson in pieces.

    Raises:
        NotOurs: it is no lesson, or its lists are not written with an entry a line.
    """
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, RecursionError) as problem:
        raise NotOurs(f"it is no YAML: {str(problem).partition(chr(10))[0]}") from None
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        raise NotOurs("it is no lesson")
    keys = [key.start_mark.line for key, _ in root.value]
    lists = {key.value: (key.start_mark.line, value) for key, value in root.value if key.value in {"concepts", "items"}}
    if set(lists) != {"concepts", "items"} or lists["concepts"][0] > lists["items"][0]:
        raise NotOurs("it does not have `concepts`, and `items` behind them")
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    bounds, blocks, columns = [0], [], []
    for name in ("concepts", "items"):
        line, node = lists[name]
        end = min((key for key in keys if key > line), default=len(lines))
        starts, column = _entries(node, lines, name)
        stops = [*starts[1:], end]
        bounds += [starts[0], end]
        columns.append(column)
        entries = zip(node.value, starts, stops, strict=True)
        blocks.append([_block(entry, "".join(lines[start:stop]), column) for entry, start, stop in entries])
    bounds.append(len(lines))
    pieces = ["".join(lines[bounds[at] : bounds[at + 1]]) for at in (0, 2, 4)]
    return _File(pieces, blocks[0], blocks[1], (columns[0], columns[1]))


def _entries(node: yaml.Node, lines: list[str], name: str) -> tuple[list[int], int]:
    """Return the lines that the entries of a list begin at, and the column of their hyphens."""
    if not isinstance(node, yaml.SequenceNode) or node.flow_style or not node.value:
        raise NotOurs(f"its `{name}` are no list with a hyphen before each entry")
    starts = [entry.start_mark.line for entry in node.value]
    columns = {len(lines[start]) - len(lines[start].lstrip(" ")) for start in starts}
    hyphens = all(lines[at].lstrip(" ").startswith("- ") for at in starts)
    if len(columns) > 1 or len(set(starts)) < len(starts) or not hyphens:
        raise NotOurs(f"its `{name}` are no list with a hyphen before each entry")
    return starts, columns.pop()


def _block(node: yaml.Node, raw: str, column: int) -> _Block:
    values = {key.value: value.value for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}
    asked = str(values.get("stem") or values.get("text") or "")
    return _Block(str(values.get("id", "")), re.sub(f"^ {{{column}}}", "", raw, flags=re.MULTILINE), asked, raw)
