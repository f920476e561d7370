"""Rules that single logs keep, and those that all logs of a cluster keep together (sections 5.1 and 5.3)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from quizgen.simulators.raft.protocol.state import Entry
from quizgen.simulators.raft.starts.figure import Broken, Figure


def holes(figure: Figure) -> Iterator[Broken]:
    """A log has no holes (section 5.3): entries are only appended behind the one before."""
    for name, state in figure.scenario.start.items():
        for position, stated in enumerate(state.log):
            if stated is None:
                yield Broken(
                    "hole",
                    figure.place(name, "log", position),
                    f"{name} has no entry {position + 1}: a log has no holes, since a follower takes an entry only if "
                    "it has the one before (section 5.3)",
                    "state the entry's term",
                )


def first_terms(figure: Figure) -> Iterator[Broken]:
    """An entry has the term of a leader, and the first term that one can lead is 1 (section 5.1)."""
    for name in figure.scenario.start:
        for index, entry in figure.entries(name):
            if entry.term < 1:
                yield Broken(
                    "first-term",
                    figure.place(name, "log", index - 1),
                    f"no entry has term {entry.term}: the first election raises the term from 0 to 1 (section 5.1)",
                )


def falling_terms(figure: Figure) -> Iterator[Broken]:
    """Terms never fall within a log (section 5.3): who leads and appends has a term as high as any in its log."""
    for name in figure.scenario.start:
        for (_, before), (index, entry) in pairwise(figure.entries(name)):
            if entry.term < before.term:
                yield Broken(
                    "falling-terms",
                    figure.place(name, "log", index - 1),
                    f"entry {index}, of term {entry.term}, follows an entry of term {before.term}: terms never fall "
                    "within a log, since a leader appends in its own term (section 5.3)",
                )


def entries_above_term(figure: Figure) -> Iterator[Broken]:
    """Who has an entry of a term has reached that term, and a candidate has none of its own (sections 5.1, 5.2)."""
    for name in figure.scenario.start:
        server = figure.servers[name]
        for index, entry in figure.entries(name):
            here = figure.place(name, "log", index - 1)
            if entry.term > server.current_term:
                yield Broken(
                    "entry-above-term",
                    here,
                    f"{name} is in term {server.current_term} and has an entry of term {entry.term}: with an entry "
                    "comes its leader's term, which is adopted (section 5.1)",
                    f"state {name}'s term as {entry.term} or more",
                )
            elif entry.term == server.current_term and server.role == "candidate":
                yield Broken(
                    "candidate-entry",
                    here,
                    f"{name} is a candidate of term {entry.term} and has an entry of it: such an entry comes from the "
                    "term's leader, whose word ends a candidacy (section 5.2)",
                )


def log_matching(figure: Figure) -> Iterator[Broken]:
    """Two logs that have an entry of the same index and term are the same up to it (section 5.3, figure 3)."""
    seen: dict[tuple[int, int], tuple[str, Entry, Entry | None]] = {}
    for name, server in figure.servers.items():
        for index, entry in enumerate(server.log, start=1):
            before = server.log[index - 2] if index > 1 else None
            first, its, before_its = seen.setdefault((index, entry.term), (name, entry, before))
            if its == entry and before_its == before:
                continue
            differs = f"entry {index - 1}, before it, differs"
            if its != entry:
                differs = f"not with the same value: {its.value!r} and {entry.value!r}"
            yield Broken(
                "log-matching",
                figure.place(name, "log", index - 1),
                f"{first} and {name} have an entry {index} of term {entry.term}, but {differs}: logs with the "
                "same entry are the same up to it (section 5.3, Log Matching)",
            )


def one_place(figure: Figure) -> Iterator[Broken]:
    """A term's entries stand one behind the other, from one index on: one leader appended them (section 5.3)."""
    begins: dict[int, tuple[str, int]] = {}
    for name, server in figure.servers.items():
        for index, entry in enumerate(server.log, start=1):
            if server.term_at(index - 1) == entry.term:
                continue
            first, at = begins.setdefault(entry.term, (name, index))
            if at != index and first != name:
                yield Broken(
                    "one-place",
                    figure.place(name, "log", index - 1),
                    f"the entries of term {entry.term} begin at {index} on {name}, but at {at} on {first}: the one "
                    "leader of a term appends them one behind the other (section 5.3)",
                )


def leader_has_its_entries(figure: Figure) -> Iterator[Broken]:
    """A leader has every entry of its term: it made them, and deletes nothing (section 5.3, figure 3)."""
    leaders = [server for server in figure.servers.values() if server.role == "leader"]
    for leader in leaders:
        for name, server in figure.servers.items():
            for index, entry in enumerate(server.log, start=1):
                if entry.term == leader.current_term and leader.log[index - 1 : index] != (entry,):
                    yield Broken(
                        "leader-append-only",
                        figure.place(name, "log", index - 1),
                        f"{name} has an entry {index} of term {entry.term} that {leader.name}, leader of that term, "
                        "lacks: entries come from their term's leader, which deletes none (section 5.3)",
                    )
                    break
