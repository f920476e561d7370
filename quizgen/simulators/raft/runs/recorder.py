"""Writes the trace of a run as it happens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import Final

from quizgen.simulators.raft.protocol.disk import words_of
from quizgen.simulators.raft.protocol.inputs import office
from quizgen.simulators.raft.protocol.messages import AppendEntries, Message, RequestPreVote, RequestVote
from quizgen.simulators.raft.protocol.state import Server
from quizgen.simulators.trace import Attribute, Trace, TraceEvent

NETWORK = "network"
"""The actor of what happens to links, and of script events that no server takes part in."""

CLIENT = "client"
"""The peer of what happens between a server and a client."""


_Row = tuple[int, int, str, str, int | None, str, str, tuple[Attribute, ...]]
"""The fields of an event, in their order: most events are written down and never looked at."""

_REQUEST_EVENTS: Mapping[type, str] = {
    AppendEntries: "append_sent",
    RequestVote: "request_vote_sent",
    RequestPreVote: "pre_vote_requested",
}

_TYPE: Final = 3
"""The place of an event's type in a row."""


class Record:
    """What was recorded, made into a trace when it is first asked for."""

    def __init__(self, actors: tuple[str, ...], rows: tuple[_Row, ...]) -> None:
        self._actors = actors
        self._rows = rows

    @cached_property
    def trace(self) -> Trace:
        """All events."""
        return Trace(self._actors, tuple(TraceEvent(*row) for row in self._rows))

    @cached_property
    def counts(self) -> Mapping[tuple[str, str], int]:
        """How often each event happened: (type, actor), and (type, "") for all actors together."""
        counts = Counter((event_type, actor) for _, _, actor, event_type, _, _, _, _ in self._rows)
        counts.update((row[_TYPE], "") for row in self._rows)
        return counts

    def events(self, types: Collection[str]) -> Iterator[TraceEvent]:
        """Yield the events of some types."""
        return (TraceEvent(*row) for row in self._rows if row[_TYPE] in types)


class Recorder:
    """The trace so far. Every method returns the id of the event that effects are to name as their cause."""

    def __init__(self, members: tuple[str, ...], *, keep: bool) -> None:
        self._members = members
        self._keep = keep
        self._rows: list[_Row] = []
        self._last_append: dict[tuple[str, str], tuple[int, int, int]] = {}

    def record(  # noqa: PLR0913, PLR0917  # the fields of an event; called too often to name them
        self,
        time: int,
        actor: str,
        event_type: str,
        cause: int | None = None,
        peer: str = "",
        detail: str = "",
        attributes: tuple[Attribute, ...] = (),
    ) -> int:
        """Add an event."""
        rows = self._rows
        number = len(rows)
        if self._keep:
            rows.append((number, time, actor, event_type, cause, peer, detail, attributes))
        return number

    def sent(self, time: int, sender: Server, message: Message, cause: int | None) -> int | None:
        """Add the sending of a request. Replies are sent by the event that decides them; heartbeats are one event.

        Entries that are sent again with a heartbeat, since no answer came, are part of that heartbeat.
        """
        if isinstance(message, AppendEntries):
            if not message.entries:
                return cause
            link = (message.sender, message.receiver)
            content = (message.term, message.prev_log_index, len(message.entries))
            if self._last_append.get(link) == content:
                return cause
            self._last_append[link] = content
            index = message.prev_log_index + len(message.entries)
            facts: tuple[Attribute, ...] = (("count", len(message.entries)), ("index", index), *office(sender))
        elif type(message) in _REQUEST_EVENTS:
            facts = office(sender)
        else:
            return cause
        event_type = _REQUEST_EVENTS[type(message)]
        return self.record(time, message.sender, event_type, cause, message.receiver, "", facts)

    def sent_alone(self, time: int, sender: Server, message: AppendEntries) -> int | None:
        """Add the sending of AppendEntries to one server that a script asks for: a heartbeat if it has no entries."""
        self._last_append.pop((message.sender, message.receiver), None)
        if message.entries:
            return self.sent(time, sender, message, None)
        return self.record(time, message.sender, "heartbeat_sent", None, message.receiver, "", office(sender))

    def taken_away(self, time: int, sender: Server, message: Message, cause: int | None, why: str) -> None:
        """Add the loss of a message, be it a heartbeat, at its sender, who does not notice."""
        facts: tuple[Attribute, ...] = (("message", type(message).__name__), ("message_term", message.term))
        self.record(time, message.sender, "message_lost", cause, message.receiver, why, facts + office(sender))

    def lost(self, time: int, sender: Server, message: Message, cause: int | None, why: str) -> None:
        """Add the loss of a message. Lost heartbeats are not recorded."""
        if self._keep and (cause is None or self._rows[cause][_TYPE] != "heartbeat_sent"):
            self.taken_away(time, sender, message, cause, why)

    def disk_lost(self, time: int, before: Server, after: Server) -> None:
        """Add what a server that starts again finds lost on its disk."""
        facts = (("count", len(after.log)), *office(after))
        self.record(time, after.name, "disk_lost", detail=words_of(before, after), attributes=facts)

    def recorded(self) -> Record:
        """Return what was recorded."""
        return Record((*self._members, NETWORK), tuple(self._rows))

    def trace(self) -> Trace:
        """Return what was recorded, as a trace."""
        return self.recorded().trace
