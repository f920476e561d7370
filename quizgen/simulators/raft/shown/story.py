"""A scenario, and what can be asked of its runs, in plain words for learners."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from quizgen.simulators.raft.scenario import Scenario, beside
from quizgen.simulators.raft.scenario.events import LateLetter, Letter, Recovery
from quizgen.simulators.words import counted, listed

_LOST: Final = {"vote": "their vote", "term": "their term and vote", "log": "their log", "everything": "everything"}


def told(scenario: Scenario) -> tuple[str, ...]:
    """Return what is simulated, and then what happens in it, one thing after the other."""
    return (f"a simulated cluster of {counted(scenario.servers, 'server')}", *_conditions(scenario), *_steps(scenario))


def _conditions(scenario: Scenario) -> Iterator[str]:
    """Yield what is not as it usually is."""
    if scenario.start:
        stated = "and " if any(state.log for state in scenario.start.values()) else ""
        yield f"the servers start with the {'logs ' if stated else ''}{stated}states that are stated"
    if scenario.in_flight:
        sent = [f"{one.sender}'s {one.message} to {one.receiver}" for one in scenario.in_flight]
        yield f"{listed(sent)} {'is' if len(sent) == 1 else 'are'} under way"
    if scenario.loss:
        yield f"{scenario.loss:.0%} of the messages are lost"
    if scenario.duplication:
        yield f"{scenario.duplication:.0%} of the messages arrive twice"
    if scenario.restart_loses != "nothing":
        yield f"servers that restart have lost {_LOST[scenario.restart_loses]}"
    for on, what in (
        (scenario.pre_vote, "servers ask before they campaign (pre-vote)"),
        (scenario.check_quorum, "a leader that hears from no majority steps down"),
        (scenario.leader_no_op, "a new leader appends an entry of its own"),
    ):
        if on:
            yield what
    if scenario.beside:
        sizes = [str(other.servers) for other in beside(scenario)]
        alike = len({*sizes, str(scenario.servers)}) == 1
        clusters = "clusters that work otherwise" if alike else f"clusters of {listed(sizes)} servers"
        yield f"it is compared with {clusters}"


def _steps(scenario: Scenario) -> Iterator[str]:
    for event in scenario.events:
        ((verb, given),) = vars(event).items()
        yield _VERBS[verb](given)


def _named(servers: str | tuple[str, ...]) -> str:
    names = (servers,) if isinstance(servers, str) else servers
    return listed(["the leader" if name == "leader" else name for name in names])


def _does(servers: str | tuple[str, ...], one: str, many: str) -> str:
    several = not isinstance(servers, str) and len(servers) > 1
    return f"{_named(servers)} {many if several else one}"


def _restart(given: str | tuple[str, ...] | Recovery) -> str:
    servers = given.servers if isinstance(given, Recovery) else given
    done = "all that are down restart" if servers == "all" else _does(servers, "restarts", "restart")
    if not isinstance(given, Recovery):
        return done
    lost = [_LOST[given.loses].removeprefix("their ")] if given.loses and given.loses != "nothing" else []
    lost += [f"the last {counted(given.loses_last, 'entry', 'entries')}"] if given.loses_last else []
    return f"{done} without {listed(lost)}" if lost else done


def _partition(groups: Mapping[str, tuple[str, ...]]) -> str:
    return f"the network splits into {'; '.join(listed(group) for group in groups.values())}"


def _link(link: Any) -> str:  # noqa: ANN401 - a link of one kind or another
    return "every message" if link == "all" else f"what {link.sender} sends to {link.receiver}"


def _letter(letter: Letter | LateLetter) -> str:
    kind = "message" if letter.message == "any" else letter.message
    which = "" if letter.nth == 1 else f" (number {letter.nth} under way)"
    return f"the {kind} of {letter.sender} to {letter.receiver}{which}"


def _time(text: str) -> str:
    """Return a duration with its unit apart: "200 ms"."""
    number = text.rstrip("abcdefghijklmnopqrstuvwxyz")
    return f"{number} {text[len(number) :]}"


_VERBS: Final[Mapping[str, Callable[[Any], str]]] = {
    "elect": lambda server: f"{server} campaigns until it leads",
    "time_out": lambda server: f"{server} times out",
    "crash": lambda servers: _does(servers, "crashes", "crash"),
    "restart": _restart,
    "isolate": lambda servers: _does(servers, "is cut off", "are cut off"),
    "partition": _partition,
    "heal": lambda _: "all links heal",
    "write": lambda write: f"a client writes {write.value} to {_named(write.to)}",
    "run": lambda time: f"{_time(time)} pass",
    "settle": lambda _: "all comes to rest",
    "drop": lambda link: f"{_link(link)} is lost from now on",
    "delay": lambda link: f"{_link(link)} takes {_time(link.by)} longer",
    "hold": lambda link: f"{_link(link)} is kept back",
    "release": lambda link: f"{_link(link)} that was kept back arrives" if link == "all" else f"{_link(link)} arrives",
    "send": lambda link: f"{link.sender} sends {link.receiver} the entries that it lacks",
    "deliver": lambda letter: f"{_letter(letter)} arrives",
    "lose": lambda letter: f"{_letter(letter)} is lost",
    "postpone": lambda letter: f"{_letter(letter)} comes {_time(letter.by)} late",
    "duplicate": lambda letter: f"{_letter(letter)} comes twice",
}
"""What each event of a script is in words. A test compares it with the events."""

_PHRASES: Final[Mapping[str, str]] = {
    "acks_needed": "the number of copies that a write needs",
    "acknowledged": "the client is told that {0} is committed|the client is not told that {0} is committed",
    "can_win": "{0} could be elected at the end|{0} could not be elected at the end",
    "candidates_in_term": "the number of servers that campaign in term {0}",
    "commit_index": "the highest index that {0} knows to be committed",
    "committed": "{0} is committed|{0} is not committed",
    "committed_at": "the entry at index {0} is committed|no entry at index {0} is committed",
    "committed_on": "{1} knows that {0} is committed|{1} does not know that {0} is committed",
    "committed_term_at": "the term of the committed entry at index {0}",
    "committed_up_to": "the highest committed index",
    "committed_values": "the list of committed values",
    "count/1": "the number of times that {event}",
    "count/2": "the number of times that, at {1}, {event}",
    "crashes_survived": "the number of crashes that the cluster survives",
    "current_term": "{0}'s term at the end",
    "disjoint_pairs": "the number of pairs of majorities without a common server",
    "distinct_states": "the number of states that can be reached",
    "election_quorums": "the number of smallest sets of servers that can elect a leader",
    "elections": "the number of campaigns",
    "entry_term": "the term in which {0} was first appended",
    "first_leader_ms": "the time in ms until there is a leader",
    "happened/1": "it happens that {event}|it never happens that {event}",
    "happened/2": "it happens at {1} that {event}|it never happens at {1} that {event}",
    "holders": "the number of servers that have {0} at the end",
    "holders_at": "the number of servers with an entry of term {1} at index {0}",
    "holders_at_commit": "the number of servers that have {0} when it is committed",
    "holds": "the property {0} holds|the property {0} is broken",
    "in_log": "{0} is in {1}'s log at the end|{0} is not in {1}'s log at the end",
    "known_leader": "the server that {0} takes for the leader",
    "lasting_entries": "the list of entries that can no longer be lost",
    "last_log_term": "the term of {0}'s last entry",
    "leader": "the leader at the end",
    "leader_of_term": "the leader of term {0}",
    "leaderless_terms": "the number of terms without a leader",
    "leaders/0": "the number of leaders at the end",
    "leaders/1": "the number of leaders in the group {0}",
    "leaders_in_term_max": "the largest number of leaders in one term",
    "log_length": "the length of {0}'s log",
    "log_terms": "the list of terms in {0}'s log",
    "log_values": "the list of values in {0}'s log",
    "logs_equal": "all logs are equal at the end|the logs differ at the end",
    "logs_match_up_to": "the index up to which the logs of {0} and {1} agree",
    "longest_stall_ms": "the longest time in ms without a leader that works",
    "losable_entries": "the list of entries that can still be lost",
    "match_index": "the index up to which {0} knows that {1} agrees",
    "max_term": "the highest term",
    "median_stall_ms": "the usual time in ms without a leader that works",
    "monotonic_terms": "no server's term ever decreases|some server's term decreases",
    "next_index": "the index that {0} would send to {1} next",
    "next_leaders": "the list of servers that can be elected next",
    "overwritten": "{0} is overwritten|{0} is not overwritten",
    "possible_leaders": "the list of servers that can ever lead",
    "quorum_pairs": "the number of pairs of smallest sets of servers that work on their own",
    "redirected": "the client that writes {0} is sent on|the client that writes {0} is not sent on",
    "role": "{0}'s role at the end",
    "safe": "every property of Raft holds|a property of Raft is broken",
    "secured": "{0} cannot be lost any more|{0} may still be lost",
    "simultaneous_leaders": "the largest number of leaders at one moment",
    "single_vote": "no server changes or forgets its vote in a term|some server changes or forgets its vote in a term",
    "smallest_overlap": "the smallest number of servers that two majorities share",
    "start_breaks": "the list of rules that the start breaks",
    "stepped_down": "{0} steps down|{0} does not step down",
    "term_at": "the term of {0}'s entry at index {1}",
    "terms": "the number of terms that begin",
    "terms_without_campaign": "the number of terms in which nobody campaigns",
    "terms_without_leader": "the number of terms without a leader",
    "under_way/1": "the number of {0} messages under way",
    "under_way/3": "the number of {0} messages under way from {1} to {2}",
    "terms_under_way": "the list of terms of {0} messages under way from {1} to {2}",
    "up": "{0} is up at the end|{0} is down at the end",
    "value_at": "the value of {0}'s entry at index {1}",
    "values_under_way": "the list of values under way from {0} to {1}",
    "vote_of": "{0}'s vote in term {1}",
    "voted_for": "{0}'s vote in its term",
    "votes_at_win": "the number of votes that elect the leader of term {0}",
    "votes_it_would_get": "the number of votes that {0} would get",
    "votes_needed": "the number of votes that a candidate needs",
    "votes_so_far": "the number of votes that {0} has",
    "worst_stall_ms": "the longest time in ms without a leader that works, of all runs",
    "would_grant": "{0} would vote for {1}|{0} would not vote for {1}",
}
"""Observation or measure -> its words; what is true or false has those of its contrary behind a bar."""

_COMPARED: Final = (
    *("acks_needed", "crashes_survived", "disjoint_pairs", "distinct_states", "election_quorums", "leaderless_terms"),
    *("median_stall_ms", "quorum_pairs", "smallest_overlap", "terms", "votes_needed", "worst_stall_ms"),
)

PHRASES: Final[Mapping[str, str]] = {
    **_PHRASES,
    **{f"{name}_beside": f"the list of what, in the other clusters, is {_PHRASES[name]}" for name in _COMPARED},
}
"""Observation or measure -> its words; see `Simulator.phrases`."""
