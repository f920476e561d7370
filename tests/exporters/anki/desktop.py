"""Anki's own reviewer in a test: the page, the scripts and the MathJax of its desktop version, in a browser.

``aqt``, the package of Anki's windows, brings them (``_aqt/data/web``); it is unpacked without Qt, which only opens
the window around the page (``aqt/webview.py``, ``stdHtml``; ``aqt/reviewer.py``, ``revHtml``).
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Dialog, Page, Route

ADDRESS: Final = "http://anki.test/"
ASSETS: Final = Path(sys.prefix) / "reviewer" / "_aqt" / "data" / "web"
_PAGE: Final = """<!doctype html><html class="" dir="ltr" data-bs-theme="light"><head><title>main webview</title>
<link rel="stylesheet" href="/_anki/css/webview.css"><link rel="stylesheet" href="/_anki/css/reviewer.css"></head>
<body class="isLin"><script>
window.told = [];
window.pycmd = window.bridgeCommand = command => { told.push(command); };
</script>
<script src="/_anki/js/webview.js"></script><script src="/_anki/js/reviewer.js"></script>
<div id="_mark" hidden>&#x2605;</div><div id="_flag" hidden>&#x2691;</div>
<div id="qa" dir="auto"></div></body></html>"""
_SEEN: Final = """() => ({
    text: document.getElementById("qa").innerText,
    formulas: document.querySelectorAll("#qa mjx-container").length,
    links: [...document.querySelectorAll("#qa [href]")].map(each => each.getAttribute("href")),
    handlers: [...document.querySelectorAll("#qa *")].flatMap(
        each => each.getAttributeNames().filter(name => name.startsWith("on"))),
    strangers: [...document.querySelectorAll("#qa :is(iframe, object, embed, audio, video, base, meta, form, link, u)")]
        .map(each => each.outerHTML),
    told: told.splice(0).filter(each => !["updateToolbar", "repaintNeeded"].includes(each)),
})"""


@dataclass(frozen=True)
class Seen:
    """What a side of a card has become.

    Attributes:
        text: as it is read.
        formulas: how many MathJax has set.
        links: where they lead.
        handlers: names of attributes that would run something.
        strangers: elements that no card has.
        told: what Anki was asked to do.
    """

    text: str
    formulas: int
    links: list[str]
    handlers: list[str]
    strangers: list[str]
    told: list[str]

    @property
    def alive(self) -> list[str]:
        """What runs, loads, or leads to something that runs."""
        links = [link for link in self.links if not link.startswith(("#", "https://", "http://"))]
        return [*links, *self.handlers, *self.strangers, *self.told]


class Desktop:
    """The page; it shows one side after the other, as Anki tells it to.

    Attributes:
        refused: addresses that it asked for and that are none of Anki's.
        errors: what was thrown, and dialogs that were opened.
    """

    def __init__(self, browser: Browser) -> None:
        """Open the page."""
        if not ASSETS.is_dir():
            pytest.fail(f"Anki's reviewer is not set up in {ASSETS}: make test", pytrace=False)
        self.refused: list[str] = []
        self.errors: list[str] = []
        self.page: Page = browser.new_page(viewport={"width": 420, "height": 760})
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("dialog", self._dismiss)
        self.page.route("**/*", self._serve)
        self.page.goto(ADDRESS)

    def _serve(self, route: Route) -> None:
        name = route.request.url.removeprefix(f"{ADDRESS}_anki/")
        if route.request.url == ADDRESS:
            route.fulfill(body=_PAGE, content_type="text/html; charset=utf-8")
        elif (file := ASSETS / name).is_file():
            route.fulfill(path=file)
        else:
            self.refused.append(route.request.url)
            route.abort()

    def _dismiss(self, dialog: Dialog) -> None:
        self.errors.append(dialog.message)
        dialog.dismiss()

    def front(self, html: str) -> Seen:
        """Show a front."""
        return self._show("_showQuestion(html, '', 'card card1')", html)

    def back(self, html: str) -> Seen:
        """Show a back."""
        return self._show("_showAnswer(html)", html)

    def _show(self, call: str, html: str) -> Seen:
        self.page.evaluate(f"html => {{ document.getElementById('qa').style.opacity = '0.5'; {call}; }}", html)
        self.page.wait_for_function("document.getElementById('qa').style.opacity === '1'")
        seen: dict[str, Any] = self.page.evaluate(_SEEN)
        return Seen(**seen)

    def close(self) -> None:
        """Close the page."""
        self.page.close()
