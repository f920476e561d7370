"""The elections model: every message is a message of its own, which may arrive late, more than once or never.

A cluster is one integer: a field of bits for each server, above them how often servers crashed. A field is the number
of a server's state, and a bit for each message that may be under way to it. A step changes a server's number, sets the
bits of what it sends and clears those of the answers that can no longer count: three operations on the integer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from quizgen.simulators.kit.packing import Table, bits_of
from quizgen.simulators.raft.exploration.changes import ELECTION_SAFETY_BIT
from quizgen.simulators.raft.exploration.elections.ballots import RESTART, TIME_OUT, Ballot, Ballots, ElectionInput
from quizgen.simulators.raft.exploration.elections.renaming import Renaming
from quizgen.simulators.raft.exploration.restarts import is_down
from quizgen.simulators.raft.protocol.inputs import Restarted
from quizgen.simulators.raft.protocol.messages import RequestVote
from quizgen.simulators.raft.protocol.rules import Rules
from quizgen.simulators.raft.protocol.state import Server
from quizgen.simulators.raft.scenario import Exhaustive, Loss

_NUMBER_BITS = 15
_LEADS = 1 << _NUMBER_BITS
_NUMBER = _LEADS - 1
_SERVER_BITS = _NUMBER_BITS + 1
_MOST_PLANS = 50_000


class ServerStep(NamedTuple):
    """A step that a server in some state can take: the cluster becomes ``state & keep | sets | sent``.

    Attributes:
        need: the messages any one of which makes it do so, a bit each; 0 for steps that need none.
        keep: all bits but the server's own number, and the answers that can no longer count after the step.
        sets: the server's number after the step.
        sent: the messages that it sends, a bit each, whether or not they count where they go.
    """

    need: int
    keep: int
    sets: int
    sent: int


@dataclass(slots=True)
class Plan:
    """What the servers of a cluster, each in some state, can do: ``state & keep | sets``, with ``need`` as above.

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


class Elections:
    """The model, for one cluster, its bounds and its rules.

    Attributes:
        names: of the servers, in order; a server's place in it is its position.
        down: names of the servers that are down at the start. They may start again at any time.
        requested: the requests that are under way at the start.
        initial: where it starts.
        key: see `Model`.
    """

    def __init__(
        self,
        servers: tuple[Server, ...],
        down: tuple[str, ...],
        bounds: Exhaustive,
        rules: Rules,
        loses: Loss = "nothing",
    ) -> None:
        self.names = tuple(server.name for server in servers)
        self.down = down
        self._bounds = bounds
        self._ballots = Ballots(self.names, rules, loses, _NUMBER_BITS)
        self._inbox_bits = _inbox_bits(servers, down, bounds, rules)
        self._width = self._inbox_bits + _SERVER_BITS
        self._shifts = tuple(position * self._width for position in range(len(servers)))
        self._crashes = self._width * len(servers)
        self._all_lead = sum(_LEADS << shift for shift in self._shifts)
        self._all_numbers = sum(_NUMBER << shift for shift in self._shifts)
        self._steps = Table(self._steps_of)
        self._accepted = Table(self._accepted_bits)
        self._plans = Table(self._plan, _MOST_PLANS)
        self._known = 0
        renaming = Renaming(self._ballots, self.names, self._field, self._width, _SERVER_BITS)
        self.key: Callable[[int], int] | None = renaming.key if bounds.symmetry else None
        self.requested: list[RequestVote] = []
        self.initial = self._begin(servers)

    @property
    def is_suspicious(self) -> bool:
        """See `Model`."""
        return bool(self._ballots.changes)

    def _begin(self, servers: tuple[Server, ...]) -> int:
        """Pack the cluster at the start. What stated candidates asked for when they campaigned is under way."""
        state = 0
        requests = self.requested
        for server, shift in zip(servers, self._shifts, strict=True):
            up = server.name not in self.down
            state |= self._packed(self._ballots.number_at_start(server, up=up)) << shift
            if server.role == "candidate" and up:
                requests += self._ballots.requests_of(server)
        for request in requests:
            state |= self._sent(((self.names.index(request.receiver), self._ballots.message_number(request)),))
        return state

    # --- parts of a state

    def _packed(self, number: int) -> int:
        return number | (_LEADS if self._ballots.server(number).role == "leader" else 0)

    def _field(self, number: int, inbox: int) -> int:
        return self._packed(number) | inbox << _SERVER_BITS

    def _sent(self, messages: tuple[tuple[int, int], ...]) -> int:
        """Return the bits of messages: position of the receiver, number of the message."""
        return sum(1 << (self._shifts[position] + _SERVER_BITS + message) for position, message in messages)

    def numbers(self, state: int) -> list[int]:
        """Return the numbers of the servers' states, in order of position."""
        return [state >> shift & _NUMBER for shift in self._shifts]

    def server_of(self, number: int) -> Server:
        """Return the server's state of that number."""
        return self._ballots.server(number)

    def server(self, state: int, position: int) -> Server:
        """Return a server of a state."""
        return self._ballots.server(state >> self._shifts[position] & _NUMBER)

    def inbox(self, state: int, position: int) -> int:
        """Return the messages under way to a server, a bit each."""
        return state >> (self._shifts[position] + _SERVER_BITS) & (1 << self._inbox_bits) - 1

    def messages_to(self, state: int, position: int) -> tuple[Ballot, ...]:
        """Return the messages under way to a server."""
        return tuple(self._ballots.message(position, number) for number in bits_of(self.inbox(state, position)))

    def crashes(self, state: int) -> int:
        """Return how often servers have crashed."""
        return state >> self._crashes

    # --- what a server can do

    def _accepted_bits(self, server: int) -> int:
        """Return the bits of the messages to a server that may still count there."""
        useless = self._ballots.forgotten(server)[0]
        shift = self._shifts[self.names.index(self._ballots.server(server).name)]
        return ((1 << self._inbox_bits) - 1 & ~useless) << (shift + _SERVER_BITS)

    def _steps_of(self, number: int) -> list[ServerStep]:
        """Return the steps that a server in the state of that number can take, but for crashes.

        One that is down can start again, which is no crash within the bounds.
        """
        server = self._ballots.server(number)
        position = self.names.index(server.name)
        if is_down(server):
            return [ServerStep(0, *self._step(number, position, RESTART))]
        needs: dict[tuple[int, int, int], int] = {}
        idle = self._ballots.forgotten(number)[1]
        for message in bits_of((1 << self._ballots.messages_to(position)) - 1 & ~idle):
            step = self._step(number, position, message)
            needs[step] = needs.get(step, 0) | self._sent(((position, message),))
        steps = [ServerStep(need, *step) for step, need in needs.items()]
        if self._may_time_out(server):
            steps.append(ServerStep(0, *self._step(number, position, TIME_OUT)))
        return steps

    def _may_time_out(self, server: Server) -> bool:
        return server.role != "leader" and server.current_term < self._bounds.terms

    def _step(self, before: int, position: int, received: int) -> tuple[int, int, int]:
        """Return what a server's step keeps, sets and sends."""
        shift = self._shifts[position]
        after, sent = self._ballots.taken[before, received]
        useless = self._ballots.forgotten(after)[0]
        keep = ~((useless << _SERVER_BITS | _LEADS | _NUMBER) << shift)
        return keep, self._packed(after) << shift, self._sent(sent)

    # --- the states one step on

    def _plan(self, state: int) -> Plan:
        """Return what servers can do, given a state's numbers of servers."""
        plan = Plan()
        numbers = self.numbers(state)
        counts = sum(self._accepted[number] for number in numbers)
        for position, number in enumerate(numbers):
            itself = self._packed(number) << self._shifts[position]
            for need, keep, sets, sent in self._steps[number]:
                arrives = sent & counts
                if not need:
                    plan.campaigns.append((keep, sets | arrives))
                elif sets != itself:
                    plan.steps.append((need, keep, sets | arrives))
                elif arrives:
                    plan.answers.append((need, arrives))
            if self._bounds.crashes and not is_down(self._ballots.server(number)):
                plan.crashes.append(self._step(number, position, RESTART)[:2])
        return plan

    def _planned(self, state: int) -> Plan:
        """Return what servers can do, with every message that is known.

        A message that nobody ever sent before makes all earlier plans incomplete.
        """
        numbers = state & self._all_numbers
        while self._known != self._ballots.messages:
            self._known = self._ballots.messages
            for table in (self._plans, self._steps, self._accepted):
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
        if plan.crashes and state >> self._crashes < self._bounds.crashes:
            crashed = state + (1 << self._crashes)
            following += [crashed & keep | sets for keep, sets in plan.crashes]
        return following

    def moves(self, state: int) -> Iterator[tuple[int, ElectionInput, int]]:
        """Yield each step as (position, input, state after it): what `successors` gives, with the reasons."""
        self._planned(state)
        numbers = self.numbers(state)
        counts = sum(self._accepted[number] for number in numbers)
        for position, number in enumerate(numbers):
            if is_down(self._ballots.server(number)):
                keep, sets, _ = self._step(number, position, RESTART)
                yield position, Restarted(), state & keep | sets
                continue
            time_out = (TIME_OUT,) if self._may_time_out(self._ballots.server(number)) else ()
            for received in (*time_out, *bits_of(self.inbox(state, position))):
                keep, sets, sent = self._step(number, position, received)
                yield position, self._ballots.input(position, received), state & keep | sets | sent & counts
            if self.crashes(state) < self._bounds.crashes:
                keep, sets, _ = self._step(number, position, RESTART)
                yield position, Restarted(), (state & keep | sets) + (1 << self._crashes)

    # --- what is broken

    def broken_in(self, state: int) -> int:
        """Return Election Safety's bit if two servers lead the same term."""
        leads = state & self._all_lead
        if not leads & (leads - 1):
            return 0
        terms = [
            self.server(state, position).current_term
            for position, shift in enumerate(self._shifts)
            if state >> shift & _LEADS
        ]
        return ELECTION_SAFETY_BIT if len(set(terms)) < len(terms) else 0

    def broken_by(self, state: int, after: int) -> int:
        """Return the properties that the change of some server breaks."""
        broken = 0
        for shift in self._shifts:
            change = state >> shift & _NUMBER, after >> shift & _NUMBER
            broken |= self._ballots.changes.get(change, 0)
        return broken


def _inbox_bits(servers: tuple[Server, ...], down: tuple[str, ...], bounds: Exhaustive, rules: Rules) -> int:
    """Return how many different messages can be under way to a server.

    Of each other server and each term: a request, a yes and a no; two requests if its log can change (a rule may lose
    it on a restart); as many again with pre-votes, which ask about one term more.
    """
    terms = max(bounds.terms, *(server.current_term for server in servers)) + 1
    may_lose = any(server.log for server in servers) and (bounds.crashes or down)
    kinds = 4 if may_lose else 3
    if rules.pre_vote:
        return 2 * kinds * (terms + 1) * (len(servers) - 1)
    return kinds * terms * (len(servers) - 1)
