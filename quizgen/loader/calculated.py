"""Values that statements leave to their scenarios: a calculation says them at once, others are measured later."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args

from quizgen.loader.document import Data
from quizgen.model.base import Place, Strict
from quizgen.model.evidence import FORMS, Statement
from quizgen.model.scenario import BoundScenario

Later = Callable[[Mapping[str, Data], type[Statement], Place], Mapping[str, Data]]
"""Takes a statement without its value, and its place in the whole; returns it with what stands for that for now."""


def with_values(data: Mapping[str, Data], model: type[Strict], scenario: Data, later: Later) -> dict[str, Data]:
    """Return what an author wrote of a whole, its statements with the values that their scenarios say.

    Args:
        data: scenarios are bound, templates are filled.
        model: what it is to be.
        scenario: that of the whole.
        later: takes the statements whose values are not known before something is run.
    """
    made = dict(data)

    def valued(entry: Data, stating: type[Statement], *place: str | int) -> Data:
        if not isinstance(entry, dict) or stating.value_in in entry:
            return entry
        return _said(entry, stating, data, scenario) or dict(later(entry, stating, place))

    for name, field in model.model_fields.items():
        stating = [*_stating(field.annotation)]
        match data.get(name):
            case list(entries) if stating:
                made[name] = [valued(entry, stating[0], name, index) for index, entry in enumerate(entries)]
            case dict(entry) if stating[:1] == [field.annotation]:
                made[name] = valued(entry, stating[0], name)
            case dict(entries) if stating:
                made[name] = {key: valued(entry, stating[0], name, key) for key, entry in entries.items()}
    return made


def _said(
    entry: Mapping[str, Data], stating: type[Statement], whole: Mapping[str, Data], around: Data
) -> dict[str, Data] | None:
    """Return a statement with the value that its scenario says without being run; None if it says none."""
    asked = entry.get("measure") if any(form in entry for form in FORMS) else whole.get("answer")
    bound, wrong, unit = entry.get("scenario", around), entry.get("misconception"), entry.get("unit")
    if not isinstance(bound, BoundScenario) or not isinstance(asked, str):
        return None
    if bound.problems:  # they are told where scenarios are checked, and nothing else need be
        return {**entry, **stating.stating("0")} if bound.runs_on.words.how else None
    said = bound.runs_on.says(bound.scenario, asked, str(wrong) if wrong else None, str(unit or ""))
    return {**entry, **stating.stating(said)} if said else None


def _stating(annotation: Any) -> Iterator[type[Statement]]:  # noqa: ANN401 - a type
    """Yield the statements with a value that a field holds."""
    if isinstance(annotation, type) and issubclass(annotation, Statement) and annotation.value_in:
        yield annotation
    for one in get_args(annotation):
        yield from _stating(one)
