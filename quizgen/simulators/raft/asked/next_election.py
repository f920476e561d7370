"""Who can win the next election: each server campaigns, on its own, and its requests reach every server that is up."""

from __future__ import annotations

from dataclasses import replace

from quizgen.simulators.api import Measure
from quizgen.simulators.raft.misconceptions import rules_for
from quizgen.simulators.raft.protocol.inputs import ElectionTimeout, Restarted
from quizgen.simulators.raft.protocol.messages import RequestVote, RequestVoteReply
from quizgen.simulators.raft.protocol.rules import Rules
from quizgen.simulators.raft.protocol.state import Server
from quizgen.simulators.raft.protocol.step import step
from quizgen.simulators.raft.scenario import Scenario
from quizgen.simulators.raft.scenario.settings import settings_of
from quizgen.simulators.raft.starts.start import start_servers


def _next_leaders(scenario: Scenario, misconception: str | None) -> tuple[str, ...]:
    servers, down = start_servers(scenario)
    options = settings_of(scenario)
    rules = rules_for(misconception, replace(options, pre_vote=False, check_quorum=False, leader_no_op=False))
    live = [server for server in servers if server.name not in down]
    latest = max(server.current_term for server in servers)
    return tuple(server.name for server in live if _wins(server, live, latest, rules))


def _wins(server: Server, live: list[Server], latest: int, rules: Rules) -> bool:
    """Let a server that is in the highest term campaign; it got there by earlier timeouts, or by a message."""
    begun = step(server, Restarted(), rules)[0] if server.role == "leader" else server
    candidate, requests = step(replace(begun, current_term=latest), ElectionTimeout(), rules)
    voters = {voter.name: voter for voter in live}
    for request in requests:
        if isinstance(request, RequestVote) and request.receiver in voters:
            _, answers = step(voters[request.receiver], request, rules)
            for answer in answers:
                if isinstance(answer, RequestVoteReply):
                    candidate, _ = step(candidate, answer, rules)
    return candidate.role == "leader"


def _steps(scenario: Scenario) -> int:
    return scenario.servers * scenario.servers


NEXT_ELECTION_MEASURES: tuple[Measure[Scenario], ...] = (
    Measure(
        "next_leaders",
        "list(string)",
        "The servers that can be elected next, from the start as it is: in the first term after all that are there, by "
        "servers that are up, before anything is replicated. A leader can after a restart; who is down stays down.",
        _next_leaders,
        _steps,
        ordered=False,
        domain="server",
    ),
)
