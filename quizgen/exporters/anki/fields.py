r"""A card as the values of a note's fields.

A field is HTML into which Anki looks for syntax of its own: ``{{c1::}}``, ``[sound:]``, ``[latex]``, ``[[type:]]``,
``\(``. Author text that happens to contain it is written so that Anki sees none and the learner sees what was meant.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from quizgen.cards import BLANK_CLOSE, BLANK_OPEN, Card, Cloze, Html, RenderedLesson
from quizgen.exporters import ExportError
from quizgen.exporters.anki.bodies import deletion, parts
from quizgen.exporters.anki.note_types import FIELDS
from quizgen.render.mathematics import as_mathjax

SEPARATOR: Final = "\x1f"
"""What Anki puts between two fields in its database."""

_SYNTAX: Final = re.compile(
    r'(?P<math><span class="math[^>]*>[^<]*</span>)|(?P<tag><[^>]*>)|(?P<pair>\{\{|\}\})'
    rf"|(?P<brace>\{{(?={BLANK_OPEN})|(?<={BLANK_CLOSE})\}})"
    r"|(?P<bracket>\[(?=/?latex\]|/?\${1,2}\]|sound:|anki:|\[type:))|(?P<tex>\\[()\[\]])",
    re.IGNORECASE,
)
_BRACES: Final = re.compile(r"\{\{|\}\}")
_IMAGE: Final = re.compile(r'<img\b[^>]*?\ssrc="([^"]*)"')
_TAG: Final = re.compile(r"<[^>]*>")
_GAP: Final = re.compile(f"{BLANK_OPEN}[0-9]+{BLANK_CLOSE}")
_SPACES: Final = re.compile(r"\s+")


def neutral(html: str) -> str:
    """Return HTML that shows the same and holds nothing that Anki takes for its own; formulas become MathJax."""
    return _SYNTAX.sub(_neutralised, html) if any(sign in html for sign in ("{", "}", "[", "\\", "<span")) else html


def values(card: Card, lesson: RenderedLesson) -> list[str]:
    """Return the fields of the card's note, in the order of `FIELDS`.

    Raises:
        ExportError: a cloze has no gap or a gap twice over, or a field holds Anki's separator.
    """
    made = parts(card.body)
    body = neutral(made.body)
    if isinstance(card.body, Cloze):
        body = Cloze(Html(body), card.body.blanks).filled(deletion)
        _refuse_gaps(card, body)
    named = {
        "Id": escape(card.id),
        "Stem": neutral(made.stem or card.stem),
        "Body": body,
        "Answer": neutral(made.answer),
        "Solution": neutral(made.solution),
        "Unit": neutral(made.unit),
        "Explanation": neutral(card.explanation),
        "Evidence": neutral(escape(card.evidence, quote=False)),
        "Sources": neutral("".join(f"<li>{escape(source, quote=False)}</li>" for source in card.sources)),
        "Trace": neutral(f"<pre>{escape(card.trace, quote=False)}</pre>") if card.trace else "",
        "Lesson": neutral(escape(lesson.title, quote=False)),
        "Subject": neutral(escape(subject_title(lesson.subject), quote=False)),
        "Concept": neutral(escape(card.concept_name, quote=False)),
        "Level": escape(card.level, quote=False),
        "Language": escape(lesson.language),
    }
    fields = [named.get(name, "") for name in FIELDS]
    for name, value in zip(FIELDS, fields, strict=True):
        if SEPARATOR in value:
            raise ExportError(f"{card.id}: {name} holds the control character U+001F, with which Anki separates fields")
    return fields


def sort_text(card: Card) -> str:
    """Return by what Anki's browser sorts the note: the question's first words, without markup."""
    html = parts(card.body).stem or card.stem or getattr(card.body, "text", "")
    shown = unescape(_TAG.sub("", _GAP.sub("[...]", html)))
    return _SPACES.sub(" ", shown).strip()[:120]


def subject_title(subject: str) -> str:
    """Return a subject as people read it: "distributed-systems" is "Distributed systems"."""
    words = subject.replace("-", " ")
    return words[:1].upper() + words[1:]


def media(card: Card, fields: list[str], assets: Mapping[str, Path]) -> dict[str, Path]:
    """Return the files that the note shows: name -> file.

    Raises:
        ExportError: a picture is not among the lesson's, is not there, or has a folder in its name.
    """
    found: dict[str, Path] = {}
    for source in (match[1] for field in fields if "<img" in field for match in _IMAGE.finditer(field)):
        name = unquote(unescape(source))
        if name not in assets:
            raise ExportError(f"{card.id}: the picture {name!r} is not among the lesson's files")
        if "/" in name or "\\" in name:
            raise ExportError(f"{card.id}: the picture {name!r} has a folder in its name; Anki keeps media flat")
        if not assets[name].is_file():
            raise ExportError(f"{card.id}: the file of the picture {name!r} is missing ({assets[name]})")
        found[name] = assets[name]
    return found


def _neutralised(match: re.Match[str]) -> str:
    text = match[0]
    if match["math"]:
        return _entities(as_mathjax(text))
    if match["bracket"]:
        return "&#91;"
    if match["tex"]:
        return f"\\<span></span>{text[1]}"  # MathJax looks for \( within one text node
    return _entities(text) if match["tag"] or match["pair"] else f"&#{ord(text)};"


def _entities(text: str) -> str:
    return _BRACES.sub(lambda pair: f"&#{ord(pair[0][0])};" * 2, text)


def _refuse_gaps(card: Card, body: str) -> None:
    blanks = card.body.blanks if isinstance(card.body, Cloze) else ()
    if not blanks:
        raise ExportError(f"{card.id}: the cloze has no gap; Anki would make no card of it")
    for number in range(1, len(blanks) + 1):
        if f"{{{{c{number}::" not in body:
            raise ExportError(f"{card.id}: gap {number} of the cloze does not stand in its text")
    if any(not blank.answer.strip() for blank in blanks):
        raise ExportError(f"{card.id}: a gap of the cloze has an empty answer")
