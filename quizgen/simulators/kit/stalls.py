"""How long the cluster could make no progress."""

from __future__ import annotations


class Stalls:
    """Measures the longest time, after the first, without a leader in touch with a quorum."""

    def __init__(self) -> None:
        self._first: int | None = None
        self._since: int | None = None
        self._longest = 0

    def update(self, now: int, *, available: bool) -> None:
        """Take in whether there is such a leader from now on (microseconds)."""
        if available:
            if self._first is None:
                self._first = now
            if self._since is not None:
                self._longest = max(self._longest, now - self._since)
                self._since = None
        elif self._first is not None and self._since is None:
            self._since = now

    def first(self) -> int | None:
        """Return when there first was such a leader, in microseconds, or None."""
        return self._first

    def longest(self, now: int) -> int:
        """Return the longest stall in microseconds, one that has not ended by now included."""
        return max(self._longest, now - self._since) if self._since is not None else self._longest
