"""Code in author text, coloured by Pygments with CSS classes, and the two stylesheets for it.

The colours keep a contrast of at least 4.5 to 1 with their background (WCAG 2.2, 1.4.3), which Pygments' own default
style does not.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import ClassVar, Final

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.style import Style
from pygments.token import (
    STANDARD_TYPES,
    Comment,
    Error,
    Generic,
    Keyword,
    Name,
    Number,
    Operator,
    String,
    _TokenType,
)
from pygments.util import ClassNotFound

from quizgen.cards import BLANK_CLOSE, BLANK_OPEN

_GAP: Final = re.compile(f"{BLANK_OPEN}([0-9]+){BLANK_CLOSE}")
_NAME: Final = "QuizgenGap"
"""How the name begins that stands for a gap while code is coloured."""
MAX_HIGHLIGHTED: Final = 10_000
"""Characters; longer code stays plain, because some lexers slow down more than linearly."""


_LOOKS: Final = (
    # what, how it is set, its ink on pale paper and on dark paper
    ((Comment,), "italic", "#5a6572", "#9aa7b5"),
    ((Keyword, Operator.Word), "bold", "#6b2fa0", "#cfa8ff"),
    ((Name.Builtin, Name.Function, Name.Tag), "", "#0b5394", "#8cc4ff"),
    ((Name.Class, Generic.Heading), "bold", "#0b5394", "#8cc4ff"),
    ((Name.Attribute, Name.Decorator, Number), "", "#8a3b12", "#f2b48a"),
    ((Name.Exception, Generic.Deleted, Error), "", "#a61b1b", "#ff9a9a"),
    ((String, Generic.Inserted), "", "#1d6b3a", "#93d8a8"),
    ((Generic.Prompt,), "", "#5a6572", "#9aa7b5"),
)


class Light(Style):
    """Dark ink on pale paper."""

    background_color = "#f4f6f8"
    styles: ClassVar[dict[_TokenType, str]] = {
        token: f"{manner} {ink}" for tokens, manner, ink, _ in _LOOKS for token in tokens
    }


class Dark(Style):
    """Pale ink on dark paper."""

    background_color = "#1d232b"
    styles: ClassVar[dict[_TokenType, str]] = {
        token: f"{manner} {ink}" for tokens, manner, _, ink in _LOOKS for token in tokens
    }


INK: Final = {Light: "#1f2933", Dark: "#e6ebf0"}
"""The colour of what has none of its own."""


def code_block(code: str, language: str) -> str:
    """Return ``<pre class="highlight"><code class="language-...">``; unknown languages stay plain."""
    lexer = _lexer(language) if language and len(code) <= MAX_HIGHLIGHTED else None
    body = _coloured(code, lexer) if lexer is not None else ""
    if not body:
        lexer, body = None, escape(code, quote=False)
    name = f' class="language-{escape(language)}"' if lexer is not None else ""
    return f'<pre class="highlight"><code{name}>{body}</code></pre>\n'


def _coloured(code: str, lexer: Lexer) -> str:
    """Return the code coloured, a gap like a name; empty if the language has no names, so that a gap would be torn."""
    if BLANK_OPEN not in code:
        return highlight(code, lexer, _formatter())
    if _NAME in code:
        return ""
    gaps = _GAP.findall(code)
    body = highlight(_GAP.sub(rf"{_NAME}\1Q", code), lexer, _formatter())
    if any(body.count(f"{_NAME}{gap}Q") != gaps.count(gap) for gap in gaps):
        return ""
    return re.sub(rf"{_NAME}([0-9]+)Q", rf"{BLANK_OPEN}\1{BLANK_CLOSE}", body)


def stylesheet(dark: bool, scope: str = ".highlight") -> str:  # noqa: FBT001 - one page asks for one of two
    """Return the CSS for highlighted code on light or dark paper.

    ``scope`` is the selector of the ``<pre>``: ``.nightMode .highlight`` limits the rules to Anki's night mode.
    """
    style = Dark if dark else Light
    rules = [f"{scope}{{background:{style.background_color};color:{INK[style]}}}"]
    for looks, names in _looks(style).items():
        rules.append(",".join(f"{scope} .{name}" for name in names) + f"{{{looks}}}")
    return "\n".join(rules) + "\n"


def _looks(style: type[Style]) -> dict[str, list[str]]:
    """Return what Pygments' short class names look like: declarations -> sorted names, without what has no colour."""
    looks: dict[str, list[str]] = {}
    for token, name in sorted(STANDARD_TYPES.items(), key=lambda item: item[1]):
        found = style.style_for_token(token)
        if found["color"]:
            weight = ";font-weight:600" if found["bold"] else ""
            slant = ";font-style:italic" if found["italic"] else ""
            looks.setdefault(f"color:#{found['color']}{weight}{slant}", []).append(name)
    return looks


@cache
def _formatter() -> HtmlFormatter[str]:
    return HtmlFormatter(nowrap=True, style=Light)


@cache
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return None
