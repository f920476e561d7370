"""The text with a column for each actor."""

from __future__ import annotations

import pytest

from quizgen.simulators.columns import in_columns
from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.scenario import Scenario
from quizgen.simulators.raft.scenario.events import Crash, Elect, Partition, Restart, Run, Settle
from quizgen.simulators.trace import Trace
from tests.simulators.raft.scripts import write

DRAWING = SIMULATOR.drawing
SCENARIO = Scenario(
    servers=3,
    events=(
        Elect("S1"),
        Crash("S2"),
        write("S1", "x"),
        Run("20ms"),
        Partition({"a": ("S1",), "b": ("S2", "S3")}),
        Restart("S2"),
    ),
)


def _trace(seed: int = 0, scenario: Scenario = SCENARIO) -> Trace:
    return SIMULATOR.execution(scenario, seed, None).trace


def test_each_event_stands_below_its_server() -> None:
    """Otherwise a reader takes one server's doing for another's."""
    trace = _trace()
    header, *lines = in_columns(trace, DRAWING).splitlines()
    assert len(lines) == len(trace)
    for event, line in zip(trace, lines, strict=True):
        place = 10 if event.actor == "network" else header.index(event.actor)
        told = f"-- network: {event.type}" if event.actor == "network" else event.type
        assert line[place:].startswith(told)


def test_what_is_sent_and_what_arrives_can_be_told_apart() -> None:
    """Otherwise nobody can tell a vote asked for from a vote given."""
    text = in_columns(_trace(), DRAWING)
    told = ("request_vote_sent -> S2", "vote_granted <- S1", "become_leader t1", "client_write <- client x")
    assert [cell for cell in (*told, "message_lost -> S2 (S2 is down)") if cell not in text] == []


def test_server_that_is_down_has_no_bar() -> None:
    """Otherwise a crashed server looks like one that keeps silent."""
    trace = _trace()
    header, *lines = in_columns(trace, DRAWING).splitlines()
    crash, restart = (next(event.id for event in trace if event.type == word) for word in ("crash", "restart"))
    place = header.index("S2")
    bars = {event.id: lines[event.id][place] for event in trace if event.actor == "S3"}  # S1's cells may reach so far
    assert {bar for number, bar in bars.items() if number < crash} == {"|"}
    assert {bar for number, bar in bars.items() if crash < number < restart} == {" "}


@pytest.mark.parametrize(("servers", "most"), [(3, 100), (4, 120), (5, 130)])
def test_lines_fit_a_terminal(servers: int, most: int) -> None:
    """Otherwise every line wraps, and the columns are lost."""
    events = (Elect("S1"), write("S1", "x"), Settle("1s"))
    text = in_columns(_trace(scenario=Scenario(servers=servers, events=events)), DRAWING)
    assert max(map(len, text.splitlines())) <= most


def test_columns_do_not_depend_on_the_seed() -> None:
    """Otherwise two runs cannot be compared line by line."""
    headers = {in_columns(_trace(seed), DRAWING).splitlines()[0] for seed in range(5)}
    assert len(headers) == 1


def test_only_what_is_asked_for_is_shown() -> None:
    """Otherwise routine buries the lines that matter; terms are still told from the whole run."""
    trace = _trace()
    shown = [event for event in trace if event.type in {"become_leader", "crash"}]
    _, *lines = in_columns(trace, DRAWING, shown).splitlines()
    assert [line.split()[1:3] for line in lines] == [["become_leader", "t1"], ["|", "crash"]]
