"""Questions: every text and every statement of every kind is handed to those who check and render them."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen.kinds import KINDS
from quizgen.loader import load
from tests.small import write

HEAD = "kind: {kind}, id: one, concept: thing, explanation: MD explanation"
BODIES = {
    "multiple_choice": "stem: MD stem, options: [{text: MD a, key: true, rationale: MD ra, cite: paper §1}, "
    "{text: MD b, rationale: MD rb, cite: paper §1}]",
    "numeric": "stem: MD stem, answer: {value: 1, cite: paper §1}",
    "cloze": "text: 'MD [[a]] [[b]]', blanks: {a: {answer: x, cite: paper §1}, b: {answer: y, cite: paper §1}}",
    "recall": "stem: MD stem, answer: MD answer, points: [{text: MD p, cite: paper §1}]",
    "ordering": "stem: MD stem, steps: [{text: MD a, cite: paper §1}, {text: MD b, cite: paper §1}]",
    "matching": "stem: MD stem, pairs: [{left: MD a, right: MD b, cite: paper §1}, "
    "{left: MD c, right: MD d, cite: paper §1}]",
}
BODIES["multiple_response"] = BODIES["multiple_choice"]


@pytest.mark.parametrize("kind", KINDS.questions)
def test_every_text_and_statement_is_handed_out(tmp_path: Path, kind: str) -> None:
    """A text that is left out is shown unchecked; a statement that is left out is believed without evidence."""
    written = f"{{{HEAD.format(kind=kind)}, {BODIES[kind]}}}"
    deck, found = load(write(tmp_path, f"items: [{written}]\n"))
    assert found == ()
    question = deck.lessons[0].items[0].question
    assert len(question.texts()) == written.count("MD")
    assert all(text.startswith("MD") for _, text in question.texts())
    assert len(question.statements()) == written.count("cite")
    span = deck.lessons[0].item_span
    item = deck.lessons[0].items[0]
    columns = [span(item, place).column for place, _ in question.texts()]
    assert len(set(columns)) == len(columns)


def test_every_text_and_statement_of_the_head_is_handed_out(tmp_path: Path) -> None:
    """The same for definitions, the opening, the summary and the tables."""
    body = (
        "concepts: [{id: thing, name: Thing, definition: MD definition, cite: paper §1}]\n"
        "opening: MD opening\n"
        "summary: [{text: MD sentence, cite: paper §1}]\n"
        "tables: [{id: t, title: T, columns: [MD a, MD b], rows: [{cells: [MD x, MD y], cite: paper §1}]}]\n"
    )
    items = "items: [{id: one, kind: recall, concept: thing, stem: What?, points: [{text: That., cite: paper §1}]}]\n"
    deck, found = load(write(tmp_path, body + items))
    assert found == ()
    head = deck.lessons[0].head
    expected = ["MD a", "MD b", "MD definition", "MD opening", "MD sentence", "MD x", "MD y"]
    assert sorted(text for _, text in head.texts()) == expected
    assert len(head.statements()) == body.count("cite")
