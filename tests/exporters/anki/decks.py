"""A lesson for looking at Anki's cards: the samples of each kind, with runs drawn, runs as text, and receipts."""

from __future__ import annotations

import json
from dataclasses import replace

from quizgen.cards import Html, RenderedLesson
from quizgen.diagrams import diagram
from quizgen.simulators.raft import SIMULATOR
from tests.diagrams.runs import trace_of
from tests.exporters import samples

RECEIPT = json.dumps(
    {
        "executions": 37_851,
        "item": "cut-link",
        "scenario": {"servers": 3, "events": [{"elect": "S1"}, {"write": {"to": "S1", "value": r"\(x\)"}}]},
        "simulator": "raft 1",
    },
    separators=(",", ":"),
)
SHORT_RUN, LONG_RUN = "election", "two-leaders"


def _drawn(run: str) -> dict[str, str | Html]:
    trace = trace_of(run)
    picture = diagram(trace, SIMULATOR, "The run behind the answer", 18, styled=False)
    return {"trace": trace.to_text(), "diagram": Html(picture)}


def furnished_lesson() -> RenderedLesson:
    """Return the sample lesson: a choice with a long run and a receipt, an ordering with a short run."""
    more = {
        "cut-link": {**_drawn(LONG_RUN), "receipt": RECEIPT},
        "write-steps": _drawn(SHORT_RUN),
    }
    lesson = samples.sample_lesson()
    return replace(lesson, cards=tuple(replace(card, **more.get(card.id, {})) for card in lesson.cards))  # type: ignore[arg-type]
