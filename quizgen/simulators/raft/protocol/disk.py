"""What a disk may lose over a crash although Raft relies on it: the current term, the vote, the log (figure 2)."""

from __future__ import annotations

from dataclasses import replace

from quizgen.simulators.raft.protocol.state import Server
from quizgen.simulators.raft.scenario.events import Loss


def after_loss(server: Server, loses: Loss, loses_last: int) -> Server:
    """Return a server that is down, without what its disk lost and so many entries at the end of its log.

    A vote counts for a term: it is lost with the term. A server that loses nothing is returned as the same object.
    """
    log = server.log[: max(len(server.log) - loses_last, 0)]
    if loses in {"log", "everything"}:
        log = ()
    term = 0 if loses in {"term", "everything"} else server.current_term
    vote = server.voted_for if loses in {"nothing", "log"} else ""
    if (term, vote, len(log)) == (server.current_term, server.voted_for, len(server.log)):
        return server
    return replace(
        server,
        role="follower",
        current_term=term,
        voted_for=vote,
        log=log,
        commit_index=min(server.commit_index, len(log)),
    )


def words_of(before: Server, after: Server) -> str:
    """Say what was lost."""
    lost = []
    if after.current_term != before.current_term:
        lost.append(f"term {before.current_term}")
    if after.voted_for != before.voted_for:
        lost.append(f"its vote for {before.voted_for}")
    if len(after.log) < len(before.log):
        lost.append(f"entries {len(after.log) + 1} to {len(before.log)}")
    return ", ".join(lost)
