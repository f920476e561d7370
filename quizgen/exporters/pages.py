"""What the outputs made of pages share: templates, pictures, and questions by concept."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from itertools import groupby, pairwise
from pathlib import Path

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from quizgen.cards import Card, Html, RenderedLesson
from quizgen.exporters import ExportError
from quizgen.kinds import KINDS
from quizgen.model.item import LEVELS
from quizgen.system.resources import templates
from quizgen.text.fragments import direction, inline, letter, text_of

_PICTURE = re.compile(r'(<img\b[^>]*?\bsrc=")([^"]*)(")')


@dataclass(frozen=True)
class Group:
    """Questions that follow each other and are about the same concept, or of the same level.

    Attributes:
        concept: its id; a level's, if the questions are arranged by level.
        name: what the learner reads.
        first: whether no earlier group of the lesson is about it; only that one carries the concept's anchor.
        questions: each with its number in the lesson, from 1.
    """

    concept: str
    name: str
    first: bool
    questions: tuple[tuple[int, Card], ...]


@dataclass(frozen=True)
class Part:
    """The questions of one document or page, and which of how many it is."""

    groups: tuple[Group, ...]
    number: int
    count: int

    @property
    def suffix(self) -> str:
        """What a file's name has behind the rest: nothing, if the part is all."""
        return f"-{self.number}-of-{self.count}" if self.count > 1 else ""

    @property
    def label(self) -> str:
        """What stands behind a document's name."""
        return f", part {self.number} of {self.count}" if self.count > 1 else ""

    @property
    def points(self) -> int:
        """What its questions are worth in sum."""
        return sum(KINDS[card.kind].points for group in self.groups for _, card in group.questions)


def arranged(lesson: RenderedLesson, sections: str) -> tuple[Card, ...]:
    """Return the lesson's questions in the order of their numbers: by ``concept``, as they are learnt, or ``level``."""
    if sections == "level":
        order = levels(lesson)
        return tuple(sorted(lesson.questions, key=lambda card: order.index(card.level)))
    return lesson.questions


def levels(lesson: RenderedLesson) -> tuple[str, ...]:
    """Return the levels of a lesson's questions from the easiest; of other words the one that comes first in it."""
    found = dict.fromkeys(card.level for card in lesson.questions)
    known = LEVELS if any(level in found for level in LEVELS) else ()
    return *known, *(level for level in found if level not in LEVELS)


def batches(lesson: RenderedLesson, size: int, sections: str = "concept") -> tuple[tuple[Group, ...], ...]:
    """Return the lesson's questions in parts of at most ``size``, as even as can be, each grouped by its sections."""
    numbered = list(enumerate(arranged(lesson, sections), 1))
    count = -(-len(numbered) // size)
    bounds = [len(numbered) * part // count for part in range(count + 1)] if count else []
    seen: set[str] = set()
    return tuple(tuple(_groups(numbered[low:high], sections, seen)) for low, high in pairwise(bounds))


def _groups(numbered: Sequence[tuple[int, Card]], sections: str, seen: set[str]) -> Iterator[Group]:
    def section(entry: tuple[int, Card]) -> tuple[str, str]:
        card = entry[1]
        by_level = card.level, card.level[:1].upper() + card.level[1:]
        return by_level if sections == "level" else (card.concept, card.concept_name)

    for (concept, name), members in groupby(numbered, section):
        yield Group(concept, name, concept not in seen, tuple(members))
        seen.add(concept)


def parts(groups: Sequence[tuple[Group, ...]]) -> tuple[Part, ...]:
    """Return batches as parts, each of which knows its number."""
    return tuple(Part(members, number, len(groups)) for number, members in enumerate(groups, 1))


def with_pictures(document: str, place: Callable[[str], str]) -> Html:
    """Return the HTML with the source of each picture replaced by ``place(name)``."""

    def replaced(match: re.Match[str]) -> str:
        return match[1] + html.escape(place(html.unescape(match[2]))) + match[3]

    return Html(_PICTURE.sub(replaced, document))


def strings(lesson: RenderedLesson) -> Iterator[tuple[str, str]]:
    """Yield every text and fragment of a lesson that an output of pages shows, each with the name of its place."""
    for card in lesson.cards:
        for text in _strings(card):
            yield f"item {card.id}", text
    for name in ("title", "opening", "summary", "sources", "tables"):
        for text in _strings(getattr(lesson, name)):
            yield f"lesson {lesson.id}, {name}", text


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for member in value:
            yield from _strings(member)
    elif is_dataclass(value):
        for member in fields(value):
            yield from _strings(getattr(value, member.name))


def check_pictures(lesson: RenderedLesson) -> None:
    """Raise `ExportError` for a picture that a fragment shows and that the lesson does not have, or has no file for."""
    for place, text in strings(lesson):
        for match in _PICTURE.finditer(text) if "<img" in text else ():
            name = html.unescape(match[2])
            path = lesson.assets.get(name)
            if path is None or not path.is_file():
                raise ExportError(f"{place}: there is no picture {name!r}")


class _Compiled(BytecodeCache):
    """Templates as they were compiled in this process: whoever exports again and again compiles each once."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


def environment(exporter: str) -> Environment:
    """Return the templates of an exporter: everything escaped but what passes the filter ``html``."""
    made = Environment(
        loader=FileSystemLoader([templates(exporter), *_of_kinds(exporter)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=_COMPILED,
    )
    made.filters.update(html=Markup, inline=inline, text=text_of)
    made.globals.update(letter=letter, direction=direction, levels=levels, KINDS=KINDS, LEVELS=LEVELS)
    return made


def _of_kinds(exporter: str) -> Iterator[Path]:
    """Yield the folders of those kinds that do not come with quizgen."""
    for kind in KINDS.values():
        if kind.templates:
            yield kind.templates / exporter
