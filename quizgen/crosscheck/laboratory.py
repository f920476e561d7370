"""The laboratory: asks probes of every execution of a scenario, each scenario run once for all that is asked of it."""

from __future__ import annotations

import dataclasses
import zlib
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from quizgen.crosscheck.asking.probes import Failure, Probe
from quizgen.crosscheck.groups import Answered, Group
from quizgen.crosscheck.outcomes import GaveUp, Outcome, Run, single
from quizgen.crosscheck.records import from_record, key, source, to_record
from quizgen.crosscheck.workers import Bundle, answer_all, answer_guarded
from quizgen.model.scenario import BoundScenario
from quizgen.simulators.api import Execution
from quizgen.system.processes import default_jobs
from quizgen.system.user_cache import Store, store_beside

__all__ = [
    "Failure",
    "GaveUp",
    "Laboratory",
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

    @property
    def place(self) -> Place:
        """What is run."""
        return self.scenario, self.misconception

    @property
    def facts(self) -> dict[str, type]:
        """What there is to know about it, and of what kind each is."""
        return {self.probe.text: Outcome, **{f"measure {name}": object for name in self.probe.measures}}


Place = tuple[BoundScenario, str | None]
"""A scenario and the rules that it is run under."""
T = TypeVar("T")
_NOTHING: Mapping[Request, frozenset[Hashable]] = MappingProxyType({})


class Laboratory:
    """Runs scenarios and keeps what came out: the same question is never simulated twice.

    Attributes:
        gave_up: each scenario whose script could not be carried out under the true rules, with the first such run.
        failed: each scenario that a plug-in had no answer for, with why.
    """

    def __init__(self, jobs: int = 1, cache: Store | None = None, *, whole: frozenset[int] | None = None) -> None:
        """Make a laboratory.

        Args:
            jobs: how many processes may compute.
            cache: keeps what came out for other processes, too.
            whole: runs to be kept whole, besides the first of each answer, for which this process does all; None to
                keep none.
        """
        self.gave_up: dict[BoundScenario, GaveUp] = {}
        self.failed: dict[BoundScenario, Failure] = {}
        self._jobs, self._cache, self._whole = jobs, cache, whole
        self._known: dict[tuple[Place, str], Any] = {}
        self._executions: dict[tuple[Place, int], Execution] = {}
        self._records: dict[str, bytes] = {}
        self._keys: dict[Place, str] = {}

    def run(
        self, requests: Iterable[Request], progress: Progress, shown: Mapping[Request, frozenset[Hashable]] = _NOTHING
    ) -> None:
        """Answer all the requests that are new, each scenario in one go.

        What comes out does not depend on what was known before, nor on how many processes compute.

        Args:
            requests: what is asked.
            progress: is told how far it is.
            shown: of which answers the first runs are to be kept; see `quizgen.crosscheck.groups.Group`.
        """
        asked: dict[Place, dict[Request, None]] = {}
        for request in requests:
            asked.setdefault(request.place, {})[request] = None
        self._recall({(r.place, text): kind for r in chain(*asked.values()) for text, kind in r.facts.items()})
        groups: list[Group] = []
        effort = 0
        for place, wanted in asked.items():
            scenario, misconception = place
            effort += scenario.runs_on.effort(scenario.scenario)
            refused = _too_much(scenario.runs_on.words.shorter)
            if effort > MAX_EFFORT:
                self._known |= {(place, request.probe.text): refused for request in wanted}
            elif new := [r for r in wanted if self._known.get((place, r.probe.text), refused) is refused]:
                facts = {f"measure {name}": name for request in new for name in request.probe.measures}
                measured = {
                    name: self._known[place, what] for what, name in facts.items() if (place, what) in self._known
                }
                numbered = {number: shown[request] for number, request in enumerate(new) if request in shown}
                group = Group(scenario, misconception, tuple(request.probe for request in new), measured, numbered)
                if self._whole is not None and not source(scenario.runs_on):  # others' runs stay in their processes
                    group = replace(group, seeds=self._whole, whole=True)
                groups.append(group)
        self._answer(groups, progress)
        for request in chain(*asked.values()):
            gave_up = self.outcome(request).gave_up
            if gave_up is not None and request.misconception is None:
                self.gave_up.setdefault(request.scenario, gave_up)

    def outcome(self, request: Request) -> Outcome:
        """Return what came out; the request must have been run."""
        found: Outcome = self._known[request.place, request.probe.text]
        return found

    def runs(
        self, wanted: Iterable[tuple[BoundScenario, int]], progress: Progress
    ) -> dict[tuple[BoundScenario, int], Run]:
        """Return runs under the true rules by their numbers; those that were not kept are made, if a plug-in does."""
        places = {(scenario, seed): ((scenario, None), f"run {seed}") for scenario, seed in wanted}
        self._recall(dict.fromkeys(places.values(), Run))
        missing = [(scenario, seed) for (scenario, seed), where in places.items() if where not in self._known]
        self._answer([Group(scenario, None, (), seeds=frozenset({seed})) for scenario, seed in missing], progress)
        return {run: self._known[where] for run, where in places.items() if where in self._known}

    def remembered(self, scenario: BoundScenario, what: str, compute: Callable[[], T]) -> T:
        """Return what is known of a scenario under the true rules, by its description; or else compute it."""
        where = ((scenario, None), what)
        self._recall({where: object})
        if where not in self._known:
            self._keep(*where, compute())
            self._put()
        found: T = self._known[where]
        return found

    def execution(self, scenario: BoundScenario, seed: int, misconception: str | None) -> Execution:
        """Return a whole run or state; one that was not kept is made. IndexError if there is no such state."""
        place = (scenario, misconception), seed
        if place not in self._executions:
            self._executions[place] = scenario.runs_on.execution(scenario.scenario, seed, misconception)
        return self._executions[place]

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
            for part, jobs in ((others, 1), (ours, 1 if self._whole is not None else self._jobs)):
                answer_all(bundles(part), jobs, done)
            answer_guarded(guarded, self._jobs, done)
        finally:
            self._put()

    def _take(self, group: Group, answered: Answered) -> None:
        place = (group.scenario, group.misconception)
        kept = self._keep if answered.failed is None else self._note
        for name, value in answered.measured.items():
            if name not in group.measured:
                kept(place, f"measure {name}", value)
        for probe, outcome in zip(group.probes, answered.outcomes, strict=True):
            kept(place, probe.text, outcome)
        for seed, run in answered.runs.items():
            kept(place, f"run {seed}", run)
        self._executions |= {(place, seed): execution for seed, execution in answered.executions.items()}
        if answered.failed is not None:
            self.failed.setdefault(group.scenario, answered.failed)

    def _note(self, place: Place, what: str, value: object) -> None:
        self._known[place, what] = value

    def _keep(self, place: Place, what: str, value: object) -> None:
        self._note(place, what, value)
        if self._cache is not None and source(place[0].runs_on) is not None:
            self._records[self._key(place, what)] = to_record(value)

    def _put(self) -> None:
        if self._cache is not None:
            self._cache.put(self._records)
        self._records = {}

    def _recall(self, wanted: Mapping[tuple[Place, str], type]) -> None:
        """Look in the cache for what is not yet known of these, each of a kind."""
        if self._cache is None:
            return
        unknown = [(place, what) for place, what in wanted if (place, what) not in self._known]
        where = {self._key(*fact): fact for fact in unknown if source(fact[0][0].runs_on) is not None}
        for name, record in self._cache.get(where).items():
            with suppress(ValueError, TypeError, LookupError, zlib.error):
                self._known[where[name]] = from_record(record, wanted[where[name]])

    def _key(self, place: Place, what: str) -> str:
        """Return the key of a record. What is the same for all that is asked of a scenario is hashed once."""
        if place not in self._keys:
            (scenario, misconception), simulator = place, place[0].runs_on
            facts = (simulator.name, simulator.version, source(simulator), scenario.scenario, misconception)
            self._keys[place] = key(*facts)
        return key(self._keys[place], what)


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
