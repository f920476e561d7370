"""The elections model: every message is a message of its own, which may arrive late, more than once or never.

A cluster is one integer: a field of bits for each server, above them how often servers crashed. A field is the number
of a server's state, and a bit for each message that may be under way to it. A step changes a server's number, sets the
bits of what it sends and clears those of the answers that can no longer count: three operations on the integer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from quizgen.simulators.kit.packing import Table, bits_of
from quizgen.simulators.raft.exploration.changes import ELECTION_SAFETY_BIT
from quizgen.simulators.raft.exploration.elections.ballots import RESTART, TIME_OUT, Ballot, Ballots, ElectionInput
from quizgen.simulators.raft.exploration.elections.renaming import Renaming
from quizgen.simulators.raft.exploration.elections.steps import LEADS, NUMBER_BITS, Steps, inbox_bits
from quizgen.simulators.raft.exploration.model import ClusterModel, Spec, is_down
from quizgen.simulators.raft.protocol.inputs import Restarted
from quizgen.simulators.raft.protocol.messages import RequestVote
from quizgen.simulators.raft.protocol.state import Server

_MOST_PLANS = 50_000


@dataclass(slots=True)
class Plan:
    """What the servers of a cluster, each in some state, can do; for the bits see `ServerStep`.

    Attributes:
        campaigns: (keep, sets) of the steps that need no message.
        crashes: (keep, sets) of crashes.
        steps: (need, keep, sets) of those that change a server.
        answers: (need, messages sent) of those that change nobody.
    """

    campaigns: list[tuple[int, int]] = field(default_factory=list)
    crashes: list[tuple[int, int]] = field(default_factory=list)
    steps: list[tuple[int, int, int]] = field(default_factory=list)
    answers: list[tuple[int, int]] = field(default_factory=list)


class Elections(ClusterModel):
    """The model, for one cluster, its bounds and its rules.

    Attributes:
        requested: the requests that are under way at the start.
        numbers: state -> the numbers of the servers' states, in order of position.
    """

    def __init__(self, spec: Spec) -> None:
        names = tuple(server.name for server in spec.servers)
        self._ballots = Ballots(names, spec.rules, spec.loses, NUMBER_BITS)
        self._steps = Steps(names, self._ballots, inbox_bits(spec), spec.bounds.terms)
        super().__init__(spec, self._steps.fields, self._ballots.changes)
        self._most_crashes = spec.bounds.crashes
        self._crashes = self._fields.above
        self.numbers = self._fields.unpack
        self._all_lead = self._fields.in_all(LEADS)
        self._all_numbers = self._fields.numbers
        self._plans = Table(self._plan, _MOST_PLANS)
        self._known = 0
        if spec.bounds.symmetry:
            self.key = Renaming(self._steps).key
        self.requested: list[RequestVote] = []
        self.initial = self._begin(spec.servers)

    def _begin(self, servers: tuple[Server, ...]) -> int:
        """Pack the cluster at the start. What stated candidates asked for when they campaigned is under way."""
        state = 0
        requests = self.requested
        for server, shift in zip(servers, self._fields.shifts, strict=True):
            up = server.name not in self.down
            state |= self._steps.packed(self._ballots.number_at_start(server, up=up)) << shift
            if server.role == "candidate" and up:
                requests += self._ballots.requests_of(server)
        for request in requests:
            state |= self._steps.sent(((self.names.index(request.receiver), self._ballots.message_number(request)),))
        return state

    # --- parts of a state

    def server_of(self, number: int) -> Server:
        """Return the server's state of that number."""
        return self._ballots.server(number)

    def server(self, state: int, position: int) -> Server:
        """Return a server of a state."""
        return self._ballots.server(self._fields.unpack(state)[position])

    def messages_to(self, state: int, position: int) -> tuple[Ballot, ...]:
        """Return the messages under way to a server."""
        return tuple(self._ballots.message(position, number) for number in bits_of(self._steps.inbox(state, position)))

    def crashes(self, state: int) -> int:
        """Return how often servers have crashed."""
        return state >> self._crashes

    # --- the states one step on

    def _plan(self, state: int) -> Plan:
        """Return what servers can do, given a state's numbers of servers."""
        plan, steps = Plan(), self._steps
        numbers = self._fields.unpack(state)
        counts = sum(steps.accepted[number] for number in numbers)
        for position, number in enumerate(numbers):
            itself = steps.packed(number) << self._fields.shifts[position]
            for need, keep, sets, sent in steps.of[number]:
                arrives = sent & counts
                if not need:
                    plan.campaigns.append((keep, sets | arrives))
                elif sets != itself:
                    plan.steps.append((need, keep, sets | arrives))
                elif arrives:
                    plan.answers.append((need, arrives))
            if self._most_crashes and not is_down(self._ballots.server(number)):
                plan.crashes.append(steps.step(number, position, RESTART)[:2])
        return plan

    def _planned(self, state: int) -> Plan:
        """Return what servers can do, with every message that is known.

        A message that nobody ever sent before makes all earlier plans incomplete.
        """
        numbers = state & self._all_numbers
        while self._known != self._ballots.messages:
            self._known = self._ballots.messages
            for table in (self._plans, self._steps.of, self._steps.accepted):
                table.clear()
            self._plans[numbers]
        plan = self._plans[numbers]
        return plan if self._known == self._ballots.messages else self._planned(state)

    def successors(self, state: int) -> list[int]:
        """Return the states one step on."""
        plan = self._plans.get(state & self._all_numbers)
        if plan is None or self._known != self._ballots.messages:
            plan = self._planned(state)
        following = [state & keep | sets for keep, sets in plan.campaigns]
        following += [state & keep | sets for need, keep, sets in plan.steps if state & need]
        following += [state | sent for need, sent in plan.answers if state & need]
        if plan.crashes and state >> self._crashes < self._most_crashes:
            crashed = state + (1 << self._crashes)
            following += [crashed & keep | sets for keep, sets in plan.crashes]
        return following

    def moves(self, state: int) -> Iterator[tuple[int, ElectionInput, int]]:
        """Yield each step as (position, input, state after it): what `successors` gives, with the reasons."""
        self._planned(state)
        numbers, steps = self._fields.unpack(state), self._steps
        counts = sum(steps.accepted[number] for number in numbers)
        for position, number in enumerate(numbers):
            if is_down(self._ballots.server(number)):
                keep, sets, _ = steps.step(number, position, RESTART)
                yield position, Restarted(), state & keep | sets
                continue
            time_out = (TIME_OUT,) if steps.may_time_out(self._ballots.server(number)) else ()
            for received in (*time_out, *bits_of(steps.inbox(state, position))):
                keep, sets, sent = steps.step(number, position, received)
                yield position, self._ballots.input(position, received), state & keep | sets | sent & counts
            if self.crashes(state) < self._most_crashes:
                keep, sets, _ = steps.step(number, position, RESTART)
                yield position, Restarted(), (state & keep | sets) + (1 << self._crashes)

    def broken_in(self, state: int) -> int:
        """Return Election Safety's bit if two servers lead the same term."""
        leads = state & self._all_lead
        if not leads & (leads - 1):
            return 0
        terms = [
            self.server(state, position).current_term
            for position, shift in enumerate(self._fields.shifts)
            if state >> shift & LEADS
        ]
        return ELECTION_SAFETY_BIT if len(set(terms)) < len(terms) else 0
