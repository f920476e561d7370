"""Messages between their sending and their arrival, as a script finds them."""

from __future__ import annotations

from dataclasses import dataclass

from quizgen.simulators.raft.protocol.messages import Message
from quizgen.simulators.raft.scenario.settings import OneWay

ANY = "any"
"""The kind of every message."""


@dataclass(frozen=True, slots=True)
class Transit:
    """A message in the network.

    Attributes:
        message: the message.
        cause: id of the event that sent it.
        arrives: when, in microseconds; None if its link keeps it back.
        sequence: the number that tells it from others.
    """

    message: Message
    cause: int | None
    arrives: int | None
    sequence: int


def is_on(message: object, link: OneWay, kind: str) -> bool:
    """Tell whether a message is of a kind and goes from the link's sender to its receiver."""
    if not isinstance(message, Message) or (message.sender, message.receiver) != link:
        return False
    return kind in {ANY, type(message).__name__}
