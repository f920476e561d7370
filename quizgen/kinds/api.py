"""What a kind of question says of itself: whoever needs to know something of a kind asks it, or its cards' bodies.

A `Kind` is where what an author writes (its model) and what a card shows (its body) come together. It is listed in
`quizgen.kinds`.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any, Generic, Protocol, Self, TypeVar

from quizgen.cards import Body, Html
from quizgen.model.base import Place
from quizgen.model.evidence import OrderedBy
from quizgen.model.scenario import BoundScenario

Q = TypeVar("Q")

CardPlace = list[str | int]
"""A place on a card, as receipts name it: ``["option", 2]``, ``["value"]``; numbered from 0 as the card shows it."""


class Turn(IntEnum):
    """When a lesson's cards are introduced to a learner, in this order."""

    POINT = 1
    """What asks for one thing: a term, a number, a gap."""
    QUESTION = 2
    """What has to be thought about; if it has long or many options, it counts as an exercise."""
    EXERCISE = 3
    """What has to be worked through."""


class NotRebuilt(Exception):  # noqa: N818 - a state of a note
    """A card and a receipt that make no item; the message says why."""


class Setting(Protocol):
    """What the body of an item is made with."""

    @property
    def language(self) -> str:
        """Of the lesson, a BCP 47 tag."""

    def block(self, text: str) -> Html:
        """Return Markdown as HTML with paragraphs."""

    def inline(self, text: str) -> Html:
        """Return Markdown as HTML without them."""

    def evidence(self, place: Place) -> str:
        """Return the evidence line of the statement at a place below the item; empty if there is none."""

    def belief(self, place: Place) -> str:
        """Return the wrong rule that the statement at a place names, one sentence; empty if none."""

    def exact(self, place: Place) -> bool:
        """Tell whether every character of the value at a place counts, as its simulator says."""


class Evidence(Protocol):
    """Hands out what a card's receipt says of each of its places.

    What is asked for and is not there raises `NotRebuilt`, and so does, in the end, what was never asked for.
    """

    def of(self, *place: str | int) -> dict[str, Any]:
        """Return the evidence of what stands at a place, as an author would write it."""

    def role(self, *place: str | int) -> str:
        """Return ``key``, ``distractor``, ``assertion``, ``value`` or ``order``."""

    def order(self) -> tuple[BoundScenario, Mapping[int, object], OrderedBy] | None:
        """Return an order's scenario, its events by the number of the step on the card, and what it is by, or None."""


class BodyOf(Body, Generic[Q]):
    """A body that is made of what an author writes, stands in a note of Anki, and is read back from there."""

    __slots__ = ()

    @classmethod
    @abstractmethod
    def lowered(cls, question: Q, setting: Setting) -> Self:
        """Return what the card of a question shows."""

    @abstractmethod
    def places(self, question: Q) -> Mapping[Place, CardPlace]:
        """Return place below the question of which it was made -> place on the card, for all that can be stated."""

    @classmethod
    @abstractmethod
    def read(cls, kind: str, fields: Mapping[str, str]) -> Self:
        """Return what the fields of a note ask and answer, with plain text where they have HTML.

        Raises:
            quizgen.kinds.notes.Unclear: they are not such as quizgen writes, or disagree with one another.
        """

    @abstractmethod
    def written(self, item: str, evidence: Evidence) -> dict[str, Any]:
        """Return the item of that id as an author would write it to get this card; without stem and head.

        Raises `NotRebuilt` if the card contradicts its receipt.
        """


@dataclass(frozen=True, slots=True)
class NoteLook:
    """A kind's note type: fixed for ever from its first release (`quizgen.exporters.anki.note_types` says why).

    Attributes:
        id: Anki's.
        templates: its cards: name, and the file's name in ``anki/`` without ``.front.html`` and ``.back.html``.
        scripts: the parts of the cards' script that are the kind's own, files of ``anki/script/``.
        by_gap: whether Anki makes a card of each gap of ``Body``, instead of one of each template.
        typed: whether Anki compares what is typed with ``Answer``.
    """

    id: int
    templates: tuple[tuple[str, str], ...]
    scripts: tuple[str, ...] = ()
    by_gap: bool = False
    typed: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of card. One that leaves something out is refused when it is made, which is at import.

    Attributes:
        name: as authors write it in ``kind:``.
        label: what a learner calls it.
        points: what a question is worth on paper. It hangs on the kind alone, so that all variants are worth the same.
        question: what an author writes; of question kinds a `quizgen.model.item.Item`.
        body: what a card shows.
        layout: the file in ``site/kinds/`` and ``pdf/kinds/`` that lays it out, without ``.html``.
        note: its note type.
        in_words: whether it is answered in the learner's own words, who then compares.
        turn: when its cards are introduced.
        templates: a folder with ``anki/``, ``pdf/`` and ``site/`` for a kind that does not come with quizgen.
        site_scripts: files of ``site/script/`` that mark it, for such a kind.
    """

    name: str
    label: str
    points: int
    question: type[Any]
    body: type[BodyOf[Any]]
    layout: str
    note: NoteLook
    in_words: bool = False
    turn: Turn = Turn.QUESTION
    templates: Path | None = None
    site_scripts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a body that does not answer all that bodies are asked."""
        missing: frozenset[str] = getattr(self.body, "__abstractmethods__", frozenset())
        if missing:
            raise TypeError(f"the body of {self.name} does not say: {', '.join(sorted(missing))}")

    def ords(self, body: Body) -> tuple[int, ...]:
        """Return which cards a note has: Anki's numbers, from 0."""
        if self.note.by_gap:
            return tuple(sorted(number - 1 for number in body.gaps.values()))
        return tuple(range(len(self.note.templates)))

    def withdrawn(self, told: str, ords: Sequence[int]) -> dict[str, str]:
        """Return the fields of a note with these cards whose item is gone, which says so in HTML and asks nothing."""
        if self.note.by_gap:
            gaps = " ".join(f"{{{{c{number + 1}::withdrawn}}}}" for number in ords)
            return {"Body": f"{told}<p>{gaps}</p>"}
        if self.note.typed:
            return {"Body": told, "Answer": "withdrawn", "Solution": told}
        return {"Body": told, "Answer": told}
