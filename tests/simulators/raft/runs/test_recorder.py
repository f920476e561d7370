"""What is recorded, and the trace that is made of it."""

from __future__ import annotations

from quizgen.simulators.raft.protocol.messages import AppendEntries
from quizgen.simulators.raft.protocol.state import Entry
from quizgen.simulators.raft.runs.recorder import NETWORK, Recorder
from quizgen.simulators.raft.starts.start import empty_servers
from quizgen.simulators.trace import TraceEvent

NAMES = ("S1", "S2")
(S1, S2) = empty_servers(NAMES)


def recorder(*, keep: bool = True) -> Recorder:
    """Return a recorder with three events."""
    filled = Recorder(NAMES, keep=keep)
    filled.record(0, "S1", "start")
    first = filled.record(5, "S1", "become_leader", None, "", "", (("role", "leader"), ("term", 1)))
    filled.record(7, "S2", "append_accepted", first, "S1", "said so")
    return filled


def test_trace_says_what_was_recorded() -> None:
    """A picture or an explanation shows events that did not happen, or at another time."""
    trace = recorder().recorded().trace
    assert trace.actors == (*NAMES, NETWORK)
    assert trace.events[1] == TraceEvent(1, 5, "S1", "become_leader", None, "", "", (("role", "leader"), ("term", 1)))
    assert trace.events[2] == TraceEvent(2, 7, "S2", "append_accepted", 1, "S1", "said so")


def test_counts_and_events_are_those_of_the_trace() -> None:
    """A claim that counts events counts others than the trace shows."""
    record = recorder().recorded()
    assert dict(record.counts) == {
        ("start", "S1"): 1,
        ("become_leader", "S1"): 1,
        ("append_accepted", "S2"): 1,
        ("start", ""): 1,
        ("become_leader", ""): 1,
        ("append_accepted", ""): 1,
    }
    assert [*record.events({"start", "append_accepted"})] == [record.trace.events[0], record.trace.events[2]]


def test_record_does_not_change_afterwards() -> None:
    """What was asked of a run in its middle changes as it goes on."""
    filled = recorder()
    record = filled.recorded()
    filled.record(9, "S2", "crash")
    assert len(record.trace) == len(filled.recorded().trace) - 1


def test_nothing_is_kept_where_nobody_looks() -> None:
    """The thousands of runs of an experiment fill the memory."""
    assert len(recorder(keep=False).recorded().trace) == 0


def test_sending_the_same_entries_again_is_no_event() -> None:
    """A trace shows an append for every heartbeat until the answer comes."""
    filled = Recorder(NAMES, keep=True)
    append = AppendEntries("S1", "S2", 1, 0, 0, (Entry(1, "x"),), 0)
    assert filled.sent(0, S1, append, None) == 0
    assert filled.sent(1, S1, append, None) is None
    assert [event.type for event in filled.recorded().trace] == ["append_sent"]
