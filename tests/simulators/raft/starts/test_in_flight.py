"""Messages that are under way at a start: what they carry, what comes of them, and which no run can send."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.runs.execution import execution
from quizgen.simulators.raft.scenario import Exhaustive, Scenario, StatedMessage
from quizgen.simulators.raft.scenario.events import Deliver, Letter, Lose, Settle
from quizgen.simulators.raft.starts.problems import start_breaks
from tests.simulators.raft.figures import figure, logs, with_state
from tests.simulators.raft.scripts import observe

LED = with_state(with_state(logs(S1="12", S2="1", S3="1"), "S2", term=2), "S1", role="leader", term=2)
"""S1 leads term 2 and has an entry of it that nobody else has; S3 was never heard of in this term."""


def message(kind: Any, sender: str, receiver: str, **parts: Any) -> StatedMessage:  # noqa: ANN401  # as authors write
    return StatedMessage(message=kind, sender=sender, receiver=receiver, **parts)


def stated(*messages: StatedMessage, **more: Any) -> Scenario:  # noqa: ANN401  # as above
    return replace(figure(3, LED), in_flight=messages, **more)


def test_what_is_not_stated_is_what_the_sender_has() -> None:
    """Otherwise an author has to repeat the figure in each message, and a copy that is wrong asks something else."""
    scenario = stated(
        message("AppendEntries", "S1", "S2", prev_log_index=1, entries=1),
        message("AppendEntries", "S1", "S2"),
        message("AppendEntries", "S1", "S2", term=1, prev_log_index=0, entries=1),
        message("RequestVote", "S1", "S3"),
        message("AppendEntriesReply", "S2", "S1"),
    )
    assert SIMULATOR.problems(scenario) == ()
    run = execution(scenario, 0)
    assert sorted(observe(run, "terms_under_way", "AppendEntries", "S1", "S2")) == [1, 2, 2]  # type: ignore[arg-type]
    assert sorted(observe(run, "values_under_way", "S1", "S2")) == ["1@1", "2@2"]  # type: ignore[arg-type]
    assert observe(run, "terms_under_way", "RequestVote", "S1", "S3") == (2,)
    assert observe(run, "under_way", "any") == 5


def test_a_script_handles_what_is_under_way_at_the_start() -> None:
    """Otherwise "the message arrives late" cannot be asked of a figure, although it can be of a script."""
    append = message("AppendEntries", "S1", "S2", prev_log_index=1, entries=1)
    letter = Letter(sender="S1", receiver="S2", message="AppendEntries")
    arrived = execution(stated(append, events=(Deliver(letter),)), 0)
    assert observe(arrived, "log_terms", "S2") == (1, 2)
    assert observe(arrived, "terms_under_way", "AppendEntriesReply", "S2", "S1") == (2,)
    lost = execution(stated(append, events=(Lose(letter),)), 0)
    assert (observe(lost, "log_terms", "S2"), observe(lost, "under_way", "any")) == ((1,), 0)
    settled = execution(stated(append, events=(Settle("1s"),)), 0)
    assert observe(settled, "committed_up_to") == 2
    first = next(event for event in arrived.trace.events if event.type == "append_accepted")
    while first.cause is not None:
        first = arrived.trace.events[first.cause]
    assert (first.type, first.actor) == ("start", "S1")


def test_a_late_message_of_an_older_term_is_refused() -> None:
    """Otherwise the card on a stale message (section 5.1) shows a state in which there is none."""
    late = message("AppendEntries", "S3", "S2", term=1, prev_log_index=0, entries=1)
    letter = Letter(sender="S3", receiver="S2", message="AppendEntries")
    run = execution(stated(late, events=(Deliver(letter),)), 0)
    assert SIMULATOR.problems(stated(late, events=(Deliver(letter),))) == ()
    assert observe(run, "happened", "stale_rejected", "S2")


IMPOSSIBLE_MESSAGES: list[tuple[str, StatedMessage, str]] = [
    ("message-term", message("RequestVote", "S1", "S2", term=3), "no term falls"),
    ("message-term", message("AppendEntries", "S1", "S2", term=0, prev_log_index=0), "section 5.1"),
    ("message-sender", message("RequestVote", "S2", "S3"), "only who campaigned"),
    ("message-sender", message("AppendEntries", "S3", "S2"), "only who campaigned"),
    ("message-sender", message("RequestVoteReply", "S2", "S3"), "it voted for S1 there"),
    ("message-log", message("AppendEntries", "S1", "S2", prev_log_index=1, entries=2), "and has 2"),
    ("message-log", message("AppendEntries", "S1", "S2", prev_log_index=9), "tells of 9 entries"),
    ("message-log", message("AppendEntries", "S1", "S2", term=1, prev_log_index=1, entries=1), "entries of term 2"),
    ("message-log", message("AppendEntriesReply", "S2", "S1", index=2), "has them to 1"),
]


@pytest.mark.parametrize(("rule", "sent", "says"), IMPOSSIBLE_MESSAGES)
def test_a_message_that_nobody_can_have_sent_is_told_with_its_rule(rule: str, sent: StatedMessage, says: str) -> None:
    """Otherwise a card rests on a message that no cluster ever sends."""
    (problem,) = SIMULATOR.problems(stated(sent))
    assert problem.path == ("in_flight", 0)
    assert says in problem.message
    assert "(section" in problem.message
    assert start_breaks(stated(sent)) == (rule,)
    judged = execution(stated(sent, judge_start=True), 0)
    assert observe(judged, "start_breaks") == (rule,)


def test_a_candidate_asks_with_the_log_that_it_has() -> None:
    """Otherwise a candidate seems to be refused, or elected, for a log that it never had (section 5.4.1)."""
    campaigns = with_state(logs(S1="11", S2="1", S3="1"), "S2", role="candidate", term=2)
    asked = message("RequestVote", "S2", "S3", last_log_index=2, last_log_term=1)
    (problem,) = SIMULATOR.problems(replace(figure(3, campaigns), in_flight=(asked,)))
    assert "a candidate appends nothing" in problem.message


@pytest.mark.parametrize(
    ("sent", "part", "says"),
    [
        (message("RequestVote", "S9", "S2"), ("sender",), "no server 'S9'"),
        (message("RequestVote", "S1", "S1"), ("receiver",), "no link to itself"),
        (message("RequestVote", "S1", "S2", granted=True), ("granted",), "has no granted"),
        (message("AppendEntries", "S1", "S2", entries=-1), ("entries",), "0 or more"),
    ],
)
def test_what_means_nothing_is_told(sent: StatedMessage, part: tuple[str, ...], says: str) -> None:
    """Otherwise what an author wrote is dropped in silence, and the message is another than the one that is told."""
    (problem,) = SIMULATOR.problems(stated(sent))
    assert problem.path == ("in_flight", 0, *part)
    assert says in problem.message


def test_messages_are_bounded_and_of_runs() -> None:
    """A stranger's scenario fills the memory; or an exploration drops what an author wrote."""
    heartbeat = message("AppendEntries", "S1", "S2")
    (many,) = SIMULATOR.problems(stated(*[heartbeat] * 101))
    assert (many.path, "at most 100" in many.message) == (("in_flight",), True)
    explored = stated(heartbeat, explore=Exhaustive("logs", terms=3, entries=2))
    assert [problem.path for problem in SIMULATOR.problems(explored)] == [("in_flight",)]
