"""What every output is made from: lessons lowered to HTML, once.

A `Card` is a question whose texts are HTML and whose options, steps and pairs already stand in the order in which they
are shown (shuffled by a seed taken from the item's id, so the same item looks the same in every build). An exporter
lays cards out; it never reads content.

HTML here is a fragment: cleaned, without ``<script>`` or styles, links only to http, https and mailto, images only to
names in `RenderedLesson.assets`. Mathematics stands in it as ``<span class="math" data-tex="x^2">x^2</span>`` (class
``math display`` for a displayed formula); `quizgen.text.mathematics` turns that into what an output needs.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, NewType, Self

Html = NewType("Html", str)

Json = str | int | float | bool | list["Json"] | dict[str, "Json"]

_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

CONCEPT = "concept"
"""The kind of a card that asks no question of its own."""

BLANK_OPEN, BLANK_CLOSE = "\ue000", "\ue001"
"""Private-use characters around a blank's index in a cloze's HTML; author text that contains them is refused."""


@dataclass(frozen=True, slots=True)
class Key:
    """What is right on a sheet, as short as one can mark by it: letters, numbers, words.

    Attributes:
        text: one line.
        parts: the same for a program; its keys depend on the kind.
    """

    text: str
    parts: Mapping[str, Json]


class Fields(NamedTuple):
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


class Body(ABC):
    """What a card asks and answers, by its kind (`quizgen.kinds`). Texts are HTML; of a card read back, plain text."""

    __slots__ = ()

    @abstractmethod
    def right(self, said: Callable[[str], str]) -> Iterator[object]:
        """Yield what counts as right, as JSON: if that changes, a learner has to learn anew.

        Args:
            said: takes from a text what does not count, such as markup and capitals.
        """

    @abstractmethod
    def told(self) -> Iterator[str]:
        """Yield what counts as right in lines for people, of a card that was read back."""

    @abstractmethod
    def key(self) -> Key:
        """Return what is right on a sheet of paper."""

    @abstractmethod
    def essence(self, of: Callable[[Html], str]) -> object:
        """Return, as JSON, what is asked and what is right, whatever the order in which it is shown.

        Args:
            of: what of a fragment counts.
        """

    @abstractmethod
    def shuffled(self, rank: Callable[[Html], bytes]) -> Self:
        """Return it with its parts in another order: the same question with another answer to write down.

        Args:
            rank: of a part's text; parts are sorted by it.
        """

    @abstractmethod
    def asked(self) -> tuple[Html, ...]:
        """Return the fragments that the learner reads beside the stem."""

    @abstractmethod
    def fields(self) -> Fields:
        """Return the parts of an Anki note."""

    @property
    def gaps(self) -> Mapping[str, int]:
        """The gaps in what the learner reads, in its order: name -> number of the card that asks for it, from 1."""
        return {}

    @property
    def gone(self) -> Mapping[str, int]:
        """The gaps that it once had, with the numbers that no other gap gets."""
        return {}

    def with_gaps(self, numbers: Mapping[str, int]) -> Self:  # noqa: ARG002 - for bodies that have gaps
        """Return it with these numbers for its gaps, by their names, and for those that are gone.

        Without any they are numbered in their order.
        """
        return self

    def heading(self, stem: Html) -> str:
        """Return the fragment that names the card in a list."""
        return stem


@dataclass(frozen=True, slots=True)
class Card:
    """One question, ready to be laid out.

    Attributes:
        id: the item's stable id; a family's instance is ``base.name-value``.
        kind: ``multiple_choice`` ... ``matching``, or ``concept``.
        lesson: the lesson's id.
        concept: the concept's id; ``concept_name`` is what the learner reads.
        level: how deep it goes, in a word: ``junior``.
        position: place in study order within the deck, from 1: concepts before what builds on them.
        stem: the question; empty for a cloze and for a concept.
        body: what is asked and the answer, by kind.
        explanation: why, for the back; may be empty.
        evidence: what the answer rests on, one line of text.
        sources: cited places, as the learner reads them; links where the work has an address.
        trace: text of a run that shows the answer, or empty.
        diagram: the same run drawn, an ``<svg>`` in the colours of light pages; the page brings those of dark ones
            (`quizgen.diagrams.dark_colours`). Empty where ``trace`` is. quizgen makes it, so it needs no cleaning.
        account: how that was computed, in sentences (`quizgen.render.accounts`); empty if nothing was.
        receipt: from what the answer can be computed again, JSON (`quizgen.render.receipts`); plain text.
        tags: without spaces, sorted.
        family: the family's id, of which this is an instance; empty for an item that stands alone.
        run_length: events of the run behind the answer, routine ones left out; 0 if nothing was run.
        subdeck: the deck below the lesson's in which new learners get it; empty for the lesson's own.
    """

    id: str
    kind: str
    lesson: str
    concept: str
    concept_name: str
    level: str
    position: int
    stem: Html
    body: Body
    explanation: Html
    evidence: str
    sources: tuple[Html, ...] = ()
    trace: str = ""
    diagram: Html = Html("")
    account: Html = Html("")
    receipt: str = ""
    tags: tuple[str, ...] = ()
    family: str = ""
    run_length: int = 0
    subdeck: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table to study; cells are HTML."""

    title: str
    columns: tuple[Html, ...]
    rows: tuple[tuple[Html, ...], ...]
    evidence: tuple[str, ...]
    """One line for each row."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a learner's collection knows a note by, and how it tells a newer version from an older one.

    Attributes:
        guid: by which Anki finds the note again; never changes.
        created: milliseconds since 1970, the note's id; its cards' are this and the next few.
        modified: seconds since 1970, when what the note says was last changed.
        position: place in study order; with gaps, unlike `Card.position`, so that what comes in between moves nothing.
    """

    guid: str
    created: int
    modified: int
    position: int


@dataclass(frozen=True, slots=True)
class Retired:
    """An item that an earlier release had and this one has not.

    Attributes:
        title: the first words of its question.
        ords: which cards its note has: Anki's numbers, from 0.
    """

    id: str
    kind: str
    title: str
    stamp: Stamp
    ords: tuple[int, ...]


@dataclass(frozen=True)
class Release:
    """What has to be known of earlier releases of a lesson to write the next one.

    Attributes:
        stamps: item's id -> its note's stamp; one for every card.
        note_types: kind -> when its note type was last changed, seconds since 1970.
        retired: what is gone, by id.
        corrected: item's id -> the day on which what counts as its right answer was last changed, ``2026-01-31``.
        deck: the deck's name in Anki's tree, which stays what it was; empty for the one that the title gives.
        gaps: item's id -> name of each gap that it has or once had -> number of its card, which no other gap ever has.
    """

    stamps: Mapping[str, Stamp]
    note_types: Mapping[str, int]
    retired: tuple[Retired, ...] = ()
    corrected: Mapping[str, str] = field(default_factory=dict)
    deck: str = ""
    gaps: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StudyPlace:
    """Where a lesson stands among all lessons of a build.

    Attributes:
        rank: from 1, in the order of study; 0 if nothing is known of other lessons.
        number: its number in the curriculum, with zeros before it so that numbers sort as text; empty if it has none.
        after: ids of the lessons that have to be studied before, at least the nearest of them.
    """

    rank: int = 0
    number: str = ""
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class RenderedLesson:
    """A lesson, ready for the exporters.

    Attributes:
        subject: as the author wrote it: ``distributed-systems``, ``Biologie``.
        language: BCP 47 tag, for ``lang=``.
        opening: the situation that the lesson starts from; may be empty.
        summary: what to take away, statement by statement.
        cards: in study order; concept cards among them.
        tally: how many items are ``computed``, ``cited``, ``unverified``.
        assets: name used in the HTML's ``src`` -> the file that it stands for.
        source: the text of its file, as it was read; empty if there is none.
        source_ending: how that file's name ends.
        url: where it can be read on the web; empty if nowhere.
        release: what is known of earlier releases; None if nothing is kept of them, and all goes by ``released``.
    """

    id: str
    title: str
    subject: str
    level: str
    language: str
    license: str
    released: str
    opening: Html
    summary: tuple[Html, ...]
    sources: tuple[Html, ...]
    tables: tuple[Table, ...]
    cards: tuple[Card, ...]
    tally: Mapping[str, int]
    assets: Mapping[str, Path] = field(default_factory=dict)
    summary_evidence: tuple[str, ...] = ()
    """One line for each sentence of the summary."""
    release: Release | None = None
    source: str = ""
    source_ending: str = ".yaml"
    url: str = ""
    place: StudyPlace = StudyPlace()
    """Where it stands among the lessons that are built with it."""

    @property
    def subject_title(self) -> str:
        """Its subject as people read it: of "distributed-systems" that is "Distributed systems"."""
        if not _KEBAB.fullmatch(self.subject):
            return self.subject
        words = self.subject.replace("-", " ")
        return words[:1].upper() + words[1:]

    @property
    def questions(self) -> tuple[Card, ...]:
        """The cards that ask something: all but those of concepts."""
        return tuple(card for card in self.cards if card.kind != CONCEPT)

    @property
    def definitions(self) -> tuple[Card, ...]:
        """The cards of concepts."""
        return tuple(card for card in self.cards if card.kind == CONCEPT)
