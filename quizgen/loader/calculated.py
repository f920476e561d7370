"""Values that statements leave to a scenario whose rules are the author's own, such as a calculation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from quizgen.loader.document import Data
from quizgen.model.base import Strict
from quizgen.model.evidence import FORMS, Statement
from quizgen.model.scenario import BoundScenario


def with_values(data: Mapping[str, Data], model: type[Strict], scenario: Data) -> dict[str, Data]:
    """Return what an author wrote of a whole, its statements with the values that their scenarios say.

    Args:
        data: scenarios are bound, templates are filled.
        model: what it is to be.
        scenario: that of the whole.
    """
    made = dict(data)
    for name, field in model.model_fields.items():
        stating = [*_stating(field.annotation)]
        match data.get(name):
            case list(entries) if stating:
                made[name] = [_with_value(entry, stating[0], data, scenario) for entry in entries]
            case dict(entry) if stating[:1] == [field.annotation]:
                made[name] = _with_value(entry, stating[0], data, scenario)
            case dict(entries) if stating:
                made[name] = {key: _with_value(entry, stating[0], data, scenario) for key, entry in entries.items()}
    return made


def _with_value(entry: Data, stating: type[Statement], whole: Mapping[str, Data], around: Data) -> Data:
    if not isinstance(entry, dict) or stating.value_in in entry:
        return entry
    asked = entry.get("measure") if any(form in entry for form in FORMS) else whole.get("answer")
    bound, wrong, unit = entry.get("scenario", around), entry.get("misconception"), entry.get("unit")
    if not isinstance(bound, BoundScenario) or not isinstance(asked, str):
        return entry
    if bound.problems:  # they are told where scenarios are checked, and nothing else need be
        return {**entry, **stating.stating("0")} if bound.runs_on.words.how else entry
    said = bound.runs_on.says(bound.scenario, asked, str(wrong) if wrong else None, str(unit or ""))
    return {**entry, **stating.stating(said)} if said else entry


def _stating(annotation: Any) -> Iterator[type[Statement]]:  # noqa: ANN401 - a type
    """Yield the statements with a value that a field holds."""
    if isinstance(annotation, type) and issubclass(annotation, Statement) and annotation.value_in:
        yield annotation
    for one in get_args(annotation):
        yield from _stating(one)
