"""Judges statements by runs that they were not written for: of a wrong rule, or with a switch turned.

Many mutants are tried at once, in batches, so that all processors have something to do until the last one is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from quizgen.crosscheck import Laboratory, Progress, Subject, Verdict, item_subjects
from quizgen.crosscheck.laboratory import MAX_EFFORT, Failure, Outcome, Request
from quizgen.crosscheck.verdicts import one_is_enough, planned, verdict_on
from quizgen.model.lesson import Deck
from quizgen.model.scenario import BoundScenario
from quizgen.simulators import SIMULATORS, AnySimulator

MOST_STATES = 20_000
"""So many states of an exploration are looked at for each wrong rule and each switch: a second of computing or two."""

Mutant = Sequence[Request]
"""All that is asked of a deck with one rule or one switch of its simulator changed."""


@dataclass(frozen=True)
class Judgement:
    """What such runs say to a statement.

    Attributes:
        verdict: on the answers that were given; where runs give several values, on one that contradicts if any does.
        answered: how many runs gave an answer; 1 for the answer of an experiment.
        contradicting: how many of them contradict the statement.
    """

    verdict: Verdict
    answered: int
    contradicting: int


def questions(deck: Deck) -> list[tuple[Subject, Request]]:
    """Return every statement of the deck's items that a simulator decides, with what is asked for it."""
    return list(planned(s for lesson in deck.lessons for item in lesson.items for s in item_subjects(lesson, item)))


def by_simulator(deck: Deck) -> Iterator[tuple[AnySimulator, list[tuple[Subject, Request]]]]:
    """Yield each simulator that a deck's items ask, with what is asked of it."""
    asked = questions(deck)
    for name, simulator in SIMULATORS.items():
        if concerned := [(subject, request) for subject, request in asked if request.scenario.simulator == name]:
            yield simulator, concerned


def judged(subject: Subject, outcome: Outcome) -> Judgement:
    """Judge a statement by the runs that gave an answer; the others say nothing."""
    answered = _answered(outcome)
    total = sum(answered.counts.values())
    if not total:
        return Judgement(verdict_on(subject, outcome), 0, 0)
    verdict = verdict_on(subject, answered)
    if one_is_enough(subject, explored=outcome.survey is not None):
        if verdict.right is False and outcome.survey is not None and not outcome.survey.exhausted:
            return Judgement(verdict, 0, 0)  # a state that was not found might be the one
        contradicted = verdict.right is False and answered is outcome  # a run without an answer might have been the one
        return Judgement(verdict, total, total if contradicted else 0)
    if subject.role == "order":
        # What the runs force is known from all of them: each alone has steps in some order that are free of each other.
        return Judgement(verdict, total, 0 if verdict.right else total - verdict.agreeing or total)
    wrong = [(count, single) for count, single in _one_by_one(subject, answered) if single.right is False]
    if wrong and subject.form == "measure":
        verdict = wrong[0][1]
    return Judgement(verdict, total, sum(count for count, _ in wrong))


def believing(misconception: str, request: Request) -> Request:
    """Return what is asked, under a wrong rule instead."""
    return _so_far(replace(request, misconception=misconception))


def _so_far(request: Request) -> Request:
    """Return what is asked, of no more than `MOST_STATES`: a wrong rule may well lead to millions.

    What is contradicted is contradicted soon, since the states that are nearest to the start come first.
    """
    bound = request.scenario
    scenario = bound.runs_on.cut(bound.scenario, MOST_STATES)
    if scenario == bound.scenario:
        return request
    return replace(
        request, scenario=BoundScenario(bound.simulator, scenario), probe=replace(request.probe, so_far=True)
    )


def on(scenario: object, request: Request, *, carried_out: bool) -> Request | None:
    """Return what is asked, of a varied scenario instead; None if that cannot be run.

    Args:
        scenario: the varied one.
        request: what is asked.
        carried_out: whether runs whose script cannot be carried out then say nothing.
    """
    varied = BoundScenario(request.scenario.simulator, scenario)
    if varied.problems:
        return None
    return _so_far(Request(varied, None, replace(request.probe, carried_out=carried_out)))


def overturned(subject: Subject, request: Request, laboratory: Laboratory) -> Verdict | None:
    """Return the verdict of runs most of which contradict a statement; None if not most do.

    In a single one, a message may be late or lost at a bad moment.
    """
    found = judged(replace(subject, scenario=request.scenario), laboratory.outcome(request))
    return found.verdict if found.contradicting and 2 * found.contradicting >= found.answered else None


def _answered(outcome: Outcome) -> Outcome:
    """Return the outcome without the runs that gave no answer; the same object if there is none."""
    failed = {answer: count for answer, count in outcome.counts.items() if isinstance(answer, Failure)}
    if not failed:
        return outcome
    counts = {answer: count for answer, count in outcome.counts.items() if answer not in failed}
    return replace(outcome, executions=max(outcome.executions - sum(failed.values()), 0), counts=counts)


def _one_by_one(subject: Subject, outcome: Outcome) -> Iterator[tuple[int, Verdict]]:
    """Yield, for each answer, how many runs gave it, and the verdict if it had been the only one."""
    for answer, count in outcome.counts.items():
        seeds: Mapping[object, int | None] = {answer: outcome.first_seeds[answer]}
        single = replace(outcome, executions=min(count, outcome.executions), counts={answer: count}, first_seeds=seeds)
        yield count, verdict_on(subject, single)


def run_in_batches(mutants: Iterable[Mutant], laboratory: Laboratory, progress: Progress, what: str) -> None:
    """Answer what is asked of each mutant.

    A deck's effort is bounded for a single set of rules, so only as many mutants as stay below that bound together are
    run together. What comes out is the same as for one after the other.

    Args:
        mutants: each with its requests.
        laboratory: runs and remembers them.
        progress: told before each scenario is run.
        what: they are, in a word: "misconceptions".
    """
    found = list(batches(mutants))
    for number, batch in enumerate(found):
        laboratory.run(batch, _part_of(progress, number, len(found), what))


def batches(mutants: Iterable[Mutant]) -> Iterator[list[Request]]:
    """Yield the requests of as many mutants as together stay below the bound on effort; of one at least."""
    batch: list[Request] = []
    together = 0
    for mutant in mutants:
        effort = sum(place.runs_on.effort(place.scenario) for place in {request.scenario: None for request in mutant})
        if batch and together + effort > MAX_EFFORT:
            yield batch
            batch, together = [], 0
        batch += mutant
        together += effort
    if batch:
        yield batch


def _part_of(progress: Progress, part: int, parts: int, what: str) -> Progress:
    """Return what tells of the progress of one part, as a share of the whole."""
    return lambda done, total, _: progress(part * max(total, 1) + done, parts * max(total, 1), what)
