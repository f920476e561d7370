"""What servers hold at the start and at the end of a run: their logs, followed from its events."""

from __future__ import annotations

import re

from quizgen.simulators.drawing import Cell, Holdings
from quizgen.simulators.raft.runs.recorder import NETWORK
from quizgen.simulators.trace import Trace, TraceEvent

_STATED = re.compile(r"(?:empty log|log (?P<terms>[0-9_ ]+))(?:, committed up to (?P<committed>[0-9]+))?")


class _Logs:
    """The terms of the entries in each server's log, and how far each knows them to be committed."""

    def __init__(self, trace: Trace) -> None:
        self.terms: dict[str, list[str]] = {actor: [] for actor in trace.actors if actor != NETWORK}
        self.committed = dict.fromkeys(self.terms, 0)
        self.stated = False

    def follow(self, event: TraceEvent) -> None:
        """Take in what an event does to the log of its server."""
        if event.actor not in self.terms:
            return
        log, index, count = self.terms[event.actor], event.get("index"), event.get("count")
        match event.type:
            case "start" | "start_down":
                self._begin(event)
            case "entry_appended" if isinstance(index, int):
                log[index - 1 :] = [str(event.get("entry_term"))]
            case "entries_deleted" if isinstance(index, int):
                del log[index - 1 :]
            case "disk_lost" | "restart" if isinstance(count, int):
                del log[count:]
            case "commit" if isinstance(index, int):
                self.committed[event.actor] = max(self.committed[event.actor], index)

    def _begin(self, event: TraceEvent) -> None:
        if stated := _STATED.fullmatch(event.detail):
            self.stated = True
            self.terms[event.actor] = (stated["terms"] or "").split()
            self.committed[event.actor] = int(stated["committed"] or 0)

    def held(self, caption: str) -> Holdings:
        """Return them as boxes with terms, strong ones for what is known to be committed."""
        cells = {
            name: tuple(Cell(term, index <= self.committed[name]) for index, term in enumerate(terms, start=1))
            for name, terms in self.terms.items()
        }
        firm = any(cell.firm for row in cells.values() for cell in row)
        return Holdings(f"{caption} (strong: known to be committed)" if firm else caption, cells)


def logs_held(trace: Trace) -> tuple[Holdings | None, Holdings | None]:
    """Return the logs at the start, if any is stated, and at the end, if that is something else."""
    logs = _Logs(trace)
    events = iter(trace)
    first = next((event for event in events if not _begins(logs, event)), None)
    start = logs.held("logs at the start")
    for event in (first, *events) if first else ():
        logs.follow(event)
    end = logs.held("logs at the end")
    return (start if logs.stated else None), (end if end.cells != start.cells else None)


def _begins(logs: _Logs, event: TraceEvent) -> bool:
    """Take in an event at the start; tell whether it was one."""
    if event.type in {"start", "start_down", "start_impossible"}:
        logs.follow(event)
        return True
    return False
