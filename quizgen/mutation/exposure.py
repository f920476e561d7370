"""Which items expose which misconception: a statement of theirs is contradicted when the wrong rule is in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from quizgen.crosscheck import Laboratory, Progress, Subject
from quizgen.crosscheck.laboratory import Request
from quizgen.model.lesson import Deck
from quizgen.mutation.judging import judged, part_of, questions
from quizgen.simulators import SIMULATORS
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


def exposures(deck: Deck, progress: Progress) -> tuple[Exposure, ...]:
    """Put each misconception of the simulators that a deck uses in the place of the true rules, one after the other.

    Args:
        deck: a deck without errors; with errors, what contradicts it proves nothing.
        progress: told before each scenario is run.
    """
    asked = questions(deck)
    used = {request.scenario.simulator for _, request in asked}
    mutants = [
        (name, one) for name, simulator in SIMULATORS.items() if name in used for one in simulator.misconceptions
    ]
    return tuple(
        _exposure(name, one, asked, part_of(progress, number, len(mutants), one.name))
        for number, (name, one) in enumerate(mutants)
    )


def _exposure(
    simulator: str, misconception: Misconception, asked: Sequence[tuple[Subject, Request]], progress: Progress
) -> Exposure:
    concerned = [
        (subject, replace(request, misconception=misconception.name))
        for subject, request in asked
        if request.scenario.simulator == simulator
    ]
    laboratory = Laboratory()  # one for each: a deck's effort is bounded for a single set of rules
    laboratory.run([request for _, request in concerned], progress)
    judgements = [judged(subject, laboratory.outcome(request)) for subject, request in concerned]
    items = _ids(one.verdict.subject for one in judgements if one.contradicting)
    silent = _ids(one.verdict.subject for one in judgements if not one.answered)
    return Exposure(simulator, misconception, items, tuple(name for name in silent if name not in items))


def _ids(subjects: Iterable[Subject]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(subject.item.question.id for subject in subjects if subject.item))
