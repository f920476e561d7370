"""Texts that an author leaves to their claims: a statement without a text says what stands behind it."""

from __future__ import annotations

from functools import cache
from typing import Any, Final, get_args

from pydantic import BaseModel

from quizgen.loader.document import Data
from quizgen.model.evidence import Statement
from quizgen.model.scenario import BoundScenario
from quizgen.plugins.guard import PluginFailed

_SAYING: Final = ("always", "sometimes", "never")


def spoken(data: dict[str, Data], model: type[BaseModel]) -> dict[str, Data]:
    """Return what an author wrote of a whole, its statements with their claims' sentences where they have no text.

    Args:
        data: scenarios are bound, templates are filled.
        model: what it is to be.
    """
    whole = data.get("scenario")
    lists = {name: data[name] for name in _with_texts(model) if isinstance(data.get(name), list)}
    said = {name: [_said(entry, whole) for entry in entries] for name, entries in lists.items()}  # type: ignore[union-attr]
    return {**data, **said}


def _said(entry: Data, whole: Data) -> Data:
    if not isinstance(entry, dict) or "text" in entry:
        return entry
    forms = [form for form in _SAYING if isinstance(entry.get(form), str)]
    scenario = entry.get("scenario", whole)
    if len(forms) != 1 or not isinstance(scenario, BoundScenario):
        return entry
    try:
        text = "" if scenario.problems else _text(forms[0], str(entry[forms[0]]), scenario)
    except PluginFailed:  # that is told where the scenario is checked
        return entry
    return {**entry, "text": text} if text else entry


def _text(form: str, claim: str, scenario: BoundScenario) -> str:
    from quizgen.crosscheck import ClaimProblem, environment_of  # noqa: PLC0415 - CEL is not needed to read a file
    from quizgen.wording import text_of  # noqa: PLC0415 - as above

    try:
        environment_of(scenario.runs_on).compile(claim)
    except ClaimProblem:
        return claim  # what is wrong with it is told where claims are checked
    return text_of(form, claim, scenario)


@cache
def _with_texts(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the fields of a model that hold statements with a text."""
    return tuple(name for name, field in model.model_fields.items() if any(map(_has_text, _types(field.annotation))))


def _has_text(one: Any) -> bool:  # noqa: ANN401 - a type
    return isinstance(one, type) and issubclass(one, Statement) and "text" in one.model_fields


def _types(annotation: Any) -> tuple[Any, ...]:  # noqa: ANN401 - as above
    return (annotation, *(inner for one in get_args(annotation) for inner in _types(one)))
