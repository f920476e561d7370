"""The score of a deck as text for people, and as JSON lines for tools."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from quizgen.checks.wording import named
from quizgen.mutation.score import Score
from quizgen.simulators import SIMULATORS

_SHOWN_IDS = 3


def as_text(score: Score) -> str:
    """Return a table of the misconceptions with the blind spots, and one of the switches."""
    exposed = len(score.exposures) - len(score.blind_spots)
    lines = [
        *_table([("misconception", "items", "no answer", "exposed by"), *_misconceptions(score)]),
        "",
        f"{exposed} of {len(score.exposures)} misconceptions exposed",
        *(f"blind spot: {one.misconception.name}: {one.misconception.belief}" for one in score.blind_spots),
        "",
        *_table([("switch", "items", "not stated", "answers that turn with it"), *_switches(score)]),
    ]
    return "\n".join(lines) + "\n"


Row = tuple[str, str, str, str]


def _misconceptions(score: Score) -> Iterator[Row]:
    for exposure in score.exposures:
        ids = _first_of(exposure.items) or "nothing: a blind spot"
        yield exposure.misconception.name, str(len(exposure.items)), _count(exposure.silent), ids


def _switches(score: Score) -> Iterator[Row]:
    simulators = dict.fromkeys(exposure.simulator for exposure in score.exposures)
    for switch in (switch for name in simulators for switch in SIMULATORS[name].switches):
        turning = [dependence for dependence in score.dependences if dependence.switch == switch]
        items = tuple(dict.fromkeys(named(dependence.subject) for dependence in turning))
        unstated = tuple(dict.fromkeys(named(dependence.subject) for dependence in turning if not dependence.stated))
        yield switch.name, str(len(items)), _count(unstated), _first_of(items) or "none"


def _count(ids: Sequence[str]) -> str:
    """Return how many there are; nothing for none, so that the others are seen."""
    return str(len(ids)) if ids else ""


def _first_of(ids: Sequence[str]) -> str:
    rest = len(ids) - _SHOWN_IDS
    return ", ".join(ids[:_SHOWN_IDS]) + (f" and {rest} more" if rest > 0 else "")


def _table(rows: Sequence[Row]) -> Iterator[str]:
    name, items, some = (max(len(row[column]) for row in rows) for column in range(3))
    return (f"{row[0]:<{name}}  {row[1]:>{items}}  {row[2]:>{some}}  {row[3]}" for row in rows)


def as_json(score: Score) -> str:
    """Return one object a line: each misconception, then each statement that turns with a switch."""
    lines: list[dict[str, object]] = [
        {
            "misconception": exposure.misconception.name,
            "simulator": exposure.simulator,
            "exposed_by": exposure.items,
            "no_answer": exposure.silent,
        }
        for exposure in score.exposures
    ]
    lines += [
        {
            "switch": dependence.switch.name,
            "item": named(dependence.subject),
            "place": dependence.subject.place,
            "stated": dependence.stated,
            "seed": dependence.verdict.seed,
        }
        for dependence in score.dependences
    ]
    return "".join(json.dumps(line) + "\n" for line in lines)
