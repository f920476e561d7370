"""What a question about Raft may leave unsaid although its answer depends on it."""

from __future__ import annotations

from dataclasses import replace

from quizgen.simulators.api import Switch
from quizgen.simulators.raft.scenario import Scenario
from quizgen.simulators.raft.scenario.events import Partition

LOSSY = 0.1
"""How many messages the network of the switch ``loss`` loses: one in ten."""

_NUMBER = r"(?:[2-9]|two|three|four|five|six|seven|eight|nine)"
_MEMBERS = r"(?:servers?|members?|nodes?|machines?|replicas?)"
_SIZE_OF_CLUSTER = (
    rf"{_NUMBER}\**(?:[- ](?:[\w*]+ ){{0,2}}|-){_MEMBERS}",
    rf"(?:cluster|group) of (?:size )?{_NUMBER}",
    r"S1`? (?:to|through|-) `?S[0-9]",
    r"odd(?:[- ]sized)? (?:number|size|cluster)s?",
    r"even(?:[- ]sized)? (?:number|size|cluster)s?",
    r"whatever (?:the|its) (?:size|number)",
)

_BASIC = r"(?:basic|plain) raft"
"""Raft without any of its options."""


def _pre_vote(scenario: Scenario) -> Scenario:
    return replace(scenario, pre_vote=not scenario.pre_vote)


def _check_quorum(scenario: Scenario) -> Scenario:
    return replace(scenario, check_quorum=not scenario.check_quorum)


def _leader_no_op(scenario: Scenario) -> Scenario:
    return replace(scenario, leader_no_op=not scenario.leader_no_op)


def _one_server_more(scenario: Scenario) -> Scenario | None:
    """Add a server that the script does not name; a partition would have to say on which side it is."""
    if any(isinstance(event, Partition) for event in scenario.events):
        return None
    return replace(scenario, servers=scenario.servers + 1)


def _loss(scenario: Scenario) -> Scenario:
    return replace(scenario, loss=0.0 if scenario.loss else LOSSY)


SWITCHES: tuple[Switch[Scenario], ...] = (
    Switch(
        "pre_vote",
        "Whether servers ask before they campaign if they would be elected (dissertation, section 9.6).",
        (r"pre-?votes?", _BASIC),
        _pre_vote,
    ),
    Switch(
        "check_quorum",
        "Whether leaders step down that hear from no majority, and servers keep to a leader that they hear from "
        "(dissertation, sections 6.2 and 4.2.3).",
        (r"check[- ]?quorum", r"leader lease", _BASIC),
        _check_quorum,
    ),
    Switch(
        "leader_no_op",
        "Whether a new leader begins by appending an entry without a value (section 8).",
        (r"no-?ops?", r"(?:blank|empty) entr(?:y|ies)", r"entr(?:y|ies) without (?:a )?(?:value|command)", _BASIC),
        _leader_no_op,
    ),
    Switch(
        "one_server_more",
        "How many servers there are, and with it whether their number is odd or even.",
        _SIZE_OF_CLUSTER,
        _one_server_more,
    ),
    Switch(
        "loss",
        f"Whether the network loses messages, here {LOSSY:.0%} of them.",
        (r"los[est]\w*", r"drop\w*", r"reliabl[ey]", r"unreliable", r"networks?", r"get through", r"arrives?"),
        _loss,
    ),
)
