"""Orderings: in which order the events that steps stand for have to happen, found from all runs of a scenario."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from quizgen.crosscheck.asking.partial_orders import Pair, Relation, covers, in_words, kept, refused_by_all
from quizgen.simulators.api import AnySimulator
from quizgen.simulators.trace import Trace, TraceEvent


@dataclass(frozen=True)
class Pattern:
    """Which event a step stands for: the first that agrees in everything that is given."""

    type: str
    actor: str | None
    peer: str | None
    attributes: tuple[tuple[str, int | str], ...]

    def is_known_to(self, simulator: AnySimulator, actors: Sequence[str]) -> bool:
        """Tell whether the simulator records such events and attributes at all, of such actors (any if none given)."""
        return (
            self.type in simulator.trace_events
            and all(name in simulator.trace_attributes for name, _ in self.attributes)
            and all(name is None or not actors or name in actors for name in (self.actor, self.peer))
        )

    def matches(self, event: TraceEvent) -> bool:
        """Tell whether an event is such an event."""
        return (
            event.type == self.type
            and self.actor in (None, event.actor)
            and self.peer in (None, event.peer)
            and all(event.get(name) == value for name, value in self.attributes)
        )


@dataclass(frozen=True)
class ObservedOrder:
    """What one run says to a list of patterns; they are counted from 0.

    Attributes:
        order: the patterns that an event matched, in the order of those events.
        missing: patterns that no event of the run matched.
        forced: pairs of which the first happens before the second: it could not have come later.
        same: pairs that stand for one and the same event.
        at_once: pairs of events of one moment of which neither leads to the other: they are recorded in some order.
    """

    order: tuple[int, ...]
    missing: tuple[int, ...]
    forced: Relation
    same: Relation = frozenset()
    at_once: Relation = frozenset()

    @property
    def in_time(self) -> Relation:
        """Pairs of which the first comes at an earlier moment, or leads to the second within one."""
        pairs = frozenset((a, b) for place, b in enumerate(self.order) for a in self.order[:place])
        return pairs - self.same - self.at_once


def observe_order(trace: Trace, patterns: tuple[Pattern, ...]) -> ObservedOrder:
    """Find the first event for each pattern, and which of these events happen before which."""
    first: dict[int, int] = {}
    waiting = list(range(len(patterns)))
    for event in trace:
        for step in waiting:
            if patterns[step].matches(event):
                first[step] = event.id
        waiting = [step for step in waiting if step not in first]
        if not waiting:
            break
    order = tuple(sorted(first, key=lambda step: (first[step], step)))
    pairs = [(a, b) for place, b in enumerate(order) for a in order[:place]]
    same = frozenset((a, b) for a, b in pairs if first[a] == first[b])
    forced = _happens_before(trace, order, first)
    moments = {step: trace.events[event].time for step, event in first.items()}
    at_once = frozenset((a, b) for a, b in pairs if moments[a] == moments[b]) - same - forced
    return ObservedOrder(order, tuple(waiting), forced, same, at_once)


def _happens_before(trace: Trace, order: tuple[int, ...], first: Mapping[int, int]) -> Relation:
    """Return which events come before which; what follows from two pairs is not looked up again."""
    found: set[Pair] = set()
    for place, later in enumerate(order):
        for at in range(place - 1, -1, -1):
            earlier = order[at]
            follows = any((earlier, step) in found and (step, later) in found for step in order[at + 1 : place])
            if follows or _forced(trace, first[earlier], first[later]):
                found.add((earlier, later))
    return frozenset(found)


def _forced(trace: Trace, earlier: int, later: int) -> bool:
    """Tell whether two events of a run could only come in this order.

    That is Lamport's happens-before, with one exception. What one actor does in a single step, such as sending to each
    of its peers in turn, stands in the trace in some order too; there only one that causes the other is forced.
    """
    if earlier == later:
        return False
    first, second = trace.events[earlier], trace.events[later]
    if (first.actor, first.time) != (second.actor, second.time):
        return trace.happens_before(earlier, later)
    cause: int | None = later
    while cause is not None and cause > earlier:
        cause = trace.events[cause].cause
    return cause == earlier


FaultKind = Literal["missing", "reversed", "swapped", "open", "same", "bound", "impossible"]
"""What can be wrong with a stated order:

* ``missing``: a step does not happen in some run;
* ``reversed``: of two steps that are to keep their order, the second comes first in every run and has to;
* ``swapped``: two such steps may come in either order, and in some run come in the other;
* ``open``: so they may, although every run has them as stated: in some run nothing leads from the first to the second;
* ``same``: two steps stand for one and the same event in every run;
* ``bound``: two steps are declared free, but in every run the first has to come before the second;
* ``impossible``: the declared freedom lets an order count as right that every single run contradicts.
"""


@dataclass(frozen=True)
class Fault:
    """Something that is wrong with a stated order.

    Attributes:
        kind: what.
        steps: the steps that it is about, from 1 as stated; of ``impossible``, all of them in that order.
        seed: of the first run that shows it.
        runs: in how many runs it is so.
        either: whether runs show that two steps come in either order: some have the one, some the other, or some have
            both at one moment. What only nothing leads to can still be fixed, as by the script.
    """

    kind: FaultKind
    steps: tuple[int, ...]
    seed: int | None
    runs: int
    either: bool = False


@dataclass(frozen=True)
class DerivedOrder:
    """The order that all runs together force on the steps of an ordering, and what it says against the stated one.

    Attributes:
        steps: those that happen in every run, from 1 as stated.
        forced: pairs of which the first happens before the second in every run. (An intersection of partial orders is
            a partial order.)
        faults: what is wrong with the stated order; empty if it is right.
        agreeing: in how many runs every step happens and every pair that is to keep its order is forced to.
    """

    steps: tuple[int, ...]
    forced: Relation
    faults: tuple[Fault, ...]
    agreeing: int

    @property
    def words(self) -> str:
        """The forced order as people write it: ``1 < {2, 3} < 4``."""
        return in_words(self.steps, self.forced) or "no step that happens in all of them"


def derive(
    runs: Mapping[ObservedOrder, int],
    seeds: Mapping[Hashable, int | None],
    numbers: Sequence[int],
    free: Sequence[Pair] = (),
    *,
    in_time: bool = False,
) -> DerivedOrder:
    """Return the order that all runs force, and judge the stated one by it.

    The stated order is right if every step happens in every run, every pair of steps that is not declared free is
    forced as stated in all runs, and no pair that is declared free is forced in all.

    Args:
        runs: what was observed, and in how many runs; in the order in which it was first seen.
        seeds: what was observed -> the first run in which it was.
        numbers: of each pattern, the number of its step, from 1 as stated.
        free: pairs of steps that are declared free.
        in_time: whether one step comes before another if it comes at an earlier moment, and not only if it leads to it.
    """
    ways = [_Way(observed, count, seeds[observed], numbers, in_time=in_time) for observed, count in runs.items()]
    stated = kept(numbers, free)
    steps = tuple(number for number in numbers if all(number in way.place for way in ways))
    forced = frozenset.intersection(*(way.forced for way in ways)) if ways else frozenset()
    faults = tuple(_missing(ways, numbers))
    if not faults:
        faults = (*_not_forced(ways, stated, forced), *_not_free(ways, numbers, free, forced))
        faults = faults or tuple(_impossible(ways, numbers, stated))
    return DerivedOrder(steps, forced, faults, sum(way.count for way in ways if stated <= way.forced))


class _Way:
    """A way in which runs go, with steps by their stated numbers."""

    def __init__(
        self, observed: ObservedOrder, count: int, seed: int | None, numbers: Sequence[int], *, in_time: bool
    ) -> None:
        self.count, self.seed = count, seed
        self.place = {numbers[pattern]: place for place, pattern in enumerate(observed.order)}
        before = observed.in_time if in_time else observed.forced
        self.forced = frozenset((numbers[a], numbers[b]) for a, b in before)
        self.same = frozenset(frozenset((numbers[a], numbers[b])) for a, b in observed.same)
        self.at_once = frozenset(frozenset((numbers[a], numbers[b])) for a, b in observed.at_once)

    def swaps(self, pair: Pair) -> bool:
        """Tell whether the second step comes first."""
        return self.place[pair[1]] < self.place[pair[0]] and frozenset(pair) not in self.same


def _fault(kind: FaultKind, steps: tuple[int, ...], ways: Sequence[_Way]) -> Fault:
    return Fault(kind, steps, ways[0].seed, sum(way.count for way in ways))


def _missing(ways: Sequence[_Way], numbers: Sequence[int]) -> Iterator[Fault]:
    for number in numbers:
        lacking = [way for way in ways if number not in way.place]
        if lacking:
            yield _fault("missing", (number,), lacking)


def _not_forced(ways: Sequence[_Way], stated: Relation, forced: Relation) -> Iterator[Fault]:
    """Yield what is wrong with pairs that are to keep their order; pairs that follow from others follow."""
    for pair in covers(stated):
        if pair in forced:
            continue
        swapping = [way for way in ways if way.swaps(pair)]
        if all(frozenset(pair) in way.same for way in ways):
            yield _fault("same", pair, ways)
        elif (pair[1], pair[0]) in forced:
            yield _fault("reversed", pair, ways)
        elif swapping:
            yield replace(_fault("swapped", pair, swapping), either=_either(pair, ways))
        else:
            open_in = [way for way in ways if pair not in way.forced]
            yield replace(_fault("open", pair, open_in), either=_either(pair, ways))


def _either(pair: Pair, ways: Sequence[_Way]) -> bool:
    """Tell whether the runs have two steps in both orders in time, or at one moment."""
    if any(frozenset(pair) in way.at_once for way in ways):
        return True
    apart = [way for way in ways if frozenset(pair) not in way.same]
    return len({way.swaps(pair) for way in apart}) > 1


def _not_free(ways: Sequence[_Way], numbers: Sequence[int], free: Sequence[Pair], forced: Relation) -> Iterator[Fault]:
    """Yield what is wrong with pairs that are declared free; of steps without an event nothing is known."""
    for a, b in free:
        if a not in numbers or b not in numbers:
            continue
        if all(frozenset((a, b)) in way.same for way in ways):
            yield _fault("same", (a, b), ways)
        for pair in ((a, b), (b, a)):
            if pair in forced:
                yield _fault("bound", pair, ways)


def _impossible(ways: Sequence[_Way], numbers: Sequence[int], stated: Relation) -> Iterator[Fault]:
    order = refused_by_all(numbers, stated, [way.forced for way in ways])
    if order is not None:
        yield _fault("impossible", order, ways)
