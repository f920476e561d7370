"""Leader election: sections 5.2 and 5.4.1, and the pre-vote of the dissertation's section 9.6."""

from __future__ import annotations

from quizgen.simulators.raft.protocol import replication
from quizgen.simulators.raft.protocol.inputs import ElectionTimeout, LeaderSilence, Output, Outputs, Timer, note
from quizgen.simulators.raft.protocol.messages import RequestPreVote, RequestPreVoteReply, RequestVote, RequestVoteReply
from quizgen.simulators.raft.protocol.roles import just_elected, step_down
from quizgen.simulators.raft.protocol.rules import Rules
from quizgen.simulators.raft.protocol.state import Server, replace

Stepped = tuple[Server, Outputs]


def on_election_timeout(server: Server, received: ElectionTimeout, rules: Rules) -> Stepped:  # noqa: ARG001
    """Followers and candidates: an election timeout without a leader's word starts an election."""
    if server.role == "leader":
        return _check_quorum(server, rules) if rules.check_quorum else (server, ())
    noted = note(server, "election_timeout")
    server, outputs = _pre_campaign(server, rules) if rules.pre_vote else _campaign(server, rules)
    return server, (noted, *outputs)


def on_leader_silence(server: Server, received: LeaderSilence, rules: Rules) -> Stepped:  # noqa: ARG001
    """The shortest election timeout passed: the leader's word is no longer fresh."""
    return (replace(server, leader_is_fresh=False) if server.leader_is_fresh else server), ()


def _check_quorum(server: Server, rules: Rules) -> Stepped:
    """Leaders with check_quorum: without answers from a majority since the last time, step down."""
    if rules.is_quorum(server, (server.name, *server.heard_from)):
        return replace(server, heard_from=()), (Timer.ELECTION,)
    follower, outputs = step_down(replace(server, leader=""), "")
    return follower, (note(server, "quorum_lost"), *outputs)


def _pre_campaign(server: Server, rules: Rules) -> Stepped:
    """Ask whether a majority would vote, without raising the term (dissertation, section 9.6)."""
    server = replace(server, role="pre_candidate", votes=(server.name,), leader="", leader_is_fresh=False)
    noted = note(server, "become_pre_candidate")
    if rules.wins_election(server):
        server, outputs = _campaign(server, rules)
        return server, (noted, *outputs)
    last = (len(server.log), server.last_log_term)
    requests = (RequestPreVote(server.name, peer, server.current_term + 1, *last) for peer in server.peers)
    return server, (noted, Timer.ELECTION, *requests)


def _campaign(server: Server, rules: Rules) -> Stepped:
    """Candidates: on conversion, raise the term, vote for itself, reset the timer, send RequestVote to all others."""
    server = replace(server, role="candidate", leader="", leader_is_fresh=False, votes=())
    outputs: list[Output] = [note(server, "become_candidate")]
    for action in rules.candidacy():
        if action == "term_increment":
            server = replace(server, current_term=server.current_term + 1, voted_for="", votes=())
        else:
            server = replace(server, voted_for=server.name, votes=(server.name,))
        outputs.append(note(server, action))
    outputs.append(Timer.ELECTION)
    last = (len(server.log), server.last_log_term)
    outputs += (RequestVote(server.name, peer, server.current_term, *last) for peer in server.peers)
    server, won = _become_leader_if_won(server, rules)
    return server, (*outputs, *won)


def _become_leader_if_won(server: Server, rules: Rules) -> Stepped:
    """Candidates: with votes from a majority, become leader and say so at once to prevent new elections."""
    if not rules.wins_election(server):
        return server, ()
    leader = just_elected(server)
    noted = note(leader, "become_leader", votes=len(server.votes))
    timers = (Timer.ELECTION,) if rules.check_quorum else ()
    leader, outputs = replication.begin_leadership(leader, rules)
    return leader, (noted, *timers, *outputs)


def on_request_vote(server: Server, request: RequestVote, rules: Rules) -> Stepped:
    """RequestVote, receiver, rule 2."""
    granted = rules.grants_vote(server, request)
    reply = RequestVoteReply(server.name, request.sender, server.current_term, granted)
    if not granted:
        reason = "its log is older" if rules.has_vote_left(server, request.sender) else f"voted {server.voted_for}"
        return server, (note(server, "vote_refused", request.sender, reason), reply)
    server = replace(server, voted_for=request.sender)
    return server, (note(server, "vote_granted", request.sender), Timer.ELECTION, reply)


def on_request_vote_reply(server: Server, reply: RequestVoteReply, rules: Rules) -> Stepped:
    """Candidates: count the vote. After the election is decided, votes no longer matter."""
    if server.role != "candidate" or not reply.granted or reply.sender in server.votes:
        return server, ()
    server = replace(server, votes=tuple(sorted((*server.votes, reply.sender))))
    noted = note(server, "vote_received", reply.sender, votes=len(server.votes))
    server, won = _become_leader_if_won(server, rules)
    return server, (noted, *won)


def on_request_pre_vote(server: Server, request: RequestPreVote, rules: Rules) -> Stepped:
    """Say whether it would vote; nothing of its own changes (dissertation, section 9.6)."""
    granted = rules.grants_pre_vote(server, request)
    noted = note(server, "pre_vote_granted" if granted else "pre_vote_refused", request.sender)
    term = max(server.current_term, request.term - 1)
    return server, (noted, RequestPreVoteReply(server.name, request.sender, term, granted))


def on_request_pre_vote_reply(server: Server, reply: RequestPreVoteReply, rules: Rules) -> Stepped:
    """Pre-candidates: with a majority's word, campaign."""
    if server.role != "pre_candidate" or not reply.granted or reply.sender in server.votes:
        return server, ()
    server = replace(server, votes=tuple(sorted((*server.votes, reply.sender))))
    noted = note(server, "pre_vote_received", reply.sender, votes=len(server.votes))
    if not rules.wins_election(server):
        return server, (noted,)
    server, outputs = _campaign(server, rules)
    return server, (noted, *outputs)
