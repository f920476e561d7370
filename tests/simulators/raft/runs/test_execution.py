"""Whole runs: the same in every process, and as written down."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.runs.execution import execution
from quizgen.simulators.raft.scenario import Scenario
from quizgen.simulators.raft.scenario.events import (
    Crash,
    Delay,
    Elect,
    Event,
    Heal,
    Hold,
    Isolate,
    Link,
    Partition,
    Release,
    Restart,
    Run,
    Settle,
    SlowLink,
    TimeOut,
)
from quizgen.simulators.raft.scenario.events import Drop as LoseOneWay
from tests.conftest import Golden
from tests.simulators.raft.scripts import CUT_BETWEEN_CENTRES, FIGURE_8, observe, run_of, seeds, write

TRANSCRIPTS: dict[str, tuple[int, tuple[Event, ...]]] = {
    "election": (5, (Elect("S1"),)),
    "split-vote": (4, (TimeOut("S1"), TimeOut("S2"), Run("300ms"))),
    "write-redirected": (3, (Elect("S1"), write("S2", "x"), Settle("1s"))),
    "cut-between-centres": (5, (*CUT_BETWEEN_CENTRES[:-1], Run("600ms"), Heal("all"), Settle("2s"))),
    "figure-8": (5, FIGURE_8),
    "stale-message": (
        3,
        (
            Elect("S1"),
            Hold(Link("S1", "S3")),
            write("S1", "late"),
            Run("20ms"),
            Elect("S2"),
            Settle("1s"),
            Release(Link("S1", "S3")),
            Run("20ms"),
        ),
    ),
}


@pytest.mark.parametrize("name", TRANSCRIPTS)
def test_transcript(name: str, golden: Golden) -> None:
    """Otherwise a change of the simulator changes every picture and every explanation unseen."""
    servers, events = TRANSCRIPTS[name]
    golden(f"transcripts/{name}.txt", run_of(events, servers=servers).trace.to_text(fold=True))


@pytest.mark.slow
def test_another_process_with_other_hashes_gives_the_same_text() -> None:
    """Otherwise two builds of the same content differ."""
    program = (
        "from tests.simulators.raft.runs.test_execution import TRANSCRIPTS\n"
        "from tests.simulators.raft.scripts import run_of\n"
        "for servers, events in TRANSCRIPTS.values(): print(run_of(events, servers=servers).trace.to_text())\n"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for hash_seed in ("1", "2")
    }
    assert len(texts) == 1


def test_seeds_differ_and_are_counted_from_0() -> None:
    """Otherwise two hundred runs are one run, two hundred times."""
    scenario = Scenario(servers=3, events=(Run("1s"),), explore=seeds(5))
    runs = list(SIMULATOR.executions(scenario, None))
    assert [run.seed for run in runs] == [0, 1, 2, 3, 4]
    assert len({run.trace.to_text() for run in runs}) == 5
    assert runs[3].trace == execution(scenario, 3).trace


# --- what the script's verbs do


def test_events_take_no_time_but_those_that_wait() -> None:
    """Otherwise things that a script does at one moment happen one after the other."""
    run = run_of((Crash(("S1", "S2")), Isolate("S3"), Heal("all"), Restart("all"), Run("7ms"), write("S1", "x")))
    assert run.end == 7_000
    assert {event.time for event in run.events("crash")} == {0}


def test_elect_waits_until_all_follow() -> None:
    """Otherwise a write right after elect may find servers that know of no leader."""
    for seed in range(20):
        run = run_of([Elect("S2")], seed=seed)
        assert {observe(run, "known_leader", f"S{number}") for number in range(1, 6)} == {"S2"}
        assert observe(run, "max_term") == 1


def test_elect_gives_up_and_says_so() -> None:
    """Otherwise a script whose server cannot win hangs, or goes on as if it had won."""
    run = run_of((Partition({"few": ("S1", "S2"), "many": ("S3", "S4", "S5")}), Elect("S1")))
    assert observe(run, "happened", "not_elected")
    assert observe(run, "current_term", "S1") == 5
    crashed = run_of((Elect("S1"), Crash("leader"), Elect("S1")))
    assert observe(crashed, "happened", "not_elected")


def test_settle_ends_when_all_is_quiet_and_says_if_it_is_not() -> None:
    """Otherwise a claim is judged while entries are still under way."""
    run = run_of((Elect("S1"), write("S1", "x"), Settle("5s")))
    assert run.end < 200_000
    assert all(server.commit_index == 1 for server in run.cluster.servers)
    assert not observe(run, "happened", "not_settled")
    holding = run_of((Elect("S1"), Hold(Link("S1", "S3")), write("S1", "x"), Elect("S2"), Settle("5s")), servers=3)
    assert not observe(holding, "happened", "not_settled")
    leaderless = run_of((Crash(("S1", "S2", "S3")), Settle("1s")))
    assert observe(leaderless, "happened", "not_settled")
    assert leaderless.end == 1_000_000


def test_what_finds_nothing_to_do_says_so() -> None:
    """Otherwise a script that crashes a leader before there is one looks as if it had done so."""
    nothing: tuple[Event, ...] = (Crash("leader"), Isolate("leader"), Restart("S1"), Elect("S1"), TimeOut("S1"))
    run = run_of(nothing)
    assert observe(run, "count", "no_effect") == 4


def test_a_write_to_nobody_is_refused() -> None:
    """Otherwise a lost write looks like one that was never sent."""
    run = run_of((write("leader", "a"), write("S1", "b"), Elect("S2"), Crash("S3"), write("S3", "c")))
    refused = {event.get("value"): event.detail for event in run.events("write_refused")}
    assert refused == {"a": "there is no leader to write to", "b": "knows no leader", "c": "S3 is down"}


def test_delay_and_hold_and_release_work_on_one_direction() -> None:
    """Otherwise a late message cannot be staged."""
    slow = run_of((Elect("S1"), Delay(SlowLink("S1", "S2", "70ms")), write("S1", "x"), Run("60ms")), servers=3)
    assert (observe(slow, "in_log", "x", "S2"), observe(slow, "in_log", "x", "S3")) == (False, True)
    held = (Elect("S1"), Hold(Link("S1", "S2")), write("S1", "x"), Run("90ms"))
    run = run_of(held, servers=3)
    assert observe(run, "in_log", "x", "S2") is False
    assert sum(message.receiver == "S2" for message in run.cluster.in_flight) >= 2
    released = run_of((*held, Release(Link("S1", "S2"))), servers=3)
    assert observe(released, "in_log", "x", "S2") is True
    assert released.end == run.end
    lost = run_of((Elect("S1"), LoseOneWay(Link("S1", "S2")), write("S1", "x"), Run("90ms")), servers=3)
    assert observe(lost, "in_log", "x", "S2") is False


def test_messages_under_way_are_lost_when_the_link_is_cut_or_the_receiver_down() -> None:
    """Otherwise a crashed server answers, or a cut lets one last message through."""
    for event, why in ((Isolate("S1"), "the link is cut"), (Crash(("S2", "S3")), "S2 is down")):
        run = run_of((TimeOut("S1"), event, Run("20ms")), servers=3)
        assert why in {lost.detail for lost in run.events("message_lost")}
        assert not observe(run, "happened", "vote_granted")
