"""Texts that name what is computed, filled in: the scenario is run, and its values are put into the Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from quizgen.crosscheck import Laboratory, Progress, environment_of
from quizgen.crosscheck.asking.probes import Failure, Probe
from quizgen.crosscheck.laboratory import Request
from quizgen.crosscheck.outcomes import Outcome
from quizgen.crosscheck.runs import to_keep
from quizgen.crosscheck.subjects import subjects
from quizgen.crosscheck.verdicts import planned
from quizgen.diagnostics import Diagnostic, Span, error
from quizgen.model.base import Place, Strict, takes_markdown
from quizgen.model.evidence import statements_in
from quizgen.model.lesson import Deck, PlacedItem, PlacedLesson
from quizgen.model.named import Named, Pieces, with_value
from quizgen.text.inserting import Unplaceable, with_values
from quizgen.wording.language import ENGLISH

MAX_TEXT: Final = 20_000
"""Characters of a text with its values."""
_MAX_LINE: Final = 300
"""Characters of a value that a learner types."""
_MOST_TOLD: Final = 5
"""Values that differ."""

Whole = TypeVar("Whole", bound=Strict)
Known = Mapping[Named, "Request | Failure | None"]
"""What is named -> what is asked for it; why nothing can be; None if the scenario is at fault, which is told there."""


@dataclass(frozen=True)
class Filled:
    """A deck whose texts have their computed values, and what could not be computed or shown."""

    deck: Deck
    diagnostics: tuple[Diagnostic, ...] = ()


def filled(deck: Deck, laboratory: Laboratory, progress: Progress, *, runs: bool = False) -> Filled:
    """Return a deck with the values that its texts name.

    Each scenario that they name is run once, for all else that is asked of it as well: the laboratory remembers it.

    Args:
        deck: what was loaded.
        laboratory: runs and remembers what is asked.
        progress: told before each scenario is run.
        runs: whether the runs behind items will be asked for.
    """
    texts = (text for part in _wholes(deck) for text in part.named.values())
    known = {piece: _asked(piece) for text in texts for piece in text if isinstance(piece, Named)}
    if not known:
        return Filled(deck)
    requests = [request for request in known.values() if isinstance(request, Request)]
    scenarios = {request.scenario for request in requests}
    others = [pair for pair in planned(subjects(deck)) if pair[1].scenario in scenarios]
    laboratory.run([*requests, *(asked for _, asked in others)], progress, to_keep(others) if runs else {})
    found: list[Diagnostic] = []
    lessons = tuple(_Filling(lesson, known, laboratory, found).lesson() for lesson in deck.lessons)
    return Filled(replace(deck, lessons=lessons), tuple(found))


def _wholes(deck: Deck) -> Iterator[PlacedLesson | PlacedItem]:
    for lesson in deck.lessons:
        yield lesson
        yield from lesson.items


def _asked(named: Named) -> Request | Failure | None:
    scenario = named.scenario
    if scenario.problems:
        return None
    claim = environment_of(scenario.runs_on).compile(named.expression)
    if objections := claim.objections(scenario.domains):
        return Failure(objections[0].message, objections[0].hint)
    return Request(scenario, None, Probe(claim))


class _Filling:
    """Fills in the texts of one lesson."""

    def __init__(self, lesson: PlacedLesson, known: Known, laboratory: Laboratory, found: list[Diagnostic]) -> None:
        self._lesson, self._known, self._laboratory, self._found = lesson, known, laboratory, found

    def lesson(self) -> PlacedLesson:
        """Return the lesson with its values."""
        lesson = self._lesson
        head, named = self._filled(lesson.head, lesson.named, lesson.head_span)
        return replace(lesson, head=head, named=named, items=tuple(map(self._item, lesson.items)))

    def _item(self, item: PlacedItem) -> PlacedItem:
        if not item.named:
            return item
        question, named = self._filled(item.question, item.named, lambda place: self._lesson.item_span(item, place))
        return replace(item, question=question, named=named)

    def _filled(
        self, whole: Whole, named: Mapping[Place, Pieces], span: Callable[[Place], Span]
    ) -> tuple[Whole, dict[Place, Pieces]]:
        """Return what an author wrote, and the texts in pieces, with all that could be computed."""
        done: dict[Place, Pieces] = {}
        for place, pieces in named.items():
            valued = tuple(piece if isinstance(piece, str) else self._valued(piece, span(place)) for piece in pieces)
            done[place] = valued
            if all(isinstance(piece, str) or piece.value for piece in valued):
                fields = self._fields(whole, place, valued, span(place))
                for there, value in fields.items():
                    whole = with_value(whole, there, value)  # type: ignore[assignment] # of the same type
                done[place] = valued if fields else pieces
        return whole, done

    def _fields(self, whole: Strict, place: Place, pieces: Pieces, span: Span) -> dict[Place, object]:
        """Return what is to stand where: a text; or a value that is no Markdown, with its unit if none was written."""
        statement = dict(statements_in(whole)).get(place[:-1])
        if statement is None or place[-1] != statement.value_in or takes_markdown([type(statement)], place[-1:]):
            text = self._text(pieces, span)
            return {place: text} if text else {}
        (named,) = (piece for piece in pieces if isinstance(piece, Named))
        value = named.value.strip()
        stated = statement.stating(value)
        if not stated or "\n" in value or len(value) > _MAX_LINE:
            reason = f"{value[:40]!r} is nothing that a learner can type" if stated else f"{value[:40]!r} is no number"
            self._tell(named, span, reason, "ask for another value, or with another kind of question")
            return {}
        unsaid = (name for name in stated if name == statement.value_in or getattr(statement, name) is None)
        return {(*place[:-1], name): stated[name] for name in unsaid}

    def _text(self, pieces: Pieces, span: Span) -> str:
        written: list[str] = [""]
        values: list[Named] = []
        for piece in pieces:
            if isinstance(piece, str):
                written[-1] += piece
            else:
                values.append(piece)
                written.append("")
        if values[0].compared and "\n" in values[0].value:
            written = ["```\n", "\n```"]
        try:
            text = with_values(written, [piece.value for piece in values]).strip()
        except Unplaceable as problem:
            self._tell(values[problem.number], span, str(problem), problem.hint)
            return ""
        if len(text) > MAX_TEXT:
            self._tell(values[0], span, f"the text would have more than {MAX_TEXT:,} characters", "show less")
            return ""
        return text

    def _valued(self, named: Named, span: Span) -> Named:
        """Return what is named with its value; without one, and told, if there is none."""
        request = self._known[named]
        if request is None or named.scenario in self._laboratory.failed:
            return named
        found = request if isinstance(request, Failure) else _value(self._laboratory.outcome(request), named)
        if isinstance(found, Failure):
            if not named.compared:
                self._tell(named, span, found.message, found.hint)
            return named
        return replace(named, value=found)

    def _tell(self, named: Named, span: Span, message: str, hint: str) -> None:
        told = f"`{named.expression}` cannot be filled in: {message.replace('the claim', 'it')}"
        self._found.append(error("template", span, told, hint))


def _value(outcome: Outcome, named: Named) -> str | Failure:
    """Return the one value that came out, as a reader reads it; or why there is none."""
    words = named.scenario.runs_on.words
    what = "state" if outcome.survey else words.run
    if outcome.failure is not None:
        return outcome.failure
    if len(outcome.counts) > 1:
        counted = list(outcome.counts.items())[:_MOST_TOLD]
        told = ", ".join(
            f"{_shown(value) or 'nothing'} in {count:,} of {outcome.executions:,}" for value, count in counted
        )
        return Failure(f"it differs between {what}s: {told}", f"name what is the same in every {what}")
    (value,) = outcome.counts
    if named.compared:
        return _shown(value) or ENGLISH.nothing
    if not (shown := _shown(value)):
        return Failure(
            "the value is empty", 'choose words for that: `x == "" ? "nobody" : x`, of a list `size(x) == 0`'
        )
    return shown


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return ENGLISH.yes if value else ENGLISH.no
    return ENGLISH.all_of([str(part) for part in value]) if isinstance(value, tuple) else str(value)
