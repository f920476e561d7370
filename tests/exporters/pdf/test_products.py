"""The teacher's edition and the study sheet, read back from the PDFs."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from quizgen.cards import Html, RenderedLesson
from quizgen.exporters.pdf.drawings import height_of, on_paper
from quizgen.exporters.pdf.exporting import export
from quizgen.exporters.pdf.options import TO_CHOOSE, PrintOptions
from quizgen.exporters.pdf.products import PRODUCTS
from quizgen.kinds import KINDS
from quizgen.model.item import LEVELS
from quizgen.variants import Request, make
from tests.exporters.pdf.reading import outside, pages, pieces, squashed
from tests.exporters.samples import sample_lesson
from tests.variants.pools import family_lesson

pytestmark = pytest.mark.slow


def _drawing(name: str, height: int) -> Html:
    """Return a drawing as `Card.diagram` is: with a title, and a text in it that can be found again."""
    return Html(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="qd-diagram" width="500" height="{height * 1.25}" '
        f'viewBox="0 0 400 {height}" role="img" style="max-width:100%;height:auto" font-family="system-ui">'
        f'<title>Run {name}</title><text x="20" y="{height - 4}" font-size="9" fill="#1d232a">drawn{name}</text></svg>'
    )


def _drawn() -> RenderedLesson:
    """Return the sample lesson with four drawings, of which two are of the same run and one is very tall."""
    heights = {1: ("one", 300), 2: ("one", 300), 3: ("tall", 2400), 4: ("three", 200)}
    cards = list(sample_lesson().cards)
    asked = [n for n, card in enumerate(cards) if card.kind != "concept"]
    for number, (name, height) in heights.items():
        place = asked[number - 1]
        cards[place] = replace(cards[place], diagram=_drawing(name, height))
    return replace(sample_lesson(), cards=tuple(cards), summary=(Html("<p>Majorities meet.</p>"),))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Print key, teacher's edition and study sheet once."""
    folder = tmp_path_factory.mktemp("products")
    written = export([_drawn()], folder, lambda _step: None, PrintOptions(products=("key", "teacher", "study")))
    return {path.stem.removeprefix("sample-"): path for path in written}


def test_the_teacher_sees_each_run_once(made: dict[str, Path]) -> None:
    """A teacher explains an answer by its run; the same run printed for ten instances is a waste of paper."""
    text = squashed("".join(pages(made["teacher"])))
    assert [text.count(f"drawn{name}") for name in ("one", "tall", "three")] == [1, 1, 1]
    assert text.count(squashed("The run is the one that is drawn at question 1.")) == 1


def test_the_teacher_has_all_of_the_key(made: dict[str, Path]) -> None:
    """A teacher's edition that lacks a reason is not worth its name."""
    text = squashed("".join(pages(made["teacher"])))
    for card in _drawn().questions:
        for piece in (*pieces(card.explanation), squashed(card.evidence)):
            assert piece in text, (card.id, piece)


@pytest.mark.parametrize("name", ["teacher", "study"])
def test_drawings_fit_the_page(made: dict[str, Path], name: str) -> None:
    """A tall run that leaves the page has no end."""
    assert outside(made[name]) == []


@pytest.mark.parametrize("name", ["teacher", "study"])
def test_drawings_have_alternative_texts(made: dict[str, Path], name: str) -> None:
    """Who cannot see a drawing hears nothing of it."""
    reader = PdfReader(made[name])
    entries = [reader.get_object(number) for number in range(1, int(str(reader.trailer["/Size"])))]
    figures = [entry for entry in entries if isinstance(entry, DictionaryObject) and entry.get("/S") == "/Figure"]
    spoken = {str(figure.get("/Alt")) for figure in figures}
    drawn = {f"Run {run}" for run in re.findall(r"drawn(one|tall|three)", "".join(pages(made[name])))}
    assert drawn
    assert drawn <= spoken


def test_sizes_of_drawings() -> None:
    """A drawing that is larger than the page is cut off; one that is stretched cannot be read."""
    for height in (100, 600, 1300, 5000):
        tag = on_paper(_drawing("x", height))
        width_mm, height_mm = (float(re.findall(rf' {side}="([\d.]+)mm"', tag)[0]) for side in ("width", "height"))
        assert width_mm <= 166
        assert height_mm <= 215
        assert height_mm / width_mm == pytest.approx(height / 400, rel=0.02)
        assert "Source Sans 3" in tag
        assert height_of(_drawing("x", height)) == height
    assert on_paper(Html("<svg>")) == "<svg>"


def test_the_study_sheet_tells_what_there_is_to_learn(made: dict[str, Path]) -> None:
    """A learner revises with a sheet on which a concept is missing."""
    text = squashed("".join(pages(made["study"])))
    lesson = _drawn()
    for card in lesson.definitions:
        for piece in pieces(getattr(card.body, "definition", "")):
            assert piece in text, card.id
    assert squashed("Majorities meet.") in text
    assert squashed("Clusters and what they survive") in text
    assert text.index("Concepts") < text.index(squashed("What to take away")) < text.index(squashed("Runs to look at"))


def test_the_study_sheet_shows_the_shortest_run(made: dict[str, Path]) -> None:
    """A run of two pages for what a shorter one shows is not looked at."""
    text = squashed("".join(pages(made["study"])))
    shown = {card.concept: [] for card in _drawn().questions if card.diagram}  # type: ignore[var-annotated]
    for card in _drawn().questions:
        if card.diagram:
            shown[card.concept].append(height_of(card.diagram))
    names = {300: "drawnone", 2400: "drawntall", 200: "drawnthree"}
    expected = {names[int(min(heights))] for heights in shown.values()}
    assert {name for name in names.values() if name in text} == expected


def _levels() -> RenderedLesson:
    """Return the sample lesson with items of three levels, the hardest first."""
    levels = iter(("senior", "junior", "middle") * 4)
    cards = tuple(replace(card, level=next(levels)) for card in sample_lesson().cards)
    return replace(sample_lesson(), cards=cards, tally={})


def test_sections_by_level(tmp_path: Path) -> None:
    """Question 4 of the worksheet is question 7 of the key; hard questions stand under the heading of easy ones."""
    options = PrintOptions(products=("worksheet", "key", "teacher"), sections="level")
    texts = {
        path.stem.removeprefix("sample-"): squashed("".join(pages(path)))
        for path in export([_levels()], tmp_path, lambda _step: None, options)
    }
    order = [card for level in LEVELS for card in _levels().questions if card.level == level]
    for name, text in texts.items():
        headings = [
            text.index(f"{level.capitalize()}1" if level == "junior" else level.capitalize()) for level in LEVELS
        ]
        assert headings == sorted(headings), name
        place = 0
        for number, card in enumerate(order, 1):
            if card.stem:
                place = text.index(f"{number}{pieces(card.stem)[0][:60]}", place)
                assert headings[LEVELS.index(card.level)] < place, (name, card.id)


def test_variants_are_worth_the_same() -> None:
    """Pupils at the next table can reach more points."""
    lesson = family_lesson()
    cards = tuple(replace(card, level="middle") for card in lesson.cards)
    made = make(replace(lesson, cards=cards), Request(tuple("ABCDEF"), 6))
    assert len({tuple(card.id for card in variant.cards) for variant in made}) > 1
    assert len({sum(KINDS[card.kind].points for card in variant.cards) for variant in made}) == 1


def test_every_kind_and_level_is_known() -> None:
    """A new kind of question ends the build, for want of points."""
    assert {name for name, kind in KINDS.items() if kind.points} == set(KINDS.questions)


def test_what_can_be_chosen_can_be_made() -> None:
    """A name that the help promises ends in an error."""
    assert set(TO_CHOOSE) <= set(PRODUCTS)
    assert set(PrintOptions().products) <= set(TO_CHOOSE)
