"""Numbers in questions and answers that nothing has which was asked or run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Final

from quizgen.crosscheck import Subject, item_subjects
from quizgen.model.named import named_in
from quizgen.model.scenario import BoundScenario
from quizgen.model.unbinding import as_written
from quizgen.plugins.guard import PluginFailed
from quizgen.review.apart import numbered_actors
from quizgen.review.marks import VALUES, numbers_in
from quizgen.review.statements import Statement
from quizgen.simulators.words import listed
from quizgen.wording import in_words

_VERBATIM: Final = re.compile(r"`[^`]*`|\$[^$]*\$|\{\{.*?\}\}", re.DOTALL)
"""Code, formulas, and what could not be filled in, of which something else is said."""
_SHARE: Final = re.compile(r"\b(\w{1,9}) (?:out )?(?:of|in) (\w{1,9})\b")
_DIGITS: Final = re.compile(r"[0-9]+")
_REASONS: Final = ("explanation", "answer")


def unknown_numbers(found: Sequence[Statement]) -> Iterator[tuple[Statement, str]]:
    """Yield what names a number that is in no claim beside it, nor in a scenario, nor was computed, and which.

    Reasons are left out: they count on, as in "the other two".

    Args:
        found: the statements of one item; of concepts, summary and tables any.
    """
    try:
        for statement in found:
            yield from _unknown(statement, found)
    except PluginFailed:
        return  # that is told where its scenario is checked


def _unknown(statement: Statement, found: Sequence[Statement]) -> Iterator[tuple[Statement, str]]:
    if statement.item:
        asking = statement.item.question.asking()[1]
        known = _known(item_subjects(statement.lesson, statement.item))
        known |= {one.value for one in named_in(statement.item.named, ())}
        if statement is found[0] and (strange := _strange(asking, known)):
            yield statement, f"the question names {_told(strange)}, which neither its scenario nor a claim has"
        known |= _numbers(asking)
    else:
        asking, near = "", [each for each in found if each.place[:2] == statement.place[:2]]
        known = _known(claim.subject for each in near for claim in each.claims)
        known |= {each.value for one in near for each in one.named}.union(*map(_numbers, statement.context))
    own = statement.text if statement.part == "tables.rows" else statement.text.partition(" | ")[0]
    if own != asking and statement.part not in _REASONS and (strange := _strange(own, known)):
        yield statement, f"the text names {_told(strange)}, which neither its scenario nor a claim has"


def _strange(text: str, known: set[str]) -> set[str]:
    """Return the numbers of a text that are not known, be it as a share: nine of ten are 90 percent."""
    pairs = (tuple(VALUES.get(word.casefold(), word) for word in found.groups()) for found in _SHARE.finditer(text))
    shares = [(int(one), int(all_of)) for one, all_of in pairs if one.isdecimal() and all_of.isdecimal()]
    shown = {str(one) for one, all_of in shares if all_of and f"{100 * one / all_of:g}" in known}
    return _numbers(text) - known - shown


def _told(numbers: Iterable[str]) -> str:
    return listed(sorted(numbers, key=int))


def _numbers(text: str) -> set[str]:
    """Return the whole numbers of a text, in digits, but for code and formulas."""
    return {number for number in numbers_in(_VERBATIM.sub(" ", text)) if number.isdecimal()}


def _known(subjects: Iterable[Subject]) -> set[str]:
    """Return the numbers of what subjects rest on: their claims, what they are compared with, their scenarios."""
    known = {"0"}  # where all begins
    for subject in subjects:
        stated = subject.stated if subject.form == "measure" else ""
        known |= {*_DIGITS.findall(f"{subject.expression} {stated}"), *numbers_in(stated)}
        for _, pattern in subject.patterns:
            known |= {*_DIGITS.findall(repr(pattern))}
        if subject.scenario and not subject.scenario.problems:
            words = in_words(subject.expression, subject.scenario.runs_on) if subject.form != "cite" else ""
            known |= {*numbers_in(words), *_of_scenario(subject.scenario)}
    return known


@lru_cache(4_096)
def _of_scenario(scenario: BoundScenario) -> frozenset[str]:
    """Return the numbers of a scenario: those in it, and how many there are of what it lists."""
    simulator = scenario.runs_on
    written = as_written(scenario)
    told = " ".join(map(str, simulator.told(scenario.scenario)))
    actors = len(numbered_actors(scenario))
    counted = {actors, max(actors - 1, 0), *_counts(written)}  # all, all others
    return frozenset({*numbers_in(told), *_DIGITS.findall(f"{scenario.scenario!r} {told}"), *map(str, counted)})


def _counts(data: object) -> Iterator[int]:
    """Yield how many entries lists have, how often the like stands in a row in them, and all below."""
    if not isinstance(data, list | Mapping):
        return
    yield len(data)
    if isinstance(data, list):
        yield from (len(list(same)) for _, same in groupby(data, _sort))
    for part in data.values() if isinstance(data, Mapping) else data:
        yield from _counts(part)


def _sort(entry: object) -> object:
    return tuple(entry) if isinstance(entry, Mapping) else type(entry)
