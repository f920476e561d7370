"""GIFT, Moodle's text format: all its kinds of questions, escapes, weights, feedback, categories and formats.

The syntax is that of Moodle's own reader ("GIFT format", Moodle 4.5 documentation); where others differ, Moodle is
followed, but that a lone ``0`` is a line like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from quizgen.importers import Imported, Importer
from quizgen.importers.kit.building import Choice, about, choice, numeric, plain_number, recall, true_or_false, typed
from quizgen.importers.kit.lesson import lesson
from quizgen.importers.kit.markup import from_html, from_markdown, line_of, plain
from quizgen.importers.kit.questions import NotTaken, Reading
from quizgen.importers.kit.source import Unreadable, Wishes, text_of
from quizgen.importers.kit.words import slug

_ESCAPES: Final = {
    "\\": "\ue020",
    ":": "\ue021",
    "#": "\ue022",
    "=": "\ue023",
    "{": "\ue024",
    "}": "\ue025",
    "~": "\ue026",
}
_ESCAPES["n"] = "\ue027"
_MEANT: Final = {ord(sign): character for character, sign in _ESCAPES.items()} | {ord("\ue027"): "\n"}
_FORMAT: Final = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_HTML: Final = re.compile(r"</?[A-Za-z][^<>]*>|&#?\w+;")
_TITLE: Final = re.compile(r"\s*::(.*?)::", re.DOTALL)
_WEIGHT: Final = re.compile(r"\s*%([-+]?[0-9.]+)%")
_ATTRIBUTE: Final = re.compile(r"\[(id|tag):([^\]]*)\]")
_TRUTH: Final = re.compile(r"(T|TRUE|F|FALSE)\s*(?:#(.*))?", re.IGNORECASE | re.DOTALL)
_ORDERED: Final = re.compile(r">\s*([0-9]+)?[^\n]*\n(.*)", re.DOTALL)
_HERE: Final = "gap0x7f3ax"
"""Stands where the word is missing; letters, for which no format has a use."""
_NOT_A_NUMBER: Final = "a number is written with a point: 3.5, 3.5:0.1, 1..5"


def read(path: Path, wishes: Wishes) -> Imported:
    """Return a lesson with the questions of a file."""
    try:
        text, told = text_of(path, wishes.encoding)
    except Unreadable as problem:
        return Imported("", (problem.diagnostic,))
    reading = Reading(path, told=list(told))
    category: tuple[str, ...] = ()
    for block in _blocks(text):
        reading.line = block.line
        if block.category:
            category = block.category
        if not block.source.strip():
            continue
        try:
            _Question(reading, block).add(category)
        except NotTaken as problem:
            reading.lose(f"this question is left out: {problem}", block.source, problem.hint)
    if not reading.entries:
        reading.line = 0
        reading.lose("there is no question", "", "a question is `What? {=right ~wrong}`, with empty lines between")
    return lesson(reading, wishes)


@dataclass
class _Block:
    """A question's lines, and what comments above say of it."""

    line: int
    source: str = ""
    category: tuple[str, ...] = ()
    name: str = ""
    tags: list[str] = field(default_factory=list)


def _blocks(text: str) -> Iterator[_Block]:
    """Yield what empty lines part: questions, and lines that say which category the next ones are in."""
    block = _Block(1)
    for number, line in enumerate(re.split(r"\r\n?|\n", text), start=1):
        bare = line.strip()
        if bare.startswith("//"):
            for key, value in _ATTRIBUTE.findall(bare):
                if key == "id":
                    block.name = value.strip()
                else:
                    block.tags.append(slug(value, 80, "tag"))
        elif bare.upper().startswith("$CATEGORY:"):
            path = re.split(r"(?<!/)/(?!/)", bare.partition(":")[2].strip())
            names = [line_of(part.replace("//", "/")) for part in path]
            block.category = tuple(name for name in names if name and name not in {"top", "$course$", "$system$"})
            yield block
            block = _Block(number + 1)
        elif bare:
            block.line = block.line if block.source else number
            block.source += line.rstrip() + "\n"
        elif block.source:
            yield block
            block = _Block(number + 1)
    yield block


@dataclass
class _Answer:
    """One answer: how it is marked, its weight in percent if it says one, its text, and the feedback on it."""

    right: bool
    weight: float | None
    text: str
    feedback: str = ""


class _Question:
    """A question that is being read."""

    def __init__(self, reading: Reading, block: _Block) -> None:
        self.reading, self.block = reading, block
        escaped = re.sub(r"[\ue020-\ue027]", "", block.source)
        self.source = re.sub(r"\\([\\:#={}~n])", lambda match: _ESCAPES[match[1]], escaped)
        self.format = "moodle"

    def add(self, category: tuple[str, ...]) -> None:
        """Add the question to what was read."""
        title = _TITLE.match(self.source)
        body = self.source[title.end() :] if title else self.source
        start, end = body.find("{"), body.find("}", max(body.find("{"), 0))
        if start < 0 and end < 0:
            raise NotTaken("it is a text without a question", "put it into the lesson's `opening`, or into a stem")
        if start < 0 or end < start or "{" in body[end:] or "}" in body[end + 1 :] or "{" in body[start + 1 : end]:
            hint = r"a question has one pair of braces; others are written `\{` and `\}`"
            raise NotTaken("its braces are not closed, or there are two pairs", hint)
        before, answers, after = body[:start], body[start + 1 : end].strip(), body[end + 1 :]
        if found := _FORMAT.match(before):
            self.format, before = found[1].lower(), before[found.end() :]
        asked = f"{before}{_HERE}{after}".strip() if after.strip() else before.strip()
        answers, _, general = answers.partition("####")
        name = line_of(_meant(title[1])) if title else ""
        if name:
            self.reading.note(f"title: {name}")
        fields = self.fields(self.text(asked, body=True), answers.strip(), self.text(general))
        if general.strip() and "explanation" not in fields and fields["kind"] != "recall":
            fields["explanation"] = self.text(general)
        if self.block.tags:
            fields["tags"] = list(dict.fromkeys(self.block.tags))[:20]
        self.reading.add(fields, asked=_meant(asked).replace(_HERE, "..."), foreign=self.block.name, category=category)

    def fields(self, stem: str, answers: str, general: str) -> dict[str, Any]:
        """Return the fields of the kind that the answers say."""
        if not stem:
            raise NotTaken("it asks nothing")
        if not answers or answers.startswith("#"):
            return self.number(stem, answers[1:]) if answers else self.essay(stem, general)
        if found := _TRUTH.fullmatch(answers):
            wrong, _, right = (found[2] or "").partition("#")
            return true_or_false(stem, found[1].upper().startswith("T"), self.text(right), self.text(wrong))
        if found := _ORDERED.fullmatch(answers):
            return self.ordering(stem, found)
        listed = self.listed(answers)
        if all(one.right and "->" in one.text for one in listed):
            return self.matching(stem, listed)
        if all(one.right for one in listed):
            return self.short(stem, listed)
        return self.choice(stem.replace(_HERE, r"\_\_\_"), listed)

    def listed(self, answers: str) -> list[_Answer]:
        """Return the answers; what stands before the first is none."""
        first, *pieces = re.split(r"(?=[=~])", answers)
        if first.strip() or not pieces:
            raise NotTaken("its answers do not begin with `=` or `~`")
        found = []
        for piece in pieces:
            weight = _WEIGHT.match(piece, 1)
            text, _, feedback = piece[weight.end() if weight else 1 :].partition("#")
            number = plain_number(weight[1]) if weight else None
            found.append(_Answer(piece[0] == "=", number, text.strip(), feedback.strip()))
        return found

    def essay(self, stem: str, general: str) -> dict[str, Any]:
        """An essay is recalled, and compared with its feedback."""
        if not general:
            self.reading.leave("an essay without anything to compare an answer with", "write its `points`")
        return recall(stem, [general or "To be defined."])

    def choice(self, stem: str, listed: Sequence[_Answer]) -> dict[str, Any]:
        """Return a choice: of one option, if one is marked with =, else of all that have points."""
        single = any(one.right for one in listed)
        keys = [
            one for one in listed if ((one.right and one.weight in {None, 100}) if single else (one.weight or 0) > 0)
        ]
        if single and len(keys) != 1:
            what = f"{len(keys)} of its options are right, and one is to be picked"
            raise NotTaken(what, "mark one with `=`; or give each that is to be picked points: `~%50%`")
        if not keys:
            raise NotTaken("no option is right")
        for one in listed:
            weight = one.weight
            if weight is not None and weight < 0:
                self.reading.leave(f"negative points: {weight:g} % for `{self.words(one.text)}`")
            elif weight and ((single and weight != 100) or (not single and abs(weight - 100 / len(keys)) > 0.01)):
                self.reading.leave(f"partial credit: {weight:g} % for `{self.words(one.text)}`")
        options = [Choice(self.text(one.text), one in keys, self.text(one.feedback)) for one in listed]
        return choice(stem, options, several=not single)

    def short(self, stem: str, listed: Sequence[_Answer]) -> dict[str, Any]:
        """Return a question whose answer is typed."""
        spellings, feedback = [], []
        for one in listed:
            words = self.words(one.text)
            if one.weight not in {None, 100}:
                self.reading.leave(f"partial credit: {one.weight:g} % for `{words}`")
            elif "*" in words:
                self.reading.leave(f"the wildcard in `{words}`: a spelling counts as it is written")
                continue
            if one.feedback:
                feedback.append(f"{plain(words)}: {self.text(one.feedback)}")
            if one.weight in {None, 100} and words:
                spellings.append(words)
        if not spellings:
            raise NotTaken("no answer is right")
        made = typed(stem, spellings, self.reading)
        if _HERE in stem:
            made["text"] = stem.replace(_HERE, "[[answer]]")
        return made | ({"explanation": "\n\n".join(feedback)} if feedback else {})

    def number(self, stem: str, answers: str) -> dict[str, Any]:
        """Return a question for a number: the first that is right."""
        single = not re.match(r"\s*[=~]", answers)
        text, _, feedback = answers.partition("#")
        listed = (
            [_Answer(right=True, weight=None, text=text.strip(), feedback=feedback.strip())]
            if single
            else self.listed(answers.strip())
        )
        made: dict[str, Any] = {}
        for one in listed:
            if not one.right or one.weight not in {None, 100} or made:
                what = "feedback on other answers" if not one.text else f"another answer, `{_meant(one.text)}`"
                points = f", {one.weight:g} %" if one.weight is not None else ""
                self.reading.leave(f"{what}{points}{f': {self.words(one.feedback)}' if one.feedback else ''}")
                continue
            value, tolerance = _range(one.text)
            made = numeric(stem, value, tolerance)
            if one.feedback:
                made["explanation"] = self.text(one.feedback)
        if not made:
            raise NotTaken("no answer is right")
        return made

    def matching(self, stem: str, listed: Sequence[_Answer]) -> dict[str, Any]:
        """Return pairs; a right side without a left one is told."""
        pairs = []
        for one in listed:
            left, _, right = one.text.partition("->")
            if not left.strip():
                self.reading.leave(f"a right side that belongs to nothing: `{self.words(right)}`")
                continue
            pairs.append({"left": self.text(left), "right": self.text(right)})
        return {"kind": "matching", "stem": stem, "pairs": pairs}

    def ordering(self, stem: str, found: re.Match[str]) -> dict[str, Any]:
        """Return steps, a line each."""
        steps = [self.text(line) for line in found[2].split("\n") if line.strip()]
        if found[1] and 0 < int(found[1]) < len(steps):
            self.reading.leave(f"only {found[1]} of the steps are shown at a time in Moodle; here all are")
        return {"kind": "ordering", "stem": stem, "steps": [{"text": step} for step in steps]}

    def text(self, text: str, *, body: bool = False) -> str:
        """Return a text as Markdown, in the format that it says, or else that of the question."""
        found = None if body else _FORMAT.match(text)
        how = found[1].lower() if found else self.format
        meant = _meant(text[found.end() :] if found else text).strip()
        if how == "markdown":
            return from_markdown(meant, self.reading)
        if how == "html" or (how == "moodle" and _HTML.search(meant)):
            return from_html(meant if how == "html" else meant.replace("\n", "<br>"), self.reading)
        return plain(meant) if meant else ""

    def words(self, text: str) -> str:
        """Return an answer as it is typed: without marks."""
        found = _FORMAT.match(text)
        meant = _meant(text[found.end() :] if found else text)
        how = found[1].lower() if found else self.format
        return line_of(meant) if how == "html" or _HTML.search(meant) else " ".join(meant.split())


def _range(text: str) -> tuple[float, float]:
    """Return a number and its tolerance."""
    meant = _meant(text)
    low, dots, high = meant.partition("..")
    value, _, near = (low, "", high) if dots else meant.partition(":")
    numbers = plain_number(value), plain_number(near) if near.strip() else 0
    if numbers[0] is None or numbers[1] is None:
        raise NotTaken(f"`{' '.join(meant.split())}` is no number", _NOT_A_NUMBER)
    return about(numbers[0], numbers[1]) if dots else (numbers[0], abs(numbers[1]))


def _meant(text: str) -> str:
    """Return a text with its escaped characters as they are meant."""
    return text.translate(_MEANT)


def _is_gift(head: str) -> bool:
    """Tell whether a text has questions with answers in braces."""
    marks = r"(?m)^\s*(?:::.*?::|\$CATEGORY:)|(?<!\{)\{\s*(?:[=~#>]|T\b|F\b|TRUE\b|FALSE\b|\}\s*$)"
    return bool(re.search(marks, head)) and "{{c1::" not in head


IMPORTER = Importer(
    "gift",
    "quizzes in GIFT, Moodle's text format",
    (".gift", ".txt"),
    lambda path: read(path, Wishes()),
    _is_gift,
    read,
)
