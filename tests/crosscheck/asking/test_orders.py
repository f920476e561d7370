"""Orders: which event a step stands for, what happens before what in each run, and what all runs force together."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.crosscheck.asking.orders import DerivedOrder, Fault, ObservedOrder, Pattern, derive, observe_order
from quizgen.crosscheck.asking.partial_orders import Pair, Relation
from quizgen.model.scenario import bind
from quizgen.simulators import SIMULATORS
from quizgen.simulators.trace import Trace, TraceEvent


def pattern(kind: str, actor: str | None = None, peer: str | None = None, **attributes: int | str) -> Pattern:
    """Return a pattern."""
    return Pattern(kind, actor, peer, tuple(attributes.items()))


TRACE = Trace(
    ("A", "B", "C"),
    (
        TraceEvent(0, 0, "A", "start"),
        TraceEvent(1, 1, "A", "send", cause=0, peer="B", attributes=(("term", 1),)),
        TraceEvent(2, 2, "A", "send", cause=0, peer="C", attributes=(("term", 1),)),
        TraceEvent(3, 3, "B", "receive", cause=1, peer="A", attributes=(("term", 1),)),
        TraceEvent(4, 4, "C", "receive", cause=2, peer="A", attributes=(("term", 2),)),
    ),
)


def test_order_that_causes_make_is_forced() -> None:
    """A chain of cause and effect is the only order there is, and all of it: not only from each step to the next."""
    found = observe_order(TRACE, (pattern("start"), pattern("send", peer="B"), pattern("receive", "B")))
    assert found == ObservedOrder((0, 1, 2), (), frozenset({(0, 1), (1, 2), (0, 2)}))


def test_swapped_steps_are_seen() -> None:
    """Two steps in the wrong order would be learnt in the wrong order."""
    found = observe_order(TRACE, (pattern("receive", "B"), pattern("start")))
    assert found == ObservedOrder((1, 0), (), frozenset({(1, 0)}))


def test_step_that_never_happens_is_missing() -> None:
    """A step that only the author imagined is no step."""
    found = observe_order(TRACE, (pattern("start"), pattern("receive", "B", term=9)))
    assert (found.order, found.missing) == ((0,), (1,))


def test_independent_steps_are_not_forced() -> None:
    """B and C could have received in either order: to mark one of them wrong would be unjust."""
    found = observe_order(TRACE, (pattern("receive", "B"), pattern("receive", "C")))
    assert (found.order, found.forced) == ((0, 1), frozenset())


def test_two_steps_that_are_one_event_have_no_order() -> None:
    """Two patterns that the same event fits say nothing about which comes first."""
    found = observe_order(TRACE, (pattern("send"), pattern("send", "A")))
    assert found == ObservedOrder((0, 1), (), frozenset(), same=frozenset({(0, 1)}))


def test_pattern_asks_for_all_that_is_given() -> None:
    """A pattern with a peer or a term must not match the message to somebody else."""
    assert pattern("send", peer="C").matches(TRACE.events[2])
    assert not pattern("send", peer="C").matches(TRACE.events[1])
    assert pattern("receive", term=2).matches(TRACE.events[4])
    assert not pattern("receive", term="2").matches(TRACE.events[4])


def test_what_one_server_does_in_one_step_has_no_order() -> None:
    """The order of a loop in the simulator is taught as the protocol's: "first it asks S2, then S3"."""
    elected = bind({"simulator": "raft", "servers": 3, "events": [{"elect": "S1"}]})
    execution = SIMULATORS["raft"].execution(elected.scenario, 0, None)
    first = Pattern("request_vote_sent", "S1", "S2", ())
    second = Pattern("request_vote_sent", "S1", "S3", ())
    assert observe_order(execution.trace, (first, second)).forced == frozenset()
    raised, voted = Pattern("term_increment", "S1", None, ()), Pattern("vote_self", "S1", None, ())
    assert observe_order(execution.trace, (raised, voted)).forced == {(0, 1)}


def test_what_follows_from_two_pairs_is_forced() -> None:
    """On a network without delay a server hears back at the same instant: that is a later step, and comes later."""
    events = (
        TraceEvent(0, 5, "A", "first"),
        TraceEvent(1, 5, "A", "send"),
        TraceEvent(2, 5, "B", "receive", cause=1),
        TraceEvent(3, 5, "A", "hear", cause=2),
    )
    found = observe_order(Trace(("A", "B"), events), (pattern("first"), pattern("receive"), pattern("hear")))
    assert found.forced == {(0, 1), (1, 2), (0, 2)}


def test_who_takes_part_in_a_run_is_known() -> None:
    """An actor that is not known would be refused although it is there; one too many, and a misspelt name passes."""
    script = [{"elect": "S1"}, {"write": {"to": "S2", "value": "x"}}, {"isolate": "leader"}, {"run": "2s"}]
    busy = bind({"simulator": "raft", "servers": 3, "events": [*script, {"heal": "all"}, {"run": "1s"}]})
    simulator = SIMULATORS["raft"]
    trace = simulator.execution(busy.scenario, 0, None).trace
    seen = {name for event in trace for name in (event.actor, event.peer) if name}
    assert sorted(seen) == sorted(simulator.actors(busy.scenario))


# --- what all runs force


def run(order: tuple[int, ...], *forced: Pair, missing: tuple[int, ...] = ()) -> ObservedOrder:
    """Return what a run says, with patterns counted from 1 and what follows added."""
    relation = closed(frozenset((a - 1, b - 1) for a, b in forced))
    return ObservedOrder(tuple(n - 1 for n in order), tuple(n - 1 for n in missing), relation)


def closed(relation: Relation) -> Relation:
    """Return the transitive closure."""
    while True:
        more = relation | {(a, d) for a, b in relation for c, d in relation if b == c}
        if more == relation:
            return relation
        relation = more


def derived(*runs: ObservedOrder, free: tuple[Pair, ...] = ()) -> DerivedOrder:
    """Return what runs force that were made with seeds from 0."""
    counts: dict[ObservedOrder, int] = {}
    for one in runs:
        counts[one] = counts.get(one, 0) + 1
    steps = len(runs[0].order) + len(runs[0].missing)
    return derive(counts, {one: runs.index(one) for one in runs}, range(1, steps + 1), free)


CHAIN = run((1, 2, 3), (1, 2), (2, 3))
FORK = run((1, 2, 3), (1, 2), (1, 3))
OTHER_FORK = run((1, 3, 2), (1, 2), (1, 3))
OTHER_CHAIN = run((1, 3, 2), (1, 3), (3, 2))


@pytest.mark.parametrize(
    ("runs", "free", "words", "faults"),
    [
        ((CHAIN, CHAIN), (), "1 < 2 < 3", ()),
        ((CHAIN, FORK), (), "1 < {2, 3}", (Fault("open", (2, 3), 1, 1),)),
        ((CHAIN, FORK, OTHER_FORK), (), "1 < {2, 3}", (Fault("swapped", (2, 3), 2, 1, either=True),)),
        ((CHAIN, OTHER_CHAIN), (), "1 < {2, 3}", (Fault("swapped", (2, 3), 1, 1, either=True),)),
        ((OTHER_CHAIN, OTHER_CHAIN), (), "1 < 3 < 2", (Fault("reversed", (2, 3), 0, 2),)),
        ((FORK,), ((2, 3),), "1 < {2, 3}", ()),
        ((CHAIN, OTHER_CHAIN), ((3, 2),), "1 < {2, 3}", ()),
        ((CHAIN, CHAIN), ((2, 3),), "1 < 2 < 3", (Fault("bound", (2, 3), 0, 2),)),
        ((OTHER_CHAIN,), ((2, 3),), "1 < 3 < 2", (Fault("bound", (3, 2), 0, 1),)),
        ((CHAIN, run((1, 2), (1, 2), missing=(3,))), (), "1 < 2", (Fault("missing", (3,), 1, 1),)),
        ((run((2, 1, 3), (2, 3), (1, 3)),), (), "{1, 2} < 3", (Fault("swapped", (1, 2), 0, 1),)),
    ],
)
def test_stated_order_is_judged_by_what_all_runs_force(
    runs: tuple[ObservedOrder, ...], free: tuple[Pair, ...], words: str, faults: tuple[Fault, ...]
) -> None:
    """An order that is only one of several is taught as the only one, or a freedom that no run has."""
    found = derived(*runs, free=free)
    assert (found.words, found.faults) == (words, faults)


def test_two_steps_of_one_moment_may_come_in_either_order() -> None:
    """An author whose server asks two others at once is not told that `free` is the answer."""
    once = ObservedOrder((0, 1), (), frozenset(), at_once=frozenset({(0, 1)}))
    assert derived(once).faults == (Fault("open", (1, 2), 0, 1, either=True),)
    events = (TraceEvent(0, 5, "A", "one"), TraceEvent(1, 5, "B", "two"), TraceEvent(2, 6, "B", "three"))
    seen = Trace(("A", "B"), events)
    patterns = (pattern("one"), pattern("two"), pattern("three"))
    assert observe_order(seen, patterns).at_once == {(0, 1)}


def test_an_order_in_time_needs_no_cause() -> None:
    """A story that a script tells cannot be asked for; or the order in which two events of a moment were recorded."""
    there, once = (
        ObservedOrder((0, 1), (), frozenset()),
        ObservedOrder((0, 1), (), frozenset(), at_once=frozenset({(0, 1)})),
    )
    back = ObservedOrder((1, 0), (), frozenset())

    def faults(*runs: ObservedOrder) -> tuple[Fault, ...]:
        counts = dict.fromkeys(runs, 1)
        return derive(counts, {one: runs.index(one) for one in runs}, (1, 2), in_time=True).faults

    assert faults(there) == ()
    assert faults(back) == (Fault("reversed", (1, 2), 0, 1),)
    assert faults(there, back) == (Fault("swapped", (1, 2), 1, 1, either=True),)
    assert faults(once) == (Fault("open", (1, 2), 0, 1, either=True),)


def test_pairs_that_are_no_neighbours_count() -> None:
    """With 1 free of 2 and 2 free of 3, neighbours say nothing, and yet 3 must not come before 1."""
    free = ((1, 2), (2, 3))
    assert derived(run((1, 2, 3), (1, 3)), free=free).faults == ()
    (fault,) = derived(run((1, 2, 3)), free=free).faults
    assert (fault.kind, fault.steps) == ("open", (1, 3))


def test_steps_that_are_one_event_are_told_as_such() -> None:
    """An author who looks at the run for which of the two comes first would look in vain."""
    one = ObservedOrder((0, 1), (), frozenset(), frozenset({(0, 1)}))
    assert derived(one).faults == (Fault("same", (1, 2), 0, 1),)
    assert derived(one, free=((1, 2),)).faults == (Fault("same", (1, 2), 0, 1),)


def test_order_that_no_run_could_have_does_not_count_as_right() -> None:
    """Runs may disagree about two pairs, but always about both: then only two of the four orders are right."""
    there, back = run((1, 2, 3, 4), (1, 2), (2, 3), (3, 4)), run((2, 1, 4, 3), (2, 1), (1, 4), (4, 3), (2, 3), (1, 3))
    free = ((1, 2), (3, 4))
    assert derived(there, back, free=free).faults == (Fault("impossible", (1, 2, 4, 3), 0, 2),)
    mixed = run((1, 2, 3, 4), (1, 3), (1, 4), (2, 3), (2, 4))
    assert derived(there, back, mixed, free=free).faults == ()


def test_steps_without_an_event_are_the_authors_word() -> None:
    """A cited step between two that are computed must neither be asked of the runs nor spoil the numbering."""
    observed = run((1, 2), (1, 2))
    assert derive({observed: 1}, {observed: 0}, (1, 3), ((2, 3),)) == DerivedOrder((1, 3), frozenset({(1, 3)}), (), 1)


# --- against brute force, on random runs


@st.composite
def traces(draw: st.DrawFn, steps: int, more: int = 3) -> tuple[Trace, tuple[Pattern, ...]]:
    """A random run of a few processes and messages, in which some events are the steps."""
    count = draw(st.integers(steps, steps + more))
    actors = draw(st.lists(st.sampled_from("ABCD"), min_size=count, max_size=count))
    causes = [draw(st.none() | st.integers(0, number - 1)) if number else None for number in range(count)]
    names = draw(st.permutations([*range(steps), *[None] * (count - steps)]))
    events = (
        TraceEvent(number, number, actors[number], "other" if name is None else f"step{name}", causes[number])
        for number, name in enumerate(names)
    )
    return Trace(tuple("ABCD"), tuple(events)), tuple(pattern(f"step{number}") for number in range(steps))


def possible(trace: Trace, steps: int) -> set[tuple[int, ...]]:
    """Return every order of the steps (from 1) in which a run of the same events could have had them: by trying all."""
    ids = {event.id: int(event.type[4:]) + 1 for event in trace if event.type != "other"}
    found: set[tuple[int, ...]] = set()
    for order in permutations(range(len(trace))):
        place = {event: at for at, event in enumerate(order)}
        local = all(place[a.id] < place[b.id] for a in trace for b in trace if a.id < b.id and a.actor == b.actor)
        if local and all(event.cause is None or place[event.cause] < place[event.id] for event in trace):
            found.add(tuple(ids[event] for event in order if event in ids))
    assert all(len(order) == steps for order in found)
    return found


@given(st.lists(traces(3), min_size=1, max_size=3), st.sets(st.sampled_from([(1, 2), (1, 3), (2, 3)])))
def test_derived_order_is_what_brute_force_finds(
    runs: list[tuple[Trace, tuple[Pattern, ...]]], free: set[Pair]
) -> None:
    """Whatever the runs: an order passes if and only if all that count as right, and no others, can happen.

    A pair is forced if it comes so in every possible order of every run. A stated order is right if what all runs
    force is exactly what is not free, and if some run could have each order that keeps that.
    """
    ways = [possible(trace, 3) for trace, _ in runs]
    forced = {
        pair
        for pair in permutations((1, 2, 3), 2)
        if all(order.index(pair[0]) < order.index(pair[1]) for way in ways for order in way)
    }
    found = derived(*(observe_order(trace, patterns) for trace, patterns in runs), free=tuple(sorted(free)))
    assert found.forced == forced
    keeps = {(1, 2), (1, 3), (2, 3)} - free
    right = {order for order in permutations((1, 2, 3)) if all(order.index(a) < order.index(b) for a, b in keeps)}
    assert (found.faults == ()) == (forced == keeps and right <= set.union(*ways))
