"""Rules that a leader's next_index and match_index keep (section 5.3, figure 2)."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.simulators.raft.protocol.state import common_prefix
from quizgen.simulators.raft.starts.figure import Broken, Figure


def only_of_leaders(figure: Figure) -> Iterator[Broken]:
    """Only a leader keeps track of what others have (figure 2)."""
    for name, state in figure.scenario.start.items():
        if state.role == "leader":
            continue
        for field in ("next_index", "match_index"):
            if getattr(state, field):
                yield Broken(
                    "index-of-leader",
                    figure.place(name, field),
                    f"{name} is no leader: only a leader keeps a {field} for each server (figure 2)",
                    f"leave it out, or state role: leader of {name}",
                )


def next_within_log(figure: Figure) -> Iterator[Broken]:
    """A leader sends next what follows what it knows to be copied, and nothing that it lacks (section 5.3)."""
    for name, state in figure.scenario.start.items():
        length = len(figure.servers[name].log)
        for other, index in state.next_index.items():
            known = state.match_index.get(other, 0)
            if not known < index <= length + 1:
                yield Broken(
                    "next-index",
                    figure.place(name, "next_index", other),
                    f"{name} sends {other} entry {index} next, and has {length} of which it knows {known} to be there: "
                    "that is an entry behind those, the one behind its last at most (section 5.3)",
                    f"from {known + 1} to {length + 1}",
                )


def matches_are_copies(figure: Figure) -> Iterator[Broken]:
    """What a leader knows to be copied is there, on a server that answered it in its term (section 5.3)."""
    for name, state in figure.scenario.start.items():
        leader = figure.servers[name]
        for other, index in state.match_index.items():
            follower = figure.servers[other]
            copied = common_prefix(leader.log, follower.log)
            if index > copied:
                yield Broken(
                    "match-index",
                    figure.place(name, "match_index", other),
                    f"{name} knows its log to be on {other} up to entry {index}, and it is up to {copied}: a follower "
                    "answers what it has, and deletes none of it while nobody leads a later term (section 5.3)",
                )
            elif index and follower.current_term < leader.current_term:
                yield Broken(
                    "match-index",
                    figure.place(name, "match_index", other),
                    f"{name}, leader of term {leader.current_term}, knows of copies on {other}, which is in term "
                    f"{follower.current_term}: a follower that answers a leader is in its term (section 5.1)",
                )
