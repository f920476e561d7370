"""Which items expose which misconception: a statement of theirs is contradicted when the wrong rule is in force."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from quizgen.crosscheck import Laboratory, Progress, Subject
from quizgen.crosscheck.laboratory import Request
from quizgen.model.lesson import Deck
from quizgen.mutation.judging import believing, by_simulator, judged, run_in_batches
from quizgen.simulators import AnySimulator
from quizgen.simulators.api import Misconception


@dataclass(frozen=True)
class Exposure:
    """What a deck's items say to one misconception.

    Attributes:
        simulator: its name.
        misconception: the wrong rule that took the place of the true one.
        items: ids of the items that expose it, in the order of the deck: a statement of theirs is contradicted.
        silent: ids of the items that do not expose it, and of which a statement was left without an answer.
    """

    simulator: str
    misconception: Misconception
    items: tuple[str, ...]
    silent: tuple[str, ...]


def exposures(deck: Deck, laboratory: Laboratory, progress: Progress) -> tuple[Exposure, ...]:
    """Put each misconception of the simulators that a deck uses in the place of the true rules.

    Args:
        deck: a deck without errors; with errors, what contradicts it proves nothing.
        laboratory: runs and remembers what is asked.
        progress: told before each scenario is run.
    """
    mutants = [
        (simulator.name, one, [(subject, believing(one.name, asked)) for subject, asked in concerned if knows(asked)])
        for simulator, concerned in by_simulator(deck)
        for one, knows in _believed(simulator, [request for _, request in concerned])
    ]
    every = ([request for _, request in concerned] for _, _, concerned in mutants)
    run_in_batches(every, laboratory, progress, "misconceptions")
    return tuple(_exposure(name, one, concerned, laboratory) for name, one, concerned in mutants)


def _believed(
    simulator: AnySimulator, asked: Sequence[Request]
) -> Iterator[tuple[Misconception, Callable[[Request], bool]]]:
    """Yield each misconception with what tells of which requests it is one: its simulator's, or a scenario's own."""
    own = (one for request in asked for one in request.scenario.misconceptions)
    for one in dict.fromkeys((*simulator.misconceptions, *simulator.parts, *own)):
        yield one, partial(_knows, one)


def _knows(one: Misconception, request: Request) -> bool:
    return one in request.scenario.misconceptions or one in request.scenario.runs_on.parts


def _exposure(
    simulator: str, misconception: Misconception, concerned: Sequence[tuple[Subject, Request]], laboratory: Laboratory
) -> Exposure:
    judgements = [judged(subject, laboratory.outcome(request)) for subject, request in concerned]
    items = _ids(one.verdict.subject for one in judgements if one.contradicting)
    silent = _ids(one.verdict.subject for one in judgements if not one.answered)
    return Exposure(simulator, misconception, items, tuple(name for name in silent if name not in items))


def _ids(subjects: Iterable[Subject]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(subject.item.question.id for subject in subjects if subject.item))
