"""Ten subjects written as rules have the states, ends and runs that were counted with TLC and a prototype."""

from __future__ import annotations

import pytest

from quizgen.simulators.rules.states.exploring import Explored, Failed
from quizgen.simulators.rules.states.machine import machine
from tests.simulators.rules.models import explored, rules_of

COUNTED = [
    ("stampede", None, {}, 96, 9, 3, 1_428),
    ("stampede", None, {"one_at_a_time": True}, 39, 5, 1, 114),
    ("stampede", None, {"number": 5}, 2_398, 15, 5, 94_873_800),
    ("cells", None, {}, 16, 7, 3, 7),
    ("cells", "repair-comes-later", {}, 19, 7, 4, 8),
    ("breaker", None, {}, 219, 9, 20, 4_104),
    ("breaker", None, {"failures_of_service": 0}, 27, 6, 1, 90),
    ("breaker", "probing-is-open-to-all", {"limit": 1}, 548, 10, 53, 7_176),
    ("parcel", None, {}, 85, 14, 6, 349),
    ("parcel", None, {"lost_receipts": 0}, 31, 9, 3, 25),
    ("parcel", None, {"acknowledges_first": True, "lost_receipts": 0}, 23, 7, 3, 21),
    ("parcel", None, {"acknowledges_first": True}, 69, 11, 6, 283),
    ("parcel", None, {"remembers": True}, 65, 11, 4, 349),
    ("parcel", "handling-acknowledges", {"lost_receipts": 0}, 17, 6, 2, 14),
    ("parcel", None, {"crashes": 0, "lost_receipts": 0}, 11, 6, 1, 5),
    ("charge", None, {}, 28, 6, 3, 20),
    ("charge", "looking-is-noting", {}, 13, 4, 2, 6),
    ("tables", None, {}, 48, 6, 1, 52),
    ("tables", "only-who-works-blocks", {}, 44, 6, 1, 54),
    ("river", None, {}, 16, 8, 6, None),
    ("worker", None, {}, 57, 9, 2, 636),
    ("worker", "loaded-means-in-charge", {}, 73, 9, 2, 1_452),
    ("segments", None, {}, 43, 13, 3, 75),
    ("segments", None, {"one_waits": False}, 126, 14, 9, 900),
    ("commit", None, {"crashes": 0}, 251, 10, 10, 14_398),
    ("commit", None, {}, 421, 11, 50, 45_325),
    ("commit", None, {"restarts": 1}, 1_721, 14, 11, 7_219_554),
    ("commit", "silence-is-no", {}, 654, 11, 30, 557_647),
]


@pytest.mark.parametrize(("name", "misconception", "parameters", "counted"), [(*one[:3], one[3:]) for one in COUNTED])
def test_every_state_is_found(
    name: str, misconception: str | None, parameters: dict[str, bool | int], counted: tuple[int | None, ...]
) -> None:
    """Otherwise a card says "in every state" of states that nobody has seen, or counts runs that there are not."""
    found = explored(name, misconception, **parameters)
    assert (len(found.states), found.depth, len(found.ends), found.runs()) == counted
    assert found.found.exhausted


def test_more_members_make_more_states() -> None:
    """Otherwise a model that is right for two is explored wrongly for three."""
    assert len(explored("commit", None, restarts=1, members=3).states) == 48_597


def way(found: Explored, goal: str) -> list[str]:
    """Return the shortest way to where something holds."""
    number = found.first(found.machine.question(goal))
    assert number is not None
    return [str(found.machine.steps[step]) for step, _ in found.way(number)]


def test_two_requests_charge_twice_in_twelve_of_twenty_runs() -> None:
    """Otherwise a learner is told a wrong number of the ways in which a key that is looked up first fails."""
    found = explored("charge")
    assert found.runs(found.machine.question("charges != 1")) == 12
    wrong = explored("charge", "looking-is-noting")
    assert wrong.runs(wrong.machine.question("charges != 1")) == 0


@pytest.mark.parametrize(
    ("name", "misconception", "goal", "expected"),
    [
        ("river", None, "done && !lost", "carry(goose) empty carry(fox) carry(goose) carry(corn) empty carry(goose)"),
        ("cells", "repair-comes-later", "copied_broken", "hit start_copy"),
        ("breaker", None, "switch == tripped", "pass(first) pass(second) break lose(first) lose(second)"),
        ("tables", None, "reader_waits_for_reader", "come(report) come(change) come(lookup)"),
    ],
)
def test_shortest_way(name: str, misconception: str | None, goal: str, expected: str) -> None:
    """Otherwise the run that a card shows takes detours, or is none."""
    found = way(explored(name, misconception), goal)
    assert len(found) == len(expected.split())
    if name != "river":  # there are two ways across
        assert found == expected.split()


@pytest.mark.parametrize(
    ("name", "misconception", "parameters", "question", "some", "every"),
    [
        ("cells", None, {}, "copied_broken", False, False),
        ("cells", "repair-comes-later", {}, "copied_broken", True, False),
        ("commit", None, {}, "torn", False, False),
        ("commit", "silence-is-no", {}, "torn", True, False),
        ("breaker", None, {}, "switch == probing && probes > 1", False, False),
        ("breaker", None, {"failures_of_service": 0}, "switch == shut", True, True),
        ("tables", "only-who-works-blocks", {}, "reader_waits_for_reader", False, False),
        (
            "tables",
            None,
            {},
            "jobs.exists(a, jobs.exists(b, against(a, b) && life[a] == working && life[b] == working))",
            False,
            False,
        ),
        ("worker", None, {}, "helper[old] == retired && shows[p1] == old", False, False),
        ("worker", "loaded-means-in-charge", {}, "helper[old] == retired && shows[p1] == old", True, False),
        ("worker", None, {}, "helper[new] == standing_by && pages.all(p, again[p])", True, False),
        ("stampede", None, {}, "queries > 3", False, False),
        ("stampede", None, {"number": 5}, "open_queries == 5", True, False),
    ],
)
def test_states(
    name: str, misconception: str | None, parameters: dict[str, bool | int], question: str, *, some: bool, every: bool
) -> None:
    """Otherwise what a card says of every state, or of some, is wrong for the subject that its author described."""
    found = explored(name, misconception, **parameters)
    holds = list(map(found.machine.question(question), found.states))
    assert (any(holds), all(holds)) == (some, every)


@pytest.mark.parametrize(
    ("name", "parameters", "question", "values"),
    [
        ("stampede", {}, "queries", {1, 2, 3}),
        ("parcel", {}, "results", {1, 2, 3}),
        ("parcel", {"remembers": True}, "results", {1}),
        ("parcel", {"acknowledges_first": True}, "results", {0, 1, 2}),
        ("cells", {}, "!broken || stage == apoptosis", {True}),
        ("segments", {}, "phase[caller] == gone || phase[callee] == gone", {True}),
        ("tables", {}, "jobs.all(j, life[j] == over)", {True}),
    ],
)
def test_ends(name: str, parameters: dict[str, bool | int], question: str, values: set[bool | int]) -> None:
    """Otherwise what a card says of how it ends is wrong."""
    found = explored(name, None, **parameters)
    asked = found.machine.question(question)
    assert {asked(found.states[number]) for number in found.ends} == values


def test_what_can_still_come() -> None:
    """Otherwise a card says that a blocked commit may still end well, or that a restart does not help."""
    stuck, mended = explored("commit"), explored("commit", restarts=1)
    assert not all(stuck.can_come_to(stuck.machine.question("over")))
    assert all(mended.can_come_to(mended.machine.question("over")))


def test_each_run_stands_once() -> None:
    """Otherwise a run is missed, and an order is asked for that it does not keep."""
    for found in (explored("charge"), explored("cells"), explored("tables"), explored("segments")):
        runs = [found.run(number) for number in range(found.runs() or 0)]
        assert len(set(runs)) == len(runs) == found.runs()
        assert {run[-1][1] for run in runs} == {found.states[number] for number in found.ends}


def test_rules_that_are_never_taken_are_known() -> None:
    """Otherwise a rule with a guard that is never true looks as if it said something."""
    assert explored("commit").idle == ("rise",)
    assert explored("commit", restarts=1).idle == ()


def test_rules_whose_steps_take_long_have_fewer_states() -> None:
    """Otherwise a stranger's rules explore for hours, each state slowly."""
    made = explored("commit").machine
    parts = 200_000 - made.spoken.budget.left + len(made.steps) * len(made.spoken.slots)
    assert made.parts == parts < 10_000


LEAVING = """
format: rules/1
id: leaving
title: A counter that goes too far
actors: {hands: [a, b]}
state:
  count: {is: 0..2, start: 0}
  line: {list: hands, max: 1}
  post: {messages: {to: hands}, max: 1}
rules:
  add: {when: 'count < 9', set: {count: count + 1}}
"""


@pytest.mark.parametrize(
    ("rules", "message", "way"),
    [
        ("", "`count` would be `3`; it is from 0 to 2", ("add", "add", "add")),
        (
            "  queue: {for: {h: hands}, set: {line: 'line + [h]'}}",
            "`line` would be 2 long; it is a list of at most 1",
            ("queue(a)", "queue(a)"),
        ),
        (
            "  tell: {for: {h: hands}, send: {on: post, to: h}}",
            "`post` would hold 2 messages; 1 is most",
            ("tell(a)", "tell(a)"),
        ),
        ("  peek: {when: 'line[0] == a'}", "something is looked up that is not there: tuple index out of range", ()),
    ],
)
def test_what_leaves_its_range_is_told_with_the_run(rules: str, message: str, way: tuple[str, ...]) -> None:
    """Otherwise states are cut off in silence, and a card says "never" of what was only never looked at."""
    with pytest.raises(Failed) as told:
        Explored(machine(rules_of(f"{LEAVING}{rules}\n")))
    assert (told.value.message, told.value.way) == (message, way)


CHANNELS = """
format: rules/1
id: channels
title: Three letters
state:
  sent: {is: 0..3, start: 0}
  got: {list: "0..3", max: 6}
  post: {messages: {number: "0..3"}, max: 6, %s}
rules:
  send: {when: sent < 3, set: {sent: sent + 1}, send: {on: post, number: 'sent + 1'}}
  hear: {receive: {m: post}, set: {got: 'got + [m.number]'}}
"""


@pytest.mark.parametrize(
    ("setting", "ends", "longest"),
    [
        ("order: fifo", 1, 3),
        ("order: any", 6, 3),
        ("order: set", 6, 3),
        ("order: fifo, loses: 1", 4, 3),
        ("order: fifo, duplicates: 1", 4, 4),
    ],
)
def test_channels(setting: str, ends: int, longest: int) -> None:
    """Otherwise messages that may be lost, doubled or overtaken arrive as if they were not."""
    found = Explored(machine(rules_of(CHANNELS % setting)))
    size = found.machine.question("size(got)")
    results = {found.states[number][1] for number in found.ends}
    assert (len(results), max(size(state) for state in found.states)) == (ends, longest)
