"""Plain values that stand for a mapping: `options: [Paris, Lyon]`, `answer: 20`, `gap: cell wall`."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, get_args

from quizgen.diagnostics import did_you_mean
from quizgen.kinds.choice.question import Choice
from quizgen.kinds.recall.question import Recall
from quizgen.loader.document import Data
from quizgen.loader.shorthand.shapes import Part, parts_of, with_parts
from quizgen.model.base import Place, Strict
from quizgen.model.evidence import Statement

WrittenAs = Callable[[Place], str | None]
"""Tells how a plain value at a place was typed."""
Tell = Callable[[Place, str, str], None]
"""Takes what is wrong: a place, a message and a hint."""


class WriterOut:
    """Writes out what stands for a mapping, and takes as text what YAML takes for something else: `true`, `null`.

    Args:
        written: how a plain value was typed.
        tell: receives what is wrong.
    """

    def __init__(self, written: WrittenAs, tell: Tell) -> None:
        self._written = written
        self._tell = tell

    def whole(self, data: dict[str, Data], model: type[Strict], place: Place) -> dict[str, Data]:
        """Return what an author wrote of a model, with its statements as mappings.

        Args:
            data: templates are not filled yet.
            model: what it is to be.
            place: of it in the file.
        """
        texts = _with_points(self._texts(data, model, place), model)
        made = with_parts(self._lists(texts, model, place), model, place, self._entry)
        return self._keyed(made, place) if issubclass(model, Choice) and "key" in made else made

    def _entry(self, entry: Data, model: type[Strict], place: Place) -> Data:
        if issubclass(model, Statement):
            entry = self._mapping(entry, model, place)
        return self.whole(entry, model, place) if isinstance(entry, dict) else entry

    def _mapping(self, entry: Data, model: type[Statement], place: Place) -> Data:
        """Return what a value stands for: its one required field, or all of them in their order."""
        required = [name for name, one in model.model_fields.items() if one.is_required()]
        if isinstance(entry, list):
            if len(required) == 1 and not _takes_text(model, required[0]):
                return {required[0]: entry}
            texts = [self._text(one, (*place, index)) for index, one in enumerate(entry)]
            return dict(zip(required, texts, strict=True)) if len(required) == len(entry) > 1 else entry
        if isinstance(entry, dict) or len(required) != 1:
            return entry
        value = self._text(entry, place) if _takes_text(model, required[0]) else entry
        return entry if value is None else {required[0]: value}

    def _texts(self, data: dict[str, Data], model: type[Strict], place: Place) -> dict[str, Data]:
        """Return a mapping with texts as they were typed where texts are asked for."""
        made = dict(data)
        for name, value in data.items():
            if isinstance(value, bool | None) and _takes_text(model, name):
                required = model.model_fields[_field(model, name)].is_required()
                made[name] = self._text(value, (*place, name)) if required or value is not None else None
            elif isinstance(value, list) and _takes_text(model, name, within=tuple):
                made[name] = [self._text(one, (*place, name, index)) for index, one in enumerate(value)]
        return made

    def _lists(self, data: dict[str, Data], model: type[Strict], place: Place) -> dict[str, Data]:
        """Return a mapping with a list of one for a single text, where one statement is enough."""
        made = dict(data)
        for part in parts_of(model):
            value = data.get(part.name)
            if part.many is list and isinstance(value, str | int | float) and _may_be_one(model, part):
                made[part.name] = [self._text(value, (*place, part.name))]
        return made

    def _text(self, value: Data, place: Place) -> Data:
        """Return a plain value as it was typed, if YAML takes it for `true`, `false` or nothing."""
        if isinstance(value, bool) or value is None:
            typed = self._written(place)
            return value if typed in {None, "", "~"} else typed
        return value

    def _keyed(self, item: dict[str, Data], place: Place) -> dict[str, Data]:
        """Return a choice question whose `key` names the right options, with those marked."""
        given, options = item["key"], item.get("options")
        rest = {name: value for name, value in item.items() if name != "key"}
        if not isinstance(options, list):
            return rest
        keys = enumerate(given) if isinstance(given, list) else [(None, given)]
        places: list[tuple[Data, Place]] = [(key, (*place, "key", *([] if at is None else [at]))) for at, key in keys]
        right = {str(self._text(key, where)): where for key, where in places}
        known = [str(one["text"]) for one in options if isinstance(one, dict) and "text" in one]
        for text, where in right.items():
            if text not in known:
                self._tell(where, f"no option reads `{text}`", did_you_mean(text, known))
        marked = list(options)
        for index, one in enumerate(options):
            if isinstance(one, dict) and str(one.get("text")) in right:
                marked[index] = {"key": True, **one}
        return {**rest, "options": marked}


def _with_points(item: dict[str, Data], model: type[Strict]) -> dict[str, Data]:
    """Return what is recalled with the answer as its one point, if it has no points."""
    if not issubclass(model, Recall) or "points" in item or item.get("answer") is None:
        return item
    rest = {name: value for name, value in item.items() if name != "answer"}
    return {**rest, "points": [item["answer"]]}


def _may_be_one(model: type[Strict], part: Part) -> bool:
    """Tell whether a field may hold a single statement, and that be a text."""
    required = [name for name, one in part.model.model_fields.items() if one.is_required()]
    least = max((getattr(one, "min_length", 0) for one in model.model_fields[part.name].metadata), default=0)
    return least <= 1 and len(required) == 1 and _takes_text(part.model, required[0])


def _field(model: type[Strict], name: str) -> str:
    """Return the field that is written under a name."""
    return next((one for one, field in model.model_fields.items() if (field.alias or one) == name), "")


@cache
def _takes_text(model: type[Strict], name: str, within: type[Any] | None = None) -> bool:
    """Tell whether a field is text, or may be left out and else is text; or a list of such."""
    field = model.model_fields.get(_field(model, name))
    if field is None:
        return False
    if within is None:
        return _is_text(field.annotation)
    arguments = get_args(field.annotation)
    return getattr(field.annotation, "__origin__", None) is within and bool(arguments) and _is_text(arguments[0])


def _is_text(annotation: Any) -> bool:  # noqa: ANN401 - a type
    if annotation is str:
        return True
    parts = get_args(annotation)
    if hasattr(annotation, "__metadata__"):
        return _is_text(parts[0])
    return bool(parts) and type(None) in parts and all(one is type(None) or _is_text(one) for one in parts)
