"""Fragments of HTML: their text, and how it is set; and the letters that options are called by."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from string import ascii_uppercase
from typing import Final

from markupsafe import Markup

TAG: Final = r"""<(?:[^<>"']|"[^"]*"|'[^']*')*>"""
"""A regular expression for a tag, whose attributes may hold any sign but their own quotes."""

_TAG: Final = re.compile(TAG)
_PARAGRAPH: Final = re.compile(r"<p>((?:(?!<p>|</p>).)*)</p>", re.DOTALL)
_DATE: Final = re.compile(
    rf"<code.*?</code>|<span class=\"math.*?</span>|{TAG}"
    r"|(?<![\w/.:-])(?P<date>[0-9]{1,4}([-/.])[0-9]{1,2}\2[0-9]{1,4}(?:[ T][0-9]{1,2}(?::[0-9]{2}){1,2})?)(?![\w/-])",
    re.DOTALL,
)
_RIGHT_TO_LEFT: Final = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def text_of(fragment: str) -> str:
    """Return the text of an HTML fragment, on one line."""
    return " ".join(html.unescape(_TAG.sub(" ", fragment)).split())


def inline(fragment: str) -> Markup:
    """Return the fragment without the paragraph around it, if it is a single one; it then fits into a label."""
    match = _PARAGRAPH.fullmatch(fragment.strip())
    return Markup(match[1] if match else fragment)  # noqa: S704  # cleaned by quizgen.text.markdown


def with_dates_apart(fragment: str) -> Markup:
    """Return a fragment of a language that reads from right to left, with dates that read from left to right.

    By Unicode's rules digits behind an Arabic letter are parted by a hyphen, so that 2026-01-31 shows as 31-01-2026.
    """
    apart = _DATE.sub(lambda found: f'<bdi dir="ltr">{found["date"]}</bdi>' if found["date"] else found[0], fragment)
    return Markup(apart)  # noqa: S704  # cleaned by quizgen.text.markdown


def direction(language: str) -> str:
    """Return ``rtl`` or ``ltr`` for a BCP 47 tag."""
    return "rtl" if language.partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=1024)
def letter(index: int) -> str:
    """Return the name of the option at that index from 0: A to Z, then AA, AB."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = ascii_uppercase[rest] + name
    return name
