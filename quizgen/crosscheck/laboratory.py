"""The laboratory: asks probes of every execution of a scenario, each scenario run once for all that is asked of it."""

from __future__ import annotations

import dataclasses
import zlib
from collections.abc import Callable, Hashable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from quizgen.crosscheck.groups import Answered, Group
from quizgen.crosscheck.outcomes import GaveUp, Outcome, single
from quizgen.crosscheck.probes import Asker, ClaimProbe, Failure, OrderProbe, Probe
from quizgen.crosscheck.records import from_record, key, source, to_record
from quizgen.crosscheck.workers import Bundle, answer_all, answer_guarded
from quizgen.model.scenario import BoundScenario
from quizgen.simulators.api import Value
from quizgen.system.processes import default_jobs
from quizgen.system.user_cache import Store, store_beside

__all__ = [
    "Asker",
    "ClaimProbe",
    "Failure",
    "GaveUp",
    "Laboratory",
    "OrderProbe",
    "Outcome",
    "Probe",
    "Progress",
    "Request",
    "equipped",
]

Progress = Callable[[int, int, str], None]
"""Called with how many scenarios are done, how many there are, and the name of what comes next."""


MAX_EFFORT = 100_000_000
"""Steps, as simulators estimate them, that one deck may ask for; about a quarter of an hour."""


@dataclass(frozen=True)
class Request:
    """A probe to be asked of a scenario under the true rules (None) or a misconception."""

    scenario: BoundScenario
    misconception: str | None
    probe: Probe


Place = tuple[BoundScenario, str | None]
"""A scenario and the rules that it is run under."""


class Laboratory:
    """Runs scenarios and keeps what came out: the same question is never simulated twice.

    Attributes:
        gave_up: each scenario whose script could not be carried out under the true rules, with the first such run.
        failed: each scenario that a plug-in had no answer for, with why.
    """

    def __init__(self, jobs: int = 1, cache: Store | None = None) -> None:
        """Make a laboratory.

        Args:
            jobs: how many processes may compute.
            cache: keeps what came out for other processes, too.
        """
        self.gave_up: dict[BoundScenario, GaveUp] = {}
        self.failed: dict[BoundScenario, Failure] = {}
        self._jobs, self._cache = jobs, cache
        self._outcomes: dict[Request, Outcome] = {}
        self._measured: dict[Place, dict[str, Value | Failure]] = {}
        self._records: dict[str, bytes] = {}
        self._keys: dict[Place, str] = {}

    def run(self, requests: Iterable[Request], progress: Progress) -> None:
        """Answer all the requests that are new, each scenario in one go.

        What comes out does not depend on what was known before, nor on how many processes compute.
        """
        asked: dict[Place, dict[Request, None]] = {}
        for request in requests:
            asked.setdefault((request.scenario, request.misconception), {})[request] = None
        self._recall(request for wanted in asked.values() for request in wanted)
        groups: list[Group] = []
        effort = 0
        for (scenario, misconception), wanted in asked.items():
            effort += scenario.runs_on.effort(scenario.scenario)
            if effort > MAX_EFFORT:
                self._outcomes |= dict.fromkeys(wanted, _too_much(scenario.runs_on.words.shorter))
            elif new := [request for request in wanted if not self._knows(request)]:
                measured = dict(self._measured.get((scenario, misconception), {}))
                groups.append(Group(scenario, misconception, tuple(r.probe for r in new), measured))
        self._answer(groups, progress)
        for wanted in asked.values():
            self._note_giving_up(wanted)

    def outcome(self, request: Request) -> Outcome:
        """Return what came out; the request must have been run."""
        return self._outcomes[request]

    def _answer(self, groups: Sequence[Group], progress: Progress) -> None:
        """Answer groups: quizgen's own here and in workers, other distributions' in hosts, a test's own here."""
        sources = [source(group.scenario.runs_on) for group in groups]
        ours = [group for group, known in zip(groups, sources, strict=True) if known == ""]
        others = [group for group, known in zip(groups, sources, strict=True) if known is None]
        guarded = [group for group, known in zip(groups, sources, strict=True) if known]
        finished = 0

        def tell() -> None:
            if finished < len(groups):
                progress(finished, len(groups), groups[finished].scenario.simulator)

        def done(bundle: Bundle, answers: Iterable[Answered]) -> None:
            nonlocal finished
            for group, answered in zip(bundle.groups, answers, strict=True):
                self._take(group, answered)
            finished += len(bundle.groups)
            tell()

        tell()
        try:
            for part, jobs in ((others, 1), (ours, self._jobs)):
                answer_all(bundles(part), jobs, done)
            answer_guarded(guarded, self._jobs, done)
        finally:
            if self._cache is not None:
                self._cache.put(self._records)
            self._records = {}

    def _take(self, group: Group, answered: Answered) -> None:
        place = (group.scenario, group.misconception)
        new = {name: value for name, value in answered.measured.items() if name not in group.measured}
        self._measured.setdefault(place, {}).update(answered.measured)
        requests = [Request(*place, probe) for probe in group.probes]
        self._outcomes |= zip(requests, answered.outcomes, strict=True)
        if answered.failed is not None:
            self.failed.setdefault(group.scenario, answered.failed)
        elif self._cache is not None and source(group.scenario.runs_on) is not None:
            for name, value in new.items():
                self._records[self._key(*place, f"measure {name}")] = to_record(value)
            for request, outcome in zip(requests, answered.outcomes, strict=True):
                self._records[self._key(*place, request.probe.text)] = to_record(outcome)

    def _knows(self, request: Request) -> bool:
        refused = _too_much(request.scenario.runs_on.words.shorter)
        return self._outcomes.get(request, refused) is not refused

    def _recall(self, requests: Iterable[Request]) -> None:
        """Look in the cache for what is not yet known of these."""
        if self._cache is None:
            return
        places: dict[str, tuple[dict[Any, Any], Hashable, type]] = {}
        for request in requests:
            place = (request.scenario, request.misconception)
            if self._knows(request) or source(request.scenario.runs_on) is None:
                continue
            places[self._key(*place, request.probe.text)] = (self._outcomes, request, Outcome)
            measured = self._measured.setdefault(place, {})
            for name in request.probe.measures:
                if name not in measured:
                    places[self._key(*place, f"measure {name}")] = (measured, name, object)
        for name, record in self._cache.get(places).items():
            known, what, kind = places[name]
            with suppress(ValueError, TypeError, KeyError, zlib.error):
                known[what] = from_record(record, kind)

    def _key(self, scenario: BoundScenario, misconception: str | None, what: str) -> str:
        """Return the key of a record. What is the same for all that is asked of a scenario is hashed once."""
        place, simulator = (scenario, misconception), scenario.runs_on
        if place not in self._keys:
            self._keys[place] = key(
                simulator.name, simulator.version, source(simulator), scenario.scenario, misconception
            )
        return key(self._keys[place], what)

    def _note_giving_up(self, requests: Iterable[Request]) -> None:
        for request in requests:
            gave_up = self._outcomes[request].gave_up
            if gave_up is not None and request.misconception is None:
                self.gave_up.setdefault(request.scenario, gave_up)


def equipped(content: Path) -> Laboratory:
    """Return a laboratory for the command line: with all processors and, unless it lies within content, the cache."""
    return Laboratory(default_jobs(), store_beside(content))


@cache
def _too_much(shorter: str) -> Outcome:
    return single(Failure(f"the deck asks for more than {MAX_EFFORT:,} steps of simulation: {shorter}"), {})


def bundles(groups: Sequence[Group]) -> list[Bundle]:
    """Put groups together that make the same experiments, and sort them so that long ones come first.

    Experiments take no notice of a scenario's script, and whoever has made one remembers it.
    """
    together: dict[object, list[Group]] = {}
    for number, group in enumerate(groups):
        place = (group.scenario.simulator, _without_script(group.scenario), group.misconception)
        measures = any(probe.measures for probe in group.probes)
        together.setdefault(place if measures else number, []).append(group)
    found = (Bundle(tuple(part), sum(map(_effort, part))) for part in together.values())
    return sorted(found, key=lambda bundle: bundle.effort, reverse=True)


def _without_script(scenario: BoundScenario) -> object:
    names = {field.name for field in dataclasses.fields(scenario.scenario)}
    return dataclasses.replace(scenario.scenario, events=()) if "events" in names else scenario.scenario


def _effort(group: Group) -> int:
    """Estimate how long a group takes compared with others."""
    simulator, scenario = group.scenario.runs_on, group.scenario.scenario
    names = {name for probe in group.probes for name in probe.measures if name not in group.measured}
    runs = simulator.effort(scenario) if any(probe.observes for probe in group.probes) else 0
    return runs + sum(measure.effort(scenario) for measure in simulator.measures if measure.name in names)
