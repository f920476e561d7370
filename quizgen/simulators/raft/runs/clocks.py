"""The timers of a cluster's servers.

They are handed what schedules their wake-up calls each time, and do not keep it: it belongs to the event loop, which
keeps them, and what is in no circle is gone as soon as its run is judged.
"""

from __future__ import annotations

from collections.abc import Callable

from quizgen.simulators.kit.chances import Draw
from quizgen.simulators.kit.timers import Timers
from quizgen.simulators.raft.protocol.inputs import ElectionTimeout, HeartbeatTimeout, Input, LeaderSilence, Timer
from quizgen.simulators.raft.runs.traffic import ELECTION, HEARTBEAT, SILENCE
from quizgen.simulators.raft.scenario.settings import Settings

Schedule = Callable[[int, int, str], None]
"""Schedules a wake-up call: time, of which kind of timer, server's name."""


class Clocks:
    """Election timers, which run for a random time, those of heartbeats, and of leaders that fall silent.

    Attributes:
        minds_silence: whether it matters that a server has not heard from its leader for the shortest election timeout.
        fired: kind of timer -> server's name -> what the server takes in when the timer fires.
    """

    def __init__(self, settings: Settings, draw: Draw, *, minds_silence: bool) -> None:
        self.minds_silence = minds_silence
        self.fired: dict[int, dict[str, Input]] = {
            ELECTION: {name: ElectionTimeout() for name in settings.members},
            HEARTBEAT: {name: HeartbeatTimeout() for name in settings.members},
            SILENCE: {name: LeaderSilence() for name in settings.members},
        }
        self._timers = {kind: Timers() for kind in self.fired}
        self._elections = self._timers[ELECTION]
        self._draw = draw
        self._heartbeat = settings.heartbeat
        self._shortest = settings.election_timeout[0]
        self._span = settings.election_timeout[1] - settings.election_timeout[0] + 1

    def start(self, name: str, timer: Timer, now: int, schedule: Schedule) -> None:
        """Start a server's timer anew."""
        if timer is Timer.HEARTBEAT:
            self._start(HEARTBEAT, name, now + self._heartbeat, schedule)
            return
        self.start_election(name, now, schedule)
        if timer is Timer.HEARD_LEADER and self.minds_silence:
            self._start(SILENCE, name, now + self._shortest, schedule)

    def start_election(self, name: str, now: int, schedule: Schedule) -> None:
        """Start a server's election timer anew."""
        scheduled = self._elections.start(name, now + self._shortest + int(self._draw() * self._span))
        if scheduled is not None:
            schedule(scheduled, ELECTION, name)

    def _start(self, kind: int, name: str, deadline: int, schedule: Schedule) -> None:
        scheduled = self._timers[kind].start(name, deadline)
        if scheduled is not None:
            schedule(scheduled, kind, name)

    def wake(self, kind: int, name: str, now: int, schedule: Schedule) -> Input | None:
        """Take in a wake-up call; return what the server takes in if that timer fires now."""
        timers = self._timers[kind]
        if timers.pops(name, now):
            return self.fired[kind][name]
        again = timers.rearm(name, now)
        if again is not None:
            schedule(again, kind, name)
        return None

    def stop(self, name: str) -> None:
        """Stop all timers of a server."""
        for timers in self._timers.values():
            timers.stop(name)
