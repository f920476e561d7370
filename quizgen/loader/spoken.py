"""Texts that an author leaves to what stands behind them: a claim, an event, a measure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Final, get_args

from pydantic import ValidationError

from quizgen.loader.calculated import with_values
from quizgen.loader.document import Data
from quizgen.model.base import Place, Strict, takes_markdown
from quizgen.model.evidence import FORMS, EventPattern, Statement
from quizgen.model.named import Named, Pieces
from quizgen.model.scenario import BoundScenario
from quizgen.plugins.guard import PluginFailed

Tell = Callable[[Place, str, str], None]
"""Takes what is wrong: a place below the whole, a message and a hint."""

_SAYING: Final = ("always", "sometimes", "never")


class Speaker:
    """Gives statements the texts that were left out.

    Attributes:
        named: place below the whole -> a text that is a measured value, which is filled in later.
    """

    def __init__(self, tell: Tell) -> None:
        self.named: dict[Place, Pieces] = {}
        self._tell = tell

    def spoken(
        self, data: Mapping[str, Data], model: type[Strict], place: Place = (), around: Data = None
    ) -> dict[str, Data]:
        """Return what an author wrote of a whole, its statements with their texts.

        Args:
            data: scenarios are bound, templates are filled.
            model: what it is to be.
            place: of it.
            around: the scenario that it has if it names none.
        """
        scenario = data.get("scenario", around)
        said = data

        def later(entry: Mapping[str, Data], one: type[Statement], below: Place) -> Mapping[str, Data]:
            return self._later(entry, one, (*place, *below), _evidence(entry, one, said), scenario)

        data = made = with_values(data, model, scenario, later)
        for name, one in _parts(model):
            if isinstance(entries := data.get(name), list):
                places = ((*place, name, index) for index in range(len(entries)))
                made[name] = [
                    self._entry(entry, one, there, data, scenario) for entry, there in zip(entries, places, strict=True)
                ]
        return made

    def _entry(self, entry: Data, model: type[Strict], place: Place, whole: Mapping[str, Data], around: Data) -> Data:
        if not isinstance(entry, dict):
            return entry
        if not issubclass(model, Statement):
            return self.spoken(entry, model, place, around)
        scenario, (form, claim) = entry.get("scenario", around), _evidence(entry, model, whole)
        if not form or not isinstance(scenario, BoundScenario):
            return entry
        if not _lacks_text(entry, model, whole) or (form == "measure" and model.said_in == model.value_in):
            return entry
        text = _below(whole, self._text(form, claim, entry, scenario, (*place, model.said_in)))
        cells = entry.get("cells", [])
        return {
            **entry,
            model.said_in: [*cells, text] if model.said_in == "cells" and isinstance(cells, list) else text,
        }

    def _text(self, form: str, claim: str, entry: Mapping[str, Data], scenario: BoundScenario, place: Place) -> str:
        """Return a text; what stands for it where there is none, for a mistake that is told here or elsewhere."""
        try:
            if scenario.problems or not _is_sound(form, claim, scenario):
                return f"{form}: {claim}"  # two that ask contraries do not read the same
            told = _told(form, claim, entry, scenario)
        except (PluginFailed, ValidationError):
            return claim
        if not told:
            what = "text" if place[-1] == "cells" else f"`{place[-1]}`"
            self._tell(place, f"{scenario.simulator} has no words for `{claim}`", f"write the {what}")
        return told or claim

    def _later(
        self,
        entry: Mapping[str, Data],
        model: type[Statement],
        place: Place,
        evidence: tuple[str, str],
        around: Data,
    ) -> Mapping[str, Data]:
        """Return a statement with what stands for its value until that has been measured; of a choice only the key."""
        scenario, (form, claim) = entry.get("scenario", around), evidence
        is_right = "key" not in model.model_fields or entry.get("key") is True
        if form != "measure" or not isinstance(scenario, BoundScenario) or not is_right:
            return entry
        if "unit" in entry and scenario.runs_on.words.how:
            return entry  # it was asked for the value in that unit, and has none
        if _is_sound("measure", claim, scenario):
            self.named[(*place, model.value_in)] = (Named(claim, scenario, compared=True),)
        is_text = takes_markdown([model], (model.value_in,))
        return {**entry, **({model.value_in: claim} if is_text else model.stating("0"))}


def _below(whole: Mapping[str, Data], text: str) -> str:
    from quizgen.wording import after  # noqa: PLC0415 - CEL is not needed to read a file

    return after(str(whole.get("stem", "")), text)


def _told(form: str, claim: str, entry: Mapping[str, Data], scenario: BoundScenario) -> str:
    from quizgen.wording import text_of, text_of_event  # noqa: PLC0415 - CEL is not needed to read a file

    if form == "event":
        return text_of_event(EventPattern.model_validate(entry["event"]), scenario.runs_on)
    return text_of(form, claim, scenario)


def _is_sound(form: str, claim: str, scenario: BoundScenario) -> bool:
    """Tell whether a claim compiles, or a type of events is known; what is wrong is told where claims are checked."""
    from quizgen.crosscheck import ClaimProblem, environment_of  # noqa: PLC0415 - as above

    if form == "event":
        return claim in scenario.runs_on.trace_events
    try:
        environment_of(scenario.runs_on).compile(claim)
    except (ClaimProblem, PluginFailed):
        return False
    return True


def _evidence(entry: Mapping[str, Data], model: type[Statement], whole: Mapping[str, Data]) -> tuple[str, str]:
    """Return the form of what a statement rests on, and the text of it; empty if that gives no text."""
    forms = [form for form in FORMS if form in entry]
    event, answer = entry.get("event"), whole.get("answer")
    if isinstance(event, dict) and isinstance(event.get("type"), str) and not forms:
        return "event", str(event["type"])
    if not forms and isinstance(answer, str) and model.value_in == model.said_in:
        return "measure", answer
    is_one = len(forms) == 1 and forms[0] in (*_SAYING, "measure") and isinstance(entry[forms[0]], str)
    return (forms[0], str(entry[forms[0]])) if is_one else ("", "")


def _lacks_text(entry: Mapping[str, Data], model: type[Statement], whole: Mapping[str, Data]) -> bool:
    """Tell whether a text is left out; of a row the last cell."""
    if model.said_in != "cells":
        return model.said_in not in entry
    cells, columns = entry.get("cells", []), whole.get("columns")
    return isinstance(cells, list) and isinstance(columns, list) and len(cells) + 1 == len(columns)


@cache
def _parts(model: type[Strict]) -> tuple[tuple[str, type[Strict]], ...]:
    """Return the fields of a model that hold statements with a text, or what has such statements."""
    found = ((name, one) for name, field in model.model_fields.items() for one in _types(field.annotation))
    return tuple((name, one) for name, one in found if _has_text(one))


def _has_text(one: Any) -> bool:  # noqa: ANN401 - a type
    if not (isinstance(one, type) and issubclass(one, Strict)):
        return False
    return one.said_in in one.model_fields if issubclass(one, Statement) else bool(_parts(one))


def _types(annotation: Any) -> Iterator[Any]:  # noqa: ANN401 - as above
    yield annotation
    for one in get_args(annotation):
        yield from _types(one)
