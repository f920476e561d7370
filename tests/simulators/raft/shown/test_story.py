"""Scenarios in plain words."""

from __future__ import annotations

from quizgen.model.scenario import bind
from quizgen.simulators import SIMULATORS
from quizgen.simulators.raft.shown.story import told

RAFT = SIMULATORS["raft"]

SCRIPT: list[tuple[dict[str, object], str]] = [
    ({"elect": "S1"}, "S1 campaigns until it leads"),
    ({"time_out": "S2"}, "S2 times out"),
    ({"crash": "leader"}, "the leader crashes"),
    ({"crash": ["S2", "S3"]}, "S2 and S3 crash"),
    ({"restart": "all"}, "all that are down restart"),
    ({"restart": {"servers": "S2", "loses": "vote", "loses_last": 1}}, "S2 restarts without vote and the last 1 entry"),
    ({"isolate": ["S1", "S2"]}, "S1 and S2 are cut off"),
    ({"partition": {"old": ["S1"], "new": ["S2", "S3"]}}, "the network splits into S1; S2 and S3"),
    ({"heal": "all"}, "all links heal"),
    ({"write": {"to": "leader", "value": "x"}}, "a client writes x to the leader"),
    ({"run": "200ms"}, "200 ms pass"),
    ({"settle": "2s"}, "all comes to rest"),
    ({"drop": {"sender": "S1", "receiver": "S3"}}, "what S1 sends to S3 is lost from now on"),
    ({"delay": {"sender": "S1", "receiver": "S3", "by": "300ms"}}, "what S1 sends to S3 takes 300 ms longer"),
    ({"hold": "all"}, "every message is kept back"),
    ({"release": "all"}, "every message that was kept back arrives"),
    ({"send": {"sender": "S1", "receiver": "S2"}}, "S1 sends S2 the entries that it lacks"),
    ({"deliver": {"sender": "S1", "receiver": "S2", "nth": 2}}, "the message of S1 to S2 (number 2 under way) arrives"),
    ({"lose": {"sender": "S1", "receiver": "S2"}}, "the message of S1 to S2 is lost"),
    ({"postpone": {"sender": "S1", "receiver": "S2", "by": "1s"}}, "the message of S1 to S2 comes 1 s late"),
    (
        {"duplicate": {"sender": "S1", "receiver": "S2", "message": "RequestVote"}},
        "the RequestVote of S1 to S2 comes twice",
    ),
]


def test_every_event_of_a_script_is_told() -> None:
    """A step of what was run would be missing from what a learner is told, or be told wrongly, or end the build."""
    bound = bind({"simulator": "raft", "servers": 3, "events": [event for event, _ in SCRIPT]})
    assert told(bound.scenario) == ("a simulated cluster of 3 servers", *(words for _, words in SCRIPT))
    assert {verb for event, _ in SCRIPT for verb in event} == set(RAFT.script_events)


def test_what_is_unusual_is_told() -> None:
    """A learner would take the result for that of a cluster that loses no message and forgets nothing."""
    unusual = {"loss": 0.1, "duplication": 0.2, "restart_loses": "vote", "pre_vote": True, "check_quorum": True}
    start = {"start": {"S1": {"log": [1], "role": "leader"}}, "leader_no_op": True}
    _, *conditions = told(bind({"simulator": "raft", "servers": 3, **unusual, **start}).scenario)
    assert conditions == [
        "the servers start with the logs and states that are stated",
        "10% of the messages are lost",
        "20% of the messages arrive twice",
        "servers that restart have lost their vote",
        "servers ask before they campaign (pre-vote)",
        "a leader that hears from no majority steps down",
        "a new leader appends an entry of its own",
    ]
