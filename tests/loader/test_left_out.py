"""Numbers and gaps whose value is left to what is measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen import compiler
from quizgen.compiler import Checked, Silent
from quizgen.crosscheck import Laboratory
from quizgen.render import render
from tests.small import write

RULES = """\
format: rules/1
id: cell
title: The cell
state:
  phase: {is: [G1, S, M], start: G1}
  cells: {is: 1..2, start: 1}
rules:
  copy: {when: phase == G1 && cells == 1, set: {phase: S}, says: the cell copies its DNA}
  part: {when: phase == S, set: {phase: M}, says: the cell parts}
  divide: {when: phase == M, set: {phase: G1, cells: cells + 1}, says: the cell divides}
observations:
  divided: {is: cells == 2, yes: the cell has divided, no: the cell has not divided}
measures:
  needed: {steps: divided, name: the number of steps to a division}
"""
WRITTEN = """\
items:
  - id: steps
    kind: numeric
    scenario: {simulator: cell}
    stem: How many steps does a division take?
    answer: {value: 3, unit: steps, tolerance: 0, measure: needed}
  - id: at-the-end
    kind: numeric
    scenario: {simulator: cell, explore: ends}
    stem: How many cells are there in the end?
    answer: {value: 2, measure: cells()}
  - id: gaps
    kind: cloze
    scenario: {simulator: cell, explore: ends}
    text: In the end the phase is [[phase]], which took [[steps]] steps; that it has divided is [[so]].
    blanks:
      phase: {answer: G1, hint: a phase, measure: phase()}
      steps: {answer: 3, accept: [three], measure: needed}
      so: {answer: "yes", measure: divided()}
  - id: votes
    kind: numeric
    for_each: {n: [3, 5]}
    scenario: {simulator: raft, servers: "{{ n }}", events: [{run: 1s}]}
    stem: How many votes of {{ n }} are needed?
    answer: {value: "{{ n // 2 + 1 }}", measure: votes_needed}
"""
LEFT_OUT = ("value: 3, ", "value: 2, ", "answer: G1, ", "answer: 3, ", 'answer: "yes", ', 'value: "{{ n // 2 + 1 }}", ')


def _checked(folder: Path, body: str) -> Checked:
    folder.mkdir(exist_ok=True)
    (folder / "cell.yaml").write_text(RULES, encoding="utf-8")
    write(folder, body)
    return compiler.check(folder, Silent(), Laboratory(), runs=True)


def _without(body: str, parts: tuple[str, ...] = LEFT_OUT) -> str:
    for part in parts:
        assert part in body
        body = body.replace(part, "", 1)
    return body


def test_a_value_that_is_left_out_is_the_measured_one_as_if_written(tmp_path: Path) -> None:
    """An author types numbers that the computer knows; or a card, its receipt or what was read changes without it."""
    written, left = _checked(tmp_path / "a", WRITTEN), _checked(tmp_path / "b", _without(WRITTEN))
    assert (written.diagnostics, left.diagnostics) == ((), ())
    (one,), (other,) = (render(each.deck, each.findings, lambda *_: None) for each in (written, left))
    assert one.cards == other.cards
    assert written.deck.lessons[0].items[0].question == left.deck.lessons[0].items[0].question
    digests = [[each.digest for each in made.reading.unread] for made in (written, left)]
    assert digests[0] == digests[1]
    assert written.reading.counts == left.reading.counts


@pytest.mark.parametrize(
    ("kept", "changed", "message"),
    [
        (("value: 3, ",), ("measure: needed", "measure: phase()"), "`phase()` cannot be filled in: 'G1' is no number"),
        (
            ("value: 3, ",),
            ("measure: needed", "measure: divided()"),
            "`divided()` cannot be filled in: 'yes' is no number",
        ),
        (("value: 2, ",), ("measure: cells()", "measure: cels()"), "`cels()`"),
        (
            ("value: 2, ",),
            ("explore: ends}\n    stem: How many c", "explore: exhaustive}\n    stem: How many c"),
            "the value is not the same in all",
        ),
        (("value: 2, ",), ("{measure: cells()}", "{cite: paper p. 1}"), "the key `value` is missing"),
    ],
)
def test_what_is_no_value_is_told_once(
    tmp_path: Path, kept: tuple[str, ...], changed: tuple[str, str], message: str
) -> None:
    """A learner would be asked for a number that there is not, or an author be told of one that nobody wrote."""
    body = _without(WRITTEN, kept).replace("simulator: cell}", "simulator: cell, explore: ends}", 1)
    found = _checked(tmp_path, body.replace(*changed, 1)).diagnostics
    (told,) = (one for one in found if one.severity.value == "error")
    assert message in told.message
    assert "missing" not in message or "where a `measure` of a scenario gives it" in told.hint
