"""Plain data to the content model; pydantic's errors to diagnostics in an author's words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from quizgen.diagnostics import Diagnostic, Span, did_you_mean, error
from quizgen.loader.document import MOST_TOLD, shortened
from quizgen.model.base import Place
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
    places: dict[tuple[Place, str], Mapping[str, Any]] = {}
    for problem in problems.errors(include_url=False):
        if problem["type"] == "too_short" and len(problem["input"]) >= problem["ctx"]["min_length"]:
            continue  # it only looks short because some of its entries are wrong, which is told anyway
        place = _real_place(problem["loc"], data, missing=problem["type"] == "missing")
        places.setdefault((place, _code(problem["type"])), dict(problem))
    told = islice(places.items(), MOST_TOLD + 1)
    return shortened([_diagnostic(place, problem, model, document, locate) for (place, _), problem in told])


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


def _diagnostic(
    place: Place,
    problem: Mapping[str, Any],
    model: type[Any],
    document: Positions,
    locate: Locate,
) -> Diagnostic:
    name = str(place[-1]) if place else ""
    code = _code(problem["type"])
    if code == "unknown-key":
        known = _known_keys(model, place[:-1])
        hint = did_you_mean(name, known, f"keys that are known here: {', '.join(known)}")
        return error(code, document.key_span(locate(place)), f"unknown key {_shown(name)}", hint)
    span = document.key_span(locate(place)) if problem["type"] == "event_verb" else document.span(locate(place))
    if code == "missing-key":
        what = "an entry" if isinstance(place[-1], int) else f"the key `{name}`"
        return error(code, span, f"{what} is missing")
    return error(code, span, f"`{_dotted(place)}`: {words(problem)}", _value_hint(problem))


def _dotted(place: Place) -> str:
    parts = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in place]
    return "".join(parts).removeprefix(".") or "value"


_WORDS = {
    "string_type": "should be text, not {input}",
    "string_too_long": "is too long: at most {max_length:,} characters are allowed",
    "string_too_short": "is empty",
    "string_pattern_mismatch": "{input} does not have the form that is asked for",
    "literal_error": "{input} is not one of {expected}",
    "bool_type": "should be `true` or `false`, not {input}",
    "int_type": "should be a whole number, not {input}",
    "int_parsing": "should be a whole number, not {input}",
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
    text = known.format(**{**problem.get("ctx", {}), "input": _shown(problem["input"])})
    return text.replace("at least 1 entries", "at least one entry")


def _value_hint(problem: Mapping[str, Any]) -> str:
    kind, given = problem["type"], problem["input"]
    if kind == "string_pattern_mismatch":
        pattern: str = problem["ctx"]["pattern"]
        if pattern.startswith("^[a-z0-9]+(-"):
            return "an id is lower-case words joined by hyphens, such as `binary-search`"
        return f"it must match {pattern}"
    if kind == "string_type":
        return "text that holds `: ` or starts with `[` or `{` needs quotes" if given is not None else "write it"
    if kind == "bool_type" and str(given).lower() in {"yes", "no", "on", "off", "true", "false"}:
        return "write `true` or `false` without quotes: in YAML 1.2 all other words are text"
    if kind == "literal_error":
        expected = re.findall(r"'([^']*)'", str(problem["ctx"]["expected"]))
        return did_you_mean(str(given), expected, "")
    return str(problem.get("ctx", {}).get("hint", ""))


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
    return sorted(keys_of(below(model, place)))
