"""Where things go in a diagram: what would make it tell something else than the run."""

from __future__ import annotations

import ast
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen import diagrams
from quizgen.diagrams import ROOM
from quizgen.diagrams.layout import lay_out
from quizgen.diagrams.moments import moments_of
from quizgen.diagrams.shapes import Layout
from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.scenario import Scenario
from quizgen.simulators.raft.scenario.events import Crash, Event, Heal, Isolate, Partition, Restart, Run, TimeOut
from quizgen.simulators.trace import Trace
from tests.diagrams.runs import SCENARIOS, trace_of
from tests.simulators.raft.scripts import write

EVERY_RUN = pytest.mark.parametrize("name", SCENARIOS)
PARTITION = Partition({"a": ("S1", "S2"), "b": ("S3",)})
EVENTS: tuple[Event, ...] = (
    *(Run(time) for time in ("5ms", "300ms")),
    *(each(server) for each in (TimeOut, Crash, Restart, Isolate) for server in ("S1", "S2")),
    *(PARTITION, Heal("all"), write("S1", "x"), write("leader", "a longer value")),
)
SCRIPTS = st.lists(st.sampled_from(EVENTS), max_size=8).map(tuple)


def _layout(trace: Trace, room: int = ROOM) -> Layout:
    return lay_out(trace, SIMULATOR.drawing, SIMULATOR.routine_events, room)


def _whole(name: str) -> Layout:
    return _layout(trace_of(name), len(trace_of(name)))


def _judge(layout: Layout) -> None:
    """Judge what holds of every diagram."""
    assert all(arrow.y0 < arrow.y1 for arrow in layout.arrows), "an arrow goes back in time"
    labels = [*layout.labels, *(badge.label for badge in layout.badges), *(held.label for held in layout.held)]
    for one, two in combinations(labels, 2):
        assert not one.box.overlaps(two.box), f"{one.text!r} and {two.text!r} overlap"
    for label in labels:
        box = label.box
        assert box.left >= 0, label
        assert box.right <= layout.width, label
        assert box.top >= 0, label
        assert box.bottom <= layout.height, label
    for badge in layout.badges:
        assert badge.box.left <= badge.label.box.left
        assert badge.label.box.right <= badge.box.right
    for held in layout.held:
        assert held.box.left <= held.label.box.left
        assert held.label.box.right <= held.box.right
        assert layout.lanes[0] <= held.box.left
        assert held.box.right <= layout.lanes[1]
    boxes = [*(held.box for held in layout.held), *(badge.box for badge in layout.badges)]
    assert not any(first.overlaps(second) for first, second in combinations(boxes, 2))


@pytest.mark.parametrize("module", ["holdings", "lanes", "layout", "measure", "shapes", "svg"])
def test_places_are_whole_numbers(module: str) -> None:
    """Otherwise a picture, and with it the note, changes with the version of Python: sums of floats do."""
    tree = ast.parse((Path(diagrams.__file__).parent / f"{module}.py").read_text(encoding="utf-8"))
    fractions = [
        node.lineno
        for node in ast.walk(tree)
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id in {"float", "round", "fsum"})
        or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div))
    ]
    assert fractions == []


@EVERY_RUN
@pytest.mark.parametrize("room", [5, ROOM, 1000])
def test_words_do_not_overlap_and_arrows_go_forward(name: str, room: int) -> None:
    """Otherwise the learner reads a blur, or an effect before its cause."""
    _judge(_layout(trace_of(name), room))


@settings(max_examples=40, deadline=None)
@given(script=SCRIPTS, seed=st.integers(0, 99), loss=st.sampled_from([0.0, 0.3]))
def test_so_it_is_whatever_happens(script: tuple[Event, ...], seed: int, loss: float) -> None:
    """Otherwise some author's run is drawn wrong, and no test shows it."""
    trace = SIMULATOR.execution(Scenario(servers=3, events=script, loss=loss), seed, None).trace
    layout = _layout(trace, 1000)
    _judge(layout)
    crashes = [event.actor for event in trace if event.type == "crash"]
    assert sorted(mark.actor for mark in layout.marks if mark.kind == "down") == sorted(crashes)
    restarts = [event.actor for event in trace if event.type == "restart"]
    assert sorted(mark.actor for mark in layout.marks if mark.kind == "up") == sorted(restarts)


@EVERY_RUN
def test_every_message_that_brings_something_about_is_an_arrow(name: str) -> None:
    """Otherwise the learner does not see why something happens."""
    trace, drawing = trace_of(name), SIMULATOR.drawing
    layout = _whole(name)
    moments = moments_of(trace, drawing)
    shown = [moment for moment in moments if any(e.type not in SIMULATOR.routine_events for e in moment.events)]
    received = [moment for moment in shown if moment.origin and moment.origin.actor != moment.actor]
    received = [moment for moment in received if moment.actor in trace.actors[:-1]]
    assert len([arrow for arrow in layout.arrows if not arrow.is_lost]) == len(received)


@EVERY_RUN
def test_every_leader_has_a_badge_of_its_term(name: str) -> None:
    """Otherwise the picture does not say who leads when."""
    begun = [event for event in trace_of(name) if event.type == "start" and event.get("role") == "leader"]
    elected = [event for event in trace_of(name) if event.type == "become_leader"]
    badges = [(badge.actor, badge.label.text) for badge in _whole(name).badges if badge.label.text.startswith("L")]
    assert badges == [(event.actor, f"L{event.get('term')}") for event in (*begun, *elected)]


def test_lost_messages_end_before_they_arrive() -> None:
    """Otherwise a message that is lost looks like one that came."""
    lost = [arrow for arrow in _whole("two-leaders").arrows if arrow.is_lost]
    lanes = {line.x for line in _whole("two-leaders").lifelines}
    assert len(lost) == 7
    assert not {arrow.x1 for arrow in lost} & lanes


def test_lifeline_has_a_gap_while_a_server_is_down() -> None:
    """Otherwise a crashed server looks alive."""
    layout = _whole("figure-8")
    crash = next(mark for mark in layout.marks if mark.kind == "down")
    back = next(mark for mark in layout.marks if mark.kind == "up" and mark.actor == crash.actor)
    down = [line for line in layout.lifelines if line.actor == crash.actor and line.y0 < back.y and line.y1 > crash.y]
    assert crash.y < back.y
    assert down == []


def test_partition_is_a_wall_between_its_groups_until_it_heals() -> None:
    """Otherwise the learner does not see why messages are lost."""
    layout = _whole("two-leaders")
    (wall,) = layout.separations
    x = {line.actor: line.x for line in layout.lifelines}
    assert list(wall.walls) == pytest.approx([(x["S2"] + x["S3"]) / 2])
    assert (wall.y0, wall.y1) == layout.rules


def _logs(layout: Layout, *, end: bool) -> dict[str, list[str]]:
    """Return the boxes above the lifelines, or below them, by actor."""
    lanes = {line.actor: line.x for line in layout.lifelines}
    half = min(abs(one - two) for one, two in combinations(lanes.values(), 2)) / 2
    begin = min(line.y0 for line in layout.lifelines)
    shown = [held for held in layout.held if (held.box.top > begin) == end]
    return {
        actor: [held.label.text for held in shown if abs(held.label.x - x) < half] for actor, x in sorted(lanes.items())
    }


def test_logs_are_shown_where_they_are_stated_and_at_the_end() -> None:
    """Otherwise a learner cannot compare the picture with the figure of a book, and has to work the end out."""
    layout = _whole("scripted")
    start, end = _logs(layout, end=False), _logs(layout, end=True)
    assert (start["S1"], start["S2"], start["S3"], start["S4"]) == (["1", "2"], ["1", "2"], ["1"], [])
    assert (end["S1"], end["S3"], end["S4"]) == (["1", "2"], ["1", "2"], [])
    assert [label.text for label in layout.labels if label.text == "empty"] == ["empty"] * 2
    assert start["S5"][0] == "…"
    assert start["S5"][-1] == "3"
    assert _logs(_whole("election"), end=False) == {"S1": [], "S2": [], "S3": []}
    assert _logs(_whole("election"), end=True) == {"S1": ["1"], "S2": ["1"], "S3": ["1"]}
    assert all(held.is_firm for held in _whole("election").held)
    assert not any(held.is_firm for held in layout.held)


def test_delivered_messages_are_arrows_without_rows_of_the_network() -> None:
    """Otherwise a scripted run is half grey lines, and the answers that decide it are not seen to arrive."""
    layout = _whole("scripted")
    told = [label.text for label in layout.labels if label.kind == "told"]
    assert len(layout.rules) == 1  # hold
    assert [arrow.kind for arrow in layout.arrows] == ["broadcast", "reply", "request", "reply", "broadcast", "reply"]
    assert "S1 sends S3 a heartbeat" in told
    assert "S2 gets AppendEntries of S1" in told
    assert not any("append sent" in line or "arrive" in line for line in told)


def test_long_runs_are_bounded() -> None:
    """Otherwise one run fills a book, and the page does not load."""
    layout = _layout(trace_of("long"))
    assert len(trace_of("long")) > 900
    assert layout.height < 40_000
    assert len(layout.marks) + len(layout.badges) < 4 * ROOM
    assert layout.folds
    assert layout.width < 4_800
