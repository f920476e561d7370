"""Disks that do not keep what they promised (figure 2, persistent state): what is lost, and what comes of it."""

from __future__ import annotations

import pytest

from quizgen.simulators.raft.protocol.disk import after_loss
from quizgen.simulators.raft.protocol.state import Entry, Server
from quizgen.simulators.raft.runs.execution import RaftExecution, execution
from quizgen.simulators.raft.scenario import Scenario
from quizgen.simulators.raft.scenario.events import (
    Crash,
    Elect,
    Event,
    Loss,
    Partition,
    Recovery,
    Restart,
    Run,
    Settle,
    TimeOut,
)
from tests.simulators.raft.scripts import observe, run_of, write

_SERVER = Server("S1", ("S1",), ("S1",), 4, "S2", (Entry(1, "a"), Entry(3, "b")), role="leader", commit_index=2)


@pytest.mark.parametrize(
    ("loses", "loses_last", "term", "vote", "length"),
    [
        ("nothing", 0, 4, "S2", 2),
        ("vote", 0, 4, "", 2),
        ("term", 0, 0, "", 2),
        ("log", 0, 4, "S2", 0),
        ("everything", 0, 0, "", 0),
        ("nothing", 1, 4, "S2", 1),
        ("vote", 9, 4, "", 0),
    ],
)
def test_what_a_disk_loses(loses: Loss, loses_last: int, term: int, vote: str, length: int) -> None:
    """Otherwise a question on a lost vote is about a lost term, or the other way round."""
    kept = after_loss(_SERVER, loses, loses_last)
    assert (kept.current_term, kept.voted_for, kept.log) == (term, vote, _SERVER.log[:length])
    assert (kept is _SERVER) == ((loses, loses_last) == ("nothing", 0))


def _restarted(loses: Loss | None, loses_last: int = 0, *, of_all: Loss = "nothing") -> RaftExecution:
    """S1 commits x, crashes and starts again."""
    back = Restart(Recovery(servers="S1", loses=loses, loses_last=loses_last))
    events = (Elect("S1"), write("S1", "x"), Settle("1s"), Crash("S1"), back)
    return execution(Scenario(servers=3, events=events, restart_loses=of_all), 0)


def test_a_restart_says_what_was_lost() -> None:
    """Otherwise a reader of the run sees a log that is suddenly empty."""
    details = [event.detail for event in _restarted("everything").events("disk_lost")]
    assert details == ["term 1, its vote for S1, entries 1 to 1"]
    assert not observe(_restarted(None), "happened", "disk_lost")
    assert observe(_restarted("log"), "log_length", "S1") == 0
    assert observe(_restarted(None, 1), "log_length", "S1") == 0


def test_a_restart_can_keep_what_the_scenario_loses() -> None:
    """Otherwise one good disk among bad ones cannot be staged."""
    assert observe(_restarted(None, of_all="log"), "log_length", "S1") == 0
    assert observe(_restarted("nothing", of_all="log"), "log_length", "S1") == 1


def test_a_forgotten_vote_elects_two_leaders() -> None:
    """Otherwise the card cannot show why a vote must be on disk before it is given (section 5.2, figure 2)."""
    apart: tuple[Event, ...] = (
        Partition({"one": ("S1", "S3"), "two": ("S2",)}),
        Elect("S1"),
        Crash("S3"),
        Partition({"one": ("S1",), "two": ("S2", "S3")}),
    )
    cases: tuple[tuple[Loss, int], ...] = (("vote", 2), ("nothing", 1))
    for loses, leaders in cases:
        back = Restart(Recovery(servers="S3", loses=loses))
        run = run_of((*apart, back, TimeOut("S2"), Settle("40ms")), servers=3)
        assert observe(run, "leaders_in_term_max") == leaders
        assert observe(run, "safe") == (leaders == 1)


def test_a_lost_vote_or_term_alone_breaks_nothing_of_figure_3() -> None:
    """Otherwise ``safe()`` is false on a card, and the reader finds all five properties of the paper's table kept."""
    cases: tuple[tuple[Loss, str], ...] = (
        ("vote", "monotonic_terms"),
        ("term", "single_vote"),
        ("nothing", "single_vote"),
    )
    for loses, kept in cases:
        back = Restart(Recovery(servers="S2", loses=loses))
        run = run_of((Elect("S1"), Run("100ms"), Crash("S2"), back, Settle("1s")), servers=3)
        assert observe(run, "safe")
        assert observe(run, kept)
        assert observe(run, "single_vote") == observe(run, "holds", "single-vote") == (loses != "vote")
        assert observe(run, "monotonic_terms") == observe(run, "holds", "monotonic-terms") == (loses != "term")


def test_a_lost_log_loses_what_was_committed() -> None:
    """Otherwise the card cannot show why an entry must be on disk before it is acknowledged (section 5.3)."""
    written: tuple[Event, ...] = (
        Crash("S3"),
        Elect("S1"),
        write("S1", "x"),
        Settle("1s"),
        Crash(("S1", "S2")),
        Restart("S3"),
    )
    back = Restart(Recovery(servers="S2", loses="log"))
    run = run_of((*written, back, Elect("S3"), write("S3", "y"), Settle("1s")), servers=3)
    assert observe(run, "committed_values") == ("x", "y")
    assert observe(run, "committed", "x")
    assert observe(run, "committed", "y")
    assert (observe(run, "holders_at_commit", "x"), observe(run, "holders_at_commit", "y")) == (2, 2)
    assert observe(run, "committed_on", "y", "S3")
    assert not observe(run, "holds", "state-machine-safety")
