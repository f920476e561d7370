"""Which moments are shown."""

from __future__ import annotations

import pytest

from quizgen.diagrams.moments import Moment, moments_of
from quizgen.diagrams.selection import Fold, selected
from quizgen.simulators.raft import SIMULATOR
from tests.diagrams.runs import SCENARIOS, trace_of


def _rows(name: str, room: int) -> list[Moment | Fold]:
    drawing = SIMULATOR.drawing
    return selected(moments_of(trace_of(name), drawing), drawing, SIMULATOR.routine_events, room)


@pytest.mark.parametrize("name", SCENARIOS)
@pytest.mark.parametrize("room", [3, 12, 40])
def test_every_moment_is_shown_or_folded_in_its_place(name: str, room: int) -> None:
    """Otherwise a picture hides something without saying so."""
    rows = _rows(name, room)
    numbers = [m.number for row in rows for m in (row.moments if isinstance(row, Fold) else (row,))]
    assert numbers == list(range(len(moments_of(trace_of(name), SIMULATOR.drawing))))
    assert sum(isinstance(row, Moment) for row in rows) <= 2 * room + 1
    hidden = [row for row in rows if isinstance(row, Fold) and row.others]
    assert all(row.is_worth_a_row for row in hidden)


def test_with_room_everything_is_shown_but_routine() -> None:
    """Otherwise a short run loses what a learner asks for."""
    rows = _rows("election", 40)
    folded = [moment for row in rows if isinstance(row, Fold) for moment in row.moments]
    assert {event.type for moment in folded for event in moment.events} <= SIMULATOR.routine_events


def test_without_room_elections_and_crashes_come_first_and_then_what_led_to_them() -> None:
    """Otherwise a long run is cut down to its small talk."""
    few = {event.type for row in _rows("figure-8", 12) if isinstance(row, Moment) for event in row.events}
    assert {"become_leader", "crash", "partition"} <= few
    assert "commit" not in few
    more = [row for row in _rows("figure-8", 34) if isinstance(row, Moment)]
    winner = next(row for row in more if any(event.type == "become_leader" for event in row.events))
    assert winner.origin in more
    assert winner.origin is not None
    assert winner.origin.origin in more


def test_heartbeats_are_counted() -> None:
    """Otherwise a long silence looks like a moment."""
    folds = [row for row in _rows("two-leaders", 60) if isinstance(row, Fold) and row.is_worth_a_row]
    assert [(fold.broadcasts, fold.others, fold.elapsed) for fold in folds] == [(6, 0, 149_816)]
