"""Notes rebuilt as items, as an author would write them: texts and answers from the card, claims from the receipt.

Which option is right, the number, the order and the pairs come from what the learner sees. So whatever is marked there
is what the simulators are asked about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from quizgen.decks.reading import DeckNote
from quizgen.decks.verify.receipts import At, Receipt, ReceivedStatement, spoken
from quizgen.kinds import KINDS
from quizgen.kinds.api import BodyOf, NotRebuilt
from quizgen.kinds.notes import plain
from quizgen.loader.rules import simulator_from
from quizgen.model.evidence import OrderedBy
from quizgen.model.item import Item
from quizgen.model.lesson import Concept
from quizgen.model.scenario import BoundScenario, bind
from quizgen.simulators import SIMULATORS

MOST_RULES = 50
"""So many files of rules one deck may have."""
CONCEPT = "concept"
"""Id of the concept that rebuilt questions are about; nothing depends on it."""


def scenarios(receipt: Receipt) -> tuple[BoundScenario, ...]:
    """Return the scenarios of a receipt.

    Raises:
        NotRebuilt: one of them is none.
    """
    try:
        return tuple(bind(scenario) for scenario in receipt.scenarios)
    except ValidationError as problem:
        raise NotRebuilt(f"a scenario of its receipt is none: {problem.errors()[0]['msg']}") from None


def know_rules(receipt: Receipt) -> None:
    """Let scenarios name the rules of a receipt, those of a name that is not known yet.

    Raises:
        NotRebuilt: they are none.
    """
    for name, data in receipt.rules.items():
        if name not in SIMULATORS:
            if len(SIMULATORS.authored) >= MOST_RULES:
                raise NotRebuilt(f"the deck has more than {MOST_RULES} files of rules")
            try:
                SIMULATORS.author({**SIMULATORS.authored, name: simulator_from(data, name)})
            except ValueError as problem:
                raise NotRebuilt(f"the rules of its receipt are none: {problem}") from None


def rebuilt(note: DeckNote, body: BodyOf[Any], receipt: Receipt) -> Item | Concept:
    """Return the item of a note.

    Raises:
        NotRebuilt: the card states what the receipt does not speak of, or the other way round, or they make no item.
    """
    evidence, kind = _Evidence(receipt, scenarios(receipt)), KINDS[note.kind]
    made = body.written(note.item, evidence)
    evidence.refuse_rest()
    head = {"id": CONCEPT}
    if issubclass(kind.question, Item):
        head = {"id": note.item, "kind": note.kind, "concept": CONCEPT}
    if "stem" in kind.question.model_fields:
        head["stem"] = plain(note.fields["Stem"]) or "-"
    try:
        item: Item | Concept = kind.question.model_validate({**head, **made})
    except ValidationError as problem:
        first = problem.errors()[0]
        raise NotRebuilt(f"it makes no question: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    return item


class _Evidence:
    """Hands out what a receipt says of each place of a card."""

    def __init__(self, receipt: Receipt, bound: Sequence[BoundScenario]) -> None:
        self._receipt, self._scenarios = receipt, bound
        self._used: list[At] = []

    def of(self, *place: str | int) -> dict[str, Any]:
        """Return the evidence of what stands at a place, as an author would write it."""
        statement = self.statement(*place)
        made: dict[str, Any] = {statement.form: statement.claim} if statement.form else {}
        if statement.misconception:
            made["misconception"] = statement.misconception
        if statement.scenario is not None:
            made["scenario"] = self.scenario(statement)
        return made

    def statement(self, *place: str | int) -> ReceivedStatement:
        """Return the statement at a place."""
        found = self._receipt.at(*place)
        if found is None:
            raise NotRebuilt(f"its receipt does not speak of {spoken(place)}")
        self._used.append(found.at)
        return found

    def scenario(self, statement: ReceivedStatement) -> BoundScenario:
        """Return a statement's scenario."""
        number = statement.scenario
        if number is None or number >= len(self._scenarios):
            raise NotRebuilt(f"its receipt has no scenario for {statement.place}")
        return self._scenarios[number]

    def role(self, *place: str | int) -> str:
        """Return the role of what stands at a place."""
        return self.statement(*place).role

    def order(self) -> tuple[BoundScenario, Mapping[int, object], OrderedBy] | None:
        """Return the order's scenario, events, and what it is by; None if the receipt speaks of none."""
        if self._receipt.at("order") is None:
            return None
        order = self.statement("order")
        return self.scenario(order), dict(order.steps), order.by

    def refuse_rest(self) -> None:
        """Raise `NotRebuilt` if the receipt speaks of something that is not on the card."""
        for statement in self._receipt.statements:
            if statement.at not in self._used:
                raise NotRebuilt(f"its receipt speaks of {statement.place}, which the card does not have")
