"""Observations about what would come of a campaign: it is tried out, on copies of the servers at the end."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from quizgen.simulators.api import ObservationError, observation
from quizgen.simulators.raft.asked.domains import AServer, Servers
from quizgen.simulators.raft.asked.observations.lookup import server_of
from quizgen.simulators.raft.protocol.inputs import ElectionTimeout, Outputs, Restarted
from quizgen.simulators.raft.protocol.messages import RequestVote, RequestVoteReply
from quizgen.simulators.raft.protocol.rules import Rules
from quizgen.simulators.raft.protocol.state import Server
from quizgen.simulators.raft.protocol.step import step
from quizgen.simulators.raft.runs.execution import RaftExecution

# Each function without an underscore is an observation; its documentation is a line of the author's reference.


def _why_granted(run: RaftExecution, voter: str, candidate: str) -> str:
    """Return what decides over the vote: the first of the facts that a server looks at which speaks against it."""
    campaigner, asked = _campaign(_copy(server_of(run, candidate)), run.rules)[0], _copy(server_of(run, voter))
    term = campaigner.current_term
    if voter == candidate:
        return "who campaigns votes for itself"
    if voter in run.cluster.down:
        return f"{voter} is down"
    if asked.current_term > term:
        return f"{voter} is in term {asked.current_term}, and {candidate} would campaign for term {term}"
    if asked.current_term == term and asked.voted_for not in {"", candidate}:
        return f"{voter} has used its vote in term {term}"
    return f"{_end_of_log(asked)}, and {_end_of_log(campaigner)}"


def _end_of_log(server: Server) -> str:
    if not server.log:
        return f"{server.name}'s log is empty"
    return f"{server.name}'s log ends with entry {len(server.log)} of term {server.last_log_term}"


@partial(observation, why=_why_granted)
def would_grant(run: RaftExecution, voter: AServer, candidate: AServer) -> bool:
    """Whether a server that is up would vote for another that campaigned at the end, were they linked."""
    campaigner, requests = _campaign(_copy(server_of(run, candidate)), run.rules)
    asked = _copy(server_of(run, voter))
    if asked.name == campaigner.name:
        return asked.name in campaigner.votes
    if asked.name in run.cluster.down:
        return False
    return _answer(asked, requests, run.rules)[1].granted


def votes_it_would_get(run: RaftExecution, candidate: AServer) -> Servers:
    """How many votes a server, were it up, would get in a campaign at the end: its own, and of live servers linked."""
    campaigner, requests = _campaign(_copy(server_of(run, candidate)), run.rules)
    voters = _within_reach(run, candidate)
    return len(campaigner.votes) + sum(_answer(voter, requests, run.rules)[1].granted for voter in voters)


def can_win(run: RaftExecution, candidate: AServer) -> bool:
    """Whether a live server could be elected at the end by those it is linked to, in one campaign or after several."""
    campaigner = _copy(server_of(run, candidate))
    voters = _within_reach(run, candidate)
    latest = max((voter.current_term for voter in voters), default=0)
    if campaigner.name in run.cluster.down:
        return False
    while True:
        campaigner, requests = _campaign(campaigner, run.rules)
        answered = [_answer(voter, requests, run.rules) for voter in voters]
        voters = [voter for voter, _ in answered]
        won = campaigner
        for _, reply in answered:
            won = step(won, reply, run.rules)[0] if reply.granted else won
        if won.role == "leader" or campaigner.current_term > latest:
            return won.role == "leader"


def votes_so_far(run: RaftExecution, server: AServer) -> Servers:
    """How many votes, its own included, a candidate has at the end, 0 if a server is no candidate."""
    state = server_of(run, server)
    return len(state.votes) if state.role == "candidate" else 0


def _campaign(server: Server, rules: Rules) -> tuple[Server, Outputs]:
    """Let a server campaign at once, without a pre-vote. A leader, which has no reason to, restarts before."""
    if server.role == "leader":
        server = step(server, Restarted(), rules)[0]
    return step(server, ElectionTimeout(), replace(rules, pre_vote=False))


def _answer(voter: Server, requests: Outputs, rules: Rules) -> tuple[Server, RequestVoteReply]:
    """Let a server take its request for a vote; one that it ignores is as good as refused."""
    for request in requests:
        if isinstance(request, RequestVote) and request.receiver == voter.name:
            voter, outputs = step(voter, request, rules)
            for output in outputs:
                if isinstance(output, RequestVoteReply):
                    return voter, output
    return voter, RequestVoteReply(voter.name, "", voter.current_term, granted=False)


def _within_reach(run: RaftExecution, name: str) -> list[Server]:
    """Return copies of the other live servers that messages reach and come back from."""
    return [
        _copy(server)
        for server in run.cluster.live
        if server.name != name and run.cluster.network.connects(name, server.name)
    ]


def _copy(server: Server) -> Server:
    """Return a server that can take steps of its own.

    An explored state may not know for whom a server voted in its term: then the vote is used, for nobody in question.
    """
    try:
        voted_for = server.voted_for
    except ObservationError:
        voted_for = server.name
    return Server(
        name=server.name,
        members=server.members,
        reachable=server.reachable,
        current_term=server.current_term,
        voted_for=voted_for,
        log=server.log,
        role=server.role,
        leader_is_fresh=server.leader_is_fresh,
        votes=server.votes,
    )
