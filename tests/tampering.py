"""Tampering: the slips by which a text and its claim come apart, each made mechanically in what an author wrote."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from quizgen.loader.document import Reader, parse

Place = tuple[str | int, ...]
Change = tuple[tuple[Place, Any], ...]
"""What is put into which places."""

FORMS: Final = ("always", "sometimes", "never")
TURNED: Final = "It is not true that "
_SHOWN: Final = r"\{\{.*?\}\}|\$[^$]*\$|`[^`]*`"
"""Templates, formulas and code, in which nothing is changed."""
_NUMERALS: Final = ("two", "three", "four", "five", "six", "seven", "eight")
_NUMBER: Final = re.compile(rf"(?:{_SHOWN})|(?<![\w.@])([0-9]+|{'|'.join(_NUMERALS[:-1])})(?![\w@])", re.IGNORECASE)
_SERVER: Final = re.compile(rf"(?:{_SHOWN})|\b(S[1-9])\b")
_IN_CLAIM: Final = re.compile(r"(?<![\w.@\"])([0-9]+)(?![\w.@\"])")
_SERVER_IN_CLAIM: Final = re.compile(r"\b(S[1-9])\b")


@dataclass(frozen=True)
class Part:
    """A lesson of one thing that is stated: an item, a concept, a sentence of the summary or a row of a table.

    Attributes:
        name: what it is of, and which.
        data: the whole lesson, as YAML holds it.
        top: where the thing stands in it.
    """

    name: str
    data: Any
    top: Place

    @property
    def thing(self) -> Any:  # noqa: ANN401 - plain data
        """The thing itself."""
        return at(self.data, self.top)

    @property
    def computed(self) -> list[Place]:
        """Where in the thing something stands that rests on runs: an option, a point, a gap, or the thing itself."""
        thing = self.thing
        if thing.get("kind") == "multiple_choice" and "answer" in thing:
            return [("options", index) for index in range(len(thing["options"]))]
        return [place for place, value in _mappings(thing) if {*FORMS, "measure", "event"} & value.keys()]

    def changed(self, change: Change) -> Any:  # noqa: ANN401 - plain data
        """Return the lesson with something else in some places of the thing."""
        data = deepcopy(self.data)
        for place, value in change:
            *way, last = (*self.top, *place)
            at(data, tuple(way))[last] = deepcopy(value)
        return data

    def without(self, place: Place) -> Any:  # noqa: ANN401 - plain data
        """Return the lesson without what stands in a place of it."""
        data = deepcopy(self.data)
        del at(data, place[:-1])[place[-1]]
        return data


def at(data: Any, place: Place) -> Any:  # noqa: ANN401 - plain data
    """Return what stands in a place."""
    for step in place:
        data = data[step]
    return data


def _mappings(data: Any, place: Place = ()) -> Iterator[tuple[Place, dict[str, Any]]]:  # noqa: ANN401 - plain data
    """Yield every mapping in plain data with its place, but for scenarios and events."""
    if isinstance(data, dict):
        yield place, data
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in entries:
        if key not in ("scenario", "event"):
            yield from _mappings(value, (*place, key))


def parts(file: Path) -> Iterator[Part]:
    """Yield each thing of a lesson that rests on runs, as a lesson of its own."""
    lesson: Any = Reader(parse(file.name, file.read_text(encoding="utf-8"))).read()
    concepts = {concept["id"]: concept for concept in lesson["concepts"]}
    bare = {key: value for key, value in lesson.items() if key not in ("summary", "tables", "concepts", "items")}
    idle = {"id": "idle", "kind": "recall", "concept": lesson["concepts"][0]["id"], "stem": "What is it?"}
    idle |= {"points": [{"text": "It is the log.", "cite": f"{next(iter(lesson['sources']))} anywhere"}]}

    def part(name: str, thing: Any, concept: str, **more: object) -> Part:  # noqa: ANN401 - plain data
        known = {**concepts[concept], "requires": []}
        data = {**bare, "concepts": [known], "items": [idle | {"concept": concept}], **more}
        used = {value["scenario"] for _, value in _mappings(data) if isinstance(value.get("scenario"), str)}
        data["scenarios"] = {key: value for key, value in lesson["scenarios"].items() if key in used}
        return Part(name, data, thing)

    first = next(iter(concepts))
    found = [part(f"item {item['id']}", ("items", 0), item["concept"], items=[item]) for item in lesson["items"]]
    found += [part(f"concept {name}", ("concepts", 0), name) for name in concepts]
    for number, sentence in enumerate(lesson.get("summary", ())):
        found.append(part(f"sentence {number}", ("summary", 0), first, summary=[sentence]))
    for table in lesson.get("tables", ()):
        for number in range(len(table["rows"])):
            found.append(part(f"row {table['id']} {number}", ("tables", 0, "rows", number), first, tables=[table]))
    yield from (each for each in found if each.computed)


def _exchanged(part: Part, things: str, key: str) -> Iterator[Change]:
    """Yield the texts of two neighbours in a list exchanged, one of which rests on runs."""
    computed = set(part.computed)
    entries = list(enumerate(part.thing.get(things, ())))
    for (one, first), (other, second) in pairwise(entries):
        both = key in first and key in second and first[key] != second[key] and not _equal(first, second, key)
        if both and {(things, one), (things, other)} & computed:
            yield ((things, one, key), second[key]), ((things, other, key), first[key])


def _equal(one: dict[str, Any], other: dict[str, Any], key: str) -> bool:
    """Tell whether two things differ in nothing but one value, so that nothing comes of exchanging it."""
    return {name: each for name, each in one.items() if name != key} == {
        name: each for name, each in other.items() if name != key
    }


def _answers(part: Part) -> Iterator[tuple[Place, str]]:
    """Yield the texts that a learner may memorise, each beside a claim or value of its own."""
    for place in part.computed:
        value = at(part.thing, place)
        for key in ("text", "definition"):
            if key in value and not ("blanks" in value and key == "text"):
                yield (*place, key), value[key]
        for number, cell in enumerate(value.get("cells", ())):
            yield (*place, "cells", number), str(cell)
        if "left" in value:
            yield (*place, "left"), value["left"]


def _questions(part: Part) -> Iterator[tuple[Place, str]]:
    for key in ("stem", "text"):
        if "kind" in part.thing and key in part.thing:
            yield (key,), part.thing[key]


def _reasons(part: Part) -> Iterator[tuple[Place, str]]:
    """Yield what explains: rationales of what is computed, the explanation, a model answer."""
    for place in part.computed:
        if "rationale" in at(part.thing, place):
            yield (*place, "rationale"), at(part.thing, place)["rationale"]
    for key in ("explanation", "answer"):
        if "kind" in part.thing and isinstance(part.thing.get(key), str) and part.thing["kind"] != "multiple_choice":
            yield (key,), part.thing[key]
    if part.thing.get("kind") == "multiple_choice" and "explanation" in part.thing:
        yield ("explanation",), part.thing["explanation"]


def _claims(part: Part) -> Iterator[tuple[Place, str]]:
    """Yield the claims that stand beside a text."""
    for place in part.computed:
        value = at(part.thing, place)
        for form in FORMS:
            if form in value and ({"text", "cells", "definition"} & value.keys()):
                yield (*place, form), value[form]


def _measures(part: Part) -> Iterator[tuple[Place, str]]:
    yield from _claims(part)
    for place in part.computed:
        value = at(part.thing, place)
        if isinstance(value.get("measure"), str):
            yield (*place, "measure"), value["measure"]
    if part.thing.get("kind") == "multiple_choice" and "answer" in part.thing:
        yield ("answer",), part.thing["answer"]


def _turned(texts: Callable[[Part], Iterator[tuple[Place, str]]]) -> Sort:
    def turned(part: Part) -> Iterator[Any]:
        for place, text in texts(part):
            if not text.isdigit() and place[-1] != "left":
                first = text if text[1:2].isupper() or text[1:2].isdigit() else text[:1].lower() + text[1:]
                yield part.changed(((place, TURNED + first),))

    return turned


def _replaced(
    texts: Callable[[Part], Iterator[tuple[Place, str]]], pattern: re.Pattern[str], other: Callable[[str], str]
) -> Sort:
    """Return the sort by which one number or name in a text becomes another."""

    def replaced(part: Part) -> Iterator[Any]:
        for place, text in texts(part):
            for found in pattern.finditer(text):
                if found[1]:  # and no template, formula or code
                    yield part.changed(((place, text[: found.start(1)] + other(found[1]) + text[found.end(1) :]),))

    return replaced


def _another(number: str) -> str:
    if number.isdigit():
        return str(int(number) + 1)
    word = _NUMERALS[_NUMERALS.index(number.lower()) + 1]
    return word.capitalize() if number[0].isupper() else word


def _neighbour(server: str) -> str:
    return "S1" if server == "S3" else f"S{int(server[1:]) + 1}"


def _texts_exchanged(things: str, key: str) -> Sort:
    return lambda part: (part.changed(change) for change in _exchanged(part, things, key))


def _steps_exchanged(part: Part) -> Iterator[Any]:
    steps = part.thing.get("steps", ())
    for index in range(len(steps) - 1):
        free = {index + 1, index + 2} in [set(pair) for pair in part.thing.get("free", ())]
        if "event" in steps[index] and "event" in steps[index + 1] and not free:
            yield part.changed(((("steps", index), steps[index + 1]), (("steps", index + 1), steps[index])))


def _key_moved(part: Part) -> Iterator[Any]:
    options = part.thing.get("options", ())
    computed = {int(place[1]) for place in part.computed if place[:1] == ("options",)}
    keys = [index for index, option in enumerate(options) if option.get("key")]
    if part.thing.get("kind") == "multiple_choice":
        for index in range(len(options)):
            if index not in keys and {index, keys[0]} & computed:
                moved = [{name: value for name, value in option.items() if name != "key"} for option in options]
                moved[index]["key"] = True
                yield part.changed(((("options",), moved),))
    else:
        for index in sorted(computed):
            yield part.changed(((("options", index, "key"), index not in keys),))


def _negated(part: Part) -> Iterator[Any]:
    for place, claim in _claims(part):
        yield part.changed(((place, f"!({claim})"),))


def _weakened(part: Part) -> Iterator[Any]:
    for place, claim in _claims(part):
        conjuncts = claim.split(" && ")
        if len(conjuncts) > 1 and "(" not in claim.replace('("', "").replace("()", ""):
            yield part.changed(((place, " && ".join(conjuncts[:-1])),))


def _values(part: Part) -> Iterator[Any]:
    for place in part.computed:
        value = at(part.thing, place)
        if "value" in value and isinstance(value["value"], int):
            yield part.changed((((*place, "value"), value["value"] + 1),))
        if "measure" in value and "answer" in value and place:
            answer = str(value["answer"])
            other = str(int(answer) + 1) if answer.isdigit() else f"not {answer}"
            yield part.changed((((*place, "answer"), other),))
    yield from (part.changed(change) for change in _exchanged(part, "pairs", "right"))


def _scenarios(part: Part) -> Iterator[Place]:
    for name in part.data["scenarios"]:
        yield ("scenarios", name)
    for place, value in _mappings(part.data):
        if isinstance(value.get("scenario"), dict):
            yield (*place, "scenario")


def _event_dropped(part: Part) -> Iterator[Any]:
    for place in _scenarios(part):
        for number in range(len(at(part.data, place).get("events", ()))):
            yield part.without((*place, "events", number))


def _event_changed(part: Part) -> Iterator[Any]:
    """Yield a script in which something happens to another server."""
    for place in _scenarios(part):
        for number, event in enumerate(at(part.data, place).get("events", ())):
            written = json.dumps(event)
            for found in _SERVER_IN_CLAIM.finditer(written):
                other = written[: found.start()] + _neighbour(found[1]) + written[found.end() :]
                yield Part(part.name, part.data, ()).changed((((*place, "events", number), json.loads(other)),))


Sort = Callable[[Part], Iterator[Any]]
SORTS: Final[dict[str, Sort]] = {
    "the texts of two options exchanged": _texts_exchanged("options", "text"),
    "the texts of two steps exchanged": _texts_exchanged("steps", "text"),
    "the left sides of two pairs exchanged": _texts_exchanged("pairs", "left"),
    '"It is not true that" before an answer': _turned(_answers),
    '"It is not true that" before a question': _turned(_questions),
    '"It is not true that" before a reason': _turned(_reasons),
    "a number changed in a question": _replaced(_questions, _NUMBER, _another),
    "a number changed in an answer's text": _replaced(_answers, _NUMBER, _another),
    "a server changed in a question": _replaced(_questions, _SERVER, _neighbour),
    "a server changed in an answer's text": _replaced(_answers, _SERVER, _neighbour),
    "the key moved": _key_moved,
    "two steps exchanged": _steps_exchanged,
    "a stated value changed": _values,
    "a claim negated": _negated,
    "a number changed in a claim": _replaced(_measures, _IN_CLAIM, _another),
    "a server changed in a claim": _replaced(_measures, _SERVER_IN_CLAIM, _neighbour),
    "the last part of a claim dropped": _weakened,
    "an event dropped from a script": _event_dropped,
    "another server in an event of a script": _event_changed,
}
"""What is done to a part -> the lessons that come of it."""


def sample(found: Sequence[Part], sort: Sort, most: int) -> Iterator[tuple[Part, Any]]:
    """Yield changes of one sort, evenly spread over all that there are."""
    every = [(part, changed) for part in found for changed in sort(part)]
    step = max(1, len(every) / most)
    yield from (every[int(number * step)] for number in range(min(most, len(every))))
