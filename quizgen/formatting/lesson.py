"""Whole lessons from one form to the other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import PurePath

import yaml

from quizgen.diagnostics import has_errors
from quizgen.formatting.comments import HEAD, as_markdown, as_yaml, by_part, in_markdown, in_yaml
from quizgen.formatting.fields import fields
from quizgen.formatting.plain import Fields, NotPlain, Written, written
from quizgen.formatting.questions import question
from quizgen.formatting.yaml_text import block
from quizgen.loader.document import Data, Document, Reader, Refused, parse
from quizgen.loader.short import RULE, head_end, parse_short
from quizgen.loader.short.fields import shapes_of
from quizgen.model.lesson import Concept

_PARTS = ("concepts", "items")


def read(file: str, text: str) -> tuple[Document, Data]:
    """Return a file of either form as a tree, and its data.

    Raises:
        Refused: if it cannot be understood.
        NotPlain: if something in it is wrong.
    """
    if PurePath(file).suffix != ".md":
        document = parse(file, text)
    else:
        short = parse_short(file, text)
        if any(each.severity == "error" for each in short.found):
            raise NotPlain
        document = short.document
    reader = Reader(document)
    data = reader.read()
    if has_errors(reader.diagnostics):
        raise NotPlain
    return document, data


def same(one: Written, other: Written) -> bool:
    """Tell whether two lessons are written alike; the order of their own fields does not count."""
    heads = [json.dumps({name: lesson.head[name] for name in sorted(lesson.head)}) for lesson in (one, other)]
    parts = [json.dumps([lesson.concepts, lesson.items]) for lesson in (one, other)]
    return heads[0] == heads[1] and parts[0] == parts[1]


def to_short(file: str, text: str) -> str:
    """Return a lesson in YAML in the short form, with its comments.

    Raises:
        NotPlain: something in it is wrong, or cannot be written so.
    """
    document, data = read(file, text)
    lesson = written(document, data)
    starts = _starts(document.root)
    comments = by_part(in_yaml(text), [line for line, _, _ in starts], text.split("\n"))
    notes = {(key, index): comments.get(part, []) for part, (_, key, index) in enumerate(starts)}
    keys = [key for key in lesson.head if key != "title"]
    above = [*as_yaml(comments.get(HEAD, [])), *as_yaml(notes.get(("title", 0), []))]
    title, body = [f"# {lesson.head.get('title')}", ""], _body(lesson, notes)
    kept, dumped = _head(document.root, text, keys, notes), block({key: lesson.head[key] for key in keys})
    for lines in ([kept, RULE, *title, *body], [dumped, RULE, *title, *body], _without_headings(lesson, notes)):
        made = "\n".join([RULE, *above, *lines]).rstrip("\n") + "\n"
        if _says("lesson.md", made, lesson):
            return made
    raise NotPlain


def _without_headings(lesson: Written, notes: dict[tuple[str, int], list[str]]) -> Iterator[str]:
    """Yield a lesson whose title and concepts stand in its head, for names that no headings can have."""
    yield block(lesson.head)
    if lesson.concepts:
        yield "concepts:"
        yield from _entries(lesson.concepts, "concepts", notes)
    yield from (RULE, "")
    for index, item in enumerate(lesson.items):
        yield from (*as_markdown(notes.get(("items", index), [])), question(item, None))


def _says(file: str, text: str, lesson: Written) -> bool:
    """Tell whether a text is read as a lesson."""
    try:
        return same(written(*read(file, text)), lesson)
    except (Refused, NotPlain):
        return False


def _starts(root: yaml.Node) -> list[tuple[int, str, int]]:
    """Return where the fields of a lesson begin, and each concept and question: line, key, and number."""
    found: list[tuple[int, str, int]] = []
    for key, value in root.value if isinstance(root, yaml.MappingNode) else []:
        entries = value.value if key.value in _PARTS and isinstance(value, yaml.SequenceNode) else []
        lines = [entry.start_mark.line for entry in entries] or [key.start_mark.line]
        lines[0] = min(lines[0], key.start_mark.line)
        found += [(line, str(key.value), index) for index, line in enumerate(lines)]
    return sorted(found)


def _head(root: yaml.Node, text: str, keys: Sequence[str], notes: dict[tuple[str, int], list[str]]) -> str:
    """Return the lines of some fields of a lesson as they stand, with their comments."""
    lines = text.split("\n")
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    begins = [key.start_mark.line for key, _ in pairs] + [len(lines)]
    taken: list[str] = []
    for (key, _), (start, end) in zip(pairs, pairwise(begins), strict=True):
        kept = lines[start:end] if key.value in keys else []
        while kept and (not kept[-1].strip() or kept[-1].startswith("#")):
            kept.pop()  # what stands above the next field
        own = notes.get((str(key.value), 0), []) if kept else []
        taken += [*as_yaml(_before(own, kept)), *kept]
    return "\n".join(taken)


def _before(comments: Iterable[str], kept: Sequence[str]) -> list[str]:
    """Return the comments that do not stand in the lines that are kept."""
    inside = "\n".join(kept)
    return [each for each in comments if f"# {each}" not in inside and f"#{each}" not in inside]


def _body(lesson: Written, notes: dict[tuple[str, int], list[str]]) -> list[str]:
    """Return concepts and questions, each question below its concept where their order allows it."""
    waiting = list(enumerate(lesson.concepts))
    defined: set[str] = set()
    around: str | None = None
    lines: list[str] = []
    for index, item in enumerate(lesson.items):
        of = str(item.get("concept"))
        ahead = [str(one.get("id")) for _, one in waiting]
        while of != around and of in ahead and of not in defined:
            number, concept = waiting.pop(0)
            around = str(concept.get("id"))
            defined.add(around)
            lines += [*as_markdown(notes.get(("concepts", number), [])), *_concept(concept), ""]
        lines += [*as_markdown(notes.get(("items", index), [])), question(item, around)]
    for number, concept in waiting:
        lines += [*as_markdown(notes.get(("concepts", number), [])), *_concept(concept), ""]
    return lines


def _concept(concept: Fields) -> list[str]:
    """Return a concept as a heading, its definition and its fields."""
    rest = {key: value for key, value in concept.items() if key != "name"}
    definition = rest.get("definition")
    first = []
    if isinstance(definition, str) and "\n" not in definition:
        first = [f": {definition}"]
        del rest["definition"]
    shapes = shapes_of(Concept)
    return [f"## {concept.get('name')}", *first, *fields(rest, shapes)]


def to_yaml(file: str, text: str) -> str:
    """Return a lesson in the short form in YAML, with its comments.

    Raises:
        NotPlain: something in it is wrong.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    document, data = read(file, text)
    lesson = written(document, data)
    lines = text.split("\n")
    end = head_end(lines)
    head = lines[1:end]
    inside = parse("head.yaml", "\n".join(head)).root if any(line.strip() for line in head) else None
    said = [str(key.value) for key, _ in inside.value] if isinstance(inside, yaml.MappingNode) else []
    if set(said) & set(_PARTS):
        head, said = [], []
    rest = {key: value for key, value in lesson.head.items() if key not in said}
    starts = [each for each in _starts(document.root) if each[1] in _PARTS and each[0] > end]
    first = end + 1 if end else 0
    comments = in_markdown("\n".join(lines[first:]), first)
    by = by_part(comments, [line for line, _, _ in starts], lines)
    notes = {(key, index): by.get(part, []) for part, (_, key, index) in enumerate(starts)}
    parts = [*head, *as_yaml(by.get(HEAD, []))]
    parts += [block(rest)] if rest else []
    for key, entries in (("concepts", lesson.concepts), ("items", lesson.items)):
        parts += [f"{key}:", *_entries(entries, key, notes)] if entries else []
    made = "\n".join(parts).rstrip("\n") + "\n"
    if not _says("lesson.yaml", made, lesson):
        raise NotPlain
    return made


def _entries(entries: Sequence[Fields], key: str, notes: dict[tuple[str, int], list[str]]) -> Iterable[str]:
    for index, entry in enumerate(entries):
        yield from (f"  {line}" for line in as_yaml(notes.get((key, index), [])))
        lines = block([entry]).split("\n")
        yield from (f"  {line}" if line else "" for line in lines)
