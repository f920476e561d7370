"""Words for what is observed and measured of Raft."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from quizgen.simulators.phrases import Phrase

_ROLES: Final = MappingProxyType(
    {
        "leader": "a leader",
        "follower": "a follower",
        "candidate": "a candidate",
        "pre_candidate": "a pre-candidate",
        "down": "down",
    }
)

_TERMS_ARE_MONOTONIC: Final = "no server's term ever decreases|some server's term decreases"
_VOTES_ARE_SINGLE: Final = (
    "no server changes or forgets its vote in a term|some server changes or forgets its vote in a term"
)

_CLAUSES: Final[Mapping[str, Phrase | str]] = {
    "acknowledged": "the client is told that {0} is committed|the client is not told that {0} is committed",
    "can_win": "{0} could be elected{end}|{0} could not be elected{end}",
    "committed": "{0} is committed|{0} is not committed",
    "committed_at": "an entry at index {0} is committed|no entry at index {0} is committed",
    "committed_on": "{1} knows{end} that {0} is committed|{1} does not know{end} that {0} is committed",
    "holds": "{0:spaced} holds|{0:spaced} is broken",
    "holds(leader-append-only)": "no leader changes or deletes entries of its own log|"
    "some leader changes or deletes entries of its own log",
    "holds(monotonic-terms)": _TERMS_ARE_MONOTONIC,
    "holds(single-vote)": _VOTES_ARE_SINGLE,
    "in_log": "{0} is in {1}'s log{end}|{0} is not in {1}'s log{end}",
    "logs_equal": "all live servers have the same log{end}|the live servers' logs differ{end}",
    "monotonic_terms": _TERMS_ARE_MONOTONIC,
    "overwritten": "{0} is overwritten|{0} is not overwritten",
    "redirected": "the client that writes {0} is sent on to another server|"
    "the client that writes {0} is not sent on to another server",
    "safe": "all of Raft's safety properties hold|one of Raft's safety properties is broken",
    "secured": "{0} cannot be lost any more|{0} can still be lost",
    "single_vote": _VOTES_ARE_SINGLE,
    "stepped_down": "{0} steps down|{0} never steps down",
    "up": "{0} is up{end}|{0} is down{end}",
    "would_grant": "{0} would vote for {1}|{0} would not vote for {1}",
}

_COUNTS: Final[Mapping[str, Phrase]] = {
    "acks_needed": Phrase(
        "the number of servers that must hold an entry before it is committed",
        count="{n} server must hold an entry before it is committed",
        counts="{n} servers must hold an entry before it is committed",
    ),
    "candidates_in_term": Phrase(
        "the number of servers that campaign in term {0}",
        count="{n} server campaigns in term {0}",
        counts="{n} servers campaign in term {0}",
    ),
    "crashes_survived": Phrase(
        "the largest number of crashes that the cluster is sure to survive",
        count="the cluster is sure to survive {n} crash",
        counts="the cluster is sure to survive {n} crashes",
    ),
    "disjoint_pairs": Phrase(
        "the number of pairs of smallest working sets without a common server",
        count="{n} pair of smallest working sets is disjoint",
        counts="{n} pairs of smallest working sets are disjoint",
    ),
    "distinct_states": Phrase(
        "the number of states that can be reached",
        count="{n} state can be reached",
        counts="{n} states can be reached",
    ),
    "election_quorums": Phrase(
        "the number of smallest sets of servers that can elect a leader",
        count="{n} smallest set of servers can elect a leader",
        counts="{n} smallest sets of servers can elect a leader",
    ),
    "elections": Phrase("the number of campaigns", count="there is {n} campaign", counts="there are {n} campaigns"),
    "holders": Phrase(
        "the number of servers whose log has {0}{end}",
        count="{n} server has {0} in its log{end}",
        counts="{n} servers have {0} in their logs{end}",
    ),
    "holders_at": Phrase(
        "the number of servers that have an entry of term {1} at index {0}{end}",
        count="{n} server has an entry of term {1} at index {0}{end}",
        counts="{n} servers have an entry of term {1} at index {0}{end}",
    ),
    "holders_at_commit": Phrase(
        "the number of servers that have {0} when it is first committed",
        count="{n} server has {0} when it is first committed",
        counts="{n} servers have {0} when it is first committed",
    ),
    "leaderless_terms": Phrase(
        "the number of terms without a leader, of all runs",
        count="{n} term of all runs has no leader",
        counts="{n} terms of all runs have no leader",
    ),
    "leaders/0": Phrase("the number of leaders{end}", count="{n} server leads{end}", counts="{n} servers lead{end}"),
    "leaders/1": Phrase(
        "the number of leaders in the group {0:plain}{end}",
        count="{n} server leads in the group {0:plain}{end}",
        counts="{n} servers lead in the group {0:plain}{end}",
    ),
    "leaders_in_term_max": Phrase(
        "the largest number of leaders in any one term",
        compared={
            "<=1": "no term has more than one leader",
            ">1": "some term has more than one leader",
            "<2": "no term has more than one leader",
            ">=2": "some term has more than one leader",
        },
    ),
    "membership_commits_at_index": Phrase(
        "the largest number of different entries that are committed at one index while the members change"
    ),
    "membership_leaders_in_term": Phrase("the largest number of leaders in any one term while the members change"),
    "membership_states": Phrase("the number of states that the change of members can reach"),
    "quorum_pairs": Phrase("the number of pairs of smallest sets of servers that work on their own"),
    "simultaneous_leaders": Phrase(
        "the largest number of leaders at any one moment",
        compared={
            "<=1": "no two servers lead at the same moment",
            ">1": "more than one server leads at some moment",
            "<2": "no two servers lead at the same moment",
            ">=2": "more than one server leads at some moment",
        },
    ),
    "smallest_overlap": Phrase("the smallest number of servers that an electing set and a committing set share"),
    "terms": Phrase("the number of terms that begin in all runs"),
    "terms_without_campaign": Phrase(
        "the number of terms in which nobody campaigns",
        count="{n} term passes without a campaign",
        counts="{n} terms pass without a campaign",
    ),
    "terms_without_leader": Phrase(
        "the number of terms that pass without a leader",
        count="{n} term passes without a leader",
        counts="{n} terms pass without a leader",
    ),
    "under_way/1": Phrase(
        "the number of {0:plain} messages under way{end}",
        count="{n} {0:plain} message is under way{end}",
        counts="{n} {0:plain} messages are under way{end}",
    ),
    "under_way/3": Phrase(
        "the number of {0:plain} messages under way from {1} to {2}{end}",
        count="{n} {0:plain} message is under way from {1} to {2}{end}",
        counts="{n} {0:plain} messages are under way from {1} to {2}{end}",
    ),
    "votes_at_win": Phrase(
        "the number of votes with which term {0} is won",
        count="term {0} is won with {n} vote",
        counts="term {0} is won with {n} votes",
    ),
    "votes_it_would_get": Phrase(
        "the number of votes that {0} would get{end}",
        count="{0} would get {n} vote{end}",
        counts="{0} would get {n} votes{end}",
    ),
    "votes_needed": Phrase(
        "the number of votes that a candidate needs",
        count="a candidate needs {n} vote to become leader",
        counts="a candidate needs {n} votes to become leader",
    ),
    "votes_so_far": Phrase(
        "the number of votes that {0} has{end}", count="{0} has {n} vote{end}", counts="{0} has {n} votes{end}"
    ),
}

_VALUES: Final[Mapping[str, Phrase | str]] = {
    "commit_index": "{0}'s commitIndex{end}",
    "committed_term_at": "the term of the committed entry at index {0}",
    "committed_up_to": "the highest committed index",
    "current_term": "{0}'s term{end}",
    "entry_term": "the term in which {0} is first appended",
    "first_leader_ms": Phrase("the time until there is a working leader", unit="ms"),
    "known_leader": Phrase(
        "the server that {0} takes for the leader{end}",
        value="{0} takes {v} for the leader{end}",
        other="{0} does not take {v} for the leader{end}",
        empty="{0} knows no leader{end}",
        some="{0} takes some server for the leader{end}",
    ),
    "last_log_term": "the term of the last entry of {0}'s log{end}",
    "leader": Phrase(
        "the leader{end}",
        value="{v} is the leader{end}",
        other="{v} is not the leader{end}",
        empty="there is no leader{end}",
        some="there is a leader{end}",
    ),
    "leader_of_term": Phrase(
        "the leader of term {0}",
        value="{v} wins term {0}",
        other="{v} does not win term {0}",
        empty="nobody wins term {0}",
        some="somebody wins term {0}",
    ),
    "log_length": Phrase(
        "the length of {0}'s log{end}",
        count="{0}'s log has {n} entry{end}",
        counts="{0}'s log has {n} entries{end}",
    ),
    "logs_match_up_to": "the index up to which the logs of {0} and {1} agree{end}",
    "longest_stall_ms": Phrase("the longest time without a working leader", unit="ms"),
    "match_index": "{0}'s matchIndex for {1}{end}",
    "max_term": "the highest term{end}",
    "median_stall_ms": Phrase("the median over all runs of the longest time without a working leader", unit="ms"),
    "next_index": "{0}'s nextIndex for {1}{end}",
    "role": Phrase("{0}'s role{end}", value="{0} is {v}{end}", other="{0} is not {v}{end}", words=_ROLES),
    "term_at": "the term of entry {1} of {0}'s log{end}",
    "value_at": Phrase(
        "the value of entry {1} of {0}'s log{end}",
        value="entry {1} of {0}'s log is {v}{end}",
        other="entry {1} of {0}'s log is not {v}{end}",
    ),
    "vote_of": Phrase(
        "{0}'s vote in term {1}",
        value="{0} votes for {v} in term {1}",
        other="{0} does not vote for {v} in term {1}",
        empty="{0} votes for nobody in term {1}",
        some="{0} votes for somebody in term {1}",
    ),
    "voted_for": Phrase(
        "{0}'s vote in its current term{end}",
        value="{0}'s vote in its current term is for {v}{end}",
        other="{0}'s vote in its current term is not for {v}{end}",
        empty="{0} has voted for nobody in its current term{end}",
        some="{0} has voted in its current term{end}",
    ),
    "worst_stall_ms": Phrase("the longest time without a working leader, of all runs", unit="ms"),
}

_LISTS: Final[Mapping[str, Phrase]] = {
    "committed_values": Phrase(
        "the committed values, in order",
        value="just {v} are committed, in this order",
        single="just {v} is committed",
        other="what is committed is not just {v} in this order",
        empty="nothing is committed",
        some="something is committed",
        size="{n} value is committed",
        sizes="{n} values are committed",
        plural=True,
    ),
    "lasting_entries": Phrase(
        "the entries that can no longer be lost",
        value="the entries that can no longer be lost are {v}",
        single="the only entry that can no longer be lost is {v}",
        other="the entries that can no longer be lost are not {v}",
        empty="every entry can still be lost",
        some="some entry can no longer be lost",
        size="{n} entry can no longer be lost",
        sizes="{n} entries can no longer be lost",
        plural=True,
    ),
    "log_terms": Phrase(
        "the terms of {0}'s log{end}",
        value="the terms of {0}'s log are {v}{end}",
        single="the only entry of {0}'s log is of term {v}{end}",
        other="the terms of {0}'s log are not {v}{end}",
        empty="{0}'s log is empty{end}",
        some="{0}'s log is not empty{end}",
        size="{0}'s log has {n} entry{end}",
        sizes="{0}'s log has {n} entries{end}",
        plural=True,
    ),
    "log_values": Phrase(
        "the values of {0}'s log{end}",
        value="{0}'s log holds just {v}{end}",
        other="{0}'s log does not hold just {v}{end}",
        empty="{0}'s log is empty{end}",
        some="{0}'s log is not empty{end}",
        size="{0}'s log has {n} entry{end}",
        sizes="{0}'s log has {n} entries{end}",
        plural=True,
    ),
    "losable_entries": Phrase(
        "the entries that can still be lost",
        value="the entries that can still be lost are {v}",
        single="the only entry that can still be lost is {v}",
        other="the entries that can still be lost are not {v}",
        empty="no entry can be lost any more",
        some="some entry can still be lost",
        size="{n} entry can still be lost",
        sizes="{n} entries can still be lost",
        plural=True,
    ),
    "next_leaders": Phrase(
        "the servers that can be elected next{end}",
        value="the servers that can be elected next are {v}{end}",
        single="the only server that can be elected next is {v}{end}",
        other="the servers that can be elected next are not {v}{end}",
        empty="no server can be elected next{end}",
        some="some server can be elected next{end}",
        size="{n} server can be elected next{end}",
        sizes="{n} servers can be elected next{end}",
        plural=True,
    ),
    "possible_leaders": Phrase(
        "the servers that can ever lead",
        value="the servers that can ever lead are {v}",
        single="the only server that can ever lead is {v}",
        other="the servers that can ever lead are not {v}",
        empty="no server can ever lead",
        some="some server can lead",
        size="{n} server can ever lead",
        sizes="{n} servers can ever lead",
        plural=True,
    ),
    "terms_under_way": Phrase(
        "the terms of the {0:plain} messages under way from {1} to {2}{end}",
        value="the terms of the {0:plain} messages under way from {1} to {2} are {v}{end}",
        single="the only {0:plain} message under way from {1} to {2} is of term {v}{end}",
        other="the terms of the {0:plain} messages under way from {1} to {2} are not {v}{end}",
        empty="no {0:plain} message at all is under way from {1} to {2}{end}",
        some="some {0:plain} message is under way from {1} to {2}{end}",
        size="{n} {0:plain} message of some term is under way from {1} to {2}{end}",
        sizes="{n} {0:plain} messages of some term are under way from {1} to {2}{end}",
        plural=True,
    ),
    "values_under_way": Phrase(
        "the values under way from {0} to {1}{end}",
        value="the values under way from {0} to {1} are {v}{end}",
        single="the only value under way from {0} to {1} is {v}{end}",
        other="the values under way from {0} to {1} are not {v}{end}",
        empty="no value is under way from {0} to {1}{end}",
        some="some value is under way from {0} to {1}{end}",
        size="{n} value is under way from {0} to {1}{end}",
        sizes="{n} values are under way from {0} to {1}{end}",
        plural=True,
    ),
    "start_breaks": Phrase(
        "the rules that the start breaks",
        value="the start breaks {v}",
        other="the start does not break just {v}",
        empty="the start breaks no rule",
        some="the start breaks a rule",
        size="the start breaks {n} rule",
        sizes="the start breaks {n} rules",
        plural=True,
    ),
}

_OF_EVENTS: Final = Phrase(of_events=True)

_COMPARED: Final = (
    *("acks_needed", "crashes_survived", "disjoint_pairs", "distinct_states", "election_quorums", "leaderless_terms"),
    *("median_stall_ms", "quorum_pairs", "smallest_overlap", "terms", "votes_needed", "worst_stall_ms"),
)


def _beside(name: str) -> Phrase:
    """Return the words for what is measured of the clusters that a scenario is compared with."""
    noun = Phrase.of({**_COUNTS, **_VALUES}[name]).name
    listed = f"the list of {noun} in the other clusters"
    return Phrase(listed, size=f"{listed} has {{n}} item", sizes=f"{listed} has {{n}} items")


PHRASES: Final[Mapping[str, Phrase | str]] = {
    **_CLAUSES,
    **_COUNTS,
    **_VALUES,
    **_LISTS,
    **{f"{name}_beside": _beside(name) for name in _COMPARED},
    "count": _OF_EVENTS,
    "happened": _OF_EVENTS,
}
"""Observation or measure -> its words; ``name/2`` is the one with two arguments."""

VALUE_WORDS: Final[Mapping[str, str]] = {r"(\d+)@(\d+)": r"entry \1 of term \2"}
"""What an entry without a stated value is called."""
