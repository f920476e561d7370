"""Programs that were really run, and what came of them. Nothing is run here: that is done by `quizgen record`.

Of the package only ``SIMULATOR`` and what ``scenario`` has are used outside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from quizgen.simulators.api import Misconception, Problem
from quizgen.simulators.kit.printing import PHRASES, PRINTED, Programs
from quizgen.simulators.kit.ways import Stage
from quizgen.simulators.phrases import Phrase
from quizgen.simulators.recorded.asked import ENDED, ENDED_PHRASES
from quizgen.simulators.recorded.scenario import MOST_ENDED, MOST_LINES, Recorded, unrunnable
from quizgen.simulators.words import Words


class Recordings(Programs[Recorded]):
    """Programs of any language, with what real software made of them."""

    name = "recorded"
    version = "1"
    doc = "Programs and queries that were really run: what they print, and how they end, as `quizgen record` found it."
    scenario = Recorded
    observations = (*PRINTED, *ENDED)
    trace_events: Mapping[str, str] = {
        "print": "the program prints a line",
        "complain": "the program prints a line on standard error",
        "exit": "the program ends",
    }
    trace_attributes: Mapping[str, str] = {
        "line": "its number, the first being 1",
        "text": "the line",
        "status": "the exit status",
    }
    words = Words(actor="program", run="run", seed="way", claim='prints("1")', how="recorded")
    phrases: Mapping[str, Phrase | str] = {**PHRASES, **ENDED_PHRASES}

    def go(self, scenario: Recorded, misconception: str | None, stage: Stage) -> tuple[str, ...]:
        """Return the lines of one of the ways in which it ended."""
        ended = scenario.recorded[misconception or ""].ended
        found = ended[stage.choose(len(ended))]
        lines, cause = _lines(found.output), None
        for number, text in enumerate(lines, start=1):
            cause = stage.record("program", "print", cause, detail=text, line=number, text=text)
        for number, text in enumerate(_lines(found.error), start=1):
            cause = stage.record("program", "complain", cause, detail=text, line=number, text=text)
        stage.record("program", "exit", cause, status=found.status)
        return lines

    def start(self, scenario: Recorded, misconception: str | None, console: object) -> None:
        """Do nothing: what a program prints was recorded, and `go` tells it."""

    def problems(self, scenario: Recorded) -> tuple[Problem, ...]:
        """Return why nothing can be asked of it: mostly that it was not recorded as it stands."""
        return tuple(unrunnable(scenario)) or tuple(_unrecorded(scenario))

    def misconceptions_of(self, scenario: Recorded) -> tuple[Misconception, ...]:
        """Return what the scenario says that learners believe."""
        return tuple(
            Misconception(name, wrong.belief, "what the program prints, or how it ends")
            for name, wrong in scenario.misconceptions.items()
        )

    def told(self, scenario: Recorded) -> tuple[str, ...]:
        """Return what ran it."""
        return (_with(scenario),)

    def grounds(self, scenario: Recorded) -> str:
        """Return what ran it, with its exact version."""
        return f"{_with(scenario)}, which really ran the program"


def _with(scenario: Recorded) -> str:
    found = scenario.recorded[""]
    return f"recorded with {found.tool} {found.version}"


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.removesuffix("\n").split("\n")) if text else ()


def _unrecorded(scenario: Recorded) -> Iterator[Problem]:
    for name in scenario.deeds:
        place = ("misconceptions", name) if name else ()
        found = scenario.recorded.get(name)
        if found is None:
            message = "the program has not been recorded, or was changed since"
            yield Problem((*place, "program"), message, "run `quizgen record`, which runs it with the real software")
        elif len(found.ended) > 1 and not scenario.varies:
            message = f"the program ends in {len(found.ended)} ways"
            yield Problem(place, message, "make it always print the same, or write `varies: true`")
        elif len(found.ended) > MOST_ENDED or any(one.is_long for one in found.ended):
            message = f"the recording has more than {MOST_LINES} lines, or more than {MOST_ENDED} ways in which it ends"
            yield Problem((*place, "program"), message, "run `quizgen record`; print less")
        elif name and "" in scenario.recorded and found.ended == scenario.recorded[""].ended:
            message = "what comes of it is what comes of the program itself, so nobody who believes this errs"
            yield Problem(place, message, "choose a program in which the belief shows, or take it out")


SIMULATOR = Recordings()

__all__ = ["SIMULATOR"]
