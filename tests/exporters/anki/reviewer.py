"""Anki in a test: the real backend imports a deck and renders its cards; a browser page stands in for the reviewer.

The page does what Anki's desktop reviewer does (``aqt/reviewer.py`` and ``ts/reviewer``): one document for all cards,
``body.card``, the card's HTML put into ``#qa`` and its scripts run again each time, ``[[type:...]]`` turned into an
input on the front and into the backend's comparison on the back. Or it does what another program does, which is a
`Phone`: then each side may be a page of its own, with the card's HTML in it from the start.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Route

from quizgen.cards import RenderedLesson
from quizgen.exporters.anki import export
from tests.exporters.anki.phones import DESKTOP, NEWER_FUNCTIONS, TYPE, Phone

if TYPE_CHECKING:  # anki.cards can be imported only after anki.collection
    from anki.cards import Card as AnkiCard

ADDRESS = "http://reviewer.test/"
REFUSAL = "Object.defineProperty(window, '{0}', {{ get() {{ throw new Error('{0} is refused'); }} }})"
PAGE = """<!doctype html><html lang="en" class="%(page)s"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Reviewer</title><style>%(style)s</style></head>
<body class="%(classes)s"><div id="content"><div id="qa">%(content)s</div></div>
<script>
function show(html) {
  const box = document.getElementById("qa");
  box.innerHTML = html;
  for (const old of box.querySelectorAll("script")) {
    const fresh = document.createElement("script");
    fresh.textContent = old.textContent;
    old.replaceWith(fresh);
  }
}
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


def front(card: AnkiCard, phone: Phone = DESKTOP) -> str:
    """Return the front as the reviewer shows it."""
    return phone.asked(card.question())


def back(opened: Collection, card: AnkiCard, typed: str = "", phone: Phone = DESKTOP) -> str:
    """Return the back as the reviewer shows it after ``typed`` was typed on the front."""
    comparison, match = "", TYPE.search(card.answer())
    if match:
        field = card.note()[match[2]]
        gap = match[1] and not phone.whole
        expected = opened.extract_cloze_for_typing(field, card.ord + 1) if gap else field
        comparison = opened.compare_answer(expected, typed)
    return phone.told(card.answer(), comparison)


class Reviewer:
    """A page that shows cards one after the other, with the collection's media and nothing else to load."""

    def __init__(
        self,
        browser: Browser,
        opened: Collection,
        *,
        night: bool = False,
        width: int = 360,
        phone: Phone = DESKTOP,
    ) -> None:
        """Open the page.

        Args:
            browser: where.
            opened: the collection whose cards are shown.
            night: whether Anki is in night mode.
            width: of the window, in pixels.
            phone: which program it is.
        """
        self.phone = phone
        self.page: Page = browser.new_page(viewport={"width": width, "height": 720})
        self.refused: list[str] = []
        self.errors: list[str] = []
        self._collection = opened
        self._content = ""
        self._typed = ""
        self._classes = {
            "page": f"{phone.page} {phone.night_page if night else ''}".strip(),
            "classes": f"card card1 {phone.body} {phone.night_body if night else ''}".strip(),
        }
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._listen)
        for script in [*map(REFUSAL.format, phone.refused), *([NEWER_FUNCTIONS] if phone.aged else [])]:
            self.page.add_init_script(script)
        self.page.route("**/*", self._serve)
        self.page.goto(ADDRESS)

    def _serve(self, route: Route) -> None:
        name = route.request.url.removeprefix(ADDRESS)
        file = Path(self._collection.media.dir()) / name
        if route.request.url == ADDRESS:
            body = PAGE % {**self._classes, "style": self.phone.style, "content": self._content}
            route.fulfill(body=body, content_type="text/html; charset=utf-8")
        elif route.request.url.startswith(ADDRESS) and file.is_file():
            route.fulfill(path=file)
        else:
            if not name.endswith("favicon.ico"):
                self.refused.append(route.request.url)
            route.abort()

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "net::ERR_FAILED" not in message.text:
            self.errors.append(message.text)

    def show_front(self, card: AnkiCard) -> None:
        """Show a card's front."""
        self._typed = ""
        self._show(front(card, self.phone))

    def type(self, text: str) -> None:
        """Type an answer, on the card or in the box beside it."""
        box = self.page.locator("input#typeans")
        if box.count():
            box.fill(text)
        self._typed = text

    def flip(self, card: AnkiCard) -> None:
        """Turn the card over, with what was typed."""
        box = self.page.locator("input#typeans")
        typed = box.input_value() if box.count() else self._typed
        self._show(back(self._collection, card, typed, self.phone))

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
        if self.phone.afresh:
            self._content = html
            self.page.goto(ADDRESS)
        else:
            self.page.evaluate("html => show(html)", html)

    def texts(self, selector: str) -> Sequence[str]:
        """Return the visible text of each element that matches."""
        return [text.strip() for text in self.page.locator(selector).all_inner_texts()]

    def faults(self, *rules: str) -> list[str]:
        """Return what axe-core finds that breaks some of its rules, or of its sets of rules: rule and element."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        wanted = {"runOnly": rules, "resultTypes": ["violations"]}
        found = self.page.evaluate("wanted => axe.run(wanted).then(found => found.violations)", wanted)
        return [f"{fault['id']}: {node['html']} {node['failureSummary']}" for fault in found for node in fault["nodes"]]

    def is_content(self) -> None:
        """Fail if the page has thrown or loaded anything since it was asked last."""
        errors, refused = self.errors.copy(), self.refused.copy()
        self.errors.clear()
        self.refused.clear()
        assert (errors, refused) == ([], [])

    def close(self) -> None:
        """Close the page."""
        self.page.close()
