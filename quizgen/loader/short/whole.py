"""What was read of a file to the tree of a whole lesson, with what an author need not say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Final

import yaml

from quizgen.loader.short.ids import Names, question_id, slug
from quizgen.loader.short.items import Made, Question, made
from quizgen.loader.short.nodes import Maker, Pair, Place, Row, place_of
from quizgen.model.base import SLUG

DEFAULTS: Final = {
    "subject": "general",
    "level": "junior",
    "license": "LicenseRef-unknown",
    "released": "2000-01-01",
}
"""What the head of a lesson need not say in the short form."""
NOTHING_NAMED: Final = "no source is named"
"""What a file without a head rests on, unless it says something else."""


@dataclass
class Section:
    """A concept.

    Attributes:
        name: as it is written.
        pairs: its fields.
        id_below: the line behind which its id can be written, and how far that is indented; None of the lesson itself,
            which stands for a concept where none is named.
    """

    name: Row
    pairs: list[Pair] = field(default_factory=list)
    id_below: Place | None = None

    @property
    def is_lesson(self) -> bool:
        """Whether it is the lesson itself."""
        return self.id_below is None

    @property
    def is_reference(self) -> bool:
        """Whether it only names a concept, which may be defined in any file."""
        return not self.pairs and not self.is_lesson and bool(SLUG.fullmatch(self.name.text))

    def said(self, key: str) -> str:
        """Return the text of one of its fields; empty if it has none."""
        return next((str(value.value) for name, value in self.pairs if name.value == key), "")


Entry = tuple[Question, Section | str | None]
"""A question, and its concept, or the name of one that is defined elsewhere."""


Read = tuple[Made, Question, Section | str | None]
"""The same with its fields."""


@dataclass
class Outline:
    """What was read of a file.

    Attributes:
        head: fields of the lesson.
        concepts: in their order.
        questions: as well.
    """

    head: list[Pair]
    concepts: list[Section] = field(default_factory=list)
    questions: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Unnamed:
    """Something without an id.

    Attributes:
        name: the id that was made of its text.
        place: the line behind which the id can be written (-1: above the first), and how far it is indented.
        told: where it begins.
    """

    name: str
    place: Place
    told: Place


def whole(outline: Outline, maker: Maker, head_end: int) -> tuple[yaml.MappingNode, list[Unnamed]]:
    """Return a lesson, and what of it has an id that was made of a text.

    Args:
        outline: what was read.
        maker: makes the nodes.
        head_end: the line that closes the head; 0 if there is none.
    """
    has_id = any(key.value == "id" for key, _ in outline.head)
    below_title = _below_title(outline, head_end)
    title = _fill_head(outline, maker, has_head=bool(head_end))
    read = [(made(question, maker), question, concept) for question, concept in outline.questions]
    placed = all(concept is not None or one.has("concept") for one, _, concept in read)
    if not outline.concepts and not given(outline.head, "concepts", "id") and not placed:
        outline.concepts.append(Section(title))
    names = _names(outline.concepts)
    outline.concepts = [concept for concept in outline.concepts if not concept.is_reference]
    nodes, unnamed = _items(read, names, outline, maker)
    unnamed += [
        Unnamed(names[id(one)], one.id_below, one.name.place)
        for one in outline.concepts
        if one.id_below and one.said("definition") and not one.said("id")
    ]
    if not has_id:
        unnamed.insert(0, Unnamed(slug(title.text, "lesson"), below_title, title.place))
    concepts = [_concept(concept, names[id(concept)], maker) for concept in outline.concepts]
    _extend(outline.head, "concepts", concepts, maker)
    _extend(outline.head, "items", nodes, maker)
    return maker.mapping(outline.head, Place(0)), unnamed


def _below_title(outline: Outline, head_end: int) -> Place:
    """Return the line behind which the id of a lesson can be written: its title, or its head if there is one."""
    titles = (value.start_mark.line for key, value in outline.head if key.value == "title")
    return Place(max(next(titles, -1), head_end or -1))


def given(pairs: Sequence[Pair], key: str, *names: str) -> list[yaml.Node]:
    """Return the values of fields of the mappings in a list of the head."""
    entries = next((value.value for name, value in pairs if name.value == key and isinstance(value.value, list)), [])
    mappings = [entry.value for entry in entries if isinstance(entry, yaml.MappingNode)]
    return [value for each in mappings for name, value in each if name.value in names]


def _fill_head(outline: Outline, maker: Maker, *, has_head: bool) -> Row:
    """Give a lesson what its head does not say; return its title."""
    title = next((value for key, value in outline.head if key.value == "title"), None)
    place = place_of(title) if title else Place(0)
    stem = PurePath(maker.file).stem
    words = title.value if isinstance(title, yaml.ScalarNode) else stem
    rest = {"format": "lesson/1", "id": slug(words, "lesson"), "title": stem, **DEFAULTS}
    said = {str(key.value) for key, _ in outline.head}
    if not has_head and not said & {"cite", "unverified"}:
        rest["unverified"] = NOTHING_NAMED
    outline.head += [maker.pair(key, maker.scalar(text, place)) for key, text in rest.items() if key not in said]
    return Row(words, place)


def _names(concepts: Sequence[Section]) -> dict[int, str]:
    """Return the ids of concepts, made of their names where none is given."""
    names = Names(filter(None, (concept.said("id") for concept in concepts)))
    return {
        id(one): one.name.text if one.is_reference else one.said("id") or names.unique(slug(one.name.text, "concept"))
        for one in concepts
    }


def _concept(concept: Section, name: str, maker: Maker) -> yaml.Node:
    place = concept.name.place
    pairs = [maker.pair("name", maker.scalar(concept.name.text, place)), *concept.pairs]
    if not concept.said("id"):
        pairs.append(maker.pair("id", maker.scalar(name, place)))
    return maker.mapping(pairs, place)


def _items(
    read: Sequence[Read], concepts: dict[int, str], outline: Outline, maker: Maker
) -> tuple[list[yaml.Node], list[Unnamed]]:
    """Return the questions, each with an id and a concept, and those whose ids were made."""
    taken = [value for one, _, _ in read for key, value in one.pairs if key.value == "id"]
    names = Names(str(value.value) for value in (*taken, *given(outline.head, "items", "id")))
    first = concepts[id(outline.concepts[0])] if outline.concepts else ""
    nodes: list[yaml.Node] = []
    unnamed: list[Unnamed] = []
    for one, question, concept in read:
        if not one.has("kind"):
            continue  # it has no answer, which has been told
        pairs = one.pairs
        of = concepts[id(concept)] if isinstance(concept, Section) else concept or first
        if of and not one.has("concept"):
            pairs.append(maker.pair("concept", maker.scalar(of, question.place)))
        if not one.has("id"):
            unnamed.append(Unnamed(names.unique(question_id(one.text)), question.last_line, question.place))
            pairs.append(maker.pair("id", maker.scalar(unnamed[-1].name, question.place)))
        nodes.append(maker.mapping(pairs, question.place))
    return nodes, unnamed


def _extend(head: list[Pair], key: str, nodes: list[yaml.Node], maker: Maker) -> None:
    """Put nodes behind those of a list that the head holds."""
    held = next((value for name, value in head if name.value == key), None)
    if isinstance(held, yaml.SequenceNode):
        held.value += nodes
    elif nodes and held is None:
        head.append(maker.pair(key, maker.sequence(nodes, place_of(nodes[0]))))
