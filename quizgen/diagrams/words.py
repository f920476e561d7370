"""What a diagram says in words: a phrase for a moment, a line for what is left out, times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from quizgen.diagnostics import printable
from quizgen.diagrams.moments import Moment
from quizgen.diagrams.selection import Fold
from quizgen.simulators.drawing import Drawing, Holdings
from quizgen.simulators.trace import MILLISECONDS, TraceEvent, moment
from quizgen.simulators.words import plural

_NOTHING = "nothing"
_LONGEST_FACT = 60


def told(moment: Moment, drawing: Drawing, routine: frozenset[str]) -> str:
    """Return a moment in words: "P1 waits, takes the lock". Routine is told where there is nothing else."""
    events = [event for event in moment.events if event.type not in routine] or moment.events
    said = [(event, phrase) for event in events if (phrase := _phrase(event, drawing.phrases))]
    phrases = [phrase for _, phrase in said]
    if not phrases:
        alone = (_phrase(event, drawing.alone) for event in events if event.type in drawing.alone)
        phrases = list(dict.fromkeys(alone))
    if not phrases:
        phrases = [events[-1].type.replace("_", " ")]
    whose = "" if said and said[0][0].type in drawing.sentences else f"{moment.actor} "
    return printable(f"{whose}{', '.join(phrases)}").replace("\n", " ")


def _phrase(event: TraceEvent, phrases: Mapping[str, str]) -> str:
    template = phrases.get(event.type, event.type.replace("_", " "))
    if event.peer:
        template = phrases.get(f"{event.type} {{peer}}", template)
    facts = {"peer": event.peer, "detail": event.detail, **dict(event.attributes)}
    told_facts = {name: _short_text(str(value)) or _NOTHING for name, value in facts.items()}
    return template.format_map(defaultdict(lambda: _NOTHING, told_facts))


def _short_text(text: str) -> str:
    return text if len(text) <= _LONGEST_FACT else f"{text[: _LONGEST_FACT - 1]}…"


def held(holdings: Holdings | None) -> str:
    """Return what actors hold as a sentence: "Queues at the start: P1 a b; P2 nothing."; empty if not known."""
    if holdings is None:
        return ""
    cells = (f"{actor} {' '.join(cell.text for cell in row) or _NOTHING}" for actor, row in holdings.cells.items())
    return printable(f"{holdings.caption[:1].upper()}{holdings.caption[1:]}: {'; '.join(cells)}.")


def left_out(fold: Fold, drawing: Drawing) -> str:
    """Return what a fold leaves out: "3 more steps, 12 broadcasts, 600 ms"."""
    parts = []
    if fold.others:
        parts.append(f"{fold.others} more {plural(fold.others, 'step')}")
    if fold.broadcasts:
        parts.append(f"{fold.broadcasts} {plural(fold.broadcasts, drawing.named('broadcast'))}")
    return ", ".join([*parts, duration(fold.elapsed)])


def duration(time: int) -> str:
    """Return microseconds as people write them: "0.4 ms", "600 ms", "12.5 s"."""
    if time < 1_000_000:
        return f"{_short(time / 1000)} ms"
    return f"{_short(time / 1_000_000)} s"


def _short(number: float) -> str:
    return f"{number:.1f}" if number < 100 and round(number, 1) != int(number) else f"{number:.0f}"


def clock(time: int, drawing: Drawing) -> str:
    """Return a moment's time in milliseconds with one decimal, as the column of times has it; or its number."""
    return f"{time / 1000:,.1f}" if drawing.unit == MILLISECONDS else moment(time, drawing.unit)


def at(time: int, drawing: Drawing) -> str:
    """Return when it is in a sentence: "24.3 ms", "step 2"."""
    return f"{clock(time, drawing)} ms" if drawing.unit == MILLISECONDS else f"{drawing.unit} {clock(time, drawing)}"
