"""Notes rebuilt as items, as an author would write them: texts and answers from the card, claims from the receipt.

Which option is right, the number, the order and the pairs come from what the learner sees. So whatever is marked there
is what the simulators are asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from quizgen.cards import Body, Choice, Cloze, Definition, Matching, Number, Ordering, Recall
from quizgen.decks.reading import DeckNote
from quizgen.decks.reading.bodies import plain
from quizgen.decks.verify.receipts import At, Receipt, ReceivedStatement, spoken
from quizgen.model.lesson import Concept
from quizgen.model.questions import KINDS, Question
from quizgen.model.scenario import BoundScenario, bind

CONCEPT = "concept"
"""Id of the concept that rebuilt questions are about; nothing depends on it."""
BLANK = "gap-"
"""What the names of rebuilt gaps begin with; their number on the card comes behind it."""


class NotRebuilt(Exception):  # noqa: N818 - a state of a note
    """A card and a receipt that make no item; the message says why."""


def scenarios(receipt: Receipt) -> tuple[BoundScenario, ...]:
    """Return the scenarios of a receipt.

    Raises:
        NotRebuilt: one of them is none.
    """
    try:
        return tuple(bind(scenario) for scenario in receipt.scenarios)
    except ValidationError as problem:
        raise NotRebuilt(f"a scenario of its receipt is none: {problem.errors()[0]['msg']}") from None


def rebuilt(note: DeckNote, body: Body, receipt: Receipt) -> Question | Concept:
    """Return the item of a note.

    Raises:
        NotRebuilt: the card states what the receipt does not speak of, or the other way round, or they make no item.
    """
    evidence = _Evidence(receipt, scenarios(receipt))
    made = _BODIES[type(body)](body, evidence)
    evidence.refuse_rest()
    try:
        if isinstance(body, Definition):
            return Concept.model_validate({"id": CONCEPT, **made})
        stem = {} if isinstance(body, Cloze) else {"stem": plain(note.fields["Stem"]) or "-"}
        return KINDS[note.kind].model_validate({"id": note.item, "kind": note.kind, "concept": CONCEPT, **stem, **made})
    except ValidationError as problem:
        first = problem.errors()[0]
        raise NotRebuilt(f"it makes no question: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None


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

    def has(self, *place: str | int) -> bool:
        """Tell whether the receipt speaks of a place."""
        return self._receipt.at(*place) is not None

    def refuse_rest(self) -> None:
        """Raise `NotRebuilt` if the receipt speaks of something that is not on the card."""
        for statement in self._receipt.statements:
            if statement.at not in self._used:
                raise NotRebuilt(f"its receipt speaks of {statement.place}, which the card does not have")


def _choice(body: Choice, evidence: _Evidence) -> dict[str, Any]:
    options = []
    for number, option in enumerate(body.options):
        stated: dict[str, Any] = {"text": option.text, "key": option.key, **evidence.of("option", number)}
        role = evidence.statement("option", number).role
        if (role == "key") != option.key:
            mark = "right" if option.key else "wrong"
            raise NotRebuilt(f"option {number + 1} is marked {mark}; its receipt has it as {role}")
        options.append(stated | ({"rationale": option.rationale} if option.rationale else {}))
    return {"options": options}


def _number(body: Number, evidence: _Evidence) -> dict[str, Any]:
    unit = {"unit": body.unit} if body.unit else {}
    return {"answer": {"value": body.value, "tolerance": body.tolerance, **unit, **evidence.of("value")}}


def _cloze(body: Cloze, evidence: _Evidence) -> dict[str, Any]:
    blanks = {
        f"{BLANK}{number}": {"answer": blank.answer, "accept": blank.accepted, **evidence.of("blank", number)}
        for number, blank in enumerate(body.blanks)
    }
    return {"text": " ".join(f"[[{name}]]" for name in blanks), "blanks": blanks}


def _recall(body: Recall, evidence: _Evidence) -> dict[str, Any]:
    return {"points": [{"text": p.text, **evidence.of("point", n)} for n, p in enumerate(body.points)]}


def _matching(body: Matching, evidence: _Evidence) -> dict[str, Any]:
    pairs = enumerate(body.pairs)
    return {"pairs": [{"left": p.left, "right": body.choices[p.match], **evidence.of("pair", n)} for n, p in pairs]}


def _ordering(body: Ordering, evidence: _Evidence) -> dict[str, Any]:
    made: dict[str, Any] = {"free": body.free}
    events: dict[int, Any] = {}
    if evidence.has("order"):
        order = evidence.statement("order")
        made["scenario"] = evidence.scenario(order)
        events = dict(order.steps)
    steps = sorted(enumerate(body.steps), key=lambda numbered: numbered[1].position)
    made["steps"] = [
        {"text": step.text, **({"event": events.pop(n)} if n in events else evidence.of("step", n))}
        for n, step in steps
    ]
    if events:
        raise NotRebuilt(f"its receipt speaks of step {min(events) + 1}, which the card does not have")
    return made


def _definition(body: Definition, evidence: _Evidence) -> dict[str, Any]:
    return {"name": body.term, "definition": body.definition, **evidence.of("definition")}


_BODIES: Mapping[type[Any], Callable[[Any, _Evidence], dict[str, Any]]] = {
    Choice: _choice,
    Number: _number,
    Cloze: _cloze,
    Recall: _recall,
    Matching: _matching,
    Ordering: _ordering,
    Definition: _definition,
}
