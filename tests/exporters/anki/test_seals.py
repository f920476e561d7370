"""Seals: a text and its receipt are changed together or not at all."""

from __future__ import annotations

import json

import pytest

from quizgen.exporters.anki.seals import is_whole, sealed, texts_digest

FIELDS = {"Stem": "<p>Why?</p>", "Answer": "Because.", "Spare 1": ""}
RECEIPT = '{"format":"receipt/1","scenarios":[{"groups":{"right":1,"left":2}}]}'


def test_a_sealed_receipt_says_the_same_and_two_hashes_more() -> None:
    """What is verified would not be what was computed."""
    found = json.loads(sealed(RECEIPT, FIELDS))
    assert {name: found[name] for name in json.loads(RECEIPT)} == json.loads(RECEIPT)
    assert found["texts"] == texts_digest(FIELDS)
    assert is_whole(sealed(RECEIPT, FIELDS))
    assert list(found) == ["format", "scenarios", "texts", "whole"]
    assert '{"right":1,"left":2}' in sealed(RECEIPT, FIELDS)


def test_no_receipt_stays_none() -> None:
    """A card of another program would get a receipt about nothing."""
    assert sealed("", FIELDS) == ""


@pytest.mark.parametrize("name", ["Stem", "Answer", "Spare 1"])
def test_every_field_counts(name: str) -> None:
    """A field could be changed without anybody noticing."""
    assert texts_digest({**FIELDS, name: "other"}) != texts_digest(FIELDS)


def test_a_text_does_not_move_to_another_field() -> None:
    """Stem and answer could change places."""
    assert texts_digest({"Stem": FIELDS["Answer"], "Answer": FIELDS["Stem"]}) != texts_digest(FIELDS)


def test_what_anki_does_to_texts_changes_nothing() -> None:
    """A deck that a learner exports again would be called tampered with."""
    assert texts_digest({"Stem": "e\u0301"}) == texts_digest({"Stem": "\u00e9"})
    assert texts_digest({**FIELDS, "Receipt": "anything"}) == texts_digest(FIELDS)


@pytest.mark.parametrize(
    ("old", "new"),
    [("receipt/1", "receipt/2"), ("right", "wrong"), ('"left":2', '"left":2,"left":3'), ('"whole":"', '"whole":"0')],
)
def test_every_letter_of_a_receipt_counts(old: str, new: str) -> None:
    """A claim could be exchanged without anybody noticing."""
    text = sealed(RECEIPT, FIELDS)
    assert old in text
    assert not is_whole(text.replace(old, new))
    assert not is_whole(text + " ")
    assert not is_whole(RECEIPT)
