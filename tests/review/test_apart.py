"""Texts that plainly speak of something else than their claims."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen.compiler import Silent, check
from quizgen.diagnostics import Severity
from quizgen.review import sign
from tests.review.lessons import BODY
from tests.small import write

FIVE = "choose: the question begins with 5 servers, and its scenario has 3"


def told(folder: Path, old: str, new: str) -> list[str]:
    assert old in BODY
    write(folder, BODY.replace(old, new, 1))
    return [each.message for each in check(folder, Silent()).diagnostics if each.code == "names-differ"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{text: S1 leads., always", "{text: S2 leads., always", "small: the text speaks of S2, and its claim of S1"),
        ("text: S1 wins.", "text: S3 becomes leader.", "ordered: the text speaks of S3, and its claim of S1"),
        (
            "text: S1 wins.",
            "text: S2 hears of S3.",
            "ordered: the text speaks of S2 and S3, and its claim of S1",
        ),
        ("cells: [S1, leader]", "cells: [S3, leader]", "who: the text speaks of S3, and its claim of S1"),
        ("{text: S1 leads., key", "{text: S3 leads., key", "choose: the text speaks of S3, and its claim of S1"),
        (
            "stem: Who leads?",
            "stem: Five servers. Who leads?",
            FIVE,
        ),
        ("stem: Who leads?", "stem: In a cluster of 5 servers, who leads?", FIVE),
    ],
)
def test_what_plainly_differs_is_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    """A card names another server than the one that was computed, and nobody is told before it was read."""
    assert message in told(tmp_path, old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{text: S1 leads., always", "{text: S1 leads S2 and S3., always"),
        ("{text: S1 leads., always", "{text: Of S1 to S3 one leads., always"),
        ("{text: S1 leads., always", "{text: One leads., always"),
        ("text: S1 wins.", "text: The leader is elected."),
        (
            "{text: S1 wins., event: {type: become_leader, actor: S1}}",
            "{text: It gets the vote of S2., event: {type: vote_received, actor: S1, peer: S2}}",
        ),
        ('{text: S1 leads., always: leader() == "S1"', '{text: S1 leads., never: leader() == "S2"'),
        ('{text: S1 leads., always: leader() == "S1"', """{text: S1 leads., always: 'leader() != "S2"'"""),
        ("stem: Who leads?", "stem: Of S1 and S2, who leads?"),
        ("stem: Who leads?", "stem: Three servers. Who leads?"),
        ("stem: Who leads?", "stem: Two of three servers are up. Who leads?"),
        ("stem: Who leads?", "stem: Who leads three servers?"),
    ],
)
def test_what_may_well_be_meant_is_not(tmp_path: Path, old: str, new: str) -> None:
    """Warnings that are wrong teach authors to overlook those that are right."""
    assert told(tmp_path, old, new) == []


def test_what_was_signed_is_believed(tmp_path: Path) -> None:
    """An author who has looked twice is told of it at each build for ever."""
    write(tmp_path, BODY.replace("{text: S1 leads., always", "{text: S2 leads., always"))
    checked = check(tmp_path, Silent())
    assert [(each.code, each.severity) for each in checked.diagnostics] == [("names-differ", Severity.WARNING)]
    assert check(tmp_path, Silent(), unread="ignore").diagnostics == ()
    for statement in list(checked.reading.unread):
        sign(tmp_path, statement.key, "2026-01-31")
    assert check(tmp_path, Silent()).diagnostics == ()
