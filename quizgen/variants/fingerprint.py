"""The fingerprint of a lesson: a digest of all that decides what its sheets ask and what their keys say.

It is taken from texts, and not from HTML, so that it stays the same when quizgen comes to lay the same text out
otherwise. What only explains an answer is left out: a rationale may be improved without outdating a sheet.
"""

from __future__ import annotations

import hashlib
import html
import json
import re

from quizgen.cards import Body, Card, Choice, Cloze, Html, Matching, Number, Ordering, Recall, RenderedLesson
from quizgen.exporters.pages import questions
from quizgen.text.fragments import text_of
from quizgen.variants.drawing import length

_PICTURE = re.compile(r'<img\b[^>]*?\bsrc="([^"]*)"')


def fingerprint(lesson: RenderedLesson) -> bytes:
    """Return the SHA-256 of what the lesson's questions ask and what is right.

    The order of the questions in the lesson, and of the options in a question, does not matter.
    """
    described = sorted((_question(card) for card in questions(lesson)), key=lambda entry: str(entry[0]))
    return hashlib.sha256(json.dumps([lesson.id, described], sort_keys=True).encode()).digest()


def essence(fragment: Html) -> str:
    """Return the text of a fragment and the names of its pictures, which carry a hash of what they show."""
    return "\n".join((text_of(fragment), *map(html.unescape, _PICTURE.findall(fragment))))


def _question(card: Card) -> list[object]:
    drawn_by = [card.kind, card.level, card.family, length(card)]
    return [card.id, drawn_by, essence(card.stem), _body(card.body)]


def _body(body: Body) -> object:
    match body:
        case Choice(options, multiple):
            return [multiple, sorted([essence(option.text), option.key] for option in options)]
        case Number():
            return [body.text, body.unit, f"{body.tolerance:g}"]
        case Cloze(text, blanks):
            return [essence(text), [[blank.answer, sorted(blank.accepted), blank.hint] for blank in blanks]]
        case Recall(answer, points):
            return [essence(answer), [essence(point.text) for point in points]]
        case Ordering(steps, free):
            return [[essence(step.text) for step in sorted(steps, key=lambda step: step.position)], sorted(free)]
        case Matching(pairs, choices):
            rights = [essence(choice) for choice in choices]
            return [sorted(rights), sorted([essence(pair.left), rights[pair.match]] for pair in pairs)]
    raise TypeError(f"a question has no body of type {type(body).__name__}")
