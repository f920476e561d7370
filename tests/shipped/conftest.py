"""The shipped lessons, compiled once for all tests of them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from anki.collection import Collection

from quizgen.compiler import Built, Silent, build
from quizgen.exporters.pdf.options import PrintOptions
from quizgen.exporters.pdf.sheets import orders, style
from quizgen.kinds.choice.question import Choice
from quizgen.kinds.cloze.question import BLANK, Cloze
from quizgen.kinds.matching.question import Matching
from quizgen.kinds.numeric.question import Numeric
from quizgen.kinds.ordering.question import Ordering
from quizgen.kinds.recall.question import Recall
from quizgen.loader import load
from quizgen.model.item import Item as Question
from quizgen.model.lesson import PlacedLesson
from quizgen.press.typesetting import press
from quizgen.render import render
from quizgen.system import resources
from quizgen.tally import tally
from quizgen.text.fragments import text_of
from quizgen.text.markdown import to_inline_html
from tests.exporters.anki.reviewer import collection, import_package
from tests.exporters.pdf.measuring import Layout, laid_out

LESSONS = tuple(lesson.head.id for lesson in load(resources.content())[0].lessons)


@dataclass(frozen=True, repr=False)
class Shipped:
    """A lesson as its author wrote it, and the folder that it was built into."""

    lesson: PlacedLesson
    output: Path

    @property
    def name(self) -> str:
        """The lesson's id, after which its files are named."""
        return self.lesson.head.id

    @property
    def tally(self) -> dict[str, int]:
        """How many items are computed, cited and unverified."""
        return tally(self.lesson)

    @property
    def questions(self) -> list[Question]:
        """Every question, instances of families included, in the order of the content."""
        return [item.question for item in self.lesson.items]


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `built` writes into."""
    return tmp_path_factory.mktemp("shipped")


@pytest.fixture(scope="session")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of everything that ships: a build may write the lockfile."""
    return Path(shutil.copytree(resources.content(), tmp_path_factory.mktemp("shipped") / "content"))


@pytest.fixture(scope="session")
def built(output: Path, content: Path) -> Built:
    """Build everything that ships, as ``quizgen build`` does."""
    made = build(content, ("anki", "pdf", "site"), output, Silent())
    assert {diagnostic.code for diagnostic in made.diagnostics} <= {"unread"}  # a lesson may wait for its reader
    return made


@pytest.fixture(scope="session", params=LESSONS)
def shipped(built: Built, output: Path, request: pytest.FixtureRequest) -> Shipped:
    """Each shipped lesson in turn."""
    (lesson,) = [placed for placed in built.checked.deck.lessons if placed.head.id == request.param]
    return Shipped(lesson, output)


Learner = Callable[[str], Collection]
"""Returns a collection with a shipped lesson, by its id: imported once for all tests that only look at it."""


@pytest.fixture(scope="session")
def learner(built: Built, output: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Learner]:
    """A learner who has the shipped lessons, each in a collection of its own."""
    assert built.written
    with ExitStack() as until_the_end:
        known: dict[str, Collection] = {}

        def opened(lesson: str) -> Collection:
            if lesson not in known:
                known[lesson] = until_the_end.enter_context(collection(tmp_path_factory.mktemp("anki")))
                import_package(known[lesson], output / f"{lesson}.apkg")
            return known[lesson]

        yield opened


@dataclass(frozen=True)
class Paper:
    """A document that is laid out, and which product it is."""

    product: str
    layout: Layout

    @property
    def text(self) -> str:
        """All that can be read, feet included, with words joined that are broken at a hyphen, or for want of room."""
        text = "\n".join(piece.text for piece in self.layout.pieces)
        return re.sub(r"-\s+", "-", re.sub("\n?\N{ZERO WIDTH SPACE}\n?", "", text))


Papers = Callable[[str, PrintOptions], list[Paper]]
"""Lays out what is to be printed of a lesson, by its id and options, once for all tests."""


@pytest.fixture(scope="session")
def papers(built: Built) -> Papers:
    """What can be printed of the shipped lessons, laid out as the press does."""
    rendered = render(built.checked.deck, built.checked.findings, lambda _done, _total: None)
    lessons = {lesson.id: lesson for lesson in rendered}
    known: dict[tuple[str, str], list[Paper]] = {}

    def paper(name: str, options: PrintOptions) -> list[Paper]:
        wanted = (name, options.model_dump_json())
        if wanted not in known:
            with press(style()) as machine:
                wanted_orders = orders(lessons[name], options)
                known[wanted] = [Paper(order.product, laid_out(machine, order.sheet)) for order in wanted_orders]
        return known[wanted]

    return paper


def squashed(text: str) -> str:
    """Return the text without white space and hyphens: where lines break is the layout's business."""
    return "".join(text.split()).replace("-", "")


_GAP = "\N{ASTERISM}"


def seen(markdown: str) -> list[str]:
    """Return what a reader sees of an author's text, squashed, in pieces between the formulas."""
    html = to_inline_html(markdown)
    plain = [
        piece.partition("</span>")[2] if index else piece for index, piece in enumerate(html.split('<span class="math'))
    ]
    return [piece for part in plain if (piece := squashed(text_of(part)))]


def asked(question: Question) -> list[str]:
    """Return what a learner must be able to read before answering."""
    stem = seen(question.asking()[1]) if not isinstance(question, Cloze) else []
    match question:
        case Choice():
            return stem + [piece for option in question.options for piece in seen(option.text)]
        case Ordering():
            return stem + [piece for step in question.steps for piece in seen(step.text)]
        case Matching():
            return stem + [piece for pair in question.pairs for piece in (*seen(pair.left), *seen(pair.right))]
        case Cloze():
            around = (part for piece in seen(BLANK.sub(_GAP, question.text)) for part in piece.split(_GAP))
            return [part for part in around if part]
        case Numeric() | Recall():
            return stem
    raise TypeError(f"it is unknown what a {question.kind} asks")


def keys(question: Choice) -> list[list[str]]:
    """Return the right options of a choice question."""
    return [seen(option.text) for option in question.options if option.key]


def answers(question: Question) -> list[str]:
    """Return what must be read, in this order, where the answer is told; for choices see `keys`."""
    match question:
        case Numeric():
            return [squashed(f"{question.answer.value}{question.answer.unit or ''}")]
        case Cloze():
            return [squashed(question.blanks[name].answer) for name in BLANK.findall(question.text)]
        case Recall():
            return [piece for point in question.points for piece in seen(point.text)]
        case Ordering():
            return [piece for step in question.steps for piece in seen(step.text)]
        case Matching():
            return [piece for pair in question.pairs for piece in (*seen(pair.left), *seen(pair.right))]
        case Choice():
            return [piece for key in keys(question) for piece in key]
    raise TypeError(f"it is unknown what a {question.kind} answers")


def in_order(pieces: list[str], text: str) -> bool:
    """Tell whether the pieces stand in the text one after the other."""
    place = 0
    for piece in pieces:
        found = text.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    return True
