"""Cards to cut out: each back lies behind its front, and everything on a card lies inside of it."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import cast

import pytest
from PIL import Image, ImageOps
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from quizgen.cards import Html, RenderedLesson
from quizgen.exporters.pdf.cutting import PAPERS, Grid, Place, grid
from quizgen.exporters.pdf.exporting import export
from quizgen.exporters.pdf.options import PrintOptions
from quizgen.kinds.choice.body import Choice, Option
from tests.exporters.pdf.reading import command, words_of_pages
from tests.exporters.samples import sample_lesson

pytestmark = pytest.mark.slow

_MM = 72 / 25.4
_EXACT = 0.2
"""Millimetres by which a back may lie beside its front."""

FORMS = [(paper, cards, flip) for paper in ("a4", "letter") for cards in ("2x4", "1x1") for flip in ("long", "short")]


CODE = "SAM-"
"""What the codes of the sample lesson's cards begin with."""


def _lesson() -> RenderedLesson:
    """Return cards whose ids are all different, and tell an answer."""
    cards = sample_lesson().cards
    return replace(sample_lesson(), cards=tuple(replace(card, id=f"candidate-{n:02}") for n, card in enumerate(cards)))


@pytest.fixture(scope="module", params=FORMS, ids="-".join)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Grid, str]:
    """Print the sample lesson's cards in one of the forms."""
    paper, cards, flip = request.param
    folder = tmp_path_factory.mktemp("cards")
    (path,) = export(
        [_lesson()], folder, lambda _step: None, PrintOptions(products=("cards",), paper=paper, flip=flip, cards=cards)
    )
    return path, grid(PAPERS[paper], cards), flip


def _through(sheet: Grid, flip: str, x: float, y: float) -> tuple[float, float]:
    """Return where a point of the front comes out at the back, as the back is read."""
    at_the_side = (flip == "long") == (sheet.height >= sheet.width)
    return (sheet.width - x, y) if at_the_side else (x, sheet.height - y)


def _codes(page: list[tuple[float, float, float, float, str]]) -> dict[str, tuple[float, float]]:
    """Return the middle of each printed code of a card, in millimetres."""
    return {
        text: ((left + right) / 2 / _MM, (top + bottom) / 2 / _MM)
        for left, top, right, bottom, text in page
        if text.startswith(CODE)
    }


def test_each_back_lies_behind_its_front(made: tuple[Path, Grid, str]) -> None:
    """A cut card has another card's answer on its back, or is cut through.

    The code stands in the middle of the lower edge of both sides of a card, so that the printed places tell.
    """
    path, sheet, flip = made
    pages = words_of_pages(path)
    assert len(pages) % 2 == 0
    found = 0
    for number in range(2, len(pages), 2):
        front, back = _codes(pages[number]), _codes(pages[number + 1])
        assert front.keys() == back.keys()
        for index, (name, (x, y)) in enumerate(front.items()):
            place = sheet.front(index)
            assert abs(place.left + place.width / 2 - x) < _EXACT
            across, down = _through(sheet, flip, x, y)
            assert abs(back[name][0] - across) < _EXACT, name
            assert abs(back[name][1] - down) < _EXACT, name
            found += 1
    told = sum(word[4].startswith(CODE) for word in pages[0])
    assert found + told == len(_lesson().cards)
    assert found >= 9


def _turned(sheet: Grid, flip: str) -> bool:
    """Tell whether backs stand on their heads, so that their names are at the other edge."""
    return (flip == "long") != (sheet.height >= sheet.width)


def test_both_sides_are_drawn_alike(made: tuple[Path, Grid, str], tmp_path: Path) -> None:
    """Crop marks and crosses that do not meet show a printer as wrong that is right, or hide that it is wrong.

    Both sides are drawn with ten points to the millimetre; the back is turned over as a picture.
    """
    path, sheet, flip = made
    subprocess.run(["pdftoppm", "-r", "254", "-gray", "-l", "4", path, tmp_path / "side"], check=True)
    sides = [Image.open(file) for file in sorted(tmp_path.glob("side*.pgm"))]
    over = ImageOps.mirror if not _turned(sheet, flip) else ImageOps.flip
    for front, back in pairwise(sides):
        if sides.index(front) % 2:
            continue
        turned = over(back)
        for strip in _margins(sheet, front.size, crosses=sides.index(front) == 0):
            ink = [_ink(side.crop(strip)) for side in (front, turned)]
            assert (ink[0] is None) == (ink[1] is None), strip
            for mine, other in zip(ink[0] or (), ink[1] or (), strict=True):
                assert abs(mine - other) <= _EXACT * 10, strip
    if sheet.size > 1:
        assert any(_ink(sides[2].crop(strip)) for strip in _margins(sheet, sides[2].size, crosses=False))


def _margins(sheet: Grid, size: tuple[int, int], *, crosses: bool) -> list[tuple[int, int, int, int]]:
    """Return what to compare: the corners of a first sheet, and each side's free margin of the others."""
    width, height = size
    if crosses:
        arm = 130 if sheet.size == 1 else 190
        return [(x, y, x + arm, y + arm) for x in (0, width - arm) for y in (0, height - arm)]
    left, top = (round(side * 10) - 5 for side in sheet.corner)
    if sheet.size == 1:
        return []
    return [
        (0, 0, width, top),
        (0, height - top, width, height),
        (0, 0, left, height),
        (width - left, 0, width, height),
    ]


def _ink(side: Image.Image) -> tuple[int, int, int, int] | None:
    return side.point(lambda grey: 255 if grey < 160 else 0).getbbox()


def test_nothing_leaves_its_card(made: tuple[Path, Grid, str]) -> None:
    """Text that runs over the cut is lost, or stands on the neighbour."""
    path, sheet, flip = made
    for number, page in enumerate(words_of_pages(path)[2:]):
        places = [sheet.front(i) if number % 2 == 0 else sheet.back(i, flip) for i in range(sheet.size)]
        for left, top, right, bottom, text in page:
            corners = [side / _MM for side in (left, top, right, bottom)]
            assert any(_inside(place, corners) for place in places), (number, text, corners)


def _inside(place: Place, corners: list[float]) -> bool:
    left, top, right, bottom = corners
    across = place.left + 2 <= left and right <= place.left + place.width - 2
    return across and place.top + 1 <= top and bottom <= place.top + place.height - 1


def test_the_printer_is_told(made: tuple[Path, Grid, str]) -> None:
    """A print dialogue that fits cards to the page makes them too small, and shifts them."""
    path, _, flip = made
    catalog = cast("DictionaryObject", PdfReader(path).trailer["/Root"])
    wishes = cast("DictionaryObject", catalog["/ViewerPreferences"])
    assert str(wishes["/PrintScaling"]) == "/None"
    assert str(wishes["/Duplex"]) == f"/DuplexFlip{flip.capitalize()}Edge"
    assert wishes["/DisplayDocTitle"]


def test_the_front_tells_nothing(made: tuple[Path, Grid, str]) -> None:
    """A card whose front shows the answer, or an id that holds it, teaches nothing."""
    path, _, _ = made
    fronts = " ".join(word[4] for page in words_of_pages(path)[2::2] for word in page)
    assert "Any two majorities of the same servers" not in fronts
    assert "candidate" not in fronts


def _option(words: int) -> Option:
    return Option(Html(f"<p>{'replicated ' * words}</p>"), key=False, rationale=Html(""), belief="", evidence="")


def test_what_is_too_long_is_named(tmp_path: Path) -> None:
    """A question that silently has no card is never learned; one that runs out of its card cannot be read."""
    card = next(card for card in sample_lesson().cards if card.kind == "multiple_choice")
    long = [
        replace(
            card,
            id=f"card-{n}",
            stem=Html("<p>Which?</p>"),
            body=Choice(tuple(_option(n) for _ in range(6)), multiple=False),
        )
        for n in range(1, 40, 3)
    ]
    (path,) = export(
        [replace(sample_lesson(), cards=tuple(long))], tmp_path, lambda _step: None, PrintOptions(products=("cards",))
    )
    pages = words_of_pages(path)
    told = {word[4].strip(",.") for word in pages[0] if word[4].startswith(CODE)}
    shown = {word[4] for page in pages[2:] for word in page if word[4].startswith(CODE)}
    assert told
    assert shown
    assert told | shown == {f"{CODE}{number}" for number in range(1, len(long) + 1)}
    assert not told & shown
    sheet = grid(PAPERS["a4"], "2x4")
    for page in pages[2::2]:
        bottoms = {place: place.top + place.height - sheet.padding for place in map(sheet.front, range(sheet.size))}
        for left, top, _, bottom, text in page:
            if not text.startswith(CODE):
                place = next(p for p in bottoms if _inside(p, [left / _MM, top / _MM, left / _MM + 1, top / _MM + 1]))
                assert bottom / _MM <= bottoms[place] - 2, text


def test_lesson_without_cards(tmp_path: Path) -> None:
    """A lesson without cards still prints a sheet to set the printer by, and no empty one behind it."""
    (path,) = export(
        [replace(sample_lesson(), cards=())], tmp_path, lambda _step: None, PrintOptions(products=("cards",))
    )
    assert len(words_of_pages(path)) == 2
    assert "0 cards" in command("pdftotext", path, "-")
