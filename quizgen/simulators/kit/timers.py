"""What event loops measure time by: timers that fire, and how long something was missing."""

from __future__ import annotations


class Timers:
    """Timers of one kind that are started anew far more often than they fire, one for each name.

    At most one wake-up call that counts is scheduled for each.

    Starting a timer anew only moves its deadline: the wake-up call that is already scheduled finds it moved, and is
    scheduled again. That keeps the event loop's heap small.
    """

    def __init__(self) -> None:
        self._deadlines: dict[str, int] = {}
        self._scheduled: dict[str, int] = {}

    def start(self, name: str, deadline: int) -> int | None:
        """Start a timer anew. Return when to schedule a wake-up call, or None if one is already due in time."""
        self._deadlines[name] = deadline
        scheduled = self._scheduled.get(name)
        if scheduled is not None and scheduled <= deadline:
            return None
        self._scheduled[name] = deadline
        return deadline

    def stop(self, name: str) -> None:
        """Stop a timer."""
        self._deadlines.pop(name, None)

    def pops(self, name: str, now: int) -> bool:
        """Tell whether the wake-up call that comes now makes the timer fire; then it stops."""
        if self._deadlines.get(name) != now or self._scheduled.get(name) != now:
            return False
        del self._deadlines[name], self._scheduled[name]
        return True

    def rearm(self, name: str, now: int) -> int | None:
        """After a wake-up call that came too early: return when to schedule the next, or None."""
        if self._scheduled.get(name) != now:  # an earlier call has taken its place
            return None
        deadline = self._deadlines.get(name)
        if deadline is None:
            del self._scheduled[name]
            return None
        self._scheduled[name] = deadline
        return deadline


class Stalls:
    """Measures the longest time, after the first, without what it watches for."""

    def __init__(self) -> None:
        self._first: int | None = None
        self._since: int | None = None
        self._longest = 0

    def update(self, now: int, *, available: bool) -> None:
        """Take in whether it is there from now on (microseconds)."""
        if available:
            if self._first is None:
                self._first = now
            if self._since is not None:
                self._longest = max(self._longest, now - self._since)
                self._since = None
        elif self._first is not None and self._since is None:
            self._since = now

    def first(self) -> int | None:
        """Return when it was there first, in microseconds, or None."""
        return self._first

    def longest(self, now: int) -> int:
        """Return the longest stall in microseconds, one that has not ended by now included."""
        return max(self._longest, now - self._since) if self._since is not None else self._longest
