"""Keys as files and on the terminal."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

from quizgen.cards import Html
from quizgen.kinds.cloze.body import Blank, Cloze
from quizgen.kinds.numeric.body import Number
from quizgen.kinds.ordering.body import Ordering
from quizgen.kinds.recall.body import Recall
from quizgen.variants import Request, make
from quizgen.variants.keys import COLUMNS, answers, as_csv, as_json, as_text
from tests.exporters.samples import sample_lesson
from tests.variants.pools import family_lesson

VARIANTS = make(family_lesson(), Request(("A", "B", "C")))


def _answer(body: Cloze | Number | Ordering | Recall) -> tuple[str, object]:
    card = replace(sample_lesson().questions[1], body=body)
    (answer,) = answers(replace(VARIANTS[0], cards=(card,)))
    return answer.text, answer.parts


def test_csv_has_a_line_for_each_question() -> None:
    """A spreadsheet that marks a class misses a sheet."""
    rows = list(csv.DictReader(io.StringIO(as_csv(VARIANTS))))
    assert tuple(rows[0]) == COLUMNS
    expected = [
        (variant.name, str(variant.code), str(answer.number), answer.card.id, str(answer.worth), answer.text)
        for variant in VARIANTS
        for answer in answers(variant)
    ]
    assert [(r["variant"], r["code"], r["question"], r["item"], r["worth"], r["answer"]) for r in rows] == expected
    assert {(row["lesson"], row["released"]) for row in rows} == {("sample", "2025-03-01")}


def test_json_says_the_same() -> None:
    """A program that reads the JSON marks otherwise than a person with the CSV."""
    told = json.loads(as_json(VARIANTS))
    assert (told["format"], told["lesson"], told["released"]) == ("variants-key/2", "sample", "2025-03-01")
    rows = list(csv.DictReader(io.StringIO(as_csv(VARIANTS))))
    flat = [
        (variant["name"], variant["code"], str(answer["question"]), answer["item"], answer["kind"], answer["answer"])
        for variant in told["variants"]
        for answer in variant["answers"]
    ]
    assert flat == [(r["variant"], r["code"], r["question"], r["item"], r["kind"], r["answer"]) for r in rows]
    for variant in told["variants"]:
        for answer in variant["answers"]:
            if answer["kind"].startswith("multiple"):
                assert ", ".join(answer["letters"]) == answer["answer"]
        assert sum(answer["worth"] for answer in variant["answers"]) == 12


def test_text_is_for_a_terminal() -> None:
    """Lines that wrap in the middle of an answer are misread."""
    text = as_text(VARIANTS[1])
    assert text.splitlines()[:2] == [
        "Majorities & <logs>, edition of 2025-03-01",
        f"Variant B ({VARIANTS[1].code})",
    ]
    assert max(map(len, text.splitlines())) <= 100
    for answer in answers(VARIANTS[1]):
        assert " ".join(f"{answer.number} {answer.text} [{answer.card.id}]".split()) in " ".join(text.split())


def test_what_else_is_right_is_told() -> None:
    """A pupil who wrote another spelling, or another order, that counts is marked wrong."""
    one, two = (Blank(word, other, "", "") for word, other in (("leader", ("the leader",)), ("2", ())))
    assert _answer(Cloze(Html(""), (one,))) == ("leader or the leader", {"gaps": [["leader", "the leader"]]})
    assert _answer(Cloze(Html(""), (one, two)))[0] == "1: leader or the leader; 2: 2"
    number = {"value": 2.5, "unit": "s", "tolerance": 0.25}
    assert _answer(Number(2.5, "s", 0.25, "")) == ("2.5 s (give or take 0.25)", number)
    assert _answer(Number(3, "", 0, ""))[0] == "3"
    (ordering,) = [card.body for card in sample_lesson().questions if isinstance(card.body, Ordering)]
    text, parts = _answer(replace(ordering, free=((2, 3),)))
    assert text.endswith("Steps 2 and 3 may come in either order.")
    assert parts == {"numbers": [step.position for step in ordering.steps], "free": [[2, 3]]}
    assert _answer(Recall(Html("<p>Two &amp; two.</p>"), ()))[0] == "Two & two."
