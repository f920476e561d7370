"""What chance decides in a run. Each concern has its own numbers, so that more of one leave the others as they were."""

from __future__ import annotations

import random
from collections.abc import Callable

from quizgen.simulators.kit.packing import Table

Draw = Callable[[], float]
"""Draws a number from 0 up to, but not including, 1."""


class Chances(Table[str, Draw]):
    """Concern -> its random numbers, repeatable from the seed."""

    def __init__(self, seed: int, run: str = "") -> None:
        """Make the numbers of a seed; ``run`` tells runs apart that share it. A text seeds alike in every process."""
        super().__init__(lambda concern: random.Random(f"{seed}:{run}{concern}").random)  # noqa: S311  # repeatable, not secret
