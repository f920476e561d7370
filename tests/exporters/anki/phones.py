"""What is known of the programs that show cards, one `Phone` each: how their pages differ, as far as a card can tell.

The facts, and the sources that each comes from, stand in ``docs/anki-phones.md``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

TYPE: Final = re.compile(r"\[\[type:(cloze:)?(.+?)\]\]")
STORES: Final = ("sessionStorage", "localStorage")
Box = Literal["input", "dots", "none"]
"""What stands on a front where something is to be typed; but for an input, the box is outside of the page."""


@dataclass(frozen=True)
class Phone:
    """A program that shows cards.

    Attributes:
        name: what it is called in tests.
        page: classes of the page's root.
        night_page: more of them at night.
        body: classes of the body, beside those of the card.
        night_body: more of them at night.
        style: what its own style sheet says that may meet a card's; the card's comes later.
        afresh: whether each side is a page of its own.
        refused: kinds of storage that throw when they are touched.
        box: where an answer is typed.
        handlers: attributes of the input, in which the program listens.
        compared: the element in which the typed and the right answer are compared.
        whole: whether what is typed into a gap is compared with the whole text, gaps' syntax and all.
        ticked: whether a right answer has a tick in the comparison.
        wraps: whether the comparison is set in the font of the field.
        aged: whether the browser is the oldest that is supported.
    """

    name: str
    page: str = ""
    night_page: str = ""
    body: str = ""
    night_body: str = "nightMode night_mode"
    style: str = "body { margin: 20px; overflow-wrap: break-word }"
    afresh: bool = False
    refused: tuple[str, ...] = ()
    box: Box = "input"
    handlers: str = ""
    compared: str = "code"
    whole: bool = False
    ticked: bool = False
    wraps: bool = True
    aged: bool = False

    def asked(self, html: str) -> str:
        """Return a front with the place where an answer is typed."""
        font = " style=\"font-family: 'x'; font-size: 20px;\"" if self.wraps else ""
        shown = {
            "input": f"<center><input type=text id=typeans {self.handlers}{font}></center>",
            "dots": '<span id="typeans" class="typePrompt">........</span>',
            "none": "",
        }
        return self._aged(TYPE.sub(shown[self.box], html))

    def told(self, html: str, comparison: str) -> str:
        """Return a back with a comparison, as Anki's backend makes it."""
        if self.ticked and "typearrow" not in comparison and "typeGood" in comparison:
            comparison = comparison.replace("</code>", '<span id="typecheckmark">\N{HEAVY CHECK MARK}</span></code>')
        comparison = comparison.replace("<code", f"<{self.compared}").replace("</code", f"</{self.compared}")
        font = " style=\"font-family: 'x'; font-size: 20px\"" if self.wraps else ""
        return self._aged(TYPE.sub(lambda _: f"<div{font}>{comparison}</div>", html))

    def _aged(self, html: str) -> str:
        if not self.aged:
            return html
        return re.sub(r"(?<=<style>).*?(?=</style>)", lambda sheet: aged(sheet[0]), html, flags=re.DOTALL)


NEWER_SELECTORS: Final = re.compile(r":(has|is|where|focus-visible|user-valid|modal)\b|:not\([^()]*,")
NEWER_DECLARATIONS: Final = re.compile(
    r"(?<=[{;])\s*(overflow-wrap:\s*anywhere|(row-|column-)?gap:|inset(-[a-z]+)*:|(margin|padding)-(inline|block):"
    r"|aspect-ratio:|accent-color:|text-wrap:|color-scheme:|content-visibility:|overscroll-[a-z]+:"
    r"|[a-z-]+:[^;}]*\b(min|max|clamp|color-mix|light-dark|oklch)\(|[a-z-]+:[^;}]*\d(dvh|svh|lvh|cqw)\b)[^;}]*"
)
NEWER_SYNTAX: Final = re.compile(
    r"\?\.[A-Za-z_(\[]|\?\?|\|\|=|&&=|#[a-z]\w*\s*[=(;]|\d_\d|\bstatic\s*\{|/[a-z]*[dv][a-z]*[,;)]|\(\?<[=!]"
    r"|\.(at|replaceAll|findLast|findLastIndex|toSorted|toReversed|replaceChildren|hasOwn|matchAll)\("
)
"""What no script may hold: Chromium 80 and 85, or Safari 13.1, 15 and 16.4 brought it."""
NEWER_FUNCTIONS: Final = """(() => {
  for (const [owner, names] of [
    [Array.prototype, ["at", "findLast", "findLastIndex", "toSorted", "toReversed", "toSpliced", "with"]],
    [String.prototype, ["at", "replaceAll", "isWellFormed"]],
    [Object, ["hasOwn", "groupBy"]],
    [Promise, ["any", "allSettled", "withResolvers"]],
    [Element.prototype, ["replaceChildren", "setHTML", "getHTML"]],
    [HTMLElement.prototype, ["showPopover", "togglePopover"]],
    [window, ["structuredClone", "HTMLDialogElement", "WeakRef", "scheduler", "CSSLayerBlockRule"]],
  ]) { for (const name of names) { delete owner[name]; } }
  delete Element.prototype.currentCSSZoom; // before Chromium 128, boxes in an enlarged page were measured as usual ones
  const measured = Element.prototype.getBoundingClientRect;
  Element.prototype.getBoundingClientRect = function () {
    const box = measured.call(this), zoom = Number(getComputedStyle(document.body).zoom) || 1;
    return new DOMRect(box.x / zoom, box.y / zoom, box.width / zoom, box.height / zoom);
  };
})()"""


def aged(css: str) -> str:
    """Return a style sheet as a browser reads it that knows nothing newer than Chromium 77 and Safari 14."""
    rules = re.sub(r"([^{}]+)\{[^{}]*\}", lambda rule: "" if NEWER_SELECTORS.search(rule[1]) else rule[0], css)
    return NEWER_DECLARATIONS.sub("", rules)


_CLASSIC_STYLE: Final = """
body { margin: 0; padding: 0; margin-bottom: 30px } #content { margin: .5em }
body.night_mode { color: white; background-color: black } body.ankidroid_dark_mode { background-color: #303030 }
.typeGood { background-color: #0f0 } .typeBad { background-color: #f00 } .typeMissed { background-color: #ccc }
#typeans { width: 100% } .typePrompt { color: magenta }
.night_mode input#typeans { color: white; background-color: black }
.night_mode .typeGood { background-color: #508040 } .night_mode .typeBad { background-color: #905050 }
.chrome img { max-width: 100%; max-height: 90% }
.vertically_centered { position: absolute; width: 100%; height: 100%; display: -webkit-box;
  -webkit-box-align: stretch; -webkit-box-pack: center; -webkit-box-orient: vertical }"""
_NEW_STYLE: Final = """
body { margin: 20px; overflow-wrap: break-word } body.nightMode { background-color: #2c2c2c; color: #fcfcfc }
button { margin: 1em .5em } li { text-align: start } pre { text-align: left } img { max-width: 100%; max-height: 95vh }
#typeans { width: 100%; box-sizing: border-box; line-height: 1.75; font-family: "Noto Sans Mono" }
code#typeans { white-space: pre-wrap } .night-mode button { background: #606060; color: #eee }
.typeGood { background: #afa; color: black } .typeBad { background: #faa; color: black }
.typeMissed { background: #ccc; color: black }"""
_CLASSIC_INPUT: Final = 'name="typed" onfocus="window.heard = 1" onblur="window.heard = 2" autocomplete="off"'
_ANKIDROID: Final = "mobile android linux js"

DESKTOP: Final = Phone("desktop")
CLASSIC: Final = Phone(
    "AnkiDroid, classic",
    page=_ANKIDROID,
    body="chrome",
    night_body="night_mode nightMode ankidroid_dark_mode",
    style=_CLASSIC_STYLE,
    afresh=True,
    box="dots",
    wraps=False,
)
PHONES: Final = (
    CLASSIC,
    Phone(
        "AnkiDroid, classic, input on the card, centred, enlarged, no code",
        page=_ANKIDROID,
        body="chrome vertically_centered mathjax-rendered",
        night_body="night_mode nightMode",
        style=_CLASSIC_STYLE + "body { zoom: 1.5 } img { zoom: 1.2 }",
        afresh=True,
        box="input",
        handlers=_CLASSIC_INPUT,
        compared="span",
        ticked=True,
        wraps=False,
    ),
    Phone(
        "AnkiDroid, classic, the oldest WebView, enlarged, without local storage",
        page=_ANKIDROID,
        body="chrome",
        night_body="night_mode nightMode",
        style=_CLASSIC_STYLE + "body { zoom: 1.3 }",
        afresh=True,
        refused=("localStorage",),
        box="dots",
        wraps=False,
        aged=True,
    ),
    Phone("AnkiDroid, new", night_page="night-mode", style=_NEW_STYLE, box="none", whole=True),
    Phone(
        "AnkiDroid, new, input on the card",
        night_page="night-mode",
        style=_NEW_STYLE,
        handlers='oninput="window.typed = this.value"',
    ),
    Phone("AnkiMobile, iPhone", page="mobile iphone", night_body="nightMode night_mode"),
    Phone(
        "AnkiMobile, iPad, the oldest, never asks to type, all storage refused",
        page="mobile ipad",
        night_body="nightMode",
        refused=STORES,
        box="none",
        aged=True,
    ),
)
"""Each is one that a learner can have set up; each setting that a card can tell is in one of them."""
