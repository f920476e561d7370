"""text2qti's quizzes: plain text that its program turns into QTI for Canvas; all that it can say (version 0.8)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent
from typing import Any, Final

from quizgen.importers import Imported, Importer
from quizgen.importers.kit.building import Choice, about, choice, numeric, plain_number, recall, typed
from quizgen.importers.kit.lesson import lesson
from quizgen.importers.kit.markup import from_markdown
from quizgen.importers.kit.questions import NotTaken, Reading
from quizgen.importers.kit.source import Unreadable, Wishes, text_of, tidy

_KINDS: Final = {
    "question": r"\d+\.",
    "key": r"\*[a-zA-Z]\)",
    "option": r"[a-zA-Z]\)",
    "keys": r"\[\*\]",
    "options": r"\[ ?\]",
    "spelling": r"\*",
    "feedback": r"\.\.\.",
    "right": r"\+",
    "wrong": r"-",
    "solution": r"!",
    "essay": r"___+",
    "upload": r"\^\^\^+",
    "number": "=",
    "title": "[Tt]itle:",
    "points": "[Pp]oints:",
    "note-title": "[Tt]ext [Tt]itle:",
    "note": "[Tt]ext:",
    "quiz-title": "[Qq]uiz [Tt]itle:",
    "description": "[Qq]uiz [Dd]escription:",
    "group": "GROUP",
    "group-end": "END_GROUP",
    "setting": r"(?:pick|points per question|solutions pick|shuffle answers|show correct answers|"
    r"one question at a time|can't go back|feedback is solution|solutions sample groups|solutions randomize groups):",
}
_MARK: Final = re.compile("|".join(f"(?P<{name.replace('-', '_')}>{mark})" for name, mark in _KINDS.items()))
_ATTRIBUTES: Final = re.compile(r"(!\[[^\]\n]*\]\([^)\n]*\))\{[^}\n]*\}")
_RUN: Final = re.compile(r"^(\s*(?:`{3,}|~{3,}))\s*\{[^}\n]*\.run\b[^}\n]*\}", re.MULTILINE)
_CLASS: Final = re.compile(r"^(\s*(?:`{3,}|~{3,}))\s*\{\s*\.([\w+-]+)[^}\n]*\}", re.MULTILINE)
_LISTED: Final = {"key", "option", "keys", "options", "spelling", "number", "essay", "upload"}


@dataclass
class _Element:
    """What begins with a mark: its kind, its line, the mark, and its lines."""

    kind: str
    line: int
    mark: str
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What it says, without the space on the left."""
        first, *more = self.lines
        return tidy(f"{first.strip()}\n{dedent(chr(10).join(more).expandtabs(4))}").strip()

    @property
    def source(self) -> str:
        """As it stands in the file."""
        return self.mark + "\n".join(self.lines)


def read(path: Path, wishes: Wishes) -> Imported:
    """Return a lesson with the questions of a file."""
    try:
        text, told = text_of(path, wishes.encoding)
    except Unreadable as problem:
        return Imported("", (problem.diagnostic,))
    reading = Reading(path, told=list(told))
    quiz = _Quiz(reading)
    for element in _elements(text, reading):
        quiz.take(element)
    quiz.end()
    if not reading.entries:
        reading.line = 0
        reading.lose("there is no question", "", "a question is `1. What?`, with options `*a) right` and `b) wrong`")
    return lesson(reading, wishes)


def _elements(text: str, reading: Reading) -> Iterator[_Element]:
    """Yield all that begins with a mark; comments are left out, as text2qti leaves them out."""
    element: _Element | None = None
    commented = False
    for number, line in enumerate(re.split(r"\r\n?|\n", text), start=1):
        if commented or line.rstrip() == "COMMENT":
            commented = line.rstrip() != "END_COMMENT"
            continue
        if line.startswith("%"):
            continue
        found = _MARK.match(line)
        if found and (line[found.end() :][:1].strip() == ""):
            if element:
                yield element
            element = _Element(str(found.lastgroup).replace("_", "-"), number, found[0], [line[found.end() :]])
        elif element and (not line.strip() or line[0] in " \t"):
            element.lines.append(line)
        elif line.strip():
            reading.leave(
                f"this line begins with no mark: {line:.100}", "indent it, if it goes on with what is above", number
            )
    if element:
        yield element


class _Quiz:
    """A quiz that is being read: elements gather until the question ends."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.before: list[_Element] = []
        self.question: list[_Element] = []

    def take(self, element: _Element) -> None:
        """Take the next element."""
        kind = element.kind
        if kind in {
            "title",
            "points",
            "note-title",
            "note",
            "quiz-title",
            "description",
            "group",
            "group-end",
            "setting",
            "question",
        }:
            self.end()
        if kind == "quiz-title":
            self.reading.title = element.text
        elif kind == "description":
            self.reading.line = element.line
            self.reading.opening = self.text(element)
        elif kind in {"title", "points"}:
            self.before.append(element)
        elif kind in {"group", "group-end", "setting", "note-title", "note"}:
            what = {"group": "a group, of which some are picked", "note-title": "a text's title", "note": "a text"}
            if kind != "group-end":
                self.reading.leave(
                    f"{what.get(kind, 'a setting')}: {' '.join(element.source.split()):.300}", line=element.line
                )
        elif kind == "question":
            self.question = [element]
        elif self.question:
            self.question.append(element)
        else:
            self.reading.leave(
                f"this belongs to no question: {' '.join(element.source.split()):.100}", line=element.line
            )

    def end(self) -> None:
        """Add the question that has been gathered."""
        if not self.question:
            return
        (asked, *parts), before = self.question, self.before
        self.question, self.before = [], []
        reading = self.reading
        reading.line = asked.line
        for element in before:
            if element.kind == "title":
                reading.note(f"title: {element.text}")
            elif element.text != "1":
                reading.leave(f"points: {element.text}", line=element.line)
        try:
            fields = self.fields(asked, parts)
        except NotTaken as problem:
            source = "\n".join(one.source for one in (*before, asked, *parts))
            reading.lose(f"this question is left out: {problem}", source, problem.hint)
            return
        reading.add(fields, asked=asked.text)

    def fields(self, asked: _Element, parts: Sequence[_Element]) -> dict[str, Any]:
        """Return the fields of a question."""
        stem = self.text(asked)
        answers: list[tuple[_Element, list[_Element]]] = []
        explained: list[str] = []
        for part in parts:
            if part.kind in _LISTED:
                answers.append((part, []))
            elif part.kind == "feedback" and answers:
                answers[-1][1].append(part)
            elif part.kind in {"feedback", "solution"}:
                explained.append(self.text(part))
            else:
                self.reading.leave(f"feedback if the answer is {part.kind}: {part.text}", line=part.line)
        kinds = {"key": "one", "option": "one", "keys": "several", "options": "several"}
        found = {kinds.get(answer.kind, answer.kind) for answer, _ in answers}
        if len(found) != 1:
            raise NotTaken("it has answers of two kinds" if found else "it has no answer")
        made = self.answered(found.pop(), stem, answers, explained)
        return made | ({"explanation": "\n\n".join(explained)} if explained else {})

    def answered(
        self, kind: str, stem: str, answers: list[tuple[_Element, list[_Element]]], explained: list[str]
    ) -> dict[str, Any]:
        """Return the fields of a kind of question."""
        if kind in {"one", "several"}:
            return self.choice(stem, answers, several=kind == "several")
        explained += [self.text(one) for _, feedback in answers for one in feedback]
        if kind == "spelling":
            return typed(stem, [" ".join(answer.text.split()) for answer, _ in answers], self.reading)
        if len(answers) > 1:
            raise NotTaken("it has two answers")
        if kind == "number":
            return numeric(stem, *_number(answers[0][0].text))
        if kind == "upload":
            raise NotTaken("a file is to be handed in")
        if not explained:
            self.reading.leave("an essay without anything to compare an answer with", "write its `points`")
        points = explained[:] or ["To be defined."]
        explained.clear()
        return recall(stem, points)

    def choice(self, stem: str, answers: Iterable[tuple[_Element, list[_Element]]], *, several: bool) -> dict[str, Any]:
        """Return a choice question."""
        options = [
            Choice(self.text(answer), answer.kind in {"key", "keys"}, "\n\n".join(map(self.text, feedback)))
            for answer, feedback in answers
        ]
        keys = sum(option.key for option in options)
        if not keys or (keys > 1 and not several):
            raise NotTaken("no option is right" if not keys else f"{keys} options are right, and one is to be picked")
        return choice(stem, options, several=several)

    def text(self, element: _Element) -> str:
        """Return what an element says as Markdown."""
        text = element.text
        if _ATTRIBUTES.search(text):
            self.reading.leave("the size of a picture", line=element.line)
        if _RUN.search(text):
            self.reading.leave("code that text2qti runs is shown and not run", line=element.line)
        text = _CLASS.sub(r"\1\2", _ATTRIBUTES.sub(r"\1", text))
        return from_markdown(text, self.reading)


def _number(text: str) -> tuple[float, float]:
    """Return a number and its tolerance: ``5``, ``1.5 +- 0.1``, ``1.5 +- 2%``, ``[1, 5]``."""
    if found := re.fullmatch(r"\[([^,\]]*),([^,\]]*)\]", text):
        low, high = plain_number(found[1]), plain_number(found[2])
        if low is not None and high is not None:
            return about(low, high)
    value, sign, near = (part.strip() for part in text.partition("+-"))
    number, tolerance = plain_number(value), plain_number(near.removesuffix("%")) if sign else 0
    if number is None or tolerance is None:
        raise NotTaken(f"`{text:.60}` is no number", "a number is written with a point: `= 3.5 +- 0.1`, `= [1, 5]`")
    return number, float(f"{abs(number * tolerance) / 100:.12g}") if near.endswith("%") else tolerance


def _is_text2qti(head: str) -> bool:
    """Tell whether a text has numbered questions with marked answers."""
    if re.search(r"(?m)^\s*::.*?::|^\$CATEGORY:|^ANSWER:", head):
        return False
    answers = r"(?m)^(?:\*?[a-zA-Z]\)|\[[* ]?\]|\*|=|___+|\^\^\^+)(?:\s|$)"
    return bool(
        re.search(r"(?m)^[Qq]uiz [Tt]itle:", head) or (re.search(r"(?m)^\d+\.\s", head) and re.search(answers, head))
    )


IMPORTER = Importer(
    "text2qti",
    "quizzes in the plain text of text2qti",
    (".txt", ".text2qti"),
    lambda path: read(path, Wishes()),
    _is_text2qti,
    read,
)
