"""Rules that committed entries keep (section 5.4): they are on a majority and can no longer be lost."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.simulators.raft.protocol.messages import RequestVote
from quizgen.simulators.raft.protocol.state import Entry, Server
from quizgen.simulators.raft.starts.figure import RULES, Broken, Figure
from quizgen.simulators.words import listed


def commits_within_logs(figure: Figure) -> Iterator[Broken]:
    """A server commits entries that it has (figure 2, AppendEntries, rule 5)."""
    for name, state in figure.scenario.start.items():
        if state.commit_index > len(state.log):
            yield Broken(
                "commit-beyond-log",
                figure.place(name, "commit_index"),
                f"{name} has {len(state.log)} entries and a commit index of {state.commit_index}: a server commits "
                "entries that it has (figure 2, AppendEntries, rule 5)",
            )


def same_commits(figure: Figure) -> Iterator[Broken]:
    """No two servers commit different entries at one index (section 5.4.3, figure 3)."""
    furthest, committed = figure.committed
    for name, server in figure.servers.items():
        for index, entry in enumerate(server.log[: server.commit_index], start=1):
            if committed[index - 1 : index] != (entry,):
                yield Broken(
                    "state-machine-safety",
                    figure.place(name, "commit_index"),
                    f"{furthest} and {name} have committed different entries {index}: no two servers do "
                    "(section 5.4.3, State Machine Safety)",
                )
                break


def majority_holds(figure: Figure) -> Iterator[Broken]:
    """A committed entry is on a majority of the servers (section 5.3)."""
    furthest, committed = figure.committed
    if not committed:
        return
    index, entry = len(committed), committed[-1]
    holders = figure.holders(index, entry)
    if not figure.is_majority(holders):
        yield Broken(
            "commit-majority",
            figure.place(furthest, "commit_index"),
            f"{furthest} has committed entry {index}, which only {len(holders)} of {len(figure.servers)} servers have: "
            "a committed entry is on a majority (section 5.3)",
            "lower the commit index, or give others the entry",
        )


def leader_completeness(figure: Figure) -> Iterator[Broken]:
    """Leaders of later terms have what is committed, and whoever could be elected now has (section 5.4, figure 3)."""
    furthest, committed = figure.committed
    if not committed:
        return
    for term, (holder, log) in figure.leader_logs.items():
        index = _first_lacking(log, committed)
        if index is None or committed[index - 1].term >= term or _committed_after(figure, index, term):
            continue
        yield Broken(
            "leader-completeness",
            figure.place(holder, "log"),
            f"the leader of term {term}, whose log is on {holder}, lacks entry {index}, which is committed (by "
            f"{furthest}): leaders of later terms have what is committed (section 5.4.3, Leader Completeness)",
        )
    for name, server in figure.servers.items():
        index = _first_lacking(server.log, committed)
        if index is None:
            continue
        voters = [voter.name for voter in figure.servers.values() if _is_up_to_date(server, voter)]
        if figure.is_majority(voters):
            yield Broken(
                "leader-completeness",
                figure.place(furthest, "commit_index"),
                f"{furthest} has committed entry {index}, but {name} could be elected without it, by {listed(voters)}: "
                "an entry is committed once no later leader can lack it (sections 5.4.1 and 5.4.2, figure 8)",
                "an entry of an earlier term is committed by one of the leader's own term behind it",
            )
            return


def _first_lacking(log: tuple[Entry, ...], committed: tuple[Entry, ...]) -> int | None:
    """Return the first index at which a log lacks what is committed; None if it has all."""
    return next((i for i, entry in enumerate(committed, start=1) if log[i - 1 : i] != (entry,)), None)


def _committed_after(figure: Figure, index: int, term: int) -> bool:
    """Tell whether a leader of a later term can have committed an index, by an entry of its own there or behind."""
    return any(
        entry.term > term and figure.is_majority(figure.holders(at, entry))
        for server in figure.servers.values()
        for at, entry in enumerate(server.log, start=1)
        if at >= index
    )


def _is_up_to_date(candidate: Server, voter: Server) -> bool:
    """Tell whether a server would vote for another in a term that is new to both, as far as logs go (section 5.4.1)."""
    asked = RequestVote(candidate.name, voter.name, 0, len(candidate.log), candidate.last_log_term)
    return RULES.log_is_up_to_date(voter, asked)
