r"""A card as the values of a note's fields.

A field is HTML into which Anki looks for syntax of its own: ``{{c1::}}``, ``[sound:]``, ``[latex]``, ``[[type:]]``,
``\(``. Author text that happens to contain it is written so that Anki sees none and the learner sees what was meant.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape, unescape
from operator import itemgetter
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from quizgen.cards import Card, RenderedLesson
from quizgen.diagrams import with_staying_names
from quizgen.exporters import ExportError
from quizgen.exporters.anki import seals
from quizgen.exporters.anki.note_types import FIELDS
from quizgen.text.mathematics import as_mathjax

SEPARATOR: Final = "\x1f"
"""What Anki puts between two fields in its database."""

_MATH: Final = '<span class="math'
_OWN_TEX: Final = re.compile(r"\\[()\[\]]")
_TEX: Final = re.compile(r"(?P<kept><[^>]*>)|\\[()\[\]]")
_MATH_OR_TEX: Final = re.compile(rf"(?P<kept>{_MATH}[^>]*>[^<]*</span>|<[^>]*>)|\\[()\[\]]")
_BRACKET: Final = re.compile(r"\[(?=/?latex\]|/?\${1,2}\]|sound:|anki:|\[type:)", re.IGNORECASE)
_IMAGE: Final = re.compile(r'<img\b[^>]*?\ssrc="([^"]*)"')
_TAG: Final = re.compile(r"<[^>]*>")
_EMPTY: Final = dict.fromkeys(FIELDS, "")
_MADE: Final = ("Trace", "Diagram", seals.FIELD)
"""Fields that quizgen makes, and in which there can be no picture."""
_WRITTEN: Final = itemgetter(*(place for place, name in enumerate(FIELDS) if name not in _MADE))


def neutral(html: str, parting: str = "<span></span>") -> str:
    """Return HTML that shows the same and holds nothing that Anki takes for its own; formulas become MathJax.

    Args:
        html: a fragment.
        parting: what parts a backslash from a bracket, as MathJax looks for both within one text node.
    """
    if "{" in html or "}" in html:
        html = html.replace("{{", "&#123;&#123;").replace("}}", "&#125;&#125;")
    if "[" in html:
        html = _BRACKET.sub("&#91;", html)
    if "\\" in html and _OWN_TEX.search(html):
        pattern = _MATH_OR_TEX if _MATH in html else _TEX
        html = pattern.sub(lambda found: found["kept"] or f"\\{parting}{found[0][1]}", html)
    return as_mathjax(html) if _MATH in html else html


def values(card: Card, lesson: RenderedLesson, guid: str = "") -> list[str]:
    """Return the fields of the card's note, in the order of `FIELDS`.

    Args:
        card: what the note asks.
        lesson: whose it is.
        guid: the note's, if it is not made from the item's id alone.

    Raises:
        ExportError: a gap of a cloze is missing or empty, or a field holds Anki's separator.
    """
    made = card.body.fields()
    try:
        body = made.finish(neutral(made.body))
    except ValueError as problem:
        raise ExportError(f"{card.id}: {problem}") from None
    named = {
        **_EMPTY,
        **_of_lesson(lesson.title, lesson.subject_title, lesson.language, lesson.url),
        "Id": neutral(escape(card.id)),
        "Stem": neutral(made.stem or card.stem),
        "Body": body,
        "Answer": neutral(made.answer),
        "Solution": neutral(made.solution),
        "Unit": neutral(made.unit),
        "Explanation": neutral(card.explanation),
        "Evidence": _shown(card.evidence),
        "Sources": "".join([f"<li>{neutral(source)}</li>" for source in card.sources]),
        "Trace": f"<pre>{_shown(card.trace)}</pre>" if card.trace else "",
        "Diagram": neutral(
            with_staying_names(card.diagram), "\N{ZERO WIDTH SPACE}"
        ),  # SVG has no elements to part a text with
        "Concept": _shown(card.concept_name),
        "Level": _shown(card.level),
        "Computed": neutral(card.account),
    }
    named[seals.FIELD] = neutral(escape(seals.sealed(card.receipt, named, guid), quote=False))
    for name, value in named.items():
        if SEPARATOR in value:
            raise ExportError(f"{card.id}: {name} holds the control character U+001F, with which Anki separates fields")
    return list(named.values())


def sort_text(card: Card) -> str:
    """Return by what Anki's browser sorts the note: the question's first words, without markup."""
    heading = card.body.heading(card.stem)
    return " ".join(unescape(_TAG.sub("", heading[:1000])).split())[:120]


def media(card: Card, fields: list[str], assets: Mapping[str, Path]) -> dict[str, Path]:
    """Return the files that the note shows: name -> file.

    Raises:
        ExportError: a picture is not among the lesson's, is not there, or has a folder in its name.
    """
    found: dict[str, Path] = {}
    texts = [value for value in _WRITTEN(fields) if "<img" in value]
    for source in (source for text in texts for source in _IMAGE.findall(text)):
        name = unquote(unescape(source))
        if name not in assets:
            raise ExportError(f"{card.id}: the picture {name!r} is not among the lesson's files")
        if "/" in name or "\\" in name:
            raise ExportError(f"{card.id}: the picture {name!r} has a folder in its name; Anki keeps media flat")
        if not assets[name].is_file():
            raise ExportError(f"{card.id}: the file of the picture {name!r} is missing ({assets[name]})")
        found[name] = assets[name]
    return found


@lru_cache(maxsize=64)
def _of_lesson(title: str, subject: str, language: str, url: str) -> Mapping[str, str]:
    """Return the fields that are the same on every note of a lesson."""
    return {
        "Lesson": _shown(title),
        "Subject": _shown(subject),
        "Language": _shown(language),
        "Link": neutral(f'<a href="{escape(url)}">{escape(title)}</a>') if url else "",
    }


@lru_cache(maxsize=4096)
def _shown(text: str) -> str:
    """Return plain text as HTML; cached, because a lesson says the same on every card."""
    return neutral(escape(text))
