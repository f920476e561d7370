"""What every output is made from: lessons lowered to HTML, once.

A `Card` is a question whose texts are HTML and whose options, steps and pairs already stand in the order in which they
are shown (shuffled by a seed taken from the item's id, so the same item looks the same in every build). An exporter
lays cards out; it never reads content.

HTML here is a fragment: cleaned, without ``<script>`` or styles, links only to http, https and mailto, images only to
names in `RenderedLesson.assets`. Mathematics stands in it as ``<span class="math" data-tex="x^2">x^2</span>`` (class
``math display`` for a displayed formula); `quizgen.text.mathematics` turns that into what an output needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NewType

Html = NewType("Html", str)

BLANK_OPEN, BLANK_CLOSE = "\ue000", "\ue001"
"""Private-use characters around a blank's index in a cloze's HTML; author text that contains them is refused."""


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a choice question.

    Attributes:
        text: what the learner reads.
        key: whether it is right.
        rationale: why it is right or wrong; may be empty.
        belief: the wrong rule that leads to this distractor, one sentence; empty if none is named.
        evidence: what its truth or falsehood rests on, one line.
    """

    text: Html
    key: bool
    rationale: Html
    belief: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Body of ``multiple_choice`` (``multiple`` False, one key) and ``multiple_response`` (True)."""

    options: tuple[Option, ...]
    multiple: bool


@dataclass(frozen=True, slots=True)
class Number:
    """Body of ``numeric``: an answer within ``tolerance`` (absolute) of ``value`` is right."""

    value: int | float
    unit: str
    tolerance: int | float
    evidence: str

    @property
    def text(self) -> str:
        """The value as the learner reads it, without the unit."""
        return f"{self.value:g}" if isinstance(self.value, float) else str(self.value)


@dataclass(frozen=True, slots=True)
class Blank:
    """One gap of a cloze. ``accepted`` are further spellings that count as right (compared without case)."""

    answer: str
    accepted: tuple[str, ...]
    hint: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Cloze:
    """Body of ``cloze``: the text with its gaps."""

    text: Html
    blanks: tuple[Blank, ...]

    def filled(self, show: Callable[[int, Blank], str]) -> Html:
        """Return the text with each gap replaced by ``show(index, blank)``, indices from 0."""
        text = str(self.text)
        for index, blank in enumerate(self.blanks):
            text = text.replace(f"{BLANK_OPEN}{index}{BLANK_CLOSE}", show(index, blank))
        return Html(text)


@dataclass(frozen=True, slots=True)
class Point:
    """A key point that a good free answer contains."""

    text: Html
    evidence: str


@dataclass(frozen=True, slots=True)
class Recall:
    """Body of ``recall``: a free answer, judged by its key points."""

    answer: Html
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an ordering; ``position`` is its right place, from 1."""

    text: Html
    position: int
    evidence: str


def _listed(numbers: Sequence[int]) -> str:
    return f"{', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


@dataclass(frozen=True, slots=True)
class Ordering:
    """Body of ``ordering``; ``steps`` stand shuffled, never in a right order.

    ``free`` are pairs of positions, the lower one first, that may come in either order. An answer is right if every
    other pair of steps comes in the order of their positions.
    """

    steps: tuple[Step, ...]
    free: tuple[tuple[int, int], ...] = ()

    def is_right(self, order: Sequence[int]) -> bool:
        """Tell whether positions, in the order of an answer, keep every pair that is not free."""
        return all(a < b or (b, a) in self.free for place, a in enumerate(order) for b in order[place + 1 :])

    @property
    def freedom(self) -> str:
        """What may be swapped, one sentence: "Steps 2 and 3 may come in either order."; empty if nothing may."""
        parts = [
            f"{_listed(group)} may come in {'either' if len(group) == 2 else 'any'} order" for group in self._groups()
        ]
        return f"Steps {', and steps '.join(parts)}." if parts else ""

    def _groups(self) -> list[tuple[int, ...]]:
        """Return the free pairs; those that make up a group of which every two are free, as that group."""
        groups: list[tuple[int, ...]] = []
        left = dict.fromkeys(sorted(self.free))
        while left:
            group: tuple[int, ...] = next(iter(left))
            for step in sorted({position for pair in left for position in pair}):
                if all((min(step, other), max(step, other)) in left for other in group):
                    group = (*group, step)
            group = tuple(sorted(group))
            groups.append(group)
            left = dict.fromkeys(pair for pair in left if not set(pair) <= set(group))
        return groups


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of a matching: ``match`` is the index in `Matching.choices` of its right partner."""

    left: Html
    match: int
    evidence: str


@dataclass(frozen=True, slots=True)
class Matching:
    """Body of ``matching``: each left side belongs to one of the choices, which stand shuffled.

    Two pairs with the same right side share one choice.
    """

    pairs: tuple[Pair, ...]
    choices: tuple[Html, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """Body of a concept's card: the term and what it means. ``kind`` of such a card is ``concept``."""

    term: str
    definition: Html


Body = Choice | Number | Cloze | Recall | Ordering | Matching | Definition


@dataclass(frozen=True, slots=True)
class Card:
    """One question, ready to be laid out.

    Attributes:
        id: the item's stable id; a family's instance is ``base.name-value``.
        kind: ``multiple_choice`` ... ``matching``, or ``concept``.
        lesson: the lesson's id.
        concept: the concept's id; ``concept_name`` is what the learner reads.
        level: junior, middle or senior.
        position: place in study order within the deck, from 1: concepts before what builds on them.
        stem: the question; empty for a cloze and for a concept.
        body: what is asked and the answer, by kind.
        explanation: why, for the back; may be empty.
        evidence: what the answer rests on, one line of text.
        sources: cited places, as the learner reads them.
        trace: text of a run that shows the answer, or empty.
        diagram: the same run drawn, an ``<svg>`` in the colours of light pages; the page brings those of dark ones
            (`quizgen.diagrams.dark_colours`). Empty where ``trace`` is. quizgen makes it, so it needs no cleaning.
        receipt: from what the answer can be computed again, JSON (`quizgen.render.receipts`); plain text.
        tags: without spaces, sorted.
        family: the family's id, of which this is an instance; empty for an item that stands alone.
        run_length: events of the run behind the answer, routine ones left out; 0 if nothing was run.
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
    sources: tuple[str, ...] = ()
    trace: str = ""
    diagram: Html = Html("")
    receipt: str = ""
    tags: tuple[str, ...] = ()
    family: str = ""
    run_length: int = 0


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
        cards: how many cards its note has.
    """

    id: str
    kind: str
    title: str
    stamp: Stamp
    cards: int


@dataclass(frozen=True)
class Release:
    """What has to be known of earlier releases of a lesson to write the next one.

    Attributes:
        stamps: item's id -> its note's stamp; one for every card.
        note_types: kind -> when its note type was last changed, seconds since 1970.
        retired: what is gone, by id.
        corrected: item's id -> the day on which what counts as its right answer was last changed, ``2026-01-31``.
        deck: the deck's name in Anki's tree, which stays what it was; empty for the one that the title gives.
    """

    stamps: Mapping[str, Stamp]
    note_types: Mapping[str, int]
    retired: tuple[Retired, ...] = ()
    corrected: Mapping[str, str] = field(default_factory=dict)
    deck: str = ""


@dataclass(frozen=True)
class RenderedLesson:
    """A lesson, ready for the exporters.

    Attributes:
        subject: kebab-case, ``distributed-systems``.
        language: BCP 47 tag, for ``lang=``.
        opening: the situation that the lesson starts from; may be empty.
        summary: what to take away, statement by statement.
        cards: in study order; concept cards among them.
        tally: how many items are ``computed``, ``cited``, ``unverified``.
        assets: name used in the HTML's ``src`` -> the file that it stands for.
        source: the text of its file, as it was read; empty if there is none.
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
    url: str = ""
