"""What ``quizgen verify`` finds of a deck that somebody has changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from quizgen.decks.verify import Status
from quizgen.decks.verify.receipts import MAX_RECEIPT_CHARACTERS
from tests.decks.reading.decks import Fields, replacing, tampered
from tests.decks.verify.changes import (
    at,
    everywhere,
    found,
    in_receipt,
    moved_key,
    moved_key_with_roles,
    sealed_anew,
    swapped_matches,
    swapped_steps,
)

CLAIM = 'leader() == "S1"'

TAMPERED: dict[str, tuple[str, Callable[[Fields], None], str]] = {
    "key mark moved": ("who-leads", moved_key, "option 1 is marked wrong; its receipt has it as key"),
    "key mark moved, sealed anew": ("who-leads", sealed_anew(moved_key), "its receipt has it as key"),
    "key moved in the receipt, too": ("who-leads", sealed_anew(moved_key_with_roles), "but it is false in all 3 runs"),
    "an option's text changed": ("who-leads", everywhere("Body", "Nobody", "Somebody"), "its texts are not those"),
    "a value's text changed, sealed anew": (
        "the-value",
        sealed_anew(everywhere("Body", ">S1<", ">S3<")),
        "the key states `S3`, but all 3 runs of raft give S1",
    ),
    "a distractor made right, sealed anew": (
        "the-value",
        sealed_anew(everywhere("Body", ">S2<", ">S1<")),
        "and it is right",
    ),
    "the stem changed": ("who-leads", replacing("Stem", "S1", "S2"), "its texts are not those"),
    "the rationale changed": ("who-leads", replacing("Answer", "It won.", "It lost."), "its texts are not those"),
    "the number changed": ("how-many.n-3", everywhere("Answer", "2", "3"), "but experiments with raft give 2"),
    "the number changed, sealed anew": (
        "how-many.n-3",
        sealed_anew(everywhere("Answer", "2", "3")),
        "states 3, but experiments with raft give 2",
    ),
    "the tolerance changed": (
        "how-many.n-3",
        replacing("Solution", 'data-tolerance="0"', 'data-tolerance="5"'),
        "its texts are not those",
    ),
    "the order changed": ("in-order", swapped_steps, "so comes first in all 3 runs of raft"),
    "the order changed, sealed anew": ("in-order", sealed_anew(swapped_steps), "comes first in all 3 runs of raft"),
    "what is free changed, sealed anew": (
        "two-votes",
        sealed_anew(replacing("Answer", ' data-free="[[2, 3]]"', "")),
        "though nothing leads from it to step 2",
    ),
    "too much declared free, sealed anew": (
        "two-votes",
        sealed_anew(replacing("Answer", "[[2, 3]]", "[[2, 3], [1, 2]]")),
        "declared free, but step",
    ),
    "a gap's answer changed, sealed anew": (
        "the-gap",
        sealed_anew(everywhere("Body", "leader", "follower")),
        "states follower, but all 3 runs of raft give leader",
    ),
    "a wrong spelling accepted, sealed anew": (
        "the-gap",
        sealed_anew(replacing("Solution", "[&quot;1&quot;]", "[&quot;1&quot;, &quot;2&quot;]")),
        "accepts 2, but all 3 runs of raft give 1",
    ),
    "a pair changed, sealed anew": (
        "who-is-what",
        sealed_anew(swapped_matches),
        "states follower, but all 3 runs of raft give leader",
    ),
    "a partner changed, sealed anew": (
        "who-is-what",
        sealed_anew(everywhere("Answer", "follower", "candidate")),
        "states candidate, but all 3 runs of raft give follower",
    ),
    "receipt removed": ("who-leads", lambda fields: fields.update(Receipt=""), "it has no receipt"),
    "receipt of another note": (
        "how-many.n-4",
        in_receipt(lambda receipt: receipt.update(item="how-many.n-3")),
        "its receipt belongs to how-many.n-3",
    ),
    "receipt damaged": ("who-leads", replacing("Receipt", "{", "{{"), "its receipt is damaged"),
    "receipt of another format": ("who-leads", replacing("Receipt", "receipt/1", "receipt/9"), "not of the format"),
    "receipt that nests too deep": (
        "who-leads",
        lambda fields: fields.update(Receipt="[" * MAX_RECEIPT_CHARACTERS),
        "its receipt is damaged",
    ),
    "receipt too long": (
        "who-leads",
        lambda fields: fields.update(Receipt="[" * (MAX_RECEIPT_CHARACTERS + 1)),
        "more than 100,000 characters",
    ),
    "receipt with keys of its own": (
        "who-leads",
        in_receipt(lambda receipt: receipt.update(note="trust me")),
        "its receipt is damaged: note",
    ),
    "claim altered to true": (
        "who-leads",
        in_receipt(lambda receipt: at(receipt, "option", 0).update(claim="true")),
        "its receipt was changed",
    ),
    "claim altered to true, sealed anew": (
        "who-leads",
        sealed_anew(in_receipt(lambda receipt: at(receipt, "option", 0).update(claim="true"))),
        "it proves nothing",
    ),
    "claim altered to a true one": (
        "who-leads",
        in_receipt(lambda receipt: at(receipt, "option", 0).update(claim="leaders() == 1")),
        "its receipt was changed",
    ),
    "distractor's claim made true, sealed anew": (
        "who-leads",
        sealed_anew(in_receipt(lambda receipt: at(receipt, "option", 2).update(claim=CLAIM))),
        "it can turn out right",
    ),
    "misconception altered, sealed anew": (
        "who-leads",
        sealed_anew(in_receipt(lambda receipt: at(receipt, "option", 1).update(misconception="vote-twice"))),
        "the misconception `vote-twice` does not make",
    ),
    "scenario altered": (
        "who-leads",
        in_receipt(lambda receipt: receipt["scenarios"][0].update(servers=5)),
        "its receipt was changed",
    ),
    "scenario altered, sealed anew": (
        "who-leads",
        sealed_anew(in_receipt(lambda receipt: receipt["scenarios"][0].update(servers=5))),
        "its trace has another hash",
    ),
    "scenario that cannot be run, sealed anew": (
        "who-leads",
        sealed_anew(in_receipt(lambda receipt: receipt["scenarios"][0].update(servers=50))),
        "servers",
    ),
    "scenario that is none, sealed anew": (
        "who-leads",
        sealed_anew(in_receipt(lambda receipt: receipt["scenarios"][0].update(servers="many"))),
        "a scenario of its receipt is none",
    ),
    "fewer seeds, sealed anew": (
        "who-leads",
        sealed_anew(in_receipt(lambda receipt: receipt["scenarios"][0].update(explore={"seeds": 1}))),
        "says that it was true in 3 of 3 runs or states, but now 1 of 1",
    ),
    "trace hash altered, sealed anew": (
        "who-leads",
        sealed_anew(in_receipt(lambda receipt: receipt["run"].update(trace="0" * 64))),
        "its trace has another hash",
    ),
    "seed altered, sealed anew": (
        "who-leads",
        sealed_anew(in_receipt(lambda receipt: receipt["run"].update(seed=2))),
        "its trace has another hash",
    ),
    "run of no scenario, sealed anew": (
        "who-leads",
        sealed_anew(in_receipt(lambda receipt: receipt["run"].update(scenario=7))),
        "a scenario that it does not have",
    ),
    "statement taken out, sealed anew": (
        "who-leads",
        sealed_anew(in_receipt(lambda receipt: receipt["statements"].pop())),
        "its receipt does not speak of option 3",
    ),
    "statement put in, sealed anew": (
        "who-leads",
        sealed_anew(
            in_receipt(lambda receipt: receipt["statements"].append(at(receipt, "option", 0) | {"at": ["option", 7]}))
        ),
        "its receipt speaks of option 8, which the card does not have",
    ),
    "statement doubled, sealed anew": (
        "who-leads",
        sealed_anew(in_receipt(lambda receipt: receipt["statements"].append(at(receipt, "option", 0)))),
        "speaks twice of option 1",
    ),
    "event of a step altered, sealed anew": (
        "in-order",
        sealed_anew(in_receipt(lambda receipt: at(receipt, "order")["steps"][0][1].update(type="vote_granted"))),
        "step 1 is missing in all 3 runs of raft",
    ),
    "evidence line changed": (
        "which-hold",
        replacing("Evidence", "Cited, not computed", "Computed"),
        "its texts are not those",
    ),
    "id changed": ("who-leads", replacing("Id", "who-leads", "who-follows"), "Anki would not take it"),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_a_tampered_note_does_not_hold(name: str, deck: Path) -> None:
    """A learner memorises what somebody has slipped into a deck under the name of a computed answer."""
    item, change, told = TAMPERED[name]
    items = found(tampered(deck, item, change))
    broken = {other: verified for other, verified in items.items() if verified.status is Status.BROKEN}
    assert list(broken) == ["who-follows" if name == "id changed" else item]
    (verified,) = broken.values()
    assert any(told in reason for reason in verified.reasons), verified.reasons
