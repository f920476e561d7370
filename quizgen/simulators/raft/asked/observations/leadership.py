"""Observations about terms, votes and leaders."""

from __future__ import annotations

from quizgen.simulators.raft.asked.domains import (
    AGroup,
    ARole,
    AServer,
    AServerIfAny,
    ATerm,
    ATermThatBegan,
    Campaigns,
    Milliseconds,
    MillisecondsIfAny,
    Servers,
    ServersOfGroup,
)
from quizgen.simulators.raft.asked.observations.lookup import group_of, server_of
from quizgen.simulators.raft.runs.execution import RaftExecution

# Each function without an underscore is an observation; its documentation is a line of the author's reference.


def leaders(run: RaftExecution) -> Servers:
    """How many live servers have the role leader at the end."""
    return len(run.leaders)


def leaders__of_group(run: RaftExecution, group: AGroup) -> ServersOfGroup:
    """How many live servers of a partition's group have the role leader at the end (also after heal)."""
    members = group_of(run, group)
    return sum(server.name in members for server in run.leaders)


def leader(run: RaftExecution) -> AServerIfAny:
    """The live leader of the highest term at the end, "" if there is none."""
    return max(((server.current_term, server.name) for server in run.leaders), default=(0, ""))[1]


def role(run: RaftExecution, server: AServer) -> ARole:
    """A server's role at the end: follower, candidate, leader, pre_candidate (with pre_vote) or down."""
    state = server_of(run, server)
    return "down" if server in run.cluster.down else state.role


def up(run: RaftExecution, server: AServer) -> bool:
    """Whether a server is up at the end."""
    return server_of(run, server).name not in run.cluster.down


def current_term(run: RaftExecution, server: AServer) -> ATerm:
    """A server's term at the end."""
    return server_of(run, server).current_term


def max_term(run: RaftExecution) -> ATerm:
    """The highest term of any server at the end, live or not."""
    return max(server.current_term for server in run.cluster.servers)


def voted_for(run: RaftExecution, server: AServer) -> AServerIfAny:
    """The candidate that a server voted for in its current term, "" if none."""
    return server_of(run, server).voted_for


def vote_of(run: RaftExecution, server: AServer, term: ATermThatBegan) -> AServerIfAny:
    """The candidate that a server voted for in that term (the last, should there be several), "" if none."""
    return run.history.votes.get((server_of(run, server).name, term), [""])[-1]


def known_leader(run: RaftExecution, server: AServer) -> AServerIfAny:
    """The server that a server takes for the leader at the end, "" if none."""
    return server_of(run, server).leader


def leader_of_term(run: RaftExecution, term: ATermThatBegan) -> AServerIfAny:
    """The server that became leader of that term (the first, should there be several), "" if nobody did."""
    return run.history.leaders.get(term, [""])[0]


def candidates_in_term(run: RaftExecution, term: ATermThatBegan) -> Servers:
    """How many servers campaigned in that term."""
    return len(set(run.history.candidates.get(term, [])))


def votes_at_win(run: RaftExecution, term: ATermThatBegan) -> Servers:
    """How many votes, its own included, the leader of that term had when it won; 0 if nobody did."""
    return run.history.votes_at_win.get(term, 0)


def elections(run: RaftExecution) -> Campaigns:
    """How many campaigns were started."""
    return run.counts.get(("become_candidate", ""), 0)


def terms_without_leader(run: RaftExecution) -> Campaigns:
    """How many of the terms that began in the run (1 to max_term(), if it starts empty) never had a leader."""
    return sum(term not in run.history.leaders for term in run.terms_begun)


def terms_without_campaign(run: RaftExecution) -> Campaigns:
    """How many of the terms that began in the run did so without anybody campaigning in them."""
    return sum(term not in run.history.candidates for term in run.terms_begun)


def leaders_in_term_max(run: RaftExecution) -> Servers:
    """The most servers that became leader of one and the same term; 0 if nobody ever led."""
    return max((len(set(names)) for names in run.history.leaders.values()), default=0)


def simultaneous_leaders(run: RaftExecution) -> Servers:
    """The most live servers that believed themselves leader at one moment of the run."""
    return run.history.most_leaders


def stepped_down(run: RaftExecution, server: AServer) -> bool:
    """Whether a server ever gave up the role of leader without crashing."""
    name = server_of(run, server).name
    return any(event.actor == name and event.get("was") == "leader" for event in run.events("step_down"))


def longest_stall_ms(run: RaftExecution) -> Milliseconds:
    """The longest time in ms, after the first leader, without a live leader linked to a quorum in its term."""
    return run.longest_stall // 1000


def first_leader_ms(run: RaftExecution) -> MillisecondsIfAny:
    """When there first was a leader linked to a quorum in its term, in ms from the start; -1 if never."""
    return -1 if run.first_available is None else run.first_available // 1000
