"""What somebody may change in a built deck: its texts, its keys, its receipts, its seals."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape, unescape
from pathlib import Path
from typing import Any

from quizgen.decks.verify import Verified, verify
from quizgen.exporters.anki import seals
from tests.decks.reading.decks import Fields


def found(deck: Path) -> dict[str, Verified]:
    """Verify a deck."""
    verified = verify(deck, lambda *_: None)
    return {item.item: item for item in verified.items}


Receipt = dict[str, Any]


def receipt_of(fields: Fields) -> Receipt:
    """Return the receipt in a note's fields."""
    receipt: Receipt = json.loads(unescape(fields[seals.FIELD]))
    return receipt


def put(receipt: Receipt, fields: Fields) -> None:
    """Put a receipt into a note's fields as it is."""
    fields[seals.FIELD] = escape(json.dumps(receipt), quote=False)


def sealed_anew(change: Callable[[Fields], None]) -> Callable[[Fields], None]:
    """Return a change after which whoever makes it has also made the seal anew."""

    def changed(fields: Fields) -> None:
        change(fields)
        receipt = {name: value for name, value in receipt_of(fields).items() if name not in ("texts", "whole")}
        fields[seals.FIELD] = escape(seals.sealed(json.dumps(receipt), fields), quote=False)

    return changed


def in_receipt(change: Callable[[Receipt], object]) -> Callable[[Fields], None]:
    """Return a change of a receipt."""

    def changed(fields: Fields) -> None:
        receipt = receipt_of(fields)
        change(receipt)
        put(receipt, fields)

    return changed


def at(receipt: Receipt, *place: str | int) -> dict[str, Any]:
    """Return the statement at a place."""
    return next(statement for statement in receipt["statements"] if statement["at"] == list(place))


KEY, DISTRACTOR = 'class="qz-key" data-option="0"', 'class="qz-distractor" data-option="2"'


def moved_key(fields: Fields) -> None:
    """Mark S2 right and S1 wrong, in the class as in words."""
    answer = fields["Answer"].replace(KEY, "{0}").replace(DISTRACTOR, "{1}")
    answer = answer.replace("{0}", KEY.replace("key", "distractor"))
    answer = answer.replace("{1}", DISTRACTOR.replace("distractor", "key"))
    first, middle, last = answer.split("</li>")[:3]
    first = first.replace("\N{CHECK MARK} right", "\N{BALLOT X} wrong")
    last = last.replace("\N{BALLOT X} wrong", "\N{CHECK MARK} right")
    fields["Answer"] = f"{first}</li>{middle}</li>{last}</li></ol>"


def moved_key_with_roles(fields: Fields) -> None:
    """Mark S2 right, and say so in the receipt."""
    moved_key(fields)
    receipt = receipt_of(fields)
    at(receipt, "option", 0)["role"], at(receipt, "option", 2)["role"] = "distractor", "key"
    put(receipt, fields)


def everywhere(name: str, old: str, new: str) -> Callable[[Fields], None]:
    """Return a change of a text on both sides of a card."""

    def change(fields: Fields) -> None:
        for field in ("Body", "Answer", "Solution"):
            fields[field] = fields[field].replace(old, new)
        assert new in fields[name]

    return change


def swapped_steps(fields: Fields) -> None:
    """Change the places of the first two steps on the back."""
    head, first, second, rest = fields["Answer"].split("<li ", 3)
    first, second = first.replace('letter">1', 'letter">2'), second.replace('letter">2', 'letter">1')
    fields["Answer"] = f"{head}<li {second}<li {first}<li {rest}"


def swapped_matches(fields: Fields) -> None:
    """Let S2 lead instead of S1, on the back."""
    fields["Answer"] = (
        fields["Answer"]
        .replace("S1", "{0}")
        .replace("S2", "S1")
        .replace("{0}", "S2")
        .replace('data-pair="0"', "{0}")
        .replace('data-pair="1"', 'data-pair="0"')
        .replace("{0}", 'data-pair="1"')
    )
