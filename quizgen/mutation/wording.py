"""The score of a deck as text for people, and as JSON lines for tools."""

from __future__ import annotations

import json
from collections.abc import Iterator

from quizgen.checks.wording import named
from quizgen.mutation.score import Score

_SHOWN_IDS = 3


def as_text(score: Score) -> str:
    """Return a table of the misconceptions, then the blind spots, then how answers depend on switches."""
    rows = [("misconception", "items", "no answer", "exposed by")]
    for exposure in score.exposures:
        rest = len(exposure.items) - _SHOWN_IDS
        ids = ", ".join(exposure.items[:_SHOWN_IDS]) + (f" and {rest} more" if rest > 0 else "")
        counts = (str(len(exposure.items)), str(len(exposure.silent)) if exposure.silent else "")
        rows.append((exposure.misconception.name, *counts, ids or "nothing: a blind spot"))
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [
        f"{name:<{widths[0]}}  {items:>{widths[1]}}  {silent:>{widths[2]}}  {ids}" for name, items, silent, ids in rows
    ]
    return "\n".join(line.rstrip() for line in (*lines, "", *_summary(score))) + "\n"


def _summary(score: Score) -> Iterator[str]:
    exposed = len(score.exposures) - len(score.blind_spots)
    yield f"{exposed} of {len(score.exposures)} misconceptions exposed"
    for exposure in score.blind_spots:
        yield f"blind spot: {exposure.misconception.name}: {exposure.misconception.belief}"
    switches = dict.fromkeys(dependence.switch.name for dependence in score.dependences)
    for switch in switches:
        of_switch = [dependence for dependence in score.dependences if dependence.switch.name == switch]
        items = dict.fromkeys(named(dependence.subject) for dependence in of_switch)
        silent = dict.fromkeys(named(dependence.subject) for dependence in of_switch if not dependence.stated)
        answers = "answer depends" if len(items) == 1 else "answers depend"
        yield f"{switch}: {len(items)} {answers} on it, {len(silent)} of them with a stem that does not say so"


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
