"""Sabotage: every computed answer of a deck, falsified in turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from quizgen.crosscheck import Subject, item_subjects, subjects
from quizgen.kinds.choice.question import MultipleChoice, MultipleResponse
from quizgen.kinds.cloze.question import Cloze
from quizgen.kinds.matching.question import Matching
from quizgen.kinds.numeric.question import Numeric
from quizgen.kinds.ordering.question import Ordering
from quizgen.kinds.recall.question import Recall
from quizgen.model.evidence import Statement
from quizgen.model.item import Item as Question
from quizgen.model.lesson import Deck, PlacedItem, PlacedLesson


@dataclass(frozen=True)
class Mutant:
    """A lesson in which one answer was falsified, and in what way."""

    lesson: PlacedLesson
    what: str


def mutants(deck: Deck) -> Iterator[Mutant]:
    """Yield every falsified version of every computed answer, each as a lesson of its own with an id of its own."""
    number = 0
    for lesson in deck.lessons:
        for item in lesson.items:
            for question, what in _falsified(lesson, item):
                changed = question.model_copy(update={"id": f"{question.id}-mutant-{number}"})
                number += 1
                head = _bare(lesson).model_copy(update={"id": f"{lesson.head.id}-mutant-{number}"})
                mutant = replace(lesson, head=head, items=(replace(item, question=changed),))
                yield Mutant(mutant, f"{item.question.id}: {what}")
        for place, statement in lesson.head.statements():
            for negated, what in _negated(statement):
                head = _replaced(lesson.head, place, negated)
                head = head.model_copy(update={"id": f"{head.id}-mutant-{number}"})
                number += 1
                yield Mutant(replace(lesson, head=head, items=()), f"{'.'.join(map(str, place))}: {what}")


def _bare(lesson: PlacedLesson) -> Any:  # noqa: ANN401
    """Return the lesson's head without its own statements, so that a mutant of an item is judged by itself."""
    cite = f"{next(iter(lesson.head.sources))} anywhere"
    without = {"always": None, "sometimes": None, "never": None, "cite": cite}
    concepts = tuple(concept.model_copy(update=without) for concept in lesson.head.concepts)
    return lesson.head.model_copy(update={"summary": (), "tables": (), "concepts": concepts})


def _falsified(lesson: PlacedLesson, item: PlacedItem) -> Iterator[tuple[Question, str]]:
    found = {subject.place: subject for subject in item_subjects(lesson, item)}
    question = item.question
    match question:
        case MultipleChoice() | MultipleResponse():
            yield from _keys(question, found)
        case Numeric():
            yield from _numbers(question, found)
        case Cloze():
            yield from _gaps(question, found)
        case Ordering():
            yield from _swapped_steps(question)
        case Matching():
            yield from _swapped_sides(question, found)
        case Recall():
            pass  # its points are claims, which are negated below
    for place, statement in question.statements():
        for changed, what in _negated(statement):
            yield _replaced(question, place, changed), f"{'.'.join(map(str, place))} {what}"


def _keys(
    question: MultipleChoice | MultipleResponse, found: dict[tuple[str | int, ...], Subject]
) -> Iterator[tuple[Question, str]]:
    options = question.options
    computed = [found["options", index].computed for index in range(len(options))]
    if isinstance(question, MultipleChoice):
        old = next(index for index, option in enumerate(options) if option.key)
        flips = [(old, new) for new in range(len(options)) if new != old and (computed[old] or computed[new])]
    else:
        flips = [(index,) * 2 for index in range(len(options)) if computed[index]]
    for flip in flips:
        changed = tuple(
            option.model_copy(update={"key": not option.key}) if index in flip else option
            for index, option in enumerate(options)
        )
        yield question.model_copy(update={"options": changed}), f"key {flip[0]} -> {flip[1]}"


def _numbers(question: Numeric, found: dict[tuple[str | int, ...], Subject]) -> Iterator[tuple[Numeric, str]]:
    for off in (1, -1) if found["answer",].computed else ():
        answer = question.answer.model_copy(update={"value": question.answer.value + off})
        yield question.model_copy(update={"answer": answer}), f"number {off:+}"


def _gaps(question: Cloze, found: dict[tuple[str | int, ...], Subject]) -> Iterator[tuple[Cloze, str]]:
    for name, blank in question.blanks.items():
        for answer in _others(blank.answer) if found["blanks", name].computed else ():
            blanks = {**question.blanks, name: blank.model_copy(update={"answer": answer})}
            yield question.model_copy(update={"blanks": blanks}), f"gap {name} = {answer}"


def _swapped_steps(question: Ordering) -> Iterator[tuple[Ordering, str]]:
    for index in range(len(question.steps) - 1):
        steps = list(question.steps)
        free = {index + 1, index + 2} in map(set, question.free)
        if steps[index].event and steps[index + 1].event and not free:
            steps[index], steps[index + 1] = steps[index + 1], steps[index]
            yield question.model_copy(update={"steps": tuple(steps)}), f"steps {index + 1} and {index + 2} swapped"


def _swapped_sides(question: Matching, found: dict[tuple[str | int, ...], Subject]) -> Iterator[tuple[Matching, str]]:
    pairs = question.pairs
    for a in range(len(pairs)):
        for b in range(a + 1, len(pairs)):
            computed = found["pairs", a].computed or found["pairs", b].computed
            if pairs[a].right != pairs[b].right and computed:
                changed = list(pairs)
                changed[a] = pairs[a].model_copy(update={"right": pairs[b].right})
                changed[b] = pairs[b].model_copy(update={"right": pairs[a].right})
                yield question.model_copy(update={"pairs": tuple(changed)}), f"pairs {a + 1} and {b + 1} swapped"


def _negated(statement: Statement) -> Iterator[tuple[Statement, str]]:
    """Yield the statement with the opposite claim: not always is sometimes not, not sometimes is never.

    The contrary of what holds is false; that of a distractor, which is false, may be false as well.
    """
    holds = getattr(statement, "key", True)
    if statement.always is not None:
        yield statement.model_copy(update={"always": None, "sometimes": f"!({statement.always})"}), "always denied"
        if holds:
            yield statement.model_copy(update={"always": f"!({statement.always})"}), "always negated"
    if statement.sometimes is not None:
        yield statement.model_copy(update={"sometimes": None, "never": statement.sometimes}), "sometimes denied"
    if statement.never is not None:
        yield statement.model_copy(update={"never": None, "sometimes": statement.never}), "never denied"
        if holds:
            yield statement.model_copy(update={"never": f"!({statement.never})"}), "never negated"


def _others(answer: str) -> tuple[str, ...]:
    """Return other answers of the same sort: the numbers beside it, the other servers or roles, or another word."""
    if answer.isdigit():
        return (str(int(answer) + 1), str(int(answer) - 1))
    for sort in (("follower", "candidate", "leader", "down"), ("S1", "S2", "S3", "S4", "S5")):
        if answer in sort:
            return tuple(other for other in sort if other != answer)
    return (f"not {answer}", answer[::-1] + "s")


def _replaced(model: Any, place: tuple[str | int, ...], new: object) -> Any:  # noqa: ANN401
    """Return the model with what stands at a place replaced."""
    if not place:
        return new
    step, rest = place[0], place[1:]
    if isinstance(model, tuple):
        return tuple(_replaced(value, rest, new) if index == step else value for index, value in enumerate(model))
    if isinstance(model, dict):
        return {key: _replaced(value, rest, new) if key == step else value for key, value in model.items()}
    return model.model_copy(update={step: _replaced(getattr(model, str(step)), rest, new)})


def combined(found: list[Mutant]) -> Iterator[Subject]:
    """Yield the subjects of all mutants, so that every scenario needs to be run only once."""
    for mutant in found:
        yield from subjects(Deck((mutant.lesson,)))
