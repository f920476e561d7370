"""What a kind of question says of itself: whoever needs to know something of a kind asks it.

A `Kind` is where what an author writes (its model), what a card shows (its `quizgen.cards.Body`) and what of it stands
in Anki's fields come together. It is listed in `quizgen.kinds`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from quizgen.cards import Body, Html
from quizgen.model.base import Place
from quizgen.model.scenario import BoundScenario

Q = TypeVar("Q")
B = TypeVar("B", bound=Body)

CardPlace = list[str | int]
"""A place on a card, as receipts name it: ``["option", 2]``, ``["value"]``; numbered from 0 as the card shows it."""


class NotRebuilt(Exception):  # noqa: N818 - a state of a note
    """A card and a receipt that make no item; the message says why."""


class Setting(Protocol):
    """What the body of an item is made with."""

    def block(self, text: str) -> Html:
        """Return Markdown as HTML with paragraphs."""

    def inline(self, text: str) -> Html:
        """Return Markdown as HTML without them."""

    def evidence(self, place: Place) -> str:
        """Return the evidence line of the statement at a place below the item; empty if there is none."""

    def belief(self, place: Place) -> str:
        """Return the wrong rule that the statement at a place names, one sentence; empty if none."""


class Evidence(Protocol):
    """Hands out what a card's receipt says of each of its places.

    What is asked for and is not there raises `NotRebuilt`, and so does, in the end, what was never asked for.
    """

    def of(self, *place: str | int) -> dict[str, Any]:
        """Return the evidence of what stands at a place, as an author would write it."""

    def role(self, *place: str | int) -> str:
        """Return ``key``, ``distractor``, ``assertion``, ``value`` or ``order``."""

    def order(self) -> tuple[BoundScenario, Mapping[int, object]] | None:
        """Return an order's scenario, and its events by the number of the step on the card; None if there is none."""


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of an Anki note that depend on the kind: HTML, or plain text where Anki compares what is typed.

    Attributes:
        answer: plain text for a kind whose answer is typed.
        finish: puts Anki's own syntax into ``body``, once all that looks like it by chance has been made harmless;
            ValueError, with a message for the author, if Anki could not make its cards of that.
    """

    body: str = ""
    answer: str = ""
    solution: str = ""
    unit: str = ""
    stem: str = ""
    finish: Callable[[str], str] = str


@dataclass(frozen=True, slots=True)
class NoteLook:
    """A kind's note type: fixed for ever from its first release (`quizgen.exporters.anki.note_types` says why).

    Attributes:
        id: Anki's.
        scripts: the parts of the cards' script that are the kind's own, files of ``anki/script/``.
        templates: its cards: name, and the file's name in ``anki/`` without ``.front.html`` and ``.back.html``.
        by_gap: whether Anki makes a card of each gap of ``Body``, instead of one of each template.
    """

    id: int
    templates: tuple[tuple[str, str], ...]
    scripts: tuple[str, ...] = ()
    by_gap: bool = False


class Kind(ABC, Generic[Q, B]):
    """A kind of card. A subclass that leaves something out is refused when it is made, which is at import.

    Attributes:
        name: as authors write it in ``kind:``.
        label: what a learner calls it.
        points: what a question is worth on paper. It hangs on the kind alone, so that all variants are worth the same.
        question: what an author writes; of question kinds a `quizgen.model.item.Item`.
        body: what a card shows.
        layout: the file in ``site/kinds/`` and ``pdf/kinds/`` that lays it out, without ``.html``.
        note: its note type.
        in_words: whether it is answered in the learner's own words, who then compares.
        templates: a folder with ``anki/``, ``pdf/`` and ``site/`` for a kind that does not come with quizgen.
        site_scripts: files of ``site/script/`` that mark it, for such a kind.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    points: ClassVar[int]
    question: type[Q]
    body: type[B]
    layout: ClassVar[str]
    note: ClassVar[NoteLook]
    in_words: ClassVar[bool] = False
    templates: ClassVar[Path | None] = None
    site_scripts: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        needed = ("name", "label", "points", "question", "body", "layout", "note")
        missing = [attribute for attribute in needed if not hasattr(self, attribute)]
        if missing:
            raise TypeError(f"{type(self).__name__} does not say its {', '.join(missing)}")

    @abstractmethod
    def lowered(self, question: Q, setting: Setting) -> B:
        """Return what the card of a question shows."""

    @abstractmethod
    def places(self, question: Q, body: B) -> Mapping[Place, CardPlace]:
        """Return place below the item -> place on the card, for all that can be stated."""

    @abstractmethod
    def written(self, body: B, evidence: Evidence) -> dict[str, Any]:
        """Return the item as an author might have written it, of which the card is `lowered`; without stem and head.

        Its parts come in the order in which the card shows them. Raises `NotRebuilt` for a card that contradicts its
        receipt.
        """

    def written_place(self, place: Place) -> CardPlace:
        """Return the place on the card of a place below what `written` made."""
        name, number = place
        return [str(name).removesuffix("s"), int(number)]

    @abstractmethod
    def fields(self, body: B) -> Fields:
        """Return the parts of an Anki note."""

    @abstractmethod
    def read(self, fields: Mapping[str, str]) -> B:
        """Return what a note asks and answers: the way back of `fields`, with plain text where that has HTML.

        Raises:
            quizgen.kinds.notes.Unclear: its fields are not such as quizgen writes, or disagree with one another.
        """

    def cards(self, body: B) -> int:  # noqa: ARG002 - some count its gaps
        """Return how many cards a note has."""
        return len(self.note.templates)

    def withdrawn(self, told: str, cards: int) -> dict[str, str]:  # noqa: ARG002 - some have a card for each gap
        """Return the fields of a note of so many cards whose item is gone, which says so in HTML and asks nothing."""
        return {"Body": told, "Answer": told}
