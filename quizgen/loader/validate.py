"""Plain data to the content model; pydantic's errors to diagnostics in an author's words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from quizgen.diagnostics import Diagnostic, Edit, Span, did_you_mean, error
from quizgen.loader.document import MOST_TOLD, Document, shortened
from quizgen.loader.slips.names import UNSURE, day_meant, key_meant
from quizgen.model.base import Place
from quizgen.model.evidence import FORMS, Statement
from quizgen.model.scenario import BoundScenario
from quizgen.model.scenario_keys import below, keys_at, keys_of
from quizgen.simulators import SIMULATORS

Model = TypeVar("Model", bound=BaseModel)
Locate = Callable[[Place], Place]


class Positions(Protocol):
    """A file that knows where its values are."""

    def span(self, place: Place) -> Span:
        """Return where a value is."""

    def key_span(self, place: Place) -> Span:
        """Return where the last key of a place is."""


def validate(
    model: type[Model], data: object, document: Positions, locate: Locate, found: list[Diagnostic]
) -> Model | None:
    """Return the data as a model, or None after adding a diagnostic for each mistake.

    Args:
        model: what it should be.
        data: plain data, scenarios already bound.
        document: the file, for positions.
        locate: from a place below the data to the place in the file where it was written.
        found: receives the diagnostics.
    """
    try:
        return model.model_validate(data)
    except ValidationError as problems:
        found += diagnose(problems, model, data, document, locate)
        return None


def diagnose(
    problems: ValidationError, model: type[Any], data: object, document: Positions, locate: Locate
) -> list[Diagnostic]:
    """Return a diagnostic for each of pydantic's errors; where a value could have been several things, only one."""
    places: dict[tuple[Place, str], dict[str, Any]] = {}
    for problem in problems.errors(include_url=False):
        if problem["type"] == "too_short" and len(problem["input"]) >= problem["ctx"]["min_length"]:
            continue  # it only looks short because some of its entries are wrong, which is told anyway
        place = _real_place(problem["loc"], data, missing=problem["type"] == "missing")
        first = places.setdefault((place, _code(problem["type"])), dict(problem))
        if problem["type"].startswith("float_"):
            first["or_fraction"] = True
    meant = _meant(places, model, data)
    at = _Where(model, document, locate, meant, data)
    named = {(*place[:-1], key) for place, key in meant.items()}
    kept = (one for one in places.items() if not (one[0][1] == "missing-key" and one[0][0] in named))
    told = islice(kept, MOST_TOLD + 1)
    return shortened([_diagnostic(place, problem, at) for (place, _), problem in told])


def _meant(places: Iterable[tuple[Place, str]], model: type[Any], data: object) -> dict[Place, str]:
    """Return the keys that were meant by unknown ones: place -> what it is called here."""
    meant: dict[Place, str] = {}
    for place, code in places:
        if code == "unknown-key" and place:
            given = [str(key) for key in _value_at(data, place[:-1]) or ()]
            if key := key_meant(str(place[-1]), _known_keys(model, place[:-1]), given):
                meant[place] = key
    return meant


def _value_at(data: object, place: Place) -> Mapping[Any, Any] | None:
    for step in place:
        data = data[step] if isinstance(data, Mapping | list | tuple) else None  # type: ignore[index] # as it was found
    return data if isinstance(data, Mapping) else None


@dataclass(frozen=True)
class _Where:
    """Where data was written, what it should be, and which keys were meant by unknown ones."""

    model: type[Any]
    document: Positions
    locate: Locate
    meant: Mapping[Place, str]
    data: object

    def is_given(self, place: Place) -> bool:
        """Tell whether a key stands at a place."""
        return place[-1] in (_value_at(self.data, place[:-1]) or ())

    def edit(self, place: Place, text: str, *, key: bool = False, safe: bool = True) -> Edit | None:
        """Return a change of what was written at a place, if it was written in YAML."""
        if not isinstance(self.document, Document):
            return None
        return self.document.edit(self.locate(place), text, key=key, safe=safe)


def _real_place(loc: tuple[str | int, ...], data: object, *, missing: bool) -> Place:
    """Return pydantic's location without what it adds for unions and keys."""
    place: list[str | int] = []
    for number, step in enumerate(loc, start=1):
        if (isinstance(data, Mapping) and step in data) or (
            isinstance(data, list | tuple) and step in range(len(data))
        ):
            data = data[step]  # type: ignore[index] # a step that is in the range of a list is a number
        elif not (missing and number == len(loc)):
            continue
        place.append(step)
    return tuple(place)


def _code(kind: str) -> str:
    return {
        "extra_forbidden": "unknown-key",
        "unexpected_keyword_argument": "unknown-key",
        "missing": "missing-key",
    }.get(kind, "invalid-value")


def _diagnostic(place: Place, problem: Mapping[str, Any], at: _Where) -> Diagnostic:
    name = str(place[-1]) if place else ""
    code = _code(problem["type"])
    document, locate = at.document, at.locate
    if code == "unknown-key":
        return _unknown_key(place, name, problem["input"], at)
    span = document.key_span(locate(place)) if problem["type"] == "event_verb" else document.span(locate(place))
    if code == "missing-key":
        what = "an entry" if isinstance(place[-1], int) else f"the key `{name}`"
        hint = f"write `{name}: ...` here" if name else ""
        if any(_states(one, name) for one in below(at.model, place[:-1])):
            hint += "; it may be left out where a `measure` of a scenario gives it"
        return error(code, span, f"{what} is missing", hint)
    hint, put = _value_hint(problem, place)
    edit = at.edit(place, put) if put else None
    return error(code, span, f"`{_dotted(place)}`: {words(problem)}", hint, edit=edit)


def _unknown_key(place: Place, name: str, given: object, at: _Where) -> Diagnostic:
    known = _known_keys(at.model, place[:-1])
    hint, edit = f"keys that are known here: {', '.join(known)}", None
    if meant := at.meant.get(place):
        hint = f"did you mean `{meant}`?"
        edit = None if at.is_given((*place[:-1], meant)) else at.edit(place, meant, key=True, safe=name not in UNSURE)
    elif name == "<<":
        hint = "there are no merge keys: write the keys out, or put a scenario under `scenarios` and name it"
    elif given is None and " " in name.strip():
        hint = "between braces a comma ends a text: put a text that holds one into quotes"
    elif name in FORMS:
        hint = "evidence stands at what it is for: an option, a point, a step, the answer; not at the question"
    elif name == "level":
        hint = "a level stands at the lesson or the question"
    elif name in {"accept", "tolerance", "unit", "value", "measure"}:
        hint = f"put it into `answer`, or beside the gap: `{{answer: ..., {name}: ...}}`; {hint}"
    return error("unknown-key", at.document.key_span(at.locate(place)), f"unknown key {_shown(name)}", hint, edit=edit)


def _states(model: object, name: str) -> bool:
    """Tell whether a field is the value that a statement states."""
    return isinstance(model, type) and issubclass(model, Statement) and model.value_in == name


def _dotted(place: Place) -> str:
    parts = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in place]
    return "".join(parts).removeprefix(".") or "value"


_GENERAL = {
    "too_short": "add what is missing",
    "too_long": "take some out, or split it",
    "greater_than_equal": "write a larger number",
    "less_than_equal": "write a smaller number",
    "string_too_long": "shorten it, or split it",
    "string_too_short": "write it",
    "finite_number": "write a number, such as `42` or `3.5`",
    "simulator": "write the name of one of them",
}
"""How to mend what needs no more to be said."""

_WORDS = {
    "string_type": "should be text, not {input}",
    "string_too_long": "is too long: at most {max_length:,} characters are allowed",
    "string_too_short": "is empty",
    "string_pattern_mismatch": "{input} does not have the form that is asked for",
    "literal_error": "{input} is not one of {expected}",
    "bool_type": "should be `true` or `false`, not {input}",
    "int_type": "should be a {number}, not {input}",
    "int_parsing": "should be a {number}, not {input}",
    "int_from_float": "should be a whole number, not {input}",
    "float_type": "should be a number, not {input}",
    "float_parsing": "should be a number, not {input}",
    "finite_number": "should be a number, not {input}",
    "tuple_type": "should be a list, not {input}",
    "list_type": "should be a list, not {input}",
    "dict_type": "should be a mapping, not {input}",
    "model_type": "should be a mapping, not {input}",
    "dataclass_type": "should be a mapping, not {input}",
    "date_type": "should be a date such as `2026-01-31`, not {input}",
    "date_parsing": "should be a date such as `2026-01-31`, not {input}",
    "date_from_datetime_parsing": "should be a date such as `2026-01-31`, not {input}",
    "date_from_datetime_inexact": "should be a date such as `2026-01-31`, not {input}",
    "no_alternative": "should be {kinds}, not {input}",
    "too_short": "should have at least {min_length} entries, not {actual_length}",
    "too_long": "should have at most {max_length} entries, not {actual_length}",
    "greater_than_equal": "should be at least {ge}, not {input}",
    "less_than_equal": "should be at most {le}, not {input}",
}
"""pydantic's error types in an author's words."""


def words(problem: Mapping[str, Any]) -> str:
    """Return one of pydantic's errors in an author's words, which follow upon the name of the value."""
    known = _WORDS.get(problem["type"])
    if known is None:
        return str(problem["msg"]).removeprefix("Value error, ").replace("Input should be", "should be")
    number = "number" if problem.get("or_fraction") else "whole number"
    text = known.format(**{**problem.get("ctx", {}), "input": _shown(problem["input"]), "number": number})
    return text.replace("at least 1 entries", "at least one entry")


def _value_hint(problem: Mapping[str, Any], place: Place) -> tuple[str, str]:
    """Return how to mend a value, and what to write in its place if that is plain."""
    kind, given = problem["type"], problem["input"]
    if kind in {"model_type", "dict_type", "dataclass_type", "tuple_type", "list_type"}:
        return _shape_hint(kind, given, place), ""
    if kind.startswith("string_"):
        return _text_hint(problem)
    if kind == "bool_type" and str(given).lower() in {"yes", "no", "on", "off", "true", "false"}:
        put = "true" if str(given).lower() in {"yes", "on", "true"} else "false"
        return "write `true` or `false` without quotes: in YAML 1.2 all other words are text", put
    if kind == "literal_error":
        expected = re.findall(r"'([^']*)'", str(problem["ctx"]["expected"]))
        return did_you_mean(str(given), expected, f"write one of {', '.join(expected)}"), ""
    hint = str(problem.get("ctx", {}).get("hint", ""))
    return (hint, "") if hint else _number_hint(kind, str(given))


def _number_hint(kind: str, given: str) -> tuple[str, str]:
    if kind.startswith(("float_", "int_")) and (number := re.fullmatch(r"([-+]?\d+),(\d+)", given)):
        put = f"{number[1]}.{number[2]}"
        return f"numbers are written with a point: `{put}`", "" if len(number[2]) == 3 else put
    if kind.startswith("date_"):
        day = day_meant(given)
        return f"write `{day or '2026-01-31'}`: year, month and day", str(day) if day else ""
    return _GENERAL.get(
        kind, "write a number, such as `42` or `3.5`" if kind.startswith(("float_", "int_")) else ""
    ), ""


def _shape_hint(kind: str, given: object, place: Place) -> str:
    """Return how to write what stands as a plain value where a mapping or a list is wanted."""
    if not isinstance(given, str | int | float):
        return ""
    if kind in {"tuple_type", "list_type"}:
        return f"write it between brackets: `[{_plain(given)}]`; or each entry on a line of its own, behind a dash"
    field = "text" if {"options", "points"} & {*place} else "..."
    return f"write it as keys with values: `{field}: {_plain(given)}`, and what else is needed below it"


def _pattern_hint(pattern: str, given: str) -> tuple[str, str]:
    if not pattern.startswith("^[a-z0-9]+(-"):
        return ("an address begins with `https://`" if "https?" in pattern else f"it must match {pattern}"), ""
    plain = re.sub(r"[^a-z0-9.]+" if "\\." in pattern else "[^a-z0-9]+", "-", given.lower()).strip("-.")
    like = f", such as `{plain}`" if re.fullmatch(pattern, plain) else ", such as `binary-search`"
    return f"an id is lower-case words joined by hyphens{like}", ""


def _text_hint(problem: Mapping[str, Any]) -> tuple[str, str]:
    given = problem["input"]
    if problem["type"] == "string_pattern_mismatch":
        return _pattern_hint(str(problem["ctx"]["pattern"]), str(given))
    if problem["type"] != "string_type":
        return "", ""
    return ("write it", "") if given is None else _quotes_hint(given)


def _quotes_hint(given: object) -> tuple[str, str]:
    if isinstance(given, bool):
        word = _plain(given)
        return f'put it into quotes: `"{word}"`', f'"{word}"'
    if isinstance(given, int | float):
        return f'text that looks like a number needs quotes: `"{given}"`; a time has its unit, such as `{given}ms`', ""
    if isinstance(given, Mapping):
        return "text that holds `: ` or begins with `{` needs quotes", ""
    return "text that begins with `[`, or with a dash, needs quotes", ""


def _plain(given: object) -> str:
    return str(given).lower() if isinstance(given, bool) else str(given)[:40]


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    if value is None:
        return "nothing"
    text = {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
    return f"`{text[:60]}...`" if len(text) > 60 else f"`{text}`"


def _known_keys(model: type[Any], place: Place) -> list[str]:
    """Return the keys that the mapping at the place may have, by following the model's annotations."""
    for index in range(len(place) + 1):
        if BoundScenario in below(model, place[:index]):
            return sorted({key for simulator in SIMULATORS.values() for key in keys_at(simulator, place[index:])})
    known = sorted(keys_of(below(model, place)))
    return sorted((*known, "items", "scenarios")) if "released" in known and not place else known
