"""Simulators of algorithms that answer requests, one after the other. All that is to be written is the answering."""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, TypeVar

from quizgen.simulators.api import ObservationError, Outcome, Problem, observations
from quizgen.simulators.domains import COUNT, COUNTED, Domain, named
from quizgen.simulators.drawing import Drawing
from quizgen.simulators.kit.durations import duration_problems, microseconds
from quizgen.simulators.kit.recording import Run
from quizgen.simulators.kit.ways import Stage, Ways
from quizgen.simulators.phrases import Phrase
from quizgen.simulators.words import Words, counted

MOST_REQUESTS = 200


@dataclass(frozen=True, kw_only=True)
class Request:
    """Requests that come at one moment.

    Attributes:
        at: when, from the start.
        number: how many.
        key: what they ask for, or who sends them.
        lasts: how long the work on each of them takes.
    """

    at: str = "0s"
    number: int = 1
    key: str = ""
    lasts: str = "0s"


@dataclass(frozen=True, kw_only=True)
class Requests:
    """Requests, in the order of time.

    Attributes:
        requests: one after the other.
    """

    requests: tuple[Request, ...]


@dataclass(frozen=True)
class Arrival:
    """A request that arrives: its number, the first being 1, its key, and times in microseconds."""

    number: int
    at: int
    key: str
    lasts: int


Q = TypeVar("Q", bound=Requests)

Answer = Callable[[Arrival], str]
"""Answers one request after the other."""


@dataclass(frozen=True)
class Answers:
    """What came of the requests of a run."""

    arrivals: tuple[Arrival, ...]
    answers: tuple[str, ...]


Answered = Run[Answers]


def answers(run: Answered) -> Annotated[tuple[str, ...], "answer"]:
    """What each request is answered, in order."""
    return run.result.answers


def answer(run: Answered, number: Annotated[int, "request"]) -> Annotated[str, "answer"]:
    """What the request of that number is answered, the first being 1."""
    if not 1 <= number <= len(run.result.answers):
        raise ObservationError(f"there is no request {number}: there are {len(run.result.answers)}")
    return run.result.answers[number - 1]


def answered(run: Answered, text: Annotated[str, "answer"]) -> Annotated[int, COUNT]:
    """How many requests are answered so."""
    return run.result.answers.count(text)


def answered__among(
    run: Answered, text: Annotated[str, "answer"], first: Annotated[int, "request"], last: Annotated[int, "request"]
) -> Annotated[int, COUNT]:
    """How many of the requests from one number to another are answered so."""
    answer(run, first), answer(run, last)
    return run.result.answers[first - 1 : last].count(text)


def most_within(run: Answered, text: Annotated[str, "answer"], time: str) -> Annotated[int, COUNT]:
    """How many requests are answered so within any time as long as this, such as "1s", where they are most."""
    try:
        length = microseconds(time)
    except ValueError as problem:
        raise ObservationError(str(problem)) from None
    moments = [a.at for a, told in zip(run.result.arrivals, run.result.answers, strict=True) if told == text]
    return max((sum(start <= moment < start + length for moment in moments) for start in moments), default=0)


ANSWERED = observations(answers, answer, answered, answered__among, most_within)
"""Observations of any requests that are answered."""


def arrivals(requests: tuple[Request, ...]) -> Iterator[Arrival]:
    """Yield requests one by one."""
    number = 0
    for request in requests:
        at, lasts = microseconds(request.at), microseconds(request.lasts)
        for _ in range(request.number):
            number += 1
            yield Arrival(number, at, request.key, lasts)


class Serving(Ways[Q, Answers]):
    """A simulator of an algorithm that answers requests. `service` makes one; `possible` tells what it may answer."""

    observations = ANSWERED
    trace_events: Mapping[str, str] = {"request": "a request arrives", "answer": "it is answered"}
    trace_attributes: Mapping[str, str] = {
        "number": "of the request, the first being 1",
        "key": "what it asks for, or who sends it",
        "answer": "what it is answered",
    }
    words = Words(actor="actor", run="run", seed="schedule", claim='answered("accepted") == 5')
    drawing = Drawing(
        phrases={"request": "send request {number}", "answer": "answers: {answer}"},
        requests=frozenset({"request"}),
    )
    phrases: Mapping[str, Phrase | str] = {
        "answer": Phrase("the answer to request {0}", value="request {0} is answered {v}"),
        "answered/1": Phrase(
            "the number of requests that are answered {0}",
            count="{n} request is answered {0}",
            counts="{n} requests are answered {0}",
        ),
        "answered/3": Phrase(
            "the number of requests from {1} to {2} that are answered {0}",
            count="{n} of the requests {1} to {2} is answered {0}",
            counts="{n} of the requests {1} to {2} are answered {0}",
        ),
        "answers": Phrase("the answers", plural=True),
        "most_within": Phrase("the largest number of requests that are answered {0} within {1:plain}"),
    }

    @abstractmethod
    def service(self, scenario: Q, misconception: str | None, choose: Callable[[int], int]) -> Answer:
        """Return what answers one request after the other; what is left open is chosen."""

    @abstractmethod
    def possible(self, scenario: Q) -> tuple[str, ...]:
        """Return every answer that there can be."""

    def go(self, scenario: Q, misconception: str | None, stage: Stage) -> Answers:
        """Answer each request."""
        found, told, now = tuple(arrivals(scenario.requests)), list[str](), 0
        service = self.service(scenario, misconception, stage.choose)
        for each in found:
            stage.pass_time(each.at - now)
            now = each.at
            sent = stage.record("clients", "request", peer="service", number=each.number, key=each.key)
            told.append(service(each))
            stage.record(
                "service", "answer", sent, peer="clients", detail=told[-1], number=each.number, answer=told[-1]
            )
        return Answers(found, tuple(told))

    def problems(self, scenario: Q) -> tuple[Problem, ...]:
        """Return what is wrong with the requests."""
        return tuple(_problems(scenario.requests)) or super().problems(scenario)

    def outcome(self, execution: Answered) -> Outcome:
        """Return how many are answered what."""
        found = Counter(execution.result.answers)
        return Outcome(("answer", "requests"), tuple((told, str(number)) for told, number in sorted(found.items())))

    def results(self, run: Answered) -> Mapping[str, str]:
        """Return what each request is answered."""
        return {f"request {number}": told for number, told in enumerate(run.result.answers, start=1)}

    def actors(self, scenario: Q) -> tuple[str, ...]:  # noqa: ARG002  # all have these
        """Return who sends, and who answers."""
        return ("clients", "service")

    def domains(self, scenario: Q) -> Mapping[str, Domain]:
        """Return what can be answered, and how many requests there are."""
        number = sum(request.number for request in scenario.requests)
        told = replace(named("answer", self.possible(scenario)), longest=number)
        return {
            COUNT: replace(COUNTED, most=number),
            "answer": told,
            "request": Domain("request", least=1, most=number),
        }

    def is_still(self, scenario: Q) -> bool:
        """Tell whether nobody asks."""
        return not scenario.requests

    def told(self, scenario: Q) -> tuple[str, ...]:
        """Return what is simulated, and when requests come."""
        each = (
            f"{counted(r.number, 'request')}{f' for {r.key}' if r.key else ''} at {r.at}" for r in scenario.requests
        )
        return (f"a simulated {self.name.replace('-', ' ')}", *each)


def _problems(requests: tuple[Request, ...]) -> Iterator[Problem]:
    if sum(max(request.number, 0) for request in requests) > MOST_REQUESTS:
        yield Problem(("requests",), f"more than {MOST_REQUESTS} requests", "ask for fewer")
    for index, request in enumerate(requests):
        if request.number < 1:
            yield Problem(("requests", index, "number"), "at least one request has to come")
        found = [*duration_problems(("requests", index, "at"), request.at, positive=False)]
        found += duration_problems(("requests", index, "lasts"), request.lasts, positive=False)
        yield from found
        if found:
            return
        if index and microseconds(request.at) < microseconds(requests[index - 1].at):
            yield Problem(("requests", index, "at"), "it comes before the request above it", "sort them by time")
