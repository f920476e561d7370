"""Rules that terms, votes and leaders keep (sections 5.1, 5.2 and 5.4.1)."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.simulators.raft.protocol.state import Entry, Server
from quizgen.simulators.raft.starts.figure import Broken, Figure
from quizgen.simulators.raft.starts.start import could_have_voted


def offices(figure: Figure) -> Iterator[Broken]:
    """Only a server that is up leads or campaigns, and only in a term that a campaign began (sections 5.1, 5.2)."""
    for name, state in figure.scenario.start.items():
        term = figure.servers[name].current_term
        if state.role != "follower" and not state.up:
            yield Broken(
                "down-in-office",
                figure.place(name, "role"),
                f"{name} is down and a {state.role}: a server that starts again is a follower (section 5.2)",
                "leave out its role",
            )
        if term == 0 and (state.role != "follower" or state.voted_for):
            what = f"is a {state.role}" if state.role != "follower" else "voted"
            yield Broken(
                "term-zero",
                figure.place(name, "role" if state.role != "follower" else "voted_for"),
                f"{name} {what} in term 0: the first campaign raises the term to 1 (section 5.1)",
                "state its term",
            )


def own_votes(figure: Figure) -> Iterator[Broken]:
    """Who campaigns votes for itself (section 5.2)."""
    for name, state in figure.scenario.start.items():
        if state.role != "follower" and state.voted_for not in {None, name}:
            yield Broken(
                "own-vote",
                figure.place(name, "voted_for"),
                f"{name} is a {state.role} and did not vote for itself: who campaigns does (section 5.2)",
                "leave out its vote",
            )


def election_safety(figure: Figure) -> Iterator[Broken]:
    """A term has one leader at most (section 5.2, figure 3)."""
    leaders: dict[int, str] = {}
    for name, server in figure.servers.items():
        if server.role == "leader":
            first = leaders.setdefault(server.current_term, name)
            if first != name:
                yield Broken(
                    "election-safety",
                    figure.place(name, "role"),
                    f"{first} and {name} both lead term {server.current_term}: a term has one leader at most, since "
                    "each server has one vote (section 5.2, Election Safety)",
                )


def votes(figure: Figure) -> Iterator[Broken]:
    """A vote goes to a candidate of that term whose log is at least as up to date (sections 5.2, 5.4.1).

    Of logs only a leader's tells what it was like when it campaigned: others may have changed since.
    """
    for name, state in figure.scenario.start.items():
        chosen, term = state.voted_for, figure.servers[name].current_term
        if not chosen or chosen == name:
            continue
        candidate, here = figure.servers[chosen], figure.place(name, "voted_for")
        if candidate.current_term < term:
            found = f"{chosen} has not reached that term: a candidate raises its term first, and keeps it (section 5.2)"
            yield Broken("vote-for-candidate", here, f"{name} voted for {chosen} in term {term}, but {found}")
        elif candidate.current_term == term and figure.state(chosen).voted_for not in {None, chosen}:
            found = f"{chosen} did not campaign in it: a candidate votes for itself (section 5.2)"
            yield Broken("vote-for-candidate", here, f"{name} voted for {chosen} in term {term}, but {found}")
        elif candidate.role == "leader" and not could_have_voted(figure.servers[name], candidate, term):
            found = f"{name}'s log is more up to date than {chosen}'s was (section 5.4.1)"
            yield Broken("up-to-date", here, f"{name} voted for {chosen} in term {term}, but {found}")


def campaigns(figure: Figure) -> Iterator[Broken]:
    """A term begins with a campaign, whose candidate has reached it and voted for itself in it (section 5.2)."""
    for term in sorted({server.current_term for server in figure.servers.values()} - {0}):
        reached = [server for server in figure.servers.values() if server.current_term >= term]
        if any(one.current_term > term or figure.state(one.name).voted_for in {None, one.name} for one in reached):
            continue
        yield Broken(
            "campaign",
            figure.place(reached[0].name, "term"),
            f"nobody can have campaigned in term {term}: a term begins with a candidate that votes for itself "
            "(section 5.2)",
        )


def majorities(figure: Figure) -> Iterator[Broken]:
    """A leader, stated or told by its entries, had the votes of a majority (sections 5.2, 5.4.1)."""
    for term, (holder, log) in figure.leader_logs.items():
        here = (
            figure.place(holder, "role")
            if figure.servers[holder].role == "leader" and figure.servers[holder].current_term == term
            else figure.place(holder, "log", len(log) - 1)
        )
        reached = [name for name, server in figure.servers.items() if server.current_term >= term]
        if not figure.is_majority(reached):
            yield Broken(
                "majority-of-votes",
                here,
                f"term {term} had a leader, but only {len(reached)} of {len(figure.servers)} servers have reached it: "
                "a leader has the votes of a majority, and who votes keeps the term (section 5.2)",
                "state higher terms of other servers",
            )
            continue
        possible = [figure.servers[name] for name in reached if _may_have_led(figure, figure.servers[name], term)]
        voters = max((_voters(figure, leader, term) for leader in possible), key=len, default=[])
        if not figure.is_majority(voters):
            who = f"{len(voters)} of {len(figure.servers)} servers can have voted for {holder}"
            if not possible:
                who = "no server can have been that leader, with its own vote and all entries of the term"
            elif figure.servers[holder].role != "leader":
                who = f"{len(voters)} of {len(figure.servers)} servers can have voted for that leader"
            yield Broken(
                "majority-of-votes",
                here,
                f"term {term} had a leader, but {who}: a leader has the votes of a majority, each given once, to a log "
                "at least as up to date (sections 5.2 and 5.4.1)",
            )


def _may_have_led(figure: Figure, server: Server, term: int) -> bool:
    """Tell whether a server that has reached a term can have led it, as far as its log tells as well."""
    kept_its_log = server.role == "leader" or server.current_term > term or server.log == figure.leader_logs[term][1]
    return kept_its_log and figure.may_have_led(server, term)


def _voters(figure: Figure, leader: Server, term: int) -> list[str]:
    """Return the servers that can have voted for a leader in its term, itself included."""
    log = figure.leader_logs[term][1]
    return [
        voter.name
        for voter in figure.servers.values()
        if voter.name == leader.name or _may_have_voted(figure, voter, leader, log, term)
    ]


def _may_have_voted(figure: Figure, voter: Server, leader: Server, log: tuple[Entry, ...], term: int) -> bool:
    as_it_led = Server(leader.name, leader.members, leader.reachable, current_term=term, log=log)
    return figure.may_have_voted(voter, leader, term) and could_have_voted(voter, as_it_led, term)
