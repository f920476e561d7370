"""Anki in a test: the real backend imports a deck and renders its cards; a browser page stands in for the reviewer.

The page does what Anki's desktop reviewer does (``aqt/reviewer.py`` and ``ts/reviewer``): one document for all cards,
``body.card``, the card's HTML put into ``#qa`` and its scripts run again each time, ``[[type:...]]`` turned into an
input on the front and into the backend's comparison on the back. Or it does what AnkiDroid's older reviewer does: each
side is a page of its own, the card's HTML in it from the start.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from playwright.sync_api import Browser, Locator, Page, Route

from quizgen.cards import RenderedLesson
from quizgen.exporters.anki import export

if TYPE_CHECKING:  # anki.cards can be imported only after anki.collection
    from anki.cards import Card as AnkiCard

ADDRESS = "http://reviewer.test/"
TYPE = re.compile(r"\[\[type:(cloze:)?(.+?)\]\]")
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Reviewer</title><style>body {{ margin: 20px; overflow-wrap: break-word }}</style></head>
<body class="{classes}"><div id="qa">{content}</div>
<script>
function show(html) {{
  const box = document.getElementById("qa");
  box.innerHTML = html;
  for (const old of box.querySelectorAll("script")) {{
    const fresh = document.createElement("script");
    fresh.textContent = old.textContent;
    old.replaceWith(fresh);
  }}
}}
</script></body></html>"""


@dataclass(frozen=True)
class Imported:
    """How many notes an import found new, newer than before, unchanged, and at odds with their note type."""

    new: int
    updated: int
    duplicate: int
    conflicting: int


@contextmanager
def collection(folder: Path) -> Iterator[Collection]:
    """Open a fresh collection in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    opened = Collection(str(folder / "collection.anki2"))
    try:
        yield opened
    finally:
        opened.close()


def import_package(opened: Collection, path: Path) -> Imported:
    """Import an ``.apkg`` with the options that Anki offers first."""
    request = ImportAnkiPackageRequest(package_path=str(path), options=ImportAnkiPackageOptions())
    log = opened.import_anki_package(request).log
    opened.models._clear_cache()
    return Imported(len(log.new), len(log.updated), len(log.duplicate), len(log.conflicting))


@contextmanager
def studied(lesson: RenderedLesson, folder: Path) -> Iterator[Collection]:
    """Export a lesson and import it into a fresh collection."""
    output = folder / "output"
    output.mkdir(parents=True)
    (path,) = export([lesson], output, lambda _: None)
    with collection(folder / "anki") as opened:
        import_package(opened, path)
        yield opened


def cards(opened: Collection, item: str = "") -> list[AnkiCard]:
    """Return the collection's cards, or those of one item, in study order."""
    query = f'Id:"{item}"' if item else ""
    found = [opened.get_card(number) for number in opened.find_cards(query)]
    return sorted(found, key=lambda card: (card.due, card.ord))


def front(card: AnkiCard) -> str:
    """Return the front as the reviewer shows it."""
    return TYPE.sub(
        "<center><input type=text id=typeans style=\"font-family: 'x'; font-size: 20px;\"></center>", card.question()
    )


def back(opened: Collection, card: AnkiCard, typed: str = "") -> str:
    """Return the back as the reviewer shows it after ``typed`` was typed on the front."""

    def compared(match: re.Match[str]) -> str:
        field = card.note()[match[2]]
        expected = opened.extract_cloze_for_typing(field, card.ord + 1) if match[1] else field
        return f"<div style=\"font-family: 'x'; font-size: 20px\">{opened.compare_answer(expected, typed)}</div>"

    return TYPE.sub(compared, card.answer())


class Reviewer:
    """A page that shows cards one after the other, with the collection's media and nothing else to load."""

    def __init__(
        self, browser: Browser, opened: Collection, *, night: bool = False, width: int = 360, afresh: bool = False
    ) -> None:
        """Open the page.

        Args:
            browser: where.
            opened: the collection whose cards are shown.
            night: whether Anki is in night mode.
            width: of the window, in pixels.
            afresh: whether each side is a page of its own.
        """
        self.page: Page = browser.new_page(viewport={"width": width, "height": 720})
        self.refused: list[str] = []
        self.errors: list[str] = []
        self._collection = opened
        self._afresh = afresh
        self._content = ""
        self._classes = "card card1 nightMode night_mode" if night else "card card1"
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.route("**/*", self._serve)
        self.page.goto(ADDRESS)

    def _serve(self, route: Route) -> None:
        name = route.request.url.removeprefix(ADDRESS)
        file = Path(self._collection.media.dir()) / name
        if route.request.url == ADDRESS:
            route.fulfill(
                body=PAGE.format(classes=self._classes, content=self._content), content_type="text/html; charset=utf-8"
            )
        elif route.request.url.startswith(ADDRESS) and file.is_file():
            route.fulfill(path=file)
        else:
            if not name.endswith("favicon.ico"):
                self.refused.append(route.request.url)
            route.abort()

    def show_front(self, card: AnkiCard) -> None:
        """Show a card's front."""
        self._show(front(card))

    def flip(self, card: AnkiCard) -> None:
        """Turn the card over, with what stands in its input."""
        box = self.page.locator("input#typeans")
        typed = box.input_value() if box.count() else ""
        self._show(back(self._collection, card, typed))

    def set_time(self, moment: str) -> None:
        """Stop the page's clock at a moment: ``2026-01-31T23:59``."""
        self.page.clock.set_fixed_time(moment)

    def option(self, number: int) -> Locator:
        """Return an option by its number on the note; where it stands is another matter each day."""
        return self.page.locator(f'.qz-options > [data-option="{number}"]')

    def order(self, name: str) -> list[int]:
        """Return the numbers on the note of all options, steps, pairs or choices, as they stand."""
        found = self.page.locator(f"li[data-{name}]").evaluate_all(f"items => items.map(item => +item.dataset.{name})")
        return [int(number) for number in found]

    def _show(self, html: str) -> None:
        if self._afresh:
            self._content = html
            self.page.goto(ADDRESS)
        else:
            self.page.evaluate("html => show(html)", html)

    def texts(self, selector: str) -> Sequence[str]:
        """Return the visible text of each element that matches."""
        return [text.strip() for text in self.page.locator(selector).all_inner_texts()]

    def close(self) -> None:
        """Close the page."""
        self.page.close()
