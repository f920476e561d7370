"""Measuring a layout before it is written: what is cut off, what lies upon each other, what is torn apart.

A PDF does not tell: text that is clipped can still be read back from it, and text beyond the page is not in it at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from quizgen.press.typesetting import Press, Sheet, fetcher

_MM = 96 / 25.4
_LEEWAY = 1.0
"""Pixels of CSS, of which there are 96 to an inch; all lengths here are in them."""

_CODE_BEYOND = 3.0
"""Millimetres that the picture of a sheet's code reaches into the margin, where printers still print."""

_TOGETHER = ("number", "cue")
"""What may not stand at the end of a page, along with headings."""


@dataclass(frozen=True)
class Piece:
    """A line of text or a picture, as it is laid out.

    Attributes:
        page: its number, from 1.
        left: of its box, like the other three.
        text: empty for a picture.
        around: the elements that it is in, the innermost last.
        foot: whether it stands in the page's margin.
        window: what is seen of it, if one of those elements hides what is outside of it, or is a card that is cut out:
            left, top, right, bottom.
    """

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str
    around: tuple[Any, ...]
    foot: bool
    window: tuple[float, float, float, float] | None

    def within(self, *names: str) -> Any:  # noqa: ANN401  # lxml's successor in WeasyPrint has no types
        """Return the outermost element around that has one of these classes or is such an element; None if none is."""
        return next((each for each in self.around if each.tag in names or classes(each) & set(names)), None)

    def __str__(self) -> str:
        return f"page {self.page}: {self.text[:40] or 'a picture'!r} at {self.left:.0f} {self.top:.0f}"


@dataclass(frozen=True)
class Layout:
    """A document that is laid out.

    Attributes:
        size: width and height of a page.
        pieces: in the order of the document.
    """

    size: tuple[float, float]
    pieces: Sequence[Piece]


def classes(element: Any) -> set[str]:  # noqa: ANN401  # as above
    """Return the classes of an element."""
    return set((element.get("class") or "").split())


def laid_out(machine: Press, sheet: Sheet) -> Layout:
    """Lay a sheet out as `Press.typeset` does."""
    page = machine._weasyprint.HTML(string=sheet.html, base_url=None, url_fetcher=fetcher(sheet.pictures))
    document = page.render(stylesheets=[machine._style], font_config=machine._fonts)
    pieces = [
        piece
        for number, page in enumerate(document.pages, 1)
        for piece in _pieces(page._page_box, number, (), foot=False, window=None)
    ]
    return Layout((document.pages[0].width, document.pages[0].height), pieces)


def _pieces(
    box: Any,  # noqa: ANN401  # as above
    page: int,
    around: tuple[Any, ...],
    *,
    foot: bool,
    window: tuple[float, float, float, float] | None,
) -> Iterator[Piece]:
    box = getattr(box, "_box", box)  # what is placed absolutely is behind a placeholder
    kind = type(box).__name__
    foot = foot or kind == "MarginBox"
    if box.element is not None and (not around or around[-1] is not box.element):
        around = (*around, box.element)
    if kind == "TextBox" or hasattr(box, "replacement"):
        text = box.text if kind == "TextBox" else ""
        if text.strip() or kind != "TextBox":
            left, top = box.position_x, box.position_y
            yield Piece(page, left, top, left + box.width, top + box.height, text, around, foot, window)
        return
    card = box.element is not None and "face" in classes(box.element) and around[-1] is box.element
    if kind != "PageBox" and (card or box.style["overflow"] != "visible"):
        left, top = box.padding_box_x(), box.padding_box_y()
        window = (left, top, left + box.padding_width(), top + box.padding_height())
    for child in getattr(box, "children", ()):
        yield from _pieces(child, page, around, foot=foot, window=window)


def cut_off(layout: Layout, margin: float) -> list[str]:
    """Return what is not, all of it, within the margins of its page in millimetres, or is hidden by what it is in."""
    width, height = layout.size
    found = []
    for piece in layout.pieces:
        free = (margin - (_CODE_BEYOND if piece.within("code") is not None else 0)) * _MM - _LEEWAY
        low = height - (free if not piece.foot else 0)
        page = piece.left >= free and piece.right <= width - free and piece.top >= free and piece.bottom <= low
        left, top, right, bottom = piece.window or (0, 0, width, height)
        slack = (piece.bottom - piece.top) * 0.2 + _LEEWAY  # a line's box is taller than its letters
        across = piece.left >= left - _LEEWAY and piece.right <= right + _LEEWAY
        if not (page and across and piece.top >= top - slack and piece.bottom <= bottom + slack):
            found.append(str(piece))
    return found


def upon_each_other(layout: Layout) -> list[str]:
    """Return the pairs of lines and pictures that overlap."""
    found = []
    for number in {piece.page: None for piece in layout.pieces}:
        open_: list[Piece] = []
        for piece in sorted((each for each in layout.pieces if each.page == number), key=lambda each: each.top):
            open_ = [each for each in open_ if _core(each)[1] > _core(piece)[0]]
            found += [f"{each} | {piece}" for each in open_ if _beside(each, piece)]
            open_.append(piece)
    return found


def _core(piece: Piece) -> tuple[float, float]:
    """Return from where to where most letters of a line reach, or a picture."""
    trimmed = (piece.bottom - piece.top) * (0.3 if piece.text else 0.02)
    return piece.top + trimmed, piece.bottom - trimmed


def _beside(one: Piece, other: Piece) -> bool:
    tall = min(_core(one)[1], _core(other)[1]) - max(_core(one)[0], _core(other)[0])
    wide = min(one.right, other.right) - max(one.left, other.left)
    return tall > _LEEWAY and wide > _LEEWAY


def ends_of_pages(layout: Layout) -> list[str]:
    """Return the headings, numbers and cues below which nothing stands on their page."""
    found = []
    pieces = [piece for piece in layout.pieces if not piece.foot]
    for number in {piece.page: None for piece in pieces}:
        page = [piece for piece in pieces if piece.page == number]
        last = max(page, key=lambda piece: piece.bottom)
        if last.within("h1", "h2", "h3", *_TOGETHER) is not None and last.within("cover") is None:
            beside = [piece for piece in page if abs(piece.bottom - last.bottom) < last.bottom - last.top]
            if all(piece.within("h1", "h2", "h3", *_TOGETHER) is not None for piece in beside):
                found.append(str(last))
    return found


def torn(layout: Layout, *, whole: bool) -> list[str]:
    """Return what stands on two pages and may not.

    That is an option, a step, or a row of a table, but for its head, which is repeated; where questions are ``whole``,
    each that does not fill most of a page; and of each the stem's end and what comes first after it.
    """
    found = []
    names = ["option", "step", "choice", "tr"] + (["question"] if whole else [])
    for name in names:
        pages: dict[Any, set[int]] = {}
        for piece in layout.pieces:
            element = piece.within(name)
            if element is not None and "long" not in classes(element) and piece.within("thead") is None:
                pages.setdefault(element, set()).add(piece.page)
        found += [f"{name} on pages {sorted(numbers)}" for numbers in pages.values() if len(numbers) > 1]
    return found + list(_stems_that_end_alone(layout))


def _stems_that_end_alone(layout: Layout) -> Iterator[str]:
    last: dict[Any, Piece] = {}
    for piece in layout.pieces:
        question = piece.within("question")
        if question is None or piece.within("number", "points") is not None:
            continue
        before = last.get(question)
        ends = before is not None and before.within("stem") is not None and piece.within("stem") is None
        if ends and before is not None and before.page != piece.page:
            yield f"{before} | {piece}"
        last[question] = piece


def faults(layout: Layout, product: str) -> dict[str, list[str]]:
    """Return all that is wrong with a layout, by kind of fault."""
    margin = 1.0 if product == "cards" else 17.0
    found = {
        "cut off": cut_off(layout, margin),
        "upon each other": upon_each_other(layout),
        "at the end of a page": ends_of_pages(layout),
        "torn apart": torn(layout, whole=product in {"worksheet", "variant"}),
    }
    return {kind: each for kind, each in found.items() if each}
