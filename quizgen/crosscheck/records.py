"""Records: outcomes and measured values as JSON text, and back.

Reading is strict: a text that is not one of these raises, and whoever reads takes it for no record at all.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from dataclasses import asdict, fields
from typing import Any

from quizgen.crosscheck.orders import ObservedOrder
from quizgen.crosscheck.outcomes import GaveUp, Outcome
from quizgen.crosscheck.probes import Failure
from quizgen.simulators.api import Survey, Value

_KINDS: dict[str, Callable[..., Hashable]] = {kind.__name__: kind for kind in (Failure, ObservedOrder)}
"""What an answer can be besides a plain value."""


def from_outcome(outcome: Outcome) -> str:
    """Return an outcome's record.

    Raises:
        TypeError: if an answer is of a kind that records do not know.
    """
    answers = [[_packed(answer), count, outcome.first_seeds[answer]] for answer, count in outcome.counts.items()]
    return _text(
        {
            "executions": outcome.executions,
            "answers": answers,
            "measured": {name: _packed(value) for name, value in outcome.measured.items()},
            "gave_up": outcome.gave_up and asdict(outcome.gave_up),
            "survey": outcome.survey and asdict(outcome.survey),
        }
    )


def to_outcome(text: str) -> Outcome:
    """Return the outcome of a record.

    Raises:
        ValueError, TypeError, KeyError: if it is none.
    """
    data = json.loads(text)
    answers = [(_unpacked(answer), count, seed) for answer, count, seed in data["answers"]]
    return Outcome(
        data["executions"],
        {answer: count for answer, count, _ in answers},
        {answer: seed for answer, _, seed in answers},
        {name: _unpacked(value) for name, value in data["measured"].items()},
        data["gave_up"] and GaveUp(**data["gave_up"]),
        data["survey"] and Survey(**data["survey"]),
    )


def from_measured(value: Value | Failure) -> str:
    """Return the record of a measure's value, or of why there is none."""
    return _text(_packed(value))


def to_measured(text: str) -> Value | Failure:
    """Return what was measured.

    Raises:
        ValueError, TypeError, KeyError: if it is no such record.
    """
    value: Value | Failure = _unpacked(json.loads(text))
    return value


def _text(data: object) -> str:
    return json.dumps(data, ensure_ascii=True, separators=(",", ":"))


def _packed(value: object) -> object:
    if isinstance(value, bool | int | str):
        return value
    if isinstance(value, tuple):
        return [_packed(part) for part in value]
    if isinstance(value, frozenset):
        return {"set": sorted(map(_packed, value), key=repr)}
    name = type(value).__name__
    if _KINDS.get(name) is not type(value):
        raise TypeError(f"no record holds a {name}")
    return {name: [_packed(getattr(value, field.name)) for field in fields(value)]}


def _unpacked(data: Any) -> Any:  # noqa: ANN401
    if isinstance(data, list):
        return tuple(_unpacked(part) for part in data)
    if isinstance(data, dict):
        ((name, parts),) = data.items()
        unpacked = [_unpacked(part) for part in parts]
        return frozenset(unpacked) if name == "set" else _KINDS[name](*unpacked)
    if isinstance(data, bool | int | str):
        return data
    raise TypeError(f"no record holds {data!r}")
