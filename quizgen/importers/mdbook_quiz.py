"""The quizzes of mdbook-quiz, a plug-in for books about programs: TOML with texts in Markdown."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from quizgen.importers import Imported, Importer
from quizgen.importers.kit.building import Choice, choice, recall, typed
from quizgen.importers.kit.lesson import lesson
from quizgen.importers.kit.markup import from_markdown
from quizgen.importers.kit.questions import NotTaken, Reading
from quizgen.importers.kit.source import Unreadable, Wishes, text_of

_START: Final = re.compile(r"^[ \t]*\[\[[ \t]*questions[ \t]*\]\]", re.MULTILINE)
_KNOWN: Final = frozenset({"id", "type", "prompt", "answer", "context"})


def read(path: Path, wishes: Wishes) -> Imported:
    """Return a lesson with the questions of a file."""
    try:
        text, told = text_of(path, wishes.encoding)
        data = tomllib.loads(text.replace("\r\n", "\n"))
    except Unreadable as problem:
        return Imported("", (problem.diagnostic,))
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        return Imported("", (Unreadable(path, f"it is no TOML: {problem}", "correct it there").diagnostic,))
    reading = Reading(path, told=list(told))
    starts = [found.start() for found in _START.finditer(text)]
    questions = data.get("questions")
    for number, question in enumerate(questions if isinstance(questions, list) else []):
        source = ""
        if number < len(starts):
            reading.line = text.count("\n", 0, starts[number]) + 1
            source = text[starts[number] : starts[number + 1] if number + 1 < len(starts) else len(text)]
        try:
            _add(reading, question if isinstance(question, dict) else {})
        except NotTaken as problem:
            reading.lose(f"this question is left out: {problem}", source or repr(question))
    for key in sorted(set(data) - {"questions"}):
        reading.leave(f"left out: `{key}`")
    if not reading.entries:
        reading.line = 0
        reading.lose("there is no question", "", "questions are tables `[[questions]]`")
    return lesson(reading, wishes)


def _add(reading: Reading, question: Mapping[str, Any]) -> None:
    """Add a question.

    Raises:
        NotTaken: it has no counterpart.
    """
    prompt, answer = (_table(question.get(name)) for name in ("prompt", "answer"))
    asked = str(prompt.get("prompt", ""))
    stem = from_markdown(asked, reading)
    given = answer.get("answer")
    answers = [str(one) for one in (given if isinstance(given, list) else [given]) if one not in {None, ""}]
    kind = question.get("type", "")
    if kind not in {"MultipleChoice", "ShortAnswer"}:
        raise NotTaken(f"there is no counterpart of the type {kind}")
    if not stem or not answers:
        raise NotTaken("it has no question, or no answer")
    if kind == "MultipleChoice":
        wrong = prompt.get("distractors", [])
        listed = [(one, True) for one in answers]
        listed += [(str(one), False) for one in (wrong if isinstance(wrong, list) else [])]
        options = [Choice(from_markdown(one, reading), key) for one, key in listed]
        fields = choice(stem, options, several=isinstance(given, list))
    elif prompt.get("response") == "long":
        fields = recall(stem, [from_markdown(one, reading) for one in answers])
    else:
        also = answer.get("alternatives", [])
        spellings = [*answers, *(str(one) for one in (also if isinstance(also, list) else []))]
        fields = typed(stem, [" ".join(one.split()) for one in spellings], reading)
    if context := question.get("context"):
        fields["explanation"] = from_markdown(str(context), reading)
    for key in sorted(set(question) - _KNOWN):
        reading.leave(f"{key}: {question[key]!r:.200}")
    reading.add(fields, asked=asked, foreign=str(question.get("id", "")))


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


IMPORTER = Importer(
    "mdbook-quiz",
    "quizzes of mdbook-quiz",
    (".toml",),
    lambda path: read(path, Wishes()),
    asked=read,
)
