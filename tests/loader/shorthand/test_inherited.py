"""Evidence that stands once: what it is handed to, and that nothing behind the loader sees a difference."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen import compiler
from quizgen.diagnostics import Diagnostic
from quizgen.render import render

HEAD = """\
format: lesson/1
id: small
title: A small lesson
subject: testing
level: junior
license: CC0-1.0
released: 2026-01-31
sources: {book: {title: A book}}
scenarios:
  one-leader: {simulator: raft, servers: 3, events: [{elect: S1}, {run: 100ms}], explore: {seeds: 2}}
"""
SHORT = """\
cite: book 3
scenario: one-leader
assumes: nothing crashes
concepts:
  - {id: cell, name: Cell, definition: The smallest unit of life.}
  - {id: osmosis, name: Osmosis, definition: Water goes where more is solved in it., unverified: from memory}
summary:
  - text: Cells burst.
  - {text: Somebody leads., always: leaders() == 1}
tables:
  - {id: sizes, title: Sizes, columns: [What, Size], unverified: read off a drawing, rows: [{cells: [cell, small]}]}
  - {id: roles, title: Roles, columns: [Who, Role], rows: [{cells: [S1, leader], always: role("S1") == "leader"}]}
items:
  - id: burst
    kind: recall
    concept: osmosis
    stem: Why do cells burst?
    points: [{text: Water comes in.}, {text: The skin tears., cite: book 5}]
  - id: size
    kind: numeric
    concept: cell
    stem: How large is one?
    answer: {value: 20}
  - id: wall
    kind: cloze
    concept: cell
    cite: book 4
    text: It has a [[wall]].
    blanks: {wall: {answer: wall}}
  - id: who
    kind: multiple_choice
    concept: osmosis
    stem: Of {{ servers }} servers, who leads?
    answer: leader()
    options: [{text: S1, key: true}, {text: S2, rationale: Nobody asked it.}]
"""
LONG = """\
concepts:
  - {id: cell, name: Cell, definition: The smallest unit of life., cite: book 3}
  - {id: osmosis, name: Osmosis, definition: Water goes where more is solved in it., unverified: from memory}
summary:
  - {text: Cells burst., cite: book 3}
  - {text: Somebody leads., always: leaders() == 1, scenario: one-leader, assumes: nothing crashes}
tables:
  - {id: sizes, title: Sizes, columns: [What, Size], rows: [{cells: [cell, small], unverified: read off a drawing}]}
  - id: roles
    title: Roles
    columns: [Who, Role]
    scenario: one-leader
    rows: [{cells: [S1, leader], always: role("S1") == "leader", assumes: nothing crashes}]
items:
  - id: burst
    kind: recall
    concept: osmosis
    stem: Why do cells burst?
    points: [{text: Water comes in., unverified: from memory}, {text: The skin tears., cite: book 5}]
  - id: size
    kind: numeric
    concept: cell
    stem: How large is one?
    answer: {value: 20, cite: book 3}
  - id: wall
    kind: cloze
    concept: cell
    text: It has a [[wall]].
    blanks: {wall: {answer: wall, cite: book 4}}
  - id: who
    kind: multiple_choice
    concept: osmosis
    scenario: one-leader
    assumes: nothing crashes
    stem: Of {{ servers }} servers, who leads?
    answer: leader()
    options: [{text: S1, key: true}, {text: S2, rationale: Nobody asked it.}]
"""


def _checked(folder: Path, body: str) -> compiler.Checked:
    folder.mkdir(exist_ok=True)
    (folder / "small.yaml").write_text(HEAD + body, encoding="utf-8")
    return compiler.check(folder, compiler.Silent())


def test_nothing_behind_the_loader_sees_a_difference(tmp_path: Path) -> None:
    """Who writes evidence once gets other cards, receipts or signatures than who writes it out."""
    short, long = _checked(tmp_path / "short", SHORT), _checked(tmp_path / "long", LONG)
    assert short.diagnostics == long.diagnostics == ()
    (one,), (other,) = short.deck.lessons, long.deck.lessons
    assert one.head == other.head
    assert [item.question for item in one.items] == [item.question for item in other.items]
    rendered, same = (
        render(checked.deck, checked.findings, lambda *_: None, checked.reading.days) for checked in (short, long)
    )
    assert rendered[0].cards == same[0].cards
    assert rendered[0].tables == same[0].tables
    assert short.tally == long.tally == {"computed": 1, "cited": 2, "unverified": 1}


def _told(folder: Path, body: str) -> list[tuple[str, str]]:
    """Return the codes of what is wrong, each with the line of the file that it is told of."""
    found = _checked(folder, body).diagnostics
    return [(one.code, _line(folder, one)) for one in found]


def _line(folder: Path, one: Diagnostic) -> str:
    return (folder / "small.yaml").read_text(encoding="utf-8").splitlines()[one.span.line - 1].strip()


CONCEPTS = "concepts: [{id: cell, name: Cell, definition: The smallest unit.}]\n"
POINTS = "items: [{id: a, kind: recall, concept: cell, stem: What?, points: [{text: This.}, {text: That.}]}]\n"


@pytest.mark.parametrize(
    ("before", "code"),
    [
        ("cite: bok 3", "unknown-source"),
        ("cite: 3", "unknown-source"),
        ("cite: [book, 3]", "unknown-key"),
        ("scenario: one-leadr", "unknown-scenario"),
        ("scenario: {simulator: raft, servers: x}", "invalid-value"),
        ("scenario: 3", "invalid-value"),
    ],
)
def test_what_is_wrong_with_it_is_told_once_where_it_was_written(tmp_path: Path, before: str, code: str) -> None:
    """One slip at the top is told for each statement below it, or at a line on which nothing is wrong."""
    claims = POINTS.replace(".}", "., always: leaders() == 1}") if "scenario" in before else POINTS
    concepts = CONCEPTS.replace("unit.", "unit., cite: book 1") if "scenario" in before else CONCEPTS
    told = _told(tmp_path, f"{before}\n{concepts}{claims}")
    assert [each for each in told if each[1] == before] == [(code, before)]


def test_evidence_that_holds_for_nothing_is_told(tmp_path: Path) -> None:
    """An author believes that a book stands behind answers that it does not stand behind."""
    concepts = CONCEPTS.replace("unit.", "unit., cite: book 1")
    assert _told(tmp_path, "cite: book 3\n" + concepts + POINTS) == [("evidence-unused", "cite: book 3")]
    assert _told(tmp_path, concepts + POINTS) == []


def test_an_item_that_computes_takes_no_citation_from_above(tmp_path: Path) -> None:
    """A claim that was forgotten would make an answer count as cited from a book that does not have it."""
    claims = POINTS.replace("This.}", "This., always: leaders() == 1}")
    told = _told(tmp_path, "cite: book 3\nscenario: one-leader\n" + CONCEPTS + claims)
    assert [code for code, _ in told] == ["evidence-count"]
    own = claims.replace("stem:", "cite: book 4, stem:")
    assert _told(tmp_path, "cite: book 3\nscenario: one-leader\n" + CONCEPTS + own) == []


def test_both_kinds_of_word_are_one_too_many(tmp_path: Path) -> None:
    """Which of two counts is anybody's guess."""
    told = _told(tmp_path, "cite: book 3\nunverified: from memory\n" + CONCEPTS + POINTS)
    assert [code for code, _ in told] == ["evidence-count"]


def test_a_scenario_of_a_family_takes_its_variables(tmp_path: Path) -> None:
    """A lesson's scenario could not be one of several sizes."""
    body = """\
scenario: {simulator: raft, servers: "{{ n }}", explore: {seeds: 1}}
concepts: [{id: cell, name: Cell, definition: The smallest unit., cite: book 1}]
items:
  - id: votes
    kind: numeric
    concept: cell
    for_each: {n: [3, 5]}
    stem: How many votes of {{ n }}?
    answer: {value: "{{ n // 2 + 1 }}", measure: votes_needed}
"""
    checked = _checked(tmp_path, body)
    assert checked.diagnostics == ()
    assert checked.tally == {"computed": 2, "cited": 0, "unverified": 0}
