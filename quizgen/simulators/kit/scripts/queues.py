"""Programs whose callbacks wait in queues until the one thread that there is takes them: a base of their simulators."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, TypeVar

from quizgen.simulators.api import ObservationError, observations
from quizgen.simulators.domains import COUNT, Domain, named
from quizgen.simulators.drawing import Drawing
from quizgen.simulators.kit.printing import PHRASES, PRINTED, Console, Printed, ProgramError, Programs, Source
from quizgen.simulators.kit.scripts.running import Value, function
from quizgen.simulators.phrases import Phrase

THREAD = "main thread"

P = TypeVar("P", bound=Source)


@dataclass(frozen=True, eq=False)
class Job:
    """A callback that waits: in which queue, since which event, put there by which callback (the event of its run).

    If it is a timer, it waits for some milliseconds, until it is due.
    """

    queue: str
    call: Callable[[], object]
    event: int
    since: int
    delay: int = 0
    due: int = 0


class Thread:
    """A thread, and callbacks that wait for it in queues.

    Attributes:
        now: the time in milliseconds. Code takes less than one.
    """

    def __init__(self, console: Console, queues: tuple[str, ...]) -> None:
        self.console, self.stage, self.now = console, console.stage, 0
        self._queues = {queue: deque[Job]() for queue in queues}
        self._cause = self._ran = console.stage.record(THREAD, "start")

    def __getitem__(self, queue: str) -> deque[Job]:
        """Return those that wait in a queue."""
        return self._queues[queue]

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits."""
        return not any(self._queues.values())

    def later(self, queue: str, call: Value = None, *_: Value, label: str = "", delay: int = 0) -> Job:
        """Put a callback behind those that wait in a queue, and return it.

        Raises:
            ProgramError: it is no function, or the delay is no number.
        """
        if type(delay) is not int:
            raise ProgramError("a delay is a number of milliseconds")
        call = function(call)
        label = label or str(getattr(call, "label", ""))
        event = self.stage.record(queue, "queue", self._cause, peer=THREAD, detail=label)
        job = Job(queue, call, event, self._ran, delay, self.now + delay)
        self._queues[queue].append(job)
        return job

    def run(self, job: Job) -> None:
        """Take a callback from its queue, and run it."""
        self._queues[job.queue].remove(job)
        self.stage.pass_time()
        self._cause = self._ran = self.stage.record(THREAD, "run", job.event, peer=job.queue)
        job.call()

    def drain(self, *queues: str) -> None:
        """Run all that waits in the first queue, then all in the next, and again until nothing waits in any."""
        while any(self._queues[queue] for queue in queues):
            for queue in queues:
                while self._queues[queue]:
                    self.run(self._queues[queue][0])

    def write(self, text: str) -> None:
        """Print a line."""
        self._cause = self.console.write(text, THREAD, self._cause)

    def pass_to(self, moment: int) -> None:
        """Let time pass, to a moment in milliseconds."""
        self.stage.pass_time(1000 * max(moment - self.now, 0))
        self.now = max(moment, self.now)

    def due(self, queue: str, *, in_order: bool = False) -> Iterator[Job]:
        """Yield the timers of a queue that fire now; each has to be run. In order are those as they were set.

        Timers of one delay fire in the order in which they were set. Of others, those that are due within the same
        millisecond may fire either way, and so may two that are due a millisecond apart, unless one callback set them
        in the order in which they are due. What another callback set may be late by so much that it fires another time.
        """
        timers, last = self._queues[queue], None
        while timers and (first := min(timers, key=lambda job: job.due)).due <= self.now:
            heads = sorted({job.delay: job for job in reversed(timers)}.values(), key=lambda job: job.event)
            rivals = [job for job in heads if job.due == first.due or _may_overtake(job, first)]
            chosen = timers[0] if in_order else rivals[self.stage.choose(len(rivals))]
            if last and last.due == chosen.due and last.since != chosen.since and self.stage.choose(2):
                return
            self.pass_to(chosen.due)
            last = chosen
            yield chosen


def _may_overtake(job: Job, first: Job) -> bool:
    """Tell whether a timer may fire before one that is due first."""
    return job.due == first.due + 1 and (job.event < first.event or job.since != first.since)


def callbacks(run: Printed, queue: Annotated[str, "queue"]) -> Annotated[int, COUNT]:
    """How many callbacks run that waited in a queue."""
    return sum(event.type == "run" and event.peer == queue for event in run.trace)


def queue_of(run: Printed, text: Annotated[str, "line"]) -> Annotated[str, "queue"]:
    """In which queue the callback waited that prints a text first; "main thread" if none did."""
    queue = THREAD
    for event in run.trace:
        queue = event.peer if event.type == "run" else queue
        if event.get("text") == text:
            return queue
    raise ObservationError(f"{text!r} is not printed; there is {', '.join(run.result) or 'nothing'}")


class Queued(Programs[P]):
    """A simulator of programs whose callbacks wait in queues. `actors` are the thread, and the queues."""

    observations = (*PRINTED, *observations(callbacks, queue_of))
    trace_events: Mapping[str, str] = {
        "start": "the program begins",
        "queue": "a callback begins to wait in a queue",
        "run": "the thread runs a callback that waited",
        "print": "a line is printed",
    }
    drawing = Drawing(
        phrases={"start": "begins", "queue": "take {detail}", "run": "runs it", "print": "prints {text}"},
        marks={"start": "input", "print": "done"},
        legend={"reply": "callback", "input": "the program begins", "done": "a line is printed"},
    )
    phrases: Mapping[str, Phrase | str] = {
        **PHRASES,
        "callbacks": Phrase("the number of callbacks from the {0:plain}"),
        "queue_of": Phrase(
            "where {0} comes from", value="{0} comes from the {v}", other="{0} does not come from the {v}"
        ),
    }

    def domains(self, scenario: P) -> Mapping[str, Domain]:
        """Return what can be printed, and the queues."""
        return {**super().domains(scenario), "queue": named("queue", self.actors(scenario))}
