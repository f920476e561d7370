"""What is read on the front of a card in Anki, counted in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # anki.cards can be imported only after anki.collection
    from anki.cards import Card

QUESTION, OPTION = 30, 10
"""Words that a question, and that one option of it, should not exceed: a card is to be answered in ten seconds."""

WITHOUT_OPTIONS = ("concept", "cloze", "numeric", "recall")
WITH_OPTIONS = ("multiple_choice", "multiple_response", "ordering", "matching")

_LISTS = {"qz-options", "qz-steps", "qz-pairs", "qz-choices"}
_SAME_ON_EVERY_CARD = {"qz-head", "qz-task", "qz-letter", "qz-typed"}
_UNSEEN = {"style", "script"}
_VOID = {"br", "hr", "img", "input", "wbr"}


@dataclass
class Front:
    """The words of a front, without those that the layout puts on every card of its kind.

    Attributes:
        item: the id of the item or concept.
        kind: the kind of question, or ``concept``.
        stem: the words of the question; of a cloze with its gaps.
        parts: the words of each option, step, left or right side.
        cells: what stands in the cells of a figure or in the lines of a program, which is what is asked about.
    """

    item: str
    kind: str
    stem: list[str] = field(default_factory=list)
    parts: list[list[str]] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)

    @property
    def words(self) -> int:
        """How many words are read: of the question and of all options."""
        return len(self.stem) + sum(map(len, self.parts))

    @property
    def longest(self) -> int:
        """How many words the longest option has; 0 without options."""
        return max(map(len, self.parts), default=0)


class _Reader(HTMLParser):
    """Sorts the words of a front into question, options and cells."""

    def __init__(self, front: Front) -> None:
        super().__init__()
        self._front = front
        self._open: list[tuple[str, set[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self._open.append((tag, set((dict(attrs).get("class") or "").split())))
        if tag == "li" and self._inside(_LISTS):
            self._front.parts.append([])

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tags = {tag for tag, _ in self._open}
        if self._inside(_SAME_ON_EVERY_CARD) or tags & _UNSEEN:
            return
        words = [word for word in data.split() if any(map(str.isalnum, word))]
        if tags & {"table", "pre"}:
            self._front.cells += words
        elif self._inside(_LISTS):
            self._front.parts[-1] += words
        else:
            self._front.stem += words

    def _inside(self, classes: set[str]) -> bool:
        return any(names & classes for _, names in self._open)


def read(card: Card) -> Front:
    """Return what a learner reads on the front of a card, as Anki renders it."""
    front = Front(card.note()["Id"], card.note_type()["name"].split()[1])
    _Reader(front).feed(card.question())
    return front


def distribution(fronts: Iterable[Front]) -> Iterator[str]:
    """Yield a table, line by line: the words on the fronts of each kind, and of those without and with options."""
    found = list(fronts)
    yield f"{'':20}{'cards':>6}{f'<= {QUESTION}':>8}{'question':>10}{'options':>9}{'median':>8}{'longest':>9}"
    sums = (("without options", WITHOUT_OPTIONS), ("with options", WITH_OPTIONS))
    rows = (
        *((kind, (kind,)) for kind in WITHOUT_OPTIONS + WITH_OPTIONS),
        *sums,
        ("all", WITHOUT_OPTIONS + WITH_OPTIONS),
    )
    for name, kinds in rows:
        these = [front for front in found if front.kind in kinds]
        words = sorted(front.words for front in these)
        short = sum(count <= QUESTION for count in words)
        questions = sum(len(front.stem) <= QUESTION for front in these)
        options = sum(front.longest <= OPTION for front in these)
        counts = f"{len(these):6}{short:8}{questions:10}{options:9}"
        yield f"{name:20}{counts}{words[len(words) // 2]:8}{words[-1]:9}"
