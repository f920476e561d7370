"""What pure steps gave, kept for as long as it is what they would give again; and memory that is not looked through."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

MOST_REMEMBERED = 100
"""So many inputs are remembered for each machine."""

Given = TypeVar("Given")


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Let no garbage be looked for among objects that are all in use: it would take longer than making them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Memory(Generic[Given]):
    """What machines made of inputs that changed nothing, each forgotten when its machine changes.

    A step is pure. So an input that left its machine as it was gives the same again, for as long as the machine stays
    what it is. Inputs are told apart by identity: the next of a kind is the same object if it was remembered as well.

    Attributes:
        known: identity of an input -> what it gave.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.known: dict[int, Given] = {}
        self._inputs: dict[str, list[object]] = {name: [] for name in names}

    def remember(self, name: str, received: object, given: Given) -> None:
        """Remember a step of a machine. The input is kept as well, so that no other object gets its identity."""
        if len(self._inputs[name]) == MOST_REMEMBERED:
            self.forget(name)
        self.known[id(received)] = given
        self._inputs[name].append(received)

    def forget(self, name: str) -> None:
        """Forget what a machine made of its inputs, since it has changed."""
        for received in self._inputs[name]:
            del self.known[id(received)]
        self._inputs[name].clear()
