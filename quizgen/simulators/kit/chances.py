"""What chance decides in a run. Each concern has its own numbers, so that more of one leave the others as they were."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cached_property

Draw = Callable[[], float]
"""Draws a number from 0 up to, but not including, 1."""


class Chances:
    """Random numbers, repeatable from the seed.

    Attributes:
        latency: how long messages travel.
        timeout: how long election timers run.
    """

    def __init__(self, seed: int, concern: str = "") -> None:
        """Make the numbers of a seed; ``concern`` tells runs apart that share it."""
        self._run = f"{seed}:{concern}"
        self.latency = self._stream("latency")
        self.timeout = self._stream("timeouts")

    @cached_property
    def loss(self) -> Draw:
        """Whether messages are lost."""
        return self._stream("loss")

    @cached_property
    def duplication(self) -> Draw:
        """Whether messages arrive twice, and when."""
        return self._stream("duplication")

    def _stream(self, concern: str) -> Draw:
        """Return a concern's own numbers. A string seeds alike in every process."""
        return random.Random(f"{self._run}{concern}").random  # noqa: S311  # it has to be repeatable, not secret
