"""The verification itself: notes examined one by one, then simulated together, then judged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from quizgen.checks import objections
from quizgen.crosscheck import Findings, Laboratory, Progress, Subject, crosscheck, subjects
from quizgen.crosscheck.outcomes import trace_digest
from quizgen.decks.reading import DeckFile, DeckNote, Unclear, body, from_model, read
from quizgen.decks.verify.rebuilt import know_rules, rebuilt, scenarios
from quizgen.decks.verify.receipts import NoReceipt, Receipt, ReceivedStatement, received
from quizgen.decks.verify.verification import Status, Verification, Verified
from quizgen.diagnostics import Span
from quizgen.exporters.anki.note_types import FIELDS, MODEL_IDS, note_types
from quizgen.exporters.anki.notes import RETIRED_TAG, guid, what_withdrawn_says
from quizgen.kinds.api import CardPlace, NotRebuilt
from quizgen.model.base import Place
from quizgen.model.item import Item
from quizgen.model.lesson import Concept, Deck, Lesson, PlacedItem, PlacedLesson
from quizgen.plugins import Plugin
from quizgen.plugins.guard import PluginFailed
from quizgen.plugins.registry import installed_version, is_name, is_version
from quizgen.simulators import SIMULATORS
from quizgen.system.processes import default_jobs

CHECKS: Final = (
    "assertion-is-false",
    "distractor-is-true",
    "evidence-count",
    "evidence-form",
    "free-steps",
    "impossible-scenario",
    "invalid-claim",
    "key-count",
    "key-is-false",
    "misconception",
    "no-scenario",
    "order-differs",
    "plugin-failed",
    "unknown-event",
    "value-differs",
)
"""The checks of content that say whether an answer is right; the others are about its texts."""

_WITHDRAWN: Final = re.compile(r"\{\{c([1-9][0-9]?)::withdrawn\}\}")


@dataclass
class _Examined:
    """A note on the way to its verdict.

    Attributes:
        receipt: what it carries; None if there is none that can be read.
        item: what it was rebuilt as; None if it was not.
        places: place below the item -> place on the card.
        reasons: what speaks against it.
        other_version: that its answers were computed by another simulator than there is, in words.
        withdrawn: whether it says that its item is gone.
    """

    note: DeckNote
    receipt: Receipt | None = None
    item: Item | Concept | None = None
    places: Mapping[Place, CardPlace] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    other_version: str = ""
    withdrawn: bool = False


def verify(path: Path, progress: Progress) -> Verification:
    """Compute the answers of a deck again.

    Args:
        path: an ``.apkg``.
        progress: told before each scenario is run.

    Raises:
        quizgen.decks.reading.Unreadable: it is no deck.
        OSError: it cannot be read.
    """
    deck = read(path)
    seen: set[str] = set()
    SIMULATORS.author({})  # the deck's own rules, and no others
    examined = [_examine(note, seen) for note in deck.notes]
    _simulate(examined, progress)
    for one in examined:
        if one.item is not None and not one.reasons and not one.other_version:
            one.reasons += _against_the_run(one)
    return Verification(tuple(map(_verified, examined)), _has_own_templates(deck))


def _examine(note: DeckNote, seen: set[str]) -> _Examined:
    """Read a note and rebuild its item."""
    one = _Examined(note)
    if not note.kind:
        one.reasons.append(f"it is of the note type {note.note_type!r}, which is not quizgen's")
        return one
    if note.item in seen:
        one.reasons.append("another note has the same id")
    seen.add(note.item)
    if _is_withdrawn(note):  # it has no receipt, which could tell by what Anki knows it
        one.withdrawn = True
        return one
    try:
        one.receipt, broken = received(note)
        one.reasons += broken
        if note.guid != (one.receipt.guid or guid(note.item)):
            one.reasons.append("Anki would not take it for the item whose id it has")
        know_rules(one.receipt)
        one.other_version = _other_version(one.receipt)
        asked = body(note.kind, note.fields)
        if not one.other_version:
            one.item = rebuilt(note, asked, one.receipt)
            one.places = asked.places(one.item)
    except (NoReceipt, NotRebuilt, Unclear) as problem:
        one.reasons.append(str(problem))
    return one


def _is_withdrawn(note: DeckNote) -> bool:
    """Tell whether a note says that its item was withdrawn, and nothing else: then there is nothing to compute."""
    if RETIRED_TAG not in note.tags:
        return False
    ords = [int(number) - 1 for number in _WITHDRAWN.findall(note.fields["Body"])] or range(note.cards)
    if len(ords) != note.cards:
        return False
    expected = what_withdrawn_says(note.item, note.kind, ords)
    free = {"Stem", "Lesson", "Subject", "Language"}  # these tell what was withdrawn, and from where
    return all(note.fields[name] == expected.get(name, "") for name in FIELDS if name not in free)


def _other_version(receipt: Receipt) -> str:
    """Say that a receipt is of another simulator than there is; empty if it is not."""
    for name in dict.fromkeys(str(scenario.get("simulator", "")) for scenario in receipt.scenarios):
        told = receipt.simulators.get(name, "of no version")
        known = SIMULATORS.get(name)
        if name in receipt.distributions:
            if other := _other_distribution(f"{name} {told}", SIMULATORS.plugin(name), *receipt.distributions[name]):
                return other
        elif known is None:
            return f"computed by {name} {told}, a simulator that is not there"
        if known is not None and known.version != told:
            return f"computed by {name} {told}; there is {name} {known.version}"
    return ""


def _other_distribution(simulator: str, known: Plugin | None, distribution: str, version: str) -> str:
    """Say that a simulator's distribution is not used, or is of another version, and how to come by it."""
    computed = f"computed by {simulator} of {distribution} {version}"
    if known is not None and (known.distribution, known.version) == (distribution, version):
        return ""
    if not is_name(distribution) or not is_version(version):
        return f"{computed}, which is no distribution"
    there = installed_version(distribution)
    if there == version and known is None:
        return f"{computed}, which is not used: name it with --plugin {distribution}"
    found = f"; there is {distribution} {there}" if there else ", which is not installed"
    return f"{computed}{found}. If you trust it: pip install {distribution}=={version}"


def _simulate(examined: Sequence[_Examined], progress: Progress) -> None:
    """Run what the rebuilt items ask for, and note what speaks against each."""
    lesson, owners = _lesson(examined)
    deck = Deck((lesson,))
    findings = crosscheck(deck, progress, Laboratory(default_jobs()))
    for diagnostic in objections(deck, findings, CHECKS):
        owners[diagnostic.span.file, diagnostic.span.line].reasons.append(diagnostic.message)
    for subject in subjects(deck):
        span = lesson.item_span(subject.item) if subject.item else lesson.head_span(subject.place)
        owner = owners[span.file, span.line]
        if owner.receipt and not owner.reasons:
            owner.reasons += _against_the_receipt(subject, findings, owner.receipt, owner.places)


def _lesson(examined: Sequence[_Examined]) -> tuple[PlacedLesson, dict[tuple[str, int], _Examined]]:
    """Return a lesson of all rebuilt items, and whose each of them is, by its place."""
    concepts: list[Concept] = []
    items: list[PlacedItem] = []
    owners: dict[tuple[str, int], _Examined] = {}
    for one in examined:
        if isinstance(one.item, Concept):
            owners["concepts", len(concepts)] = one
            concepts.append(one.item)
        elif one.item is not None:
            owners["items", len(items)] = one
            items.append(PlacedItem(one.item, one.item.id, ("items", len(items))))
    head = Lesson.model_construct(id="deck", concepts=tuple(concepts), summary=(), tables=(), sources={})
    return PlacedLesson(head, tuple(items), _span, Path()), owners


def _span(place: Place) -> Span:
    """Return a place as a span: the list that it is in, and the number in it."""
    return Span(str(place[0]), int(place[1])) if place else Span("deck")


def _against_the_receipt(
    subject: Subject, findings: Findings, receipt: Receipt, places: Mapping[Place, CardPlace]
) -> Iterator[str]:
    """Yield in what a statement came out otherwise than its receipt says."""
    statement = receipt.at(*places[subject.place if subject.item else ()])
    if statement is None:
        return
    verdict = findings.of(subject)
    role = "key" if subject.statement.is_key else subject.role
    if statement.role != role:
        yield f"{statement.place} is {role}; its receipt has it as {statement.role}"
    if verdict is None:
        if statement.computed:
            yield f"{statement.place} could not be computed again"
    elif not verdict.right:
        yield f"{statement.place} does not hold: {verdict.problem or verdict.computed or subject.expression}"
    elif (verdict.executions, verdict.agreeing) != (statement.runs, statement.true):
        yield f"{statement.place}: {_counted(statement)}, but now {verdict.agreeing} of {verdict.executions}"


def _counted(statement: ReceivedStatement) -> str:
    return f"its receipt says that it was true in {statement.true} of {statement.runs} runs or states"


def _against_the_run(one: _Examined) -> Iterator[str]:
    """Yield that the run which a card shows is another now."""
    run = one.receipt.run if one.receipt else None
    if one.receipt is None or run is None:
        return
    bound = scenarios(one.receipt)
    if run.scenario >= len(bound) or bound[run.scenario].problems:
        yield "the run that it shows is of a scenario that it does not have"
        return
    scenario = bound[run.scenario]
    words = scenario.runs_on.words
    try:
        trace = scenario.runs_on.execution(scenario.scenario, run.seed, None).trace
    except (IndexError, ValueError):
        yield f"there is no {words.run} or state {run.seed}, which it shows"
        return
    except PluginFailed as problem:
        yield str(problem)
        return
    if trace_digest(trace) != run.trace:
        number = f"{words.seed or words.run} or state {run.seed}"
        yield f"the {words.run} that it shows ({number}) went otherwise: its trace has another hash"


def _verified(one: _Examined) -> Verified:
    statements = one.receipt.statements if one.receipt else ()
    computed = sum(statement.computed for statement in statements)
    return Verified(one.note.name, _status(one), _told(one), computed, len(statements))


def _status(one: _Examined) -> Status:
    statements = one.receipt.statements if one.receipt else ()
    if one.reasons:
        return Status.BROKEN
    if one.withdrawn:
        return Status.WITHDRAWN
    if one.other_version:
        return Status.OTHER_VERSION
    if any(statement.computed for statement in statements):
        return Status.HOLDS
    cited = any(statement.form == "cite" for statement in statements)
    return Status.CITED if cited else Status.UNVERIFIED


def _told(one: _Examined) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.reasons)) or ((one.other_version,) if one.other_version else ())


def _has_own_templates(deck: DeckFile) -> bool:
    own = {MODEL_IDS[kind]: from_model(model.to_json(0, 0)).look for kind, model in note_types().items()}
    return all(own.get(identifier) == seen for identifier, seen in deck.looks.items())
