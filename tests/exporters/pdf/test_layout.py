"""Extremes on paper: whatever a question is like, all of it is printed, and what belongs together is not torn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from quizgen.cards import Card, Html, RenderedLesson
from quizgen.exporters.pdf.exporting import export
from quizgen.exporters.pdf.options import PrintOptions
from quizgen.exporters.pdf.sheets import orders, style
from quizgen.kinds.choice.body import Choice, Option
from quizgen.kinds.cloze.body import Blank, Cloze
from quizgen.kinds.concept.body import Definition
from quizgen.kinds.matching.body import Matching, Pair
from quizgen.kinds.numeric.body import Number
from quizgen.kinds.ordering.body import Ordering, Step
from quizgen.kinds.recall.body import Point, Recall
from quizgen.press.typesetting import press
from tests.exporters.pdf.measuring import faults, laid_out
from tests.exporters.pdf.reading import outside, words_of_pages
from tests.exporters.samples import blank, card, math, sample_lesson

pytestmark = pytest.mark.slow

_ARABIC = "يصبح الخادم قائدا بعد أن يجمع أصوات الأغلبية"
_RUN = "ACGTTGCAAGGCTTACGCATGCAATCGGTACCGGTTAACG" * 3
_CHINESE = "一个节点在获得多数节点的选票之后成为领导者并且开始发送心跳消息"
_EMOJI = "\N{ROCKET}\N{THUMBS UP SIGN}\N{EMOJI MODIFIER FITZPATRICK TYPE-4}\N{SKULL}\N{GRINNING FACE}"
_LINE = "leader.append(entries=[Entry(term=7, command='set x')], previous_index=41, previous_term=6)" * 3
_WIDE = "".join(f"<td>next_index_of_server_{n}</td>" for n in range(14))


def _option(text: str, *, key: bool = False) -> Option:
    return Option(Html(f"<p>{text}</p>"), key, Html("<p>As is shown.</p>"), "", "holds")


def _choice(name: str, stem: str, options: Sequence[str], *, multiple: bool = False) -> Card:
    made = tuple(_option(text, key=n == 0) for n, text in enumerate(options))
    kind = "multiple_response" if multiple else "multiple_choice"
    return card(name, kind, f"<p>{stem}</p>", Choice(made, multiple=multiple))


def _counted(word: str, count: int) -> str:
    return " ".join(f"{word}{n}" for n in range(count))


def _choices() -> list[Card]:
    """Return questions whose stems and options are hard."""
    code = f'<pre class="highlight"><code>{_LINE}\n{_LINE}</code></pre>'
    return [
        _choice("one-word", "Why?", ["yes", "no"]),
        _choice("endless", _counted("stem", 2000), ["yes", "no"]),
        _choice("twelve", "Which of twelve?", [_counted(f"o{n}x", 12) for n in range(12)]),
        _choice("some", "Which are right?", [_counted(f"s{n}x", 30) for n in range(12)], multiple=True),
        _choice("code", f"What does it do?</p>{code}<p>", ["nothing", f"<code>{_LINE}</code>"]),
        _choice("table", f"Which row?</p><table><tbody><tr>{_WIDE}</tr></tbody></table><p>", ["first", "second"]),
        _choice("word", "consensus" * 60, ["a" * 300, "b"]),
        _choice("runs", f"{_RUN}<strong>CCC</strong>{_RUN}", [f"<code>{_RUN}</code>{_RUN}", f"a<em>{_RUN}</em>{_RUN}"]),
        _choice("arabic", _ARABIC, [_ARABIC * 8, "S1"]),
        _choice("chinese", _CHINESE * 6, [_CHINESE * 3, f"<code>{_CHINESE * 2}</code>", "S1"]),
        _choice("emoji", _EMOJI * 30, [_EMOJI * 12, _EMOJI]),
        _choice("math", math(r"\sum_{i=1}^{n} \frac{a_i + b_i}{c_i}" * 8, display=True), [math("x^2"), math("y")]),
    ]


def _others() -> list[Card]:
    """Return hard questions of every other kind, and a term."""
    steps = tuple(Step(Html(f"<p>{_counted(f'step{n}x', 90)}</p>"), n, "holds") for n in range(1, 13))
    pairs = tuple(Pair(Html(f"<p>left{n} {'of some words ' * 6}</p>"), n, "holds") for n in range(9))
    rights = tuple(Html(f"<p>right{n} {_CHINESE}</p>") for n in range(9))
    gaps = tuple(Blank(f"{'answer' * 5}{n}", ("other",), "a hint of some words", "holds") for n in range(40))
    text = "".join(f"<p>{_counted(f'gap{n}x', n)} {blank(n)} {_CHINESE}</p>" for n in range(40))
    points = tuple(Point(Html(f"<p>{_counted(f'point{n}x', 60)}</p>"), "holds " * 40) for n in range(8))
    term = Definition("Term " * 12, Html(f"<p>{_counted('meaning', 300)} {_EMOJI}</p>"))
    return [
        card("steps", "ordering", "<p>Put in order.</p>", Ordering(steps)),
        card("pairs", "matching", "<p>What belongs to what?</p>", Matching(pairs, rights)),
        card("number", "numeric", f"<p>{_counted('n', 300)}</p>", Number(10**30, "entries a second " * 8, 0, "holds")),
        card("free", "recall", "<p>Explain.</p>", Recall(Html(f"<p>{_counted('answer', 2000)}</p>"), ())),
        card("points", "recall", f"<p>{_counted('why', 60)}</p>", Recall(Html(""), points)),
        card("gaps", "cloze", "", Cloze(Html(text), gaps)),
        card("term", "concept", "", term),
    ]


def extremes(*, language: str = "en") -> RenderedLesson:
    """Return a lesson of hard questions, each about a concept of its own, so that there are headings everywhere."""
    twice = [replace(each, id=f"{each.id}-{n}") for n in range(2) for each in (*_choices(), *_others())]
    named = [replace(each, concept=f"c-{n}", concept_name=f"Concept{n:03}") for n, each in enumerate(twice)]
    return replace(sample_lesson(), id="extremes", language=language, cards=tuple(named))


_SHEETS = {
    "worksheet": PrintOptions(products=("worksheet",)),
    "key": PrintOptions(products=("key",), paper="letter", sections="level"),
    "study": PrintOptions(products=("study",)),
    "cards": PrintOptions(products=("cards",)),
    "index cards": PrintOptions(products=("cards",), paper="letter", cards="1x1"),
    "fillable": PrintOptions(products=("worksheet",), paper="letter", fillable=True),
    "variants": PrintOptions(variants=("A",)),
    "from right to left": PrintOptions(products=("worksheet",)),
}


@pytest.mark.parametrize("form", _SHEETS)
def test_layout_of_extremes(form: str) -> None:
    """Text that is clipped, runs off the page, lies upon other text or is torn from what it belongs to is not read."""
    lesson = extremes(language="ar" if form == "from right to left" else "en")
    with press(style()) as machine:
        for order in orders(lesson, _SHEETS[form]):
            layout = laid_out(machine, order.sheet)
            assert faults(layout, order.product) == {}
            assert len(layout.pieces) > 30


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Print worksheet and key of the extremes."""
    folder = tmp_path_factory.mktemp("extremes")
    written = export([extremes()], folder, lambda _step: None, PrintOptions(paper="letter"))
    return {path.stem.removeprefix("extremes-"): path for path in written}


@pytest.mark.parametrize("name", ["worksheet", "key"])
def test_nothing_leaves_the_page(made: dict[str, Path], name: str) -> None:
    """A long line of code or a wide table is cut off at the edge of the paper, and the question cannot be answered."""
    assert outside(made[name]) == []


@pytest.mark.parametrize("name", ["worksheet", "key"])
def test_nothing_is_lost(made: dict[str, Path], name: str) -> None:
    """A stem of five pages ends in the middle of a sentence."""
    text = " ".join(word[4] for page in words_of_pages(made[name]) for word in page)
    for word in ("stem0", "stem1999", "o0x0", "o11x11", "step1x0", "step12x89", "left8", "right8", "n299"):
        assert len(re.findall(rf"\b{word}\b", text)) >= 2, word


@pytest.mark.parametrize("name", ["worksheet", "key"])
def test_no_heading_at_the_end_of_a_page(made: dict[str, Path], name: str) -> None:
    """A heading at the foot of a page, or alone on one, heads nothing."""
    seen = []
    for page in words_of_pages(made[name]):
        lowest = max(word[3] for word in page)
        body = [word for word in page if word[3] < lowest - 12]
        headings = [word for word in body if word[4].startswith("Concept")]
        seen += [word[4] for word in headings]
        for heading in headings:
            assert any(word[1] >= heading[3] - 2 for word in body if word is not heading), heading
    assert seen == [card.concept_name for card in extremes().cards if card.kind != "concept"]


def test_options_stand_together(made: dict[str, Path]) -> None:
    """A learner leafs back and forth between the options of one question."""
    pages = [{word[4] for word in page} for page in words_of_pages(made["worksheet"])]
    holders = [n for n, page in enumerate(pages) if any(f"o{k}x0" in page for k in range(12))]
    assert len(holders) == 2
    for number in holders:
        assert {f"o{k}x11" for k in range(12)} <= pages[number]
        assert "twelve?" in pages[number]


def test_a_long_ordering_breaks_between_steps(made: dict[str, Path]) -> None:
    """A step that is torn apart is read as two."""
    pages = [{word[4] for word in page} for page in words_of_pages(made["worksheet"])]
    for n in range(1, 13):
        for page in pages:
            assert (f"step{n}x0" in page) == (f"step{n}x89" in page), n


def test_paper(made: dict[str, Path], tmp_path: Path) -> None:
    """A sheet for another paper is scaled by the printer, or loses its foot."""
    lesson = replace(sample_lesson(), cards=sample_lesson().cards[:3])
    products = ("worksheet", "key", "teacher", "study")
    for paper, size in (("a4", (595.3, 841.9)), ("letter", (612.0, 792.0))):
        options = PrintOptions.model_validate({"products": products, "paper": paper})
        folder = tmp_path / paper
        folder.mkdir()
        for path in export([lesson], folder, lambda _step: None, options):
            for page in PdfReader(path).pages:
                assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(size, abs=0.2)
    assert made
