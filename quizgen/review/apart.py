"""Where a text and its claims plainly speak of different things: other actors, or another number of them.

Only what is hardly ever meant is told: names on both sides, and none in common; or a question about five actors whose
scenario has three. Whatever somebody has read and signed, nothing is said of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from quizgen.model.scenario import BoundScenario
from quizgen.plugins.guard import PluginFailed
from quizgen.review.marks import VALUES
from quizgen.review.statements import Statement
from quizgen.simulators.words import Words, listed

_WORD = re.compile(r"\w+")
_RANGE = re.compile(r"(\w+)(?: to | and |-|\u2013|\.\.\.?)(\w+)")


def apart(found: Iterable[Statement]) -> Iterator[tuple[Statement, str]]:
    """Yield what differs plainly from its claim, and in what.

    Args:
        found: the statements of one item; of concepts, summary and tables any.
    """
    try:
        yield from _apart(found)
    except PluginFailed:
        return  # that is told where its scenario is checked


def _apart(found: Iterable[Statement]) -> Iterator[tuple[Statement, str]]:
    there: set[str] = set()
    first: Statement | None = None
    for statement in found:
        scenarios = [claim.scenario for claim in statement.claims if claim.scenario and not claim.scenario.problems]
        actors = list(dict.fromkeys(actor for scenario in scenarios for actor in numbered_actors(scenario)))
        text, claimed = _within(statement.text, actors), _claimed(statement, actors)
        if text and claimed and not {*text, *_asked_of(statement, actors)} & {*claimed}:
            yield statement, f"the text speaks of {listed(text)}, and its claim of {listed(claimed)}"
        there |= {str(len(named)) for named in map(numbered_actors, scenarios) if named}
        first = first or (statement if statement.item and statement.claims[0].scenario else None)
    if first and there and (told := _opening(first)) and told not in there:
        yield first, f"the question begins with {told} {_noun(first)}s, and its scenario has {listed(sorted(there))}"


def _claimed(statement: Statement, actors: Sequence[str]) -> list[str]:
    """Return the actors that the claims name.

    If a claim denies something, they are none: it may well speak of others than its text does.
    """
    if any(claim.form == "never" or "!" in claim.expression for claim in statement.claims):
        return []
    return _within("\n".join(claim.expression for claim in statement.claims), actors)


def _asked_of(statement: Statement, actors: Sequence[str]) -> list[str]:
    """Return the actors that the question names, of which an option may go on to speak without a name."""
    return [] if statement.part in ("pairs", "steps") else _within("\n".join(statement.context), actors)


def numbered_actors(scenario: BoundScenario) -> list[str]:
    """Return the actors whose names are no ordinary words, but have a number in them."""
    return [name for name in scenario.runs_on.actors(scenario.scenario) if re.search("[0-9]", name)]


def _within(text: str, actors: Sequence[str]) -> list[str]:
    """Return the actors that a text names, those of a range ("A1 to A3") among them."""
    found = {word for word in _WORD.findall(text) if word in actors}
    for first, last in _RANGE.findall(text):
        if first in actors and last in actors:
            found |= {*actors[actors.index(first) : actors.index(last) + 1]}
    return [actor for actor in actors if actor in found]


def _opening(statement: Statement) -> str:
    """Return the number of actors that a question begins with; empty if it begins with none."""
    asked = statement.text if statement.place in (("stem",), ("text",)) else "".join(statement.context[:1])
    found = re.match(rf"(?:In a \w+ of )?(\w+) {re.escape(_noun(statement))}s\b", asked)
    number = VALUES.get(found[1].casefold(), found[1]) if found else ""
    return number if number.isdecimal() else ""


def _noun(statement: Statement) -> str:
    """Return what a simulator calls what takes part in its runs."""
    scenario = statement.claims[0].scenario
    return scenario.runs_on.words.actor if scenario else Words.actor
