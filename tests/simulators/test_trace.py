"""The trace: its order in time, its order by influence, its text."""

from __future__ import annotations

import json
import re
from itertools import product

import pytest

from quizgen.simulators.trace import Trace, TraceEvent


def _trace() -> Trace:
    """A sends to B (0 -> 2), B sends to C (3 -> 4); C did something of its own first (1)."""
    return Trace(
        ("A", "B", "C"),
        (
            TraceEvent(0, 0, "A", "send", peer="B"),
            TraceEvent(1, 5, "C", "think"),
            TraceEvent(2, 1_234, "B", "receive", cause=0, peer="A", attributes=(("term", 2),)),
            TraceEvent(3, 2_000, "B", "send", peer="C"),
            TraceEvent(4, 3_000, "C", "receive", cause=3, peer="B", detail="late"),
        ),
    )


def test_happens_before_is_program_order_and_messages_and_their_closure() -> None:
    """Otherwise an ordering's steps would be graded by the clock of one run, and a right answer marked wrong."""
    before = {(0, 2), (0, 3), (0, 4), (2, 3), (2, 4), (3, 4), (1, 4)}
    trace = _trace()
    found = {pair for pair in product(range(5), repeat=2) if trace.happens_before(*pair)}
    assert found == before


def test_text_is_a_table_with_one_line_an_event() -> None:
    """Otherwise an author who asks why a claim is false cannot read the run that shows it."""
    assert _trace().to_text().splitlines() == [
        "#  cause     ms  actor  event    peer",
        "0         0.000  A      send     B",
        "1         0.005  C      think",
        "2      0  1.234  B      receive  A     term=2",
        "3         2.000  B      send     C",
        "4      3  3.000  C      receive  B     late",
    ]


def test_folding_shortens_runs_of_three_and_more_that_differ_in_time_only() -> None:
    """Otherwise hundreds of heartbeats bury the five lines that an author looks for."""
    beats = tuple(TraceEvent(number, 1000 * number, "A", "beat") for number in range(5))
    crash = TraceEvent(5, 9_000, "A", "crash")
    two = tuple(TraceEvent(number, 1000 * number + 4_000, "A", "beat") for number in (6, 7))
    lines = Trace(("A",), (*beats, crash, *two)).to_text(fold=True).splitlines()
    assert [line.split() for line in lines[1:]] == [
        ["0", "0.000", "A", "beat"],
        ["...", "...", "4", "more", "until", "4.000", "ms"],
        ["5", "9.000", "A", "crash"],
        ["6", "10.000", "A", "beat"],
        ["7", "11.000", "A", "beat"],
    ]


@pytest.mark.parametrize(("name", "value"), [("term", 2), ("role", None)])
def test_get_finds_an_attribute_or_says_none(name: str, value: int | None) -> None:
    """Otherwise a step's pattern such as ``term: 2`` matches nothing, or everything."""
    assert _trace().events[2].get(name) == value


def test_a_trace_is_as_long_as_its_events_and_iterates_over_them() -> None:
    """Otherwise a check that walks the trace misses what happened."""
    trace = _trace()
    assert len(trace) == 5
    assert [event.type for event in trace] == ["send", "think", "receive", "send", "receive"]


def test_json_gives_the_trace_back() -> None:
    """Otherwise a tool that reads runs sees others than were made."""
    trace = _trace()
    assert Trace.from_json(trace.to_json()) == trace
    assert Trace.from_json(Trace((), ()).to_json()) == Trace((), ())


def test_json_has_the_keys_that_are_documented() -> None:
    """Otherwise tools that others wrote break without notice."""
    data = json.loads(_trace().to_json())
    assert (data["format"], data["actors"]) == ("trace/1", ["A", "B", "C"])
    assert data["events"][1:3] == [
        {"id": 1, "time_us": 5, "actor": "C", "type": "think"},
        {"id": 2, "time_us": 1234, "actor": "B", "type": "receive", "cause": 0, "peer": "A", "attributes": {"term": 2}},
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("trace/1", "trace/2", '"format": "trace/1"'),
        ('"time_us": 5', '"time_us": "5"', "is not of type int"),
        ('"time_us": 5, ', "", "time_us"),
        ('"cause": 0', '"cause": 4', "event 2 is out of order, or caused by a later one"),
        ('"id": 1', '"id": 2', "event 1 is out of order"),
        ('"actors"', '"actor"', "actors"),
    ],
)
def test_what_is_no_trace_is_refused(old: str, new: str, told: str) -> None:
    """Otherwise a damaged file is drawn as if it were a run."""
    text = _trace().to_json()
    assert old in text
    with pytest.raises(ValueError, match=re.escape(told)):
        Trace.from_json(text.replace(old, new))
