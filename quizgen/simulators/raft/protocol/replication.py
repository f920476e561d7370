"""Log replication and commitment: sections 5.3 and 5.4.2."""

from __future__ import annotations

from quizgen.simulators.raft.protocol.inputs import (
    ClientWrite,
    HeartbeatTimeout,
    Output,
    Outputs,
    Redirect,
    TakesOffice,
    Timer,
    note,
)
from quizgen.simulators.raft.protocol.messages import AppendEntries, AppendEntriesReply
from quizgen.simulators.raft.protocol.roles import step_down
from quizgen.simulators.raft.protocol.rules import Rules
from quizgen.simulators.raft.protocol.state import Entry, Server, replace

Stepped = tuple[Server, Outputs]

# --- leaders


def begin_leadership(leader: Server, rules: Rules) -> Stepped:
    """Leaders: upon election, send heartbeats to all; with leader_no_op, append an entry without value (section 8)."""
    if not rules.leader_no_op:
        return leader, _heartbeats(leader)
    leader, outputs = _append(leader, "", rules)
    return leader, (Timer.HEARTBEAT, *outputs)


def on_takes_office(server: Server, received: TakesOffice, rules: Rules) -> Stepped:  # noqa: ARG001
    """Leaders that are stated: with leader_no_op, append the entry without value, unless their term has entries."""
    if server.role != "leader" or not rules.leader_no_op or server.last_log_term == server.current_term:
        return server, ()
    return _append(server, "", rules)


def on_heartbeat_timeout(server: Server, received: HeartbeatTimeout, rules: Rules) -> Stepped:  # noqa: ARG001
    """Leaders: repeat heartbeats during idle periods (section 5.2)."""
    if server.role != "leader":
        return server, ()
    term = rules.term_of_next_heartbeat(server)
    if term == server.current_term:
        return server, _heartbeats(server)
    server = replace(server, current_term=term, voted_for="")
    return server, (note(server, "term_increment"), *_heartbeats(server))


def _heartbeats(leader: Server) -> Outputs:
    """An AppendEntries to each other server: empty for those that have everything, with entries for those behind."""
    if len(leader.members) == 1:
        return (Timer.HEARTBEAT,)
    appends = tuple(
        _append_entries(leader, member, next_index)
        for member, next_index in zip(leader.members, leader.next_index, strict=True)
        if member != leader.name
    )
    return (note(leader, "heartbeat_sent"), *appends, Timer.HEARTBEAT)


def _append_entries(leader: Server, receiver: str, next_index: int) -> AppendEntries:
    """Leaders: send the entries starting at next_index, with the index and term of the one before (section 5.3)."""
    previous = next_index - 1
    return AppendEntries(
        leader.name,
        receiver,
        leader.current_term,
        previous,
        leader.term_at(previous),
        leader.log[previous:],
        leader.commit_index,
    )


def on_client_write(server: Server, write: ClientWrite, rules: Rules) -> Stepped:
    """Leaders: append the command; others send the client on to the leader they know (section 8)."""
    noted = note(server, "client_write", "client", value=write.value)
    if rules.accepts_write(server):
        server, outputs = _append(server, write.value, rules)
        return server, (noted, *outputs)
    if server.leader and write.hops < len(server.members):
        told = note(server, "client_redirected", server.leader, value=write.value)
        return server, (noted, told, Redirect(server.leader, ClientWrite(write.value, write.hops + 1)))
    return server, (noted, note(server, "write_refused", "client", "knows no leader", value=write.value))


def _append(server: Server, value: str, rules: Rules) -> Stepped:
    """Append an entry of the current term; a leader then replicates it in parallel."""
    log = (*server.log, Entry(server.current_term, value))
    index = len(log)
    server = replace(server, log=log, pending=(*server.pending, index) if value else server.pending)
    noted = note(server, "entry_appended", index=index, value=value, entry_term=server.current_term)
    if server.role != "leader":
        return server, (noted,)
    appends = (_append_entries(server, peer, server.next_index[server.members.index(peer)]) for peer in server.peers)
    server, committed = _commit_by_counting(server, rules)
    return server, (noted, *appends, *committed)


def on_append_entries_reply(server: Server, reply: AppendEntriesReply, rules: Rules) -> Stepped:
    """Leaders: on success update next_index and match_index, on refusal lower next_index and try again."""
    if server.role != "leader":
        return server, ()
    if rules.check_quorum and reply.sender not in server.heard_from:
        server = replace(server, heard_from=tuple(sorted((*server.heard_from, reply.sender))))
    member = server.members.index(reply.sender)
    if reply.success:
        if reply.index <= server.match_index[member]:
            return server, ()
        server = replace(
            server,
            match_index=_with(server.match_index, member, reply.index),
            next_index=_with(server.next_index, member, reply.index + 1),
        )
        return _commit_by_counting(server, rules)
    if reply.index != server.next_index[member] - 1 or reply.index == 0:  # refuses something older: already dealt with
        return server, ()
    server = replace(server, next_index=_with(server.next_index, member, reply.index))
    noted = note(server, "next_index_lowered", reply.sender, index=reply.index)
    return server, (noted, _append_entries(server, reply.sender, reply.index))


def _commit_by_counting(server: Server, rules: Rules) -> Stepped:
    """Leaders: the highest entry of the current term that a majority holds is committed, and all before it."""
    for index in range(len(server.log), server.commit_index, -1):
        holders = tuple(
            member
            for member, match in zip(server.members, server.match_index, strict=True)
            if member == server.name or match >= index
        )
        if rules.commits_by_counting(server, server.log[index - 1]) and rules.is_replicated(server, holders):
            return _commit_up_to(server, index)
    return server, ()


def _commit_up_to(server: Server, commit_index: int) -> Stepped:
    """Raise commit_index, one entry after the other; a leader answers the clients that wait for them (section 5.3)."""
    outputs: list[Output] = []
    answered = tuple(index for index in server.pending if index <= commit_index)
    first = server.commit_index + 1
    server = replace(
        server, commit_index=commit_index, pending=server.pending[len(answered) :] if answered else server.pending
    )
    for index in range(first, commit_index + 1):
        entry = server.log[index - 1]
        outputs.append(note(server, "commit", index=index, value=entry.value, entry_term=entry.term))
        if index in answered:
            outputs.append(note(server, "client_answered", "client", index=index, value=entry.value))
    return server, tuple(outputs)


def _with(values: tuple[int, ...], position: int, value: int) -> tuple[int, ...]:
    return (*values[:position], value, *values[position + 1 :])


# --- followers


def on_append_entries(server: Server, append: AppendEntries, rules: Rules) -> Stepped:
    """AppendEntries, receiver, rules 2 to 5; a candidate recognises the leader of its term (section 5.2)."""
    if server.role == "leader":  # two leaders of one term: only under a misconception
        return server, ()
    outputs: list[Output] = []
    if server.role != "follower":
        server, outputs[:] = step_down(server, append.sender)
    recognised = server.leader != append.sender
    if recognised or not server.leader_is_fresh:
        server = _recognise(server, append.sender, rules)
    outputs.append(Timer.HEARD_LEADER)
    if not rules.log_matches(server, append):
        return _refuse(server, append, outputs)
    server = _store(server, append, rules, outputs)
    last_new = append.prev_log_index + len(append.entries)
    if append.entries or recognised:
        outputs.append(note(server, "append_accepted", append.sender, index=last_new))
    reply = AppendEntriesReply(server.name, append.sender, server.current_term, success=True, index=last_new)
    outputs.append(reply)
    commit_index = min(append.leader_commit, last_new)
    if commit_index > server.commit_index:
        server, committed = _commit_up_to(server, commit_index)
        outputs += committed
    return server, tuple(outputs)


def _recognise(server: Server, leader: str, rules: Rules) -> Server:
    fresh = rules.pre_vote or rules.check_quorum
    if server.leader == leader and server.leader_is_fresh == fresh:
        return server
    return replace(server, leader=leader, leader_is_fresh=fresh)


def _refuse(server: Server, append: AppendEntries, outputs: list[Output]) -> Stepped:
    missing = f"no entry {append.prev_log_index} of term {append.prev_log_term}"
    outputs.append(note(server, "append_refused", append.sender, missing, index=append.prev_log_index))
    outputs.append(
        AppendEntriesReply(server.name, append.sender, server.current_term, success=False, index=append.prev_log_index)
    )
    return server, tuple(outputs)


def _store(server: Server, append: AppendEntries, rules: Rules, outputs: list[Output]) -> Server:
    """AppendEntries, receiver, rules 3 and 4: delete what conflicts, append what is new."""
    kept = rules.kept_entries(server, append)
    if deleted := server.log[kept:]:
        lost = ", ".join(entry.value or "(no-op)" for entry in deleted)
        outputs.append(note(server, "entries_deleted", append.sender, lost, index=kept + 1, count=len(deleted)))
    added = append.entries[kept - append.prev_log_index :]
    if deleted or added:
        server = replace(server, log=server.log[:kept] + added)
    for position, entry in enumerate(added, start=kept + 1):
        outputs.append(
            note(server, "entry_appended", append.sender, index=position, value=entry.value, entry_term=entry.term)
        )
    return server
