"""Pictures of Anki cards: ``python -m tests.pictures.anki_cards FOLDER`` writes each side of each card of the sample.

What is photographed is what Anki's backend renders, in a page that stands in for the reviewer. MathJax is part of Anki
and not of this page, so formulas are drawn as print draws them.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from anki.collection import Collection
from playwright.sync_api import Browser, sync_playwright

from quizgen.cards import RenderedLesson
from quizgen.text import mathematics
from tests.browser import CHROMIUM_ARGUMENTS, chromium_path
from tests.exporters.anki.decks import furnished_lesson
from tests.exporters.anki.reviewer import Reviewer, cards, studied
from tests.exporters.samples import rtl_lesson

if TYPE_CHECKING:  # anki.cards can be imported only after anki.collection
    from anki.cards import Card as AnkiCard

WIDTHS = (360, 900)
DAY = "2026-02-03T12:00"
"""The order of options is another one each day; pictures are all of this one."""
FORMULA = re.compile(r"\\\((.*?)\\\)|\\\[(.*?)\\\]", re.DOTALL)


def _drawn(match: re.Match[str]) -> str:
    tex = unescape(match[1] or match[2])
    return mathematics.as_svg(mathematics.span(tex, display=match[1] is None))


class Photographer(Reviewer):
    """A reviewer without MathJax that draws formulas itself."""

    def _show(self, html: str) -> None:
        super()._show(FORMULA.sub(_drawn, html))
        self.page.add_style_tag(content=mathematics.stylesheet())

    def picture(self, path: Path) -> None:
        """Write what is shown, as tall as it is."""
        self.page.mouse.move(0, 0)
        height = int(
            self.page.evaluate("Math.ceil(document.querySelector('.qz').getBoundingClientRect().bottom + scrollY)")
        )
        self.page.set_viewport_size({"width": self.page.viewport_size["width"], "height": height + 20})  # type: ignore[index]
        self.page.evaluate("window.scrollTo(0, 0)")
        self.page.screenshot(path=path)


def answer(reviewer: Reviewer, kind: str) -> None:
    """Do on the front what a learner would do, not quite right."""
    page = reviewer.page
    if kind.startswith("multiple"):
        reviewer.option(0).click()
    elif kind == "ordering":
        page.locator(".qz-up").nth(2).click()
    elif kind == "matching":
        for index, menu in enumerate(page.locator("select").all()):
            menu.select_option(index=1 + index % 2)
    elif page.locator("#typeans").count():
        page.locator("#typeans").fill("4" if kind == "numeric" else "candidates")


def photograph(
    browser: Browser, opened: Collection, card: AnkiCard, path: Callable[[str], Path], *, night: bool, width: int
) -> None:
    """Write a card's sides to ``path("front")``, ``path("back")``, and ``path("unfolded")`` if something is folded."""
    reviewer = Photographer(browser, opened, night=night, width=width)
    kind = str(card.note_type()["name"]).split()[1]
    reviewer.set_time(DAY)
    reviewer.show_front(card)
    answer(reviewer, kind)
    reviewer.picture(path("front"))
    reviewer.flip(card)
    reviewer.picture(path("back"))
    if reviewer.page.locator("details").count():
        reviewer.page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
        reviewer.picture(path("unfolded"))
    reviewer.close()


def readme_picture(lesson: RenderedLesson, item: str, path: Path, *, width: int = 760) -> None:
    """Write the back of one item's card, with a wrong choice made, for the README."""
    with _browser() as browser, tempfile.TemporaryDirectory() as folder, studied(lesson, Path(folder)) as opened:
        card = cards(opened, item)[0]
        reviewer = Photographer(browser, opened, width=width)
        reviewer.show_front(card)
        answer(reviewer, str(card.note_type()["name"]).split()[1])
        reviewer.flip(card)
        reviewer.picture(path)
        reviewer.close()


class _browser:  # noqa: N801 - a context manager, used as a function
    def __enter__(self) -> Browser:
        self._playwright = sync_playwright().start()
        self._opened = self._playwright.chromium.launch(executable_path=chromium_path(), args=list(CHROMIUM_ARGUMENTS))
        return self._opened

    def __exit__(self, *_: object) -> None:
        self._opened.close()
        self._playwright.stop()


def main(folder: Path) -> None:
    """Write every picture into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with _browser() as browser:
        for lesson in (furnished_lesson(), rtl_lesson()):
            with tempfile.TemporaryDirectory() as place, studied(lesson, Path(place)) as opened:
                for card in cards(opened):
                    for night in (False, True):
                        for width in WIDTHS:
                            stem = f"{card.note()['Id']}-{card.ord + 1}-{width}{'-night' if night else ''}"
                            path = lambda side, stem=stem: folder / f"{stem}-{side}.png"  # noqa: E731
                            photograph(browser, opened, card, path, night=night, width=width)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
