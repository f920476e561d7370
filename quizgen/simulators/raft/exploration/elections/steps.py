"""What single servers can do in the elections model, as operations on the integer that is a state."""

from __future__ import annotations

from typing import NamedTuple

from quizgen.simulators.kit.packing import Fields, Table, bits_of
from quizgen.simulators.raft.exploration.elections.ballots import RESTART, TIME_OUT, Ballots
from quizgen.simulators.raft.exploration.model import Spec, is_down
from quizgen.simulators.raft.protocol.state import Server

NUMBER_BITS = 15
LEADS = 1 << NUMBER_BITS
"""The bit above a server's number: whether it leads."""

SERVER_BITS = NUMBER_BITS + 1
"""So many bits of a field are the server's; those above are the messages that may be under way to it."""


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


class Steps:
    """The steps of each server in each state, found once and kept.

    Attributes:
        names: of the servers, in order.
        ballots: their states and messages.
        fields: where they stand.
        of: number of a server's state -> the steps that it can take, but for crashes. One that is down can start again,
            which is no crash within the bounds.
        accepted: number of a server's state -> the bits of the messages to it that may still count there.
    """

    def __init__(self, names: tuple[str, ...], ballots: Ballots, inbox_bits: int, terms: int) -> None:
        self.names = names
        self.ballots = ballots
        self.fields = Fields(len(names), inbox_bits + SERVER_BITS, NUMBER_BITS)
        self.of = Table(self._steps_of)
        self.accepted = Table(self._accepted_bits)
        self._all_messages = (1 << inbox_bits) - 1
        self._terms = terms

    # --- parts of a state

    def packed(self, number: int) -> int:
        """Return a server's part of its field."""
        return number | (LEADS if self.ballots.server(number).role == "leader" else 0)

    def field(self, number: int, inbox: int) -> int:
        """Return a server's field, with the messages under way to it, a bit each."""
        return self.packed(number) | inbox << SERVER_BITS

    def inbox(self, state: int, position: int) -> int:
        """Return the messages under way to a server, a bit each."""
        return state >> (self.fields.shifts[position] + SERVER_BITS) & self._all_messages

    def sent(self, messages: tuple[tuple[int, int], ...]) -> int:
        """Return the bits of messages: position of the receiver, number of the message."""
        return sum(1 << (self.fields.shifts[position] + SERVER_BITS + message) for position, message in messages)

    # --- what a server can do

    def _accepted_bits(self, server: int) -> int:
        useless = self.ballots.forgotten(server)[0]
        shift = self.fields.shifts[self.names.index(self.ballots.server(server).name)]
        return (self._all_messages & ~useless) << (shift + SERVER_BITS)

    def _steps_of(self, number: int) -> list[ServerStep]:
        server = self.ballots.server(number)
        position = self.names.index(server.name)
        if is_down(server):
            return [ServerStep(0, *self.step(number, position, RESTART))]
        needs: dict[tuple[int, int, int], int] = {}
        idle = self.ballots.forgotten(number)[1]
        for message in bits_of((1 << self.ballots.messages_to(position)) - 1 & ~idle):
            step = self.step(number, position, message)
            needs[step] = needs.get(step, 0) | self.sent(((position, message),))
        steps = [ServerStep(need, *step) for step, need in needs.items()]
        if self.may_time_out(server):
            steps.append(ServerStep(0, *self.step(number, position, TIME_OUT)))
        return steps

    def may_time_out(self, server: Server) -> bool:
        """Tell whether a server may begin to campaign."""
        return server.role != "leader" and server.current_term < self._terms

    def step(self, before: int, position: int, received: int) -> tuple[int, int, int]:
        """Return what a server's step keeps, sets and sends."""
        shift = self.fields.shifts[position]
        after, sent = self.ballots.taken[before, received]
        useless = self.ballots.forgotten(after)[0]
        keep = ~((useless << SERVER_BITS | LEADS | self.fields.number) << shift)
        return keep, self.packed(after) << shift, self.sent(sent)


def inbox_bits(spec: Spec) -> int:
    """Return how many different messages can be under way to a server.

    Of each other server and each term: a request, a yes and a no; two requests if its log can change (a rule may lose
    it on a restart); as many again with pre-votes, which ask about one term more.
    """
    terms = max(spec.bounds.terms, *(server.current_term for server in spec.servers)) + 1
    may_lose = any(server.log for server in spec.servers) and (spec.bounds.crashes or spec.down)
    others = len(spec.servers) - 1
    kinds = 4 if may_lose else 3
    if spec.rules.pre_vote:
        return 2 * kinds * (terms + 1) * others
    return kinds * terms * others
