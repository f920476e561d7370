"""What was read, written as a lesson that passes the checks; what does not pass stands in it as a comment."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from shutil import copyfile
from typing import Any, Final

import yaml

from quizgen.checks import check
from quizgen.crosscheck import crosscheck
from quizgen.diagnostics import Diagnostic, Severity, Span, error
from quizgen.importers import Imported
from quizgen.importers.kit.questions import Lost, Question, Reading
from quizgen.importers.kit.source import Wishes, tidy
from quizgen.importers.kit.words import short_hash, slug
from quizgen.loader import load

_RELEASED: Final = "2000-01-01"
_DEVICES: Final = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
_TEMPLATE: Final = re.compile(r"\{\{|\{%|\{#")
_MOST_SOURCE: Final = 4_000
"""So many characters of a question that could not be taken along stand in the lesson."""
_ROUNDS: Final = 3
"""So often it is looked whether what is left passes; once is enough, but that a mistake can hide others."""


def lesson(reading: Reading, wishes: Wishes) -> Imported:
    """Return what was read as a lesson."""
    reading.end()
    made = _Lesson(reading, wishes.language or reading.language)
    if not any(isinstance(entry, Question) for entry in reading.entries):
        return Imported("", tuple(reading.told))
    text = made.text()
    for _ in range(_ROUNDS):
        refused = _refused(text, reading.pictures)
        if not refused:
            break
        if whole := made.lose(text, refused):
            return Imported("", (*reading.told, whole))
        text = made.text()
    if not made.items:
        return Imported("", tuple(reading.told))
    pictures = {target: file for target, file in reading.pictures.items() if target in text}
    return Imported(text, tuple(reading.told), pictures)


class _Lesson:
    """A lesson that is being written."""

    def __init__(self, reading: Reading, language: str) -> None:
        self.reading, self.language = reading, language
        self.name = slug(reading.path.stem)
        self.name += "-lesson" if _DEVICES.fullmatch(self.name) else ""
        self.reason = _line(f"imported from {tidy(reading.path.name)}")
        self.entries: list[Question | Lost] = list(reading.entries)
        self.ids = self._ids()
        self.items: list[str] = []

    def text(self) -> str:
        """Return the file."""
        self.items = list(self._items())
        head = _dumped(_untemplated(self._head()), 0).replace(f"'{_RELEASED}'", _RELEASED)
        say = "Complete the head, divide the concepts, and give the answers evidence."
        return f"# {self.reason}. {say}\n{head}items:\n" + "".join(self.items)

    def lose(self, text: str, refused: list[Diagnostic]) -> Diagnostic | None:
        """Make comments of the questions that do not pass; return why there is no lesson, if it is not about them."""
        starts = [text.count("\n", 0, at) + 1 for at in _starts(text)]
        kept = [entry for entry in self.entries if isinstance(entry, Question)]
        whole = None
        for one in refused:
            place = sum(start <= one.span.line for start in starts) - 1
            if place < 0:
                whole = whole or replace(one, code="import", span=self.reading.span())
                continue
            question = kept[place]
            if question not in self.entries:
                continue
            why = f"this question is left out: {one.message}"
            source = _dumped(_untemplated(question.fields), 0)
            self.entries[self.entries.index(question)] = Lost(question.line, why, source)
            self.reading.told.append(error("import", self.reading.span(question.line), why, one.hint))
        return whole

    def _head(self) -> dict[str, Any]:
        title = _line(self.reading.title) or _line(tidy(self.reading.path.stem)) or self.name
        head: dict[str, Any] = {"format": "lesson/1", "id": self.name, "title": title, "subject": "imported"}
        head |= {"level": "junior"} | ({"language": self.language} if self.language else {})
        head |= {"license": "LicenseRef-unknown", "released": _RELEASED}
        head |= {"opening": self.reading.opening} if self.reading.opening else {}
        names = {self._concept(e): e.category for e in self.entries if isinstance(e, Question)}
        head["concepts"] = [
            {
                "id": concept,
                "name": _line(category[-1] if category else "") or title,
                "definition": "To be defined.",
                "unverified": self.reason,
            }
            for concept, category in names.items()
        ]
        return head

    def _concept(self, question: Question) -> str:
        if not question.category:
            return self.name
        path = "-".join(slug(part, 24) for part in question.category[-2:])
        return slug(f"{self.name}-{path}", 80)

    def _ids(self) -> dict[int, str]:
        """Return the id of each question: made of the foreign one, or of its words, and never of its place."""
        made: dict[int, str] = {}
        seen: set[str] = set()
        for question in self.reading.entries:
            if isinstance(question, Lost):
                continue
            name = base = self._id(question)
            number = 2
            while name in seen:
                name, number = f"{base}-{number}", number + 1
            seen.add(name)
            made[id(question)] = name
        return made

    def _id(self, question: Question) -> str:
        words = tidy(question.asked).strip()
        if not question.foreign:
            return f"{slug(words, 40, 'question').removesuffix(f'-{short_hash(words)}')}-{short_hash(words)}"
        made = slug(question.foreign, 70)
        made = (
            made
            if made == question.foreign.lower().strip()
            else f"{slug(question.foreign, 60)}-{short_hash(question.foreign)}"
        )
        return made if re.search("[a-z]{2}", made) else f"{self.name[:60].strip('-')}-{made}"

    def _items(self) -> Iterator[str]:
        """Yield each question as text; what could not be taken along stands in the one before it, or the first."""
        waiting: list[Lost] = []
        block = ""
        for entry in self.entries:
            if isinstance(entry, Lost):
                if block:
                    block += _comment(entry)
                else:
                    waiting.append(entry)
                continue
            if block:
                yield block
            block = self._item(entry, waiting)
            waiting = []
        if block:
            yield block

    def _item(self, question: Question, before: list[Lost]) -> str:
        name = self.ids[id(question)]
        fields = {key: value for key, value in question.fields.items() if value not in ("", [], (), None)}
        head = {"kind": fields.pop("kind"), "concept": self._concept(question)}
        remarks = [line for remark in question.remarks for line in f"not taken along: {tidy(remark)}".split("\n")]
        told = "".join(map(_comment, before)) + "".join(f"  # {line}\n" for line in remarks)
        body = _dumped(_untemplated({**head, **_shortened(fields), "unverified": self.reason}), 2)
        return f"- id: {name}\n{told}{body}"


def _shortened(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a question with plain values for statements that have nothing but their text."""
    made: dict[str, Any] = {}
    for name, value in fields.items():
        if name == "options":
            keys = [one["text"] for one in value if one.get("key")]
            by_text = bool(keys) and not any("rationale" in one for one in value)
            made |= {"key": keys[0] if len(keys) == 1 else keys} if by_text else {}
            made[name] = [_plain(one, "text", {"text", "key"} if by_text else {"text"}) for one in value]
        elif name in {"points", "steps"}:
            made[name] = [one["text"] for one in value]
        elif name == "pairs":
            made[name] = [_Line((one["left"], one["right"])) for one in value]
        elif name == "blanks":
            made[name] = {gap: _plain(one, "answer", {"answer"}) for gap, one in value.items()}
        else:
            made[name] = _plain(value, "value", {"value"}) if isinstance(value, Mapping) else value
    return made


def _plain(statement: Mapping[str, Any], field: str, known: set[str]) -> Any:  # noqa: ANN401 - a text or a number
    """Return the one field of a statement that has no others, or else all of it."""
    return statement[field] if set(statement) <= known else statement


class _Line(list[Any]):
    """A list that is written in one line."""


def _starts(text: str) -> list[int]:
    """Return where the items begin."""
    items = text.index("\nitems:\n")
    return [match.start() for match in re.finditer(r"^- id: ", text, re.MULTILINE) if match.start() > items]


def _comment(entry: Lost) -> str:
    """Return how a question that could not be taken along stands in the file."""
    cut = "\n[...]" if len(entry.source) > _MOST_SOURCE else ""
    source = f"{tidy(entry.source[:_MOST_SOURCE])}{cut}".strip("\n").expandtabs(4).split("\n")
    return "".join(f"  # {line}".rstrip() + "\n" for line in [tidy(entry.why).replace("\n", " "), *source])


def _refused(text: str, pictures: Mapping[str, Path]) -> list[Diagnostic]:
    """Return what a check of the lesson has against it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "lesson.yaml")
        file.write_text(text, encoding="utf-8")
        for target, picture in pictures.items():
            Path(folder, target).parent.mkdir(parents=True, exist_ok=True)
            copyfile(picture, Path(folder, target))
        deck, found = load(Path(folder))
        found += check(deck, crosscheck(deck, lambda *_: None))
        return [replace(one, span=Span("", one.span.line)) for one in found if one.severity is Severity.ERROR]


def _line(text: str) -> str:
    return " ".join(text.split())[:300].strip()


def _untemplated(value: Any) -> Any:  # noqa: ANN401 - whatever stands in a lesson
    """Return a value in whose texts nothing is taken for a template."""
    if isinstance(value, str):
        return _TEMPLATE.sub(lambda match: f"{{{{ '{match[0]}' }}}}", value)
    if isinstance(value, Mapping):
        return {key: _untemplated(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return (_Line if isinstance(value, _Line) else list)(map(_untemplated, value))
    return value


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as they stand, and each thing for itself."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401, ARG002 - yaml's interface
        return True


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


def _line_of(dumper: _Dumper, values: _Line) -> yaml.SequenceNode:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", values, flow_style=True)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(_Line, _line_of)


def _dumped(fields: Mapping[str, Any], indent: int) -> str:
    """Return YAML, moved to the right."""
    made = yaml.dump(dict(fields), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=112)
    return re.sub("^(?=.)", " " * indent, made, flags=re.MULTILINE)
