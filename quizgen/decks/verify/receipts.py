"""Receipts read back from notes, as strictly as if a stranger had written them."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from quizgen.decks.reading import DeckNote
from quizgen.exporters.anki.seals import FIELD, is_whole, texts_digest
from quizgen.model.base import Slug, Strict
from quizgen.model.evidence import EventPattern, Form, OrderedBy
from quizgen.render.receipts import FORMAT

MAX_RECEIPT_CHARACTERS = 100_000
"""The longest receipt that is read."""

Number = Annotated[int, Field(strict=True, ge=0)]
Digest = Annotated[str, Field(strict=True, pattern=r"^[0-9a-f]{64}$")]
At = tuple[Slug] | tuple[Slug, Number]
"""A place on the card."""


_TAG = re.compile(r"<[^>]*>")
"""What parts, in a field, letters that Anki would take for its own syntax; a receipt's own ``<`` is escaped."""


class NoReceipt(Exception):  # noqa: N818 - a state of a note
    """A note without a receipt, or with one that cannot be read; the message says which."""


def spoken(place: tuple[str | int, ...]) -> str:
    """Return a place on the card as it is spoken of, numbered from 1: "option 2", "value"."""
    return " ".join(str(part + 1) if isinstance(part, int) else part for part in place)


class ReceivedStatement(Strict):
    """A statement of a receipt; `quizgen.render.receipts` says what its keys mean."""

    at: At
    role: Literal["key", "distractor", "assertion", "value", "order"]
    form: Form | None = None
    claim: str = ""
    scenario: Number | None = None
    runs: Number = 0
    true: Number = 0
    misconception: str | None = None
    steps: tuple[tuple[Number, EventPattern], ...] = ()
    by: OrderedBy = "cause"

    @property
    def place(self) -> str:
        """The place on the card, in words."""
        return spoken(self.at)

    @property
    def computed(self) -> bool:
        """Whether the card says that a simulator decides it."""
        return self.scenario is not None


class ShownRun(Strict):
    """The run that a card shows."""

    scenario: Number
    seed: Number
    trace: Digest


class Receipt(Strict):
    """A receipt, sealed."""

    format: Literal["receipt/1"]
    item: str
    kind: str
    scenarios: Annotated[tuple[dict[str, Any], ...], Field(max_length=50)]
    statements: Annotated[tuple[ReceivedStatement, ...], Field(max_length=50)]
    simulators: dict[str, str]
    rules: Annotated[dict[str, dict[str, Any]], Field(default_factory=dict, max_length=50)]
    distributions: dict[str, tuple[str, str]] = Field(default_factory=dict)
    run: ShownRun | None = None
    guid: str = ""
    texts: Digest
    whole: Digest

    def at(self, *place: str | int) -> ReceivedStatement | None:
        """Return the statement at a place of the card, or None."""
        return next((statement for statement in self.statements if statement.at == place), None)


def received(note: DeckNote) -> tuple[Receipt, list[str]]:
    """Return a note's receipt, and what speaks against it: that it, or a text of the note, was changed alone.

    Raises:
        NoReceipt: there is none, or it is damaged.
    """
    text = unescape(_TAG.sub("", note.fields.get(FIELD, ""))).strip()
    if not text:
        raise NoReceipt("it has no receipt, so nothing can be computed again")
    if len(text) > MAX_RECEIPT_CHARACTERS:
        raise NoReceipt(f"its receipt has more than {MAX_RECEIPT_CHARACTERS:,} characters")
    try:
        data = json.loads(text)
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise NoReceipt(f"its receipt is not of the format {FORMAT}")
        receipt = Receipt.model_validate(data)
    except ValidationError as problem:
        first = problem.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise NoReceipt(f"its receipt is damaged: {place}: {first['msg']}") from None
    except (ValueError, RecursionError) as problem:
        raise NoReceipt(f"its receipt is damaged: {problem}") from None
    return receipt, list(_broken(note, receipt, text))


def _broken(note: DeckNote, receipt: Receipt, text: str) -> list[str]:
    found = []
    if not is_whole(text):
        found.append("its receipt was changed after it was built")
    if texts_digest(note.fields) != receipt.texts:
        found.append("its texts are not those that it was built with")
    if (receipt.item, receipt.kind) != (note.item, note.kind):
        found.append(f"its receipt belongs to {receipt.item} ({receipt.kind})")
    places = [statement.at for statement in receipt.statements]
    found += [f"its receipt speaks twice of {spoken(at)}" for number, at in enumerate(places) if at in places[:number]]
    return found
