"""Wrong rules that learners believe: each is the true rules with exactly one method overridden."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import cache

from quizgen.simulators.api import Misconception
from quizgen.simulators.raft.protocol.messages import AppendEntries, Message, RequestPreVote, RequestVote
from quizgen.simulators.raft.protocol.rules import CandidacyStep, Rules
from quizgen.simulators.raft.protocol.state import Entry, Server
from quizgen.simulators.raft.scenario import Scenario
from quizgen.simulators.raft.scenario.settings import Settings

# ruff: noqa: ARG002, D102  # an override has its rule's parameters and its rule's name; the class says what it changes

_RULES: dict[str | None, type[Rules]] = {None: Rules}
_CATALOGUE: dict[str, Misconception] = {}


def _believed(name: str, belief: str, breaks: str) -> Callable[[type[Rules]], type[Rules]]:
    """Return what makes a class of rules known as a misconception; see `Misconception`."""

    def known(rules: type[Rules]) -> type[Rules]:
        _RULES[name] = rules
        _CATALOGUE[name] = Misconception(name, belief, breaks)
        return rules

    return known


# --- what a quorum is


@_believed(
    "majority-of-reachable",
    "A majority means more than half of the servers that can be reached at the moment.",
    "Election Safety: both sides of a partition elect a leader, perhaps of the same term, and commit.",
)
class MajorityOfReachable(Rules):
    """A majority of the servers that are up and connected is enough."""

    def is_quorum(self, server: Server, votes: Collection[str]) -> bool:
        return 2 * len(votes) > len(server.reachable)


@_believed(
    "all-servers",
    "Every server has to agree before a leader is elected or an entry is committed.",
    "crashes_survived: not a single crash is survived; with one server down nothing is elected or committed.",
)
class AllServers(Rules):
    """Every server has to agree."""

    def is_quorum(self, server: Server, votes: Collection[str]) -> bool:
        return len(votes) == len(server.members)


@_believed(
    "fixed-quorum-of-two",
    "Two servers that agree are enough, whatever the size of the cluster.",
    "Election Safety: from four servers on, two groups of two are disjoint and elect a leader each.",
)
class FixedQuorumOfTwo(Rules):
    """Two servers are enough, however many there are."""

    def is_quorum(self, server: Server, votes: Collection[str]) -> bool:
        return len(votes) >= 2


@_believed(
    "half-is-enough",
    "Half of the servers are enough: their number divided by two, rounded up.",
    "Election Safety in clusters of even size: the two halves are disjoint. Odd sizes are not affected.",
)
class HalfIsEnough(Rules):
    """Half of the servers are enough: their number divided by two, rounded up."""

    def is_quorum(self, server: Server, votes: Collection[str]) -> bool:
        return 2 * len(votes) >= len(server.members)


@_believed(
    "half-rounded-down",
    "A quorum is the number of servers divided by two, rounded down.",
    "Election Safety: two such groups can be disjoint, also in clusters of odd size; crashes_survived rises.",
)
class HalfRoundedDown(Rules):
    """Half of the servers, rounded down, are enough."""

    def is_quorum(self, server: Server, votes: Collection[str]) -> bool:
        return 2 * len(votes) + 1 >= len(server.members)


@_believed(
    "any-survivor",
    "The cluster works for as long as a single server is up.",
    "Election Safety and State Machine Safety: every server that is cut off elects itself and commits.",
)
class AnySurvivor(Rules):
    """One server is enough."""

    def is_quorum(self, server: Server, votes: Collection[str]) -> bool:
        return len(votes) >= 1


# --- elections


@_believed(
    "vote-twice",
    "A server votes for every candidate that asks for its vote, also within one term.",
    "Election Safety: two candidates of one term both reach a majority.",
)
class VoteTwice(Rules):
    """A vote does not use up the voter's right to vote in that term."""

    def has_vote_left(self, server: Server, candidate: str) -> bool:
        return True


@_believed(
    "no-up-to-date-check",
    "A vote depends on the term only, not on how complete the candidate's log is.",
    "Leader Completeness: a server without a committed entry is elected and overwrites it.",
)
class NoUpToDateCheck(Rules):
    """Votes do not depend on the candidate's log."""

    def log_is_up_to_date(self, server: Server, request: RequestVote | RequestPreVote) -> bool:
        return True


@_believed(
    "newest-term-rules",
    "The newest term always wins: whoever raises the term leads, whatever votes and logs say.",
    "Leader Completeness: a minority's server takes over and overwrites what the majority committed.",
)
class NewestTermRules(Rules):
    """Whoever has raised the term leads it."""

    def wins_election(self, server: Server) -> bool:
        return True


@_believed(
    "vote-before-term",
    "A candidate first votes for itself and then raises its term.",
    "crashes_survived: its own vote is for the old term and lost, so that a bare majority elects nobody.",
)
class VoteBeforeTerm(Rules):
    """A candidate votes for itself first and raises its term afterwards, so that the vote is for the old term."""

    def candidacy(self) -> tuple[CandidacyStep, ...]:
        return ("vote_self", "term_increment")


# --- terms


@_believed(
    "leader-keeps-role",
    "A leader stays leader, in the term that it won, whatever terms it hears of.",
    "Step-down (section 5.1): after a partition the old leader goes on believing that it leads.",
)
class LeaderKeepsRole(Rules):
    """A leader is not impressed by higher terms."""

    def adopts_term(self, server: Server, message: Message) -> bool:
        return server.role != "leader" and message.term > server.current_term


@_believed(
    "stale-messages-obeyed",
    "A message is obeyed whatever its term: what was sent was meant.",
    "Leader Completeness: a deposed leader's late message replaces what was committed in the meantime.",
)
class StaleMessagesObeyed(Rules):
    """Messages of older terms are obeyed like any other."""

    def is_stale(self, server: Server, message: Message) -> bool:
        return False


@_believed(
    "term-ticks-with-time",
    "Terms pass with time: the term rises by itself while a leader is healthy.",
    "A term begins with an election (section 5.1): terms rise although nobody campaigned.",
)
class TermTicksWithTime(Rules):
    """Terms pass like hours: the term rises with each heartbeat."""

    def term_of_next_heartbeat(self, server: Server) -> int:
        return server.current_term + 1


# --- persistence


@_believed(
    "vote-lost-on-restart",
    "A server need not remember over a restart whom it voted for.",
    "Election Safety: a server that restarts votes again in the same term.",
)
class VoteLostOnRestart(Rules):
    """The vote is kept in memory only."""

    def after_restart(self, server: Server) -> Server:
        return replace(Rules.after_restart(self, server), voted_for="")


@_believed(
    "log-lost-on-restart",
    "A server may restart with an empty log, since it gets everything from the leader again.",
    "Leader Completeness: a committed entry is forgotten, and a leader is elected that lacks it.",
)
class LogLostOnRestart(Rules):
    """The log is kept in memory only."""

    def after_restart(self, server: Server) -> Server:
        return replace(Rules.after_restart(self, server), log=())


@_believed(
    "term-lost-on-restart",
    "A server that restarts begins again in term 0.",
    "Election Safety: the term number, and with it the vote, is used a second time.",
)
class TermLostOnRestart(Rules):
    """The term, and the vote in it, are kept in memory only."""

    def after_restart(self, server: Server) -> Server:
        return replace(Rules.after_restart(self, server), current_term=0, voted_for="")


# --- replication and commitment


@_believed(
    "writes-accepted-by-any-server",
    "Any server can take a client's write into its log.",
    "Log Matching: two servers have different entries of the same index and term.",
)
class WritesAcceptedByAnyServer(Rules):
    """A follower appends what clients write to it."""

    def accepts_write(self, server: Server) -> bool:
        return True


@_believed(
    "append-replaces-rest",
    "A follower replaces everything after the previous entry by what the leader sends, be it nothing.",
    "Leader Completeness: a late message with fewer entries, or none, deletes what was counted as replicated.",
)
class AppendReplacesRest(Rules):
    """A follower replaces all that follows by what the leader sends, matching or not, and be it nothing."""

    def kept_entries(self, server: Server, append: AppendEntries) -> int:
        return append.prev_log_index


@_believed(
    "commit-old-term-by-counting",
    "An entry of an earlier term is committed as soon as it is on a majority of the servers.",
    "Leader Completeness: figure 8 of the paper, where such an entry is overwritten.",
)
class CommitOldTermByCounting(Rules):
    """A leader commits an entry of any term once a majority holds it."""

    def commits_by_counting(self, server: Server, entry: Entry) -> bool:
        return True


@_believed(
    "commit-on-write",
    "An entry is committed as soon as the leader has written it to its own log.",
    "Leader Completeness: an acknowledged write is lost with the leader.",
)
class CommitOnWrite(Rules):
    """An entry is committed once the leader has written it."""

    def is_replicated(self, server: Server, holders: Collection[str]) -> bool:
        return True


@_believed(
    "commit-needs-all",
    "The leader waits for every follower before it commits.",
    "acks_needed: a single server that is down keeps every write from being committed.",
)
class CommitNeedsAll(Rules):
    """An entry is committed once every server holds it."""

    def is_replicated(self, server: Server, holders: Collection[str]) -> bool:
        return len(holders) == len(server.members)


MISCONCEPTIONS: tuple[Misconception, ...] = tuple(_CATALOGUE.values())


def rules_for(misconception: str | None, settings: Settings) -> Rules:
    """Return the rules of that misconception, None for those of the scenario, with the scenario's switches.

    Where the scenario changes a rule itself, who has a misconception is wrong about that protocol. Then both rules are
    changed, and where it is the same one the misconception counts.

    Raises:
        KeyError: if there is no misconception of that name.
    """
    return _rules(misconception, settings.rules or None)(
        pre_vote=settings.pre_vote, check_quorum=settings.check_quorum, leader_no_op=settings.leader_no_op
    )


@cache  # so that the rules of two scenarios are equal
def _rules(misconception: str | None, premise: str | None) -> type[Rules]:
    believed, supposed = _RULES[misconception], _RULES[premise]
    if issubclass(believed, supposed):
        return believed
    if misconception is None:
        return supposed
    return type(f"{supposed.__name__}And{believed.__name__}", (believed, supposed), {})


def premise(scenario: Scenario) -> str:
    """Return the rule that a scenario supposes instead of the true one, in words; empty if it supposes none."""
    return _CATALOGUE[scenario.rules].belief if scenario.rules in _CATALOGUE else ""
