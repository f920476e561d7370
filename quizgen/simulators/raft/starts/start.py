"""The cluster that a scenario starts with: what is stated of it, and what goes without saying, as servers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from quizgen.simulators.raft.protocol.history import History
from quizgen.simulators.raft.protocol.messages import Message, RequestVote
from quizgen.simulators.raft.protocol.roles import just_elected
from quizgen.simulators.raft.protocol.rules import Rules
from quizgen.simulators.raft.protocol.state import Entry, Server
from quizgen.simulators.raft.scenario import Scenario, StartState, StatedEntry, server_names
from quizgen.simulators.raft.starts.messages import messages_at_start

_EMPTY = StartState()
_RULES = Rules()


@dataclass(frozen=True, slots=True)
class Start:
    """A cluster that does not start empty.

    Attributes:
        servers: in order of name.
        down: names of the servers that are down, in order.
        words: for each server, what it starts with, for a reader of the trace: "log 1 1 3".
        breaks: the rules that make it impossible, by name, each with what breaks it; empty where it is to be run.
        messages: those that are under way.
    """

    servers: tuple[Server, ...]
    down: tuple[str, ...]
    words: tuple[str, ...]
    breaks: tuple[tuple[str, str], ...] = ()
    messages: tuple[Message, ...] = ()


def empty_servers(members: tuple[str, ...]) -> tuple[Server, ...]:
    """Return servers that start for the first time: followers in term 0 with an empty log."""
    return tuple(Server(name=name, members=members, reachable=members) for name in members)


def start_servers(scenario: Scenario) -> tuple[tuple[Server, ...], tuple[str, ...]]:
    """Return the servers as they are at the start, in order of name, and the names of those that are down.

    What is not stated is filled in as `StartState` says. A log is cut at its first hole, which only a start that is
    judged, not run, can have.
    """
    names = server_names(scenario)
    states = {name: scenario.start.get(name, _EMPTY) for name in names}
    down = tuple(name for name in names if not states[name].up)
    live = tuple(name for name in names if name not in down)
    latest = latest_term(scenario)
    servers = {name: _persistent(name, names, states[name], latest) for name in names}
    votes = {name: _vote(servers[name], states, servers) for name in names}
    leaders = {server.current_term: name for name, server in servers.items() if states[name].role == "leader"}
    fresh = scenario.pre_vote or scenario.check_quorum
    return tuple(
        _in_office(
            replace(server, voted_for=votes[name], reachable=names if name in down else live),
            states[name],
            leaders.get(server.current_term, ""),
            fresh=fresh,
        )
        for name, server in servers.items()
    ), down


def start_of(scenario: Scenario, breaks: tuple[tuple[str, str], ...] = ()) -> Start | None:
    """Return what a scenario starts with; None if it starts empty."""
    if not scenario.start:
        return None
    servers, down = start_servers(scenario)
    words = tuple(_words(scenario.start.get(server.name, _EMPTY)) for server in servers)
    under_way = messages_at_start(scenario, {server.name: server for server in servers})
    return Start(servers, down, words, breaks, under_way)


def latest_term(scenario: Scenario) -> int:
    """Return the highest term that is stated anywhere in the start, of a server or of an entry; 0 if none is."""
    stated = (state.term for state in scenario.start.values() if state.term is not None)
    return max((*stated, *(entry.term for _, entry in stated_entries(scenario.start.values()))), default=0)


def stated_entries(states: Iterable[StartState]) -> list[tuple[int, Entry]]:
    """Return the entries of logs as they are stated, with their indices, without holes."""
    return [
        (index, entry_of(stated, index))
        for state in states
        for index, stated in enumerate(state.log, start=1)
        if stated is not None
    ]


def entry_of(stated: int | StatedEntry, index: int) -> Entry:
    """Return an entry; one that is stated as a term only has the value ``INDEX@TERM``."""
    if isinstance(stated, StatedEntry):
        return Entry(stated.term, stated.value)
    return Entry(stated, f"{index}@{stated}")


def could_have_voted(voter: Server, candidate: Server, term: int) -> bool:
    """Tell whether a server may have voted for another in a term, as far as its log tells (section 5.4.1).

    In its current term a server gets entries from that term's leader only. So what it has and the candidate has not, it
    had when it was asked for its vote; then the candidate's log, without entries of that term, had to be as up to date.
    """
    if voter.current_term < term or candidate.current_term < term:
        return False
    if voter.current_term > term or candidate.current_term > term:  # a later leader may have changed either log
        return True
    before = tuple(entry for entry in candidate.log if entry.term < term)
    asked = RequestVote(candidate.name, voter.name, term, len(before), before[-1].term if before else 0)
    return all(
        _RULES.log_is_up_to_date(replace(voter, log=voter.log[:index]), asked)
        for index, entry in enumerate(voter.log, start=1)
        if candidate.log[index - 1 : index] != (entry,)
    )


def history_at(start: Start) -> History:
    """Return the facts over time that a start implies: who leads, what is committed, which entries there are.

    Committed is everything up to the commit index of some server, since the term of the entry itself at the earliest.
    """
    history = History()
    for server in start.servers:
        if server.voted_for:
            history.votes[server.name, server.current_term] = [server.voted_for]
        if server.role == "leader":
            history.leaders.setdefault(server.current_term, []).append(server.name)
            votes = sum(
                one.current_term == server.current_term and one.voted_for == server.name for one in start.servers
            )
            history.votes_at_win.setdefault(server.current_term, votes)
        if server.role in {"leader", "candidate"}:
            history.candidates.setdefault(server.current_term, []).append(server.name)
        for index, entry in enumerate(server.log, start=1):
            history.entries[index, entry.term] = (entry.value, server.term_at(index - 1))
        history.take_in_stored(server)
    for server in sorted(start.servers, key=lambda server: -server.commit_index):
        for index, entry in enumerate(server.log[: server.commit_index], start=1):
            history.secured[entry.value] = None
            history.take_in_committed(0, index, entry, entry.term, start.servers)
    history.most_leaders = sum(server.role == "leader" for server in start.servers)
    return history


def _persistent(name: str, names: tuple[str, ...], state: StartState, latest: int) -> Server:
    """Return a server with its term and log."""
    holes = [position for position, stated in enumerate(state.log) if stated is None]
    whole = state.log[: holes[0]] if holes else state.log
    log = tuple(entry_of(stated, index) for index, stated in enumerate(whole, start=1) if stated is not None)
    return Server(
        name=name,
        members=names,
        reachable=names,
        current_term=latest if state.term is None else state.term,
        log=log,
        commit_index=state.commit_index if state.up else 0,
    )


def _vote(server: Server, states: dict[str, StartState], servers: dict[str, Server]) -> str:
    """Return whom a server voted for in its term."""
    state, term = states[server.name], server.current_term
    if state.voted_for is not None:
        return state.voted_for
    if state.role != "follower":
        return server.name
    for chosen in likely_leaders(states, servers, term):
        return chosen if could_have_voted(server, servers[chosen], term) else ""
    return ""


def likely_leaders(states: dict[str, StartState], servers: dict[str, Server], term: int) -> list[str]:
    """Return who may have led a term, the likeliest first: who is stated to, or else who has its entries, most first.

    Who voted for somebody else in that term did not lead it.
    """
    stated = [name for name, server in servers.items() if states[name].role == "leader" and server.current_term == term]
    if stated:
        return stated
    owners = [
        name
        for name, server in servers.items()
        if any(entry.term == term for entry in server.log)
        and not (server.current_term == term and states[name].voted_for not in (None, name))
    ]
    return sorted(owners, key=lambda name: -len(servers[name].log))


def _in_office(server: Server, state: StartState, leader: str, *, fresh: bool) -> Server:
    """Return a server with what its role keeps. A leader is as one that was just elected, but for what is stated."""
    if state.role == "candidate":
        return replace(server, role="candidate", votes=(server.name,))
    if state.role == "follower":
        return replace(server, leader=leader, leader_is_fresh=fresh) if leader and state.up else server
    leading = just_elected(server)
    match = tuple(state.match_index.get(member, 0) for member in server.members)
    unstated = (known + 1 if known else start for known, start in zip(match, leading.next_index, strict=True))
    following = zip(server.members, unstated, strict=True)
    return replace(
        leading,
        match_index=match,
        next_index=tuple(state.next_index.get(member, index) for member, index in following),
    )


def _words(state: StartState) -> str:
    terms = (_term(stated) for stated in state.log)
    log = f"log {' '.join(terms)}" if state.log else "empty log"
    return f"{log}, committed up to {state.commit_index}" if state.commit_index else log


def _term(stated: int | StatedEntry | None) -> str:
    """Return an entry as figures of logs show it: its term; an underscore for a hole."""
    if stated is None:
        return "_"
    return str(stated.term if isinstance(stated, StatedEntry) else stated)
