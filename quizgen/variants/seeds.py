"""Chance that is the same for ever: things are put in the order of hashes of their names.

Python promises no more than that its generators of random numbers give the same numbers; how a list is shuffled with
them may change. SHA-256 does not.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Seed:
    """Where an order comes from.

    Attributes:
        parts: what tells it from other seeds.
    """

    parts: tuple[str | int, ...]

    def rank(self, *name: str | int) -> bytes:
        """Return the sort key of the thing of that name."""
        text = "\x1f".join(str(part) for part in ("quizgen variants", *self.parts, *name))
        return hashlib.sha256(text.encode()).digest()
