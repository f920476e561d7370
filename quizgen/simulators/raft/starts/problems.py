"""Finds what makes a start impossible: it is told with the rule that it breaks, and not simulated.

That nothing is found does not prove that a cluster can get there: an exploration does. What is told is never possible
under the true rules, in the terms that are stated. A start that is run needs a term for every server, and those that
state none are put into the highest of the figure; where a higher one would do, that is told. A start that is judged may
be in any.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from quizgen.simulators.api import Problem
from quizgen.simulators.raft.scenario import Scenario, StartState, StatedEntry, server_names
from quizgen.simulators.raft.starts import commits, in_flight, indices, logs, votes
from quizgen.simulators.raft.starts.elections import elections_in_turn
from quizgen.simulators.raft.starts.figure import Broken, Figure
from quizgen.simulators.raft.starts.start import Start, latest_term, start_of

LONGEST_LOG = 100
MOST_IN_FLIGHT = 100
HIGHEST_TERM = 1_000_000

Check = Callable[[Figure], Iterator[Broken]]

_OF_A_SERVER: tuple[Check, ...] = (
    logs.holes,
    logs.first_terms,
    logs.falling_terms,
    logs.entries_above_term,
    votes.offices,
    votes.own_votes,
    commits.commits_within_logs,
    indices.only_of_leaders,
    indices.next_within_log,
)
_OF_THE_CLUSTER: tuple[Check, ...] = (
    logs.log_matching,
    logs.one_place,
    votes.election_safety,
    logs.leader_has_its_entries,
    votes.votes,
    votes.campaigns,
    votes.majorities,
    commits.same_commits,
    commits.majority_holds,
    commits.leader_completeness,
    indices.matches_are_copies,
    in_flight.message_terms,
    in_flight.message_senders,
    in_flight.message_logs,
)
_OF_ALL_TERMS: tuple[Check, ...] = (elections_in_turn,)

RULES: Mapping[str, str] = {
    "hole": "a log has no holes (section 5.3)",
    "first-term": "the first term of an entry is 1 (section 5.1)",
    "falling-terms": "terms never fall within a log (section 5.3)",
    "entry-above-term": "who has an entry of a term has reached that term (section 5.1)",
    "candidate-entry": "a candidate has no entry of its own term (section 5.2)",
    "down-in-office": "who is down neither leads nor campaigns (section 5.2)",
    "term-zero": "nobody leads, campaigns or votes in term 0 (section 5.1)",
    "own-vote": "who campaigns votes for itself (section 5.2)",
    "commit-beyond-log": "a server commits entries that it has (figure 2)",
    "log-matching": "logs with an entry of the same index and term are the same up to it (section 5.3)",
    "one-place": "a term's entries stand one behind the other, from one index on (section 5.3)",
    "election-safety": "a term has one leader at most (section 5.2)",
    "leader-append-only": "a leader has all entries of its term (section 5.3)",
    "vote-for-candidate": "votes go to candidates of the same term (section 5.2)",
    "up-to-date": "votes go to logs that are at least as up to date (section 5.4.1)",
    "campaign": "a term begins with a campaign (section 5.2)",
    "majority-of-votes": "a term's leader had the votes of a majority (sections 5.2 and 5.4.1)",
    "elections-in-turn": "the leaders of all terms can have been elected one after the other (section 5.4.1)",
    "state-machine-safety": "no two servers commit different entries at one index (section 5.4.3)",
    "commit-majority": "a committed entry is on a majority of the servers (section 5.3)",
    "leader-completeness": "no later leader, nor one that could be elected, lacks a committed entry (section 5.4)",
    "index-of-leader": "only a leader knows what others have (figure 2)",
    "next-index": "a leader sends next an entry behind those that it knows to be copied (section 5.3)",
    "match-index": "what a leader knows to be copied is there (section 5.3)",
    "message-term": "a message carries a term that its sender has reached (section 5.1)",
    "message-sender": "only who campaigned asks for votes, and only who led sends entries (section 5.2)",
    "message-log": "a message tells of entries that its sender had (section 5.3)",
}
"""The rules, in the order in which ``start_breaks()`` names them."""


def start_problems(scenario: Scenario) -> Iterator[Problem]:
    """Judge a start, unless it is to be judged by claims. What is wrong between servers is told once each is right."""
    malformed = [*_malformed(scenario)]
    yield from malformed
    if malformed or scenario.judge_start or not (scenario.start or scenario.in_flight):
        return
    figure = Figure(scenario)
    found = [broken for check in _OF_A_SERVER for broken in check(figure)]
    found = found or [broken for check in _OF_THE_CLUSTER for broken in check(figure)]
    found = found or [broken for check in _OF_ALL_TERMS for broken in check(figure)]
    in_any_term = _rules_broken(_in_a_later_term(scenario)) if found else ()
    for broken in found:
        if broken.rule in in_any_term:
            yield Problem(broken.path, broken.message, broken.hint)
        else:
            filled_in = (
                f"servers whose term is not stated are in term {latest_term(scenario)}, the highest in the figure"
            )
            yield Problem(broken.path, f"{broken.message}; {filled_in}", "state a higher term of theirs")


def start_breaks(scenario: Scenario) -> tuple[str, ...]:
    """Return the names of the rules that a start breaks, in the order of `RULES`.

    Servers whose term is not stated are in one term, the highest in the figure or any later one: where either breaks no
    rule, none is broken. (A still later one breaks what the next one does: it has no entries, and whoever had no part
    in it can have campaigned in it.)
    """
    here, later = _rules_broken(scenario), _rules_broken(_in_a_later_term(scenario))
    if not here or not later:
        return ()
    in_both = tuple(rule for rule in here if rule in later)
    return in_both or here


def _in_a_later_term(scenario: Scenario) -> Scenario:
    """Return a start in which servers whose term is not stated are in the first term after all that are."""
    term, names = latest_term(scenario) + 1, server_names(scenario)
    states = {name: scenario.start.get(name, StartState()) for name in names}
    stated = {name: replace(one, term=term) if one.term is None else one for name, one in states.items()}
    return replace(scenario, start=stated)


def _rules_broken(scenario: Scenario) -> tuple[str, ...]:
    found = {broken.rule for broken in _broken(scenario)}
    return tuple(rule for rule in RULES if rule in found)


def _broken(scenario: Scenario) -> list[Broken]:
    figure = Figure(scenario)
    found = [broken for check in (*_OF_A_SERVER, *_OF_THE_CLUSTER) for broken in check(figure)]
    return found or [broken for check in _OF_ALL_TERMS for broken in check(figure)]


def beginning(scenario: Scenario) -> Start | None:
    """Return what a scenario starts with, judged if it asks for that; None if it starts empty."""
    if not scenario.judge_start:
        return start_of(scenario)
    told = {broken.rule: broken.message for broken in reversed(_broken(scenario))}
    return start_of(scenario, tuple((rule, told[rule]) for rule in start_breaks(scenario)))


def _malformed(scenario: Scenario) -> Iterator[Problem]:
    """Judge what is no rule of Raft: names, and numbers that mean nothing."""
    names = server_names(scenario)
    for name, state in scenario.start.items():
        if name not in names:
            yield Problem(("start", name), f"there is no server {name!r}", f"there is {', '.join(names)}")
            continue
        yield from _malformed_state(name, state, names)
    yield from _malformed_messages(scenario, names)
    if scenario.judge_start and not scenario.start:
        yield Problem(("judge_start",), "there is no start to judge", "state one with start:")
    if scenario.judge_start and scenario.events:
        yield Problem(("events",), "a start that is judged is not run", "leave out the events, or judge_start")


def _malformed_state(name: str, state: StartState, names: tuple[str, ...]) -> Iterator[Problem]:
    here = ("start", name)
    if state.term is not None and not 0 <= state.term <= HIGHEST_TERM:
        yield Problem((*here, "term"), f"a server's term is from 0 to {HIGHEST_TERM}, not {state.term}")
    if state.voted_for and state.voted_for not in names:
        yield Problem((*here, "voted_for"), f"there is no server {state.voted_for!r}", f"there is {', '.join(names)}")
    yield from _malformed_indices(name, state, names)
    if state.commit_index < 0:
        yield Problem((*here, "commit_index"), f"a commit index is 0 or more, not {state.commit_index}")
    if len(state.log) > LONGEST_LOG:
        yield Problem((*here, "log"), f"a log starts with at most {LONGEST_LOG} entries, not {len(state.log)}")
    for position, stated in enumerate(state.log):
        term = stated.term if isinstance(stated, StatedEntry) else stated
        if term is not None and term > HIGHEST_TERM:
            yield Problem((*here, "log", position), f"an entry's term is at most {HIGHEST_TERM}, not {term}")


def _malformed_indices(name: str, state: StartState, names: tuple[str, ...]) -> Iterator[Problem]:
    others = [each for each in names if each != name]
    for field in ("next_index", "match_index"):
        for other, index in getattr(state, field).items():
            here = ("start", name, field, other)
            if other not in others:
                yield Problem(here, f"{name} has no {field} for {other!r}", f"there is {', '.join(others)}")
            elif index < 0:
                yield Problem(here, f"an index is 0 or more, not {index}")


_PARTS: Mapping[str, tuple[str, ...]] = {
    "RequestVote": ("last_log_index", "last_log_term"),
    "RequestVoteReply": ("granted",),
    "AppendEntries": ("prev_log_index", "entries", "leader_commit"),
    "AppendEntriesReply": ("success", "index"),
}
"""What a message of each kind has besides its sender, receiver and term."""


def _malformed_messages(scenario: Scenario, names: tuple[str, ...]) -> Iterator[Problem]:
    if len(scenario.in_flight) > MOST_IN_FLIGHT:
        many = len(scenario.in_flight)
        yield Problem(("in_flight",), f"at most {MOST_IN_FLIGHT} messages are under way at the start, not {many}")
    for position, message in enumerate(scenario.in_flight):
        here = ("in_flight", position)
        for end in ("sender", "receiver"):
            if getattr(message, end) not in names:
                name = getattr(message, end)
                yield Problem((*here, end), f"there is no server {name!r}", f"there is {', '.join(names)}")
        if message.sender == message.receiver:
            yield Problem((*here, "receiver"), f"{message.sender} has no link to itself")
        for kind, parts in _PARTS.items():
            for part in parts:
                value = getattr(message, part)
                if value is not None and kind != message.message:
                    has = ", ".join(_PARTS[message.message])
                    yield Problem((*here, part), f"a {message.message} has no {part}", f"it has {has}")
                elif value is not None and value < 0:
                    yield Problem((*here, part), f"{part} is 0 or more, not {value}")
