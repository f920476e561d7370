"""States of the elections model up to a renaming of servers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import permutations, product

from quizgen.simulators.kit.packing import Numbering, Table, bits_of
from quizgen.simulators.raft.exploration.elections.steps import SERVER_BITS, Steps
from quizgen.simulators.raft.protocol.state import Server


class Renaming:
    """Finds what a state has in common with those that differ in names only.

    That is the smallest of the states that its servers' renamings give. Not all renamings are tried: the servers are
    first sorted by what no renaming changes (their terms, roles, how many votes, which kinds of messages), and only
    those that this leaves equal are permuted.
    """

    def __init__(self, steps: Steps) -> None:
        self._ballots = steps.ballots
        self._names = steps.names
        self._packed = steps.field
        self._number = steps.fields.number
        self._shifts = steps.fields.shifts
        self._field = (1 << steps.fields.width) - 1
        self._above = steps.fields.above
        self._looks: Numbering[tuple[object, ...]] = Numbering(SERVER_BITS)
        self._look = tuple(Table(self._look_at(position)) for position in range(len(self._names)))
        self._renamed = Table(self._renaming)
        self._orders = Table(self._orders_of)
        self._messages = Table(self._rename_message)
        self._servers = Table(self._rename_server)

    def key(self, state: int) -> int:
        """Return the smallest state among the renamed ones, with what is above the servers."""
        fields = [state >> shift & self._field for shift in self._shifts]
        looks = tuple([look[field] for look, field in zip(self._look, fields, strict=True)])
        smallest = -1
        for tables in self._orders[looks]:
            renamed = 0
            for table, field in zip(tables, fields, strict=True):
                renamed |= table[field]
            if smallest < 0 or renamed < smallest:
                smallest = renamed
        return state >> self._above << self._above | smallest

    def _look_at(self, position: int) -> Callable[[int], int]:
        return lambda field: self._looks(self._look_of(position, field))

    def _look_of(self, position: int, field: int) -> tuple[object, ...]:
        """Return what no renaming changes of a server and the messages to it."""
        server = self._ballots.server(field & self._number)
        vote = "itself" if server.voted_for == server.name else bool(server.voted_for)
        messages = (self._ballots.message(position, number) for number in bits_of(field >> SERVER_BITS))
        kinds = sorted(
            (
                type(message).__name__,
                message.term,
                bool(getattr(message, "granted", False)),
                message.sender == server.voted_for,
                message.sender in server.votes,
            )
            for message in messages
        )
        return server.current_term, server.role, vote, len(server.votes), tuple(kinds)

    def _orders_of(self, looks: tuple[int, ...]) -> list[tuple[Table[int, int], ...]]:
        """Return the renamings that sort servers by how they look: for each position, field -> renamed field."""
        groups = [[place for place, look in enumerate(looks) if look == one] for one in sorted(set(looks))]
        orders = []
        for choice in product(*(permutations(group) for group in groups)):
            new_positions = [0] * len(looks)
            for new, old in enumerate(place for group in choice for place in group):
                new_positions[old] = new
            order = tuple(new_positions)
            orders.append(tuple(self._renamed[order, position] for position in range(len(looks))))
        return orders

    def _renaming(self, key: tuple[tuple[int, ...], int]) -> Table[int, int]:
        order, position = key
        return Table(lambda field: self._rename(order, position, field))

    def _rename(self, order: tuple[int, ...], position: int, field: int) -> int:
        """Return a field of the server at a position in its new place."""
        number = self._servers[order, field & self._number]
        inbox = 0
        for message in bits_of(field >> SERVER_BITS):
            inbox |= 1 << self._messages[order, position, message]
        return self._packed(number, inbox) << self._shifts[order[position]]

    def _new_name(self, order: tuple[int, ...], name: str) -> str:
        return self._names[order[self._names.index(name)]] if name else ""

    def _rename_server(self, key: tuple[tuple[int, ...], int]) -> int:
        order, number = key
        server: Server = self._ballots.server(number)
        return self._ballots.number_of(
            replace(
                server,
                name=self._new_name(order, server.name),
                voted_for=self._new_name(order, server.voted_for),
                votes=tuple(sorted(self._new_name(order, vote) for vote in server.votes)),
            )
        )

    def _rename_message(self, key: tuple[tuple[int, ...], int, int]) -> int:
        order, position, number = key
        message = self._ballots.message(position, number)
        return self._ballots.message_number(
            replace(
                message,
                sender=self._new_name(order, message.sender),
                receiver=self._new_name(order, message.receiver),
            )
        )
