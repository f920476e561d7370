"""For readers who hear a page, or fill it in on a screen: every product is checked, and read as they read it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import outloud  # type: ignore[import-untyped]
import pytest
from pypdf import PdfReader, PdfWriter

from quizgen.cards import Card, Html, RenderedLesson
from quizgen.exporters.pdf.exporting import export
from quizgen.exporters.pdf.faces import card_codes
from quizgen.exporters.pdf.options import TO_CHOOSE, PrintOptions
from quizgen.kinds import KINDS
from quizgen.kinds.choice.body import Choice
from quizgen.kinds.matching.body import Matching
from quizgen.kinds.ordering.body import Ordering
from quizgen.text.fragments import letter
from quizgen.variants import Request, make
from tests.exporters.pdf.reading import command, pages, pieces, read_out, squashed, tags, words_of_pages
from tests.exporters.pdf.test_pdf import _lying as lying
from tests.exporters.samples import rtl_lesson, sample_lesson

pytestmark = pytest.mark.slow

PRODUCTS = ("worksheet", "key", "teacher", "study", "cards", "variant", "variants-key")
REQUEST = Request(("A",))
PRINTED = {
    "a4": PrintOptions(products=TO_CHOOSE, variants=("A",)),
    "letter": PrintOptions(products=("worksheet", "teacher", "cards"), paper="letter", cards="1x1", sections="level"),
    "fillable": PrintOptions(products=("worksheet",), variants=("A",), fillable=True),
}
NAMES = (
    *(f"a4/sample-{name}" for name in ("worksheet", "key", "teacher", "study", "cards", "variant-A", "variants-key")),
    *(f"letter/sample-{name}" for name in ("worksheet", "teacher", "cards")),
    *(f"fillable/sample-{name}" for name in ("worksheet", "variant-A")),
    *(f"a4/rtl-{name}" for name in ("worksheet", "key", "teacher", "study", "cards", "variant-A", "variants-key")),
    *(f"fillable/rtl-{name}" for name in ("worksheet", "variant-A")),
)
DOUBTS = {"FIG-010", "TBL-012", "TBL-014"}
"""What the checker warns of by a rule of thumb, and is so by intent.

A formula that is read as what it is, such as "5"; grids with fields as cells; two tables on one page, of which neither
covers the ruled lines of both.
"""

_DRAWING = Html(
    '<svg xmlns="http://www.w3.org/2000/svg" class="qd-diagram" width="500" height="250" viewBox="0 0 400 200" '
    'role="img"><title>A run of three servers</title><text x="20" y="90" font-size="9">S1</text></svg>'
)
_TABLE = (
    "<table>\n<thead>\n<tr>\n<th></th>\n<th>1</th>\n<th>2</th>\n</tr>\n</thead>\n<tbody>\n"
    "<tr>\n<td>S1</td>\n<td>x</td>\n<td></td>\n</tr>\n<tr>\n<td>S2</td>\n<td>x</td>\n<td>y</td>\n</tr>\n</tbody>\n</table>"
)


def _lesson() -> RenderedLesson:
    """Return the sample lesson with a drawn run, a log whose rows have names, and items of three levels."""
    cards = list(sample_lesson().cards)
    asked = [n for n, card in enumerate(cards) if card.kind != "concept"]
    for place, level in zip(asked, ("senior", "junior", "middle") * 3, strict=True):
        cards[place] = replace(cards[place], level=level)
    cards[asked[1]] = replace(cards[asked[1]], diagram=_DRAWING)
    cards[asked[2]] = replace(cards[asked[2]], stem=Html(cards[asked[2]].stem + _TABLE))
    return replace(sample_lesson(), cards=tuple(cards))


def _hebrew() -> RenderedLesson:
    """Return a lesson that is read from right to left, with two questions: a table of one row is none."""
    (card,) = rtl_lesson().cards
    return replace(rtl_lesson(), cards=(card, replace(card, id="rov-2")))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Print every product once, in folders named after `PRINTED`."""
    folder = tmp_path_factory.mktemp("accessible")
    for name, options in PRINTED.items():
        (folder / name).mkdir()
        lessons = [_lesson()] if name == "letter" else [_lesson(), _hebrew()]
        export(lessons, folder / name, lambda _step: None, options)
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_the_checker_finds_no_error(made: Path, name: str) -> None:
    """A school that may only hand out accessible documents cannot hand these out."""
    result = outloud.check(str(made / f"{name}.pdf"))
    assert result.error is None
    assert [str(finding) for finding in result.findings if finding.severity == "error"] == []
    assert {finding.rule for finding in result.findings if finding.severity == "warning"} <= (
        DOUBTS | ({"PAG-001"} if "cards" in name else set())  # concepts at the head of cards are not the pages' heads
    )
    assert [run.rule for run in result.runs if run.status == "crashed"] == []
    assert result.stats["tagged"]
    assert result.stats["elements"] > 10
    assert sum(run.status == "ran" for run in result.runs) > 40


@pytest.mark.parametrize("name", NAMES)
def test_title_and_language(made: Path, name: str) -> None:
    """A reader is told the file's name instead of what it is, in the voice of another language."""
    reader = PdfReader(made / f"{name}.pdf")
    root = cast("Any", reader.trailer["/Root"])
    lesson = _lesson() if "sample" in name else rtl_lesson()
    assert root["/Lang"] == lesson.language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert str(reader.metadata.title).startswith(f"{lesson.title}: ")
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_object().get_data()


@pytest.mark.parametrize("name", NAMES)
def test_headings_and_pictures(made: Path, name: str) -> None:
    """Who jumps from heading to heading misses a level; who asks what a picture shows hears nothing."""
    found = tags(made / f"{name}.pdf")
    levels = [int(tag.kind[1]) for tag in found if re.fullmatch(r"H\d", tag.kind)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))
    assert all(tag.alternative.strip() for tag in found if tag.kind == "Figure")
    assert not any(tag.kind == "LI" and "LBody" not in tag.kids for tag in found)
    assert all(tag.scope in {"Row", "Column"} for tag in found if tag.kind == "TH")


def test_drawn_runs_are_described(made: Path) -> None:
    """Who cannot see a run hears nothing of it."""
    for name in ("a4/sample-teacher", "a4/sample-study", "letter/sample-teacher"):
        assert "A run of three servers" in {tag.alternative for tag in tags(made / f"{name}.pdf")}, name


def test_options_are_lists(made: Path) -> None:
    """Who hears the options does not know how many there are."""
    wanted = sum(
        len(card.body.options) if isinstance(card.body, Choice) else len(card.body.steps)
        for card in _lesson().questions
        if isinstance(card.body, Choice | Ordering)
    )
    choices = sum(len(card.body.choices) for card in _lesson().questions if isinstance(card.body, Matching))
    in_stems = 2
    for name in ("a4/sample-worksheet", "a4/sample-variant-A", "fillable/sample-worksheet"):
        items = [tag for tag in tags(made / f"{name}.pdf") if tag.kind == "LI"]
        assert len(items) == wanted + choices + in_stems, name
        assert {tag.above[-1] for tag in items} == {"L"}, name


def test_tables_have_headers(made: Path) -> None:
    """Who hears a cell does not know which server's it is, or which letter is marked."""
    for name in ("a4/sample-worksheet", "fillable/sample-worksheet", "letter/sample-worksheet"):
        headers = [(tag.scope, tag.above[-2]) for tag in tags(made / f"{name}.pdf") if tag.kind == "TH"]
        assert headers.count(("Row", "TBody")) == 2 + 4, name  # two servers; four pairs
        assert headers.count(("Column", "THead")) == 2 + 4 + 3, name  # the log; another table; three letters


def test_feet_are_not_read_out_on_every_page(made: Path) -> None:
    """Who has a sheet of three pages read out hears its title in the middle of a question."""
    for name in (name for name in NAMES if "fillable" not in name):  # poppler takes seconds to read a whole font
        path = made / f"{name}.pdf"
        count = len(PdfReader(path).pages)
        if count > 1 and "cards" not in name:
            feet = [page.get_contents().get_data().count(b"/Pagination") for page in PdfReader(path).pages]  # type: ignore[union-attr]
            assert min(feet) >= 2, name
        told = len(re.findall(rf"Page\d+of{count}", read_out(path)))
        assert told == (1 if count == 1 and "cards" not in name else 0), name


@pytest.mark.parametrize("name", NAMES)
def test_bookmarks_lead_to_headings(made: Path, name: str) -> None:
    """Who follows a bookmark lands on another page."""
    path = made / f"{name}.pdf"
    reader = PdfReader(path)
    marks = list(_flat(cast("list[Any]", reader.outline)))
    lesson = _lesson() if "sample" in name else rtl_lesson()
    assert marks[0].title == lesson.title
    printed = words_of_pages(path)
    headings = [kind for kind in (tag.kind for tag in tags(path)) if kind in {"H1", "H2"}]
    assert len(marks) == len(headings)
    for mark in marks:
        number = reader.get_destination_page_number(mark)
        top = float(reader.pages[number or 0].mediabox.height) - float(mark.top or 0)
        first = squashed(mark.title)[:5] if "rtl" not in name else ""
        near = [word for word in printed[number or 0] if -3 < word[1] - top < 40]
        assert any(squashed(word[4]).startswith(first[: len(squashed(word[4]))]) for word in near), mark.title


def _flat(marks: list[Any]) -> list[Any]:
    return [found for mark in marks for found in (_flat(mark) if isinstance(mark, list) else [mark])]


def _in_order(card: Card) -> list[str]:
    """Return what is read of a question, in its order."""
    own = [piece[:60] for piece in pieces(card.stem)]
    match card.body:
        case Choice(options):
            own += [letter(n) + piece for n, option in enumerate(options) for piece in pieces(option.text)[:1]]
        case Ordering(steps):
            own += [piece for step in steps for piece in pieces(step.text)]
        case Matching(pairs, choices):
            own += [letter(n) + pieces(choice)[0] for n, choice in enumerate(choices)]
            own += [piece for pair in pairs for piece in pieces(pair.left)]
    return own


@pytest.mark.parametrize("name", ["a4/sample-worksheet", "fillable/sample-worksheet", "a4/sample-variant-A"])
def test_questions_are_read_in_order(made: Path, name: str) -> None:
    """Options are read out before their stem, or after the next one; or copied in an order that makes no sense."""
    path = made / f"{name}.pdf"
    cards = make(_lesson(), REQUEST)[0].cards if "variant" in name else _lesson().questions
    for text in (read_out(path), squashed("".join(pages(path)))):
        place = text.index("isgivenifatleasthalfisright")
        for number, card in enumerate(cards, 1):
            parts = _in_order(card)
            for piece in [f"{number}{parts[0]}", *parts[1:]] if parts else [f"{number}Fillinthegap"]:
                found = text.find(piece, place)
                assert found >= 0, (name, card.id, piece)
                place = found + len(piece)


def test_cards_are_read_in_order(made: Path) -> None:
    """Cards of a sheet are read across their edges, or a back before its front."""
    path = made / "a4/sample-cards.pdf"
    front, back = pages(path)[2:4]
    made_cards = [card for card in _lesson().cards if card.id != "long-text"][:8]  # which is too long for a card
    codes = card_codes(_lesson(), "concept")
    borne = [codes[card.id] for card in made_cards]
    assert len(set(borne)) == len(made_cards) == 8
    assert re.findall(r"SAM-C?\d+", front) == borne
    assert re.findall(r"SAM-C?\d+", back) == borne
    text = read_out(path)
    place = 0
    for card in made_cards:
        parts = _in_order(card) if isinstance(card.body, Choice | Ordering) else pieces(card.stem)[:1]
        for piece in (squashed(card.concept_name), *parts):
            place = text.index(piece, place)
        place = text.index(squashed(codes[card.id]), place)


def _fields(path: Path) -> dict[str, Any]:
    return dict(PdfReader(path).get_fields() or {})


def test_every_question_has_its_fields(made: Path) -> None:
    """A question on the screen that cannot be answered; two buttons of one choice that can both be taken."""
    wanted = {"name": "/Tx", "date": "/Tx", "score": "/Tx"}
    for number, card in enumerate(_lesson().questions, 1):
        match card.body:
            case Choice(options, multiple):
                signs = [f"-{letter(n)}" for n in range(len(options))] if multiple else [""]
                wanted |= {f"q{number}{sign}": "/Btn" for sign in signs}
            case Matching(pairs, _):
                wanted |= {f"q{number}-{row}": "/Btn" for row in range(1, len(pairs) + 1)}
            case Ordering(steps):
                wanted |= {f"q{number}-{row}": "/Tx" for row in range(1, len(steps) + 1)}
            case _ if card.kind == "cloze":
                wanted |= {f"q{number}-{gap}": "/Tx" for gap in (1, 2, 3)}
            case _:
                wanted |= {f"q{number}": "/Tx"}
    assert {name: field["/FT"] for name, field in _fields(made / "fillable/sample-worksheet.pdf").items()} == wanted


def test_fields_say_what_they_are_for(made: Path) -> None:
    """Who hears "text field, empty" thirty times does not know where to write what."""
    path = made / "fillable/sample-worksheet.pdf"
    names = {name: str(field["/TU"]) for name, field in _fields(path).items()}
    assert len(set(names.values())) == len(names)
    assert names["name"] == "Name"
    assert names["q1"] == "Question 1"
    assert names["q2"] == "Question 2, a number in servers"
    assert names["q5-1"] == "Question 5, current_term"
    assert names["q6-2"] == "Question 6, gap 2 of 3"
    assert names["q8-1"] == "Question 8, place of: The leader sends the entry to its followers."
    annotations = [each.get_object() for page in PdfReader(path).pages for each in cast("Any", page["/Annots"])]
    buttons = [str(each["/TU"]) for each in annotations]
    assert "Question 1, A: Both sides elect a leader, and both take writes." in buttons
    assert "Question 5, current_term: B" in buttons
    assert not any(name.startswith("Question 1,") for name in names.values())


def test_what_is_filled_in_can_be_read(made: Path, tmp_path: Path) -> None:
    """A class of thirty fills its sheets in, and no program gets the answers out again."""
    writer = PdfWriter(made / "fillable/sample-worksheet.pdf")
    answers = {"name": "Ada", "q1": "/1", "q2": "3", "q5-2": "/0", "q7": "Two\nlines: Zażółć", "q9-B": "/on"}
    for page in writer.pages:
        writer.update_page_form_field_values(page, answers, auto_regenerate=False)
    filled = tmp_path / "filled.pdf"
    writer.write(filled)
    read = {name: str(field.get("/V", "")) for name, field in _fields(filled).items()}
    assert {name: read[name] for name in answers} == answers
    assert read["q9-A"] == "/Off"
    assert "Ada" in command("pdftotext", filled, "-")


def test_fields_tell_no_answer(made: Path, tmp_path: Path) -> None:
    """A field that is filled in, or named, by what is right: the sheet may not depend on the answers at all."""
    export([lying(_lesson())], tmp_path, lambda _step: None, PrintOptions(products=("worksheet",), fillable=True))
    assert (tmp_path / "sample-worksheet.pdf").read_bytes() == (made / "fillable/sample-worksheet.pdf").read_bytes()


def test_paper_has_no_fields(made: Path) -> None:
    """A printed sheet has blue boxes for nothing."""
    for name in NAMES:
        assert bool(_fields(made / f"{name}.pdf")) == name.startswith("fillable"), name


def test_points_are_told(made: Path) -> None:
    """The score at the head is another than the sum of the points; the key gives others than the sheet."""
    score = sum(KINDS[card.kind].points for card in _lesson().questions)
    for name in ("a4/sample-worksheet", "fillable/sample-worksheet", "a4/sample-variant-A", "a4/sample-key"):
        text = command("pdftotext", "-raw", made / f"{name}.pdf", "-")
        assert sum(map(int, re.findall(r"\b(\d) pts?\b", text))) == score, name
        assert (f"/ {score}" in text) == ("key" not in name)
    assert f"Each sheet is worth {score} points" in " ".join(pages(made / "a4/sample-variants-key.pdf")[0].split())


def test_every_page_says_what_it_is(made: Path) -> None:
    """A loose sheet is put with another edition's; cards are not numbered, so that their first sheet says it."""
    for name in NAMES:
        path, lesson = made / f"{name}.pdf", _lesson() if "sample" in name else rtl_lesson()
        texts = command("pdftotext", "-layout", path, "-").split("\f")[:-1]
        if "cards" in name:
            assert f"Edition of {lesson.released}" in " ".join(texts[0].split())
            continue
        for number, text in enumerate(texts, 1):
            foot = " ".join(text.split())
            assert f"Page {number} of {len(texts)}" in foot, name
            assert lesson.released in foot, name
            assert "rtl" in name or lesson.title in foot, name
