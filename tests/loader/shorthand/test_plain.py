"""Plain values that stand for a mapping, and texts that YAML takes for something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen.diagnostics import Diagnostic
from quizgen.loader import load
from quizgen.model.item import Item
from tests.small import write


def _items(folder: Path, items: str) -> tuple[list[Item], tuple[Diagnostic, ...]]:
    deck, found = load(write(folder, "items:\n" + "".join(f"  - {line}\n" for line in items.splitlines())))
    return [item.question for lesson in deck.lessons for item in lesson.items], found


CHOICE = "{id: one, kind: multiple_choice, concept: thing, stem: Which?, "
MATCHING = "{id: one, kind: matching, concept: thing, stem: What?, pairs: "


@pytest.mark.parametrize(
    ("short", "long"),
    [
        (
            CHOICE + "key: Paris, options: [Paris, Lyon]}",
            CHOICE + "options: [{text: Paris, key: true, cite: paper §1}, {text: Lyon, cite: paper §1}]}",
        ),
        (
            CHOICE.replace("choice", "response") + "key: [Lyon, 1.50], options: [Lyon, 1.50, 012]}",
            CHOICE.replace("choice", "response")
            + "options: [{text: Lyon, key: true}, {text: '1.50', key: true}, {text: '012'}], cite: paper §1}",
        ),
        (
            CHOICE + "key: yes, options: [yes, no]}",
            CHOICE + "options: [{text: 'yes', key: true}, {text: 'no'}]}",
        ),
        (
            CHOICE + "key: True, options: [True, FALSE, null, 2024-01-02, {text: false, rationale: true}]}",
            CHOICE + "options: [{text: 'True', key: true}, {text: 'FALSE'}, {text: 'null'}, {text: '2024-01-02'},"
            " {text: 'false', rationale: 'true'}]}",
        ),
        (
            "{id: one, kind: recall, concept: thing, stem: What?, points: [Water., Salt.]}",
            "{id: one, kind: recall, concept: thing, stem: What?, points: [{text: Water.}, {text: Salt.}]}",
        ),
        (
            "{id: one, kind: recall, concept: thing, stem: What?, points: true}",
            "{id: one, kind: recall, concept: thing, stem: What?, points: [{text: 'true'}]}",
        ),
        (
            "{id: one, kind: recall, concept: thing, stem: What?, answer: Water., cite: paper §1}",
            "{id: one, kind: recall, concept: thing, stem: What?, points: [{text: Water., cite: paper §1}]}",
        ),
        (
            "{id: one, kind: ordering, concept: thing, stem: How?, steps: [Mix., {text: Bake.}]}",
            "{id: one, kind: ordering, concept: thing, stem: How?, steps: [{text: Mix.}, {text: Bake.}]}",
        ),
        (
            MATCHING + "[[one, 1], [two, true]]}",
            MATCHING + "[{left: one, right: '1'}, {left: two, right: 'true'}]}",
        ),
        (
            "{id: one, kind: numeric, concept: thing, stem: How many?, answer: 20}",
            "{id: one, kind: numeric, concept: thing, stem: How many?, answer: {value: 20}}",
        ),
        (
            "{id: one, kind: cloze, concept: thing, text: 'A [[gap]].', blanks: {gap: false}}",
            "{id: one, kind: cloze, concept: thing, text: 'A [[gap]].', blanks: {gap: {answer: 'false'}}}",
        ),
    ],
)
def test_a_plain_value_is_what_it_stands_for(tmp_path: Path, short: str, long: str) -> None:
    """An author has to type `text:` in front of every option, and quotes around every `true`."""
    (one, *_), told = _items(tmp_path, short)
    (other, *_), _ = _items(tmp_path, long)
    assert told == ()
    assert one == other


@pytest.mark.parametrize(
    ("item", "message", "hint"),
    [
        (CHOICE + "key: Pari, options: [Paris, Lyon]}", "no option reads `Pari`", "did you mean `Paris`?"),
        (CHOICE + "key: Paris, options: [{Paris}, Lyon]}", "no option reads `Paris`", "there are: Lyon"),
        (CHOICE + "options: [, Lyon]}", "", ""),
        (MATCHING + "[[a, b, c], [d, e]]}", "not a list", ""),
        (CHOICE + "options: 'Paris, Lyon'}", "should be a list", ""),
        (
            "{id: one, kind: numeric, concept: thing, stem: How many?, answer: many}",
            "`answer.value`: should be a number",
            "",
        ),
        ("{id: one, kind: recall, concept: thing, stem: , points: [This.]}", "should be text, not nothing", "write it"),
    ],
)
def test_what_stands_for_nothing_is_told_in_its_place(tmp_path: Path, item: str, message: str, hint: str) -> None:
    """A misspelt key would leave a question without a right answer, and nobody knows why."""
    _, found = _items(tmp_path, item)
    assert found, item
    assert message in found[0].message
    assert hint in found[0].hint
    assert found[0].span.line == write(tmp_path, "items:\n").read_text(encoding="utf-8").count("\n") + 1


def test_a_text_that_may_be_left_out_can_still_be_nothing(tmp_path: Path) -> None:
    """Lessons that say `rationale: null` would show the word."""
    (question,), told = _items(tmp_path, CHOICE + "key: a, explanation: null, options: [a, {text: b, rationale: ~}]}")
    assert told == ()
    assert question.explanation is None


LONG_QUIZ = """\
- id: planet-largest
  kind: multiple_choice
  concept: planet
  stem: Which planet is the largest of all?
  options:
    - {text: Jupiter, key: true, cite: atlas p. 4}
    - {text: Saturn, rationale: The second., cite: atlas p. 4}
    - {text: Neptune, rationale: The fourth., cite: atlas p. 4}
    - {text: Mars, rationale: Among the small ones., cite: atlas p. 4}
- id: planets-rocky
  kind: multiple_response
  concept: planet
  stem: Which of these consist of rock?
  options:
    - {text: Venus, key: true, cite: atlas p. 4}
    - {text: Mars, key: true, cite: atlas p. 4}
    - {text: Uranus, rationale: It is ice and gas., cite: atlas p. 4}
- id: planets-many
  kind: numeric
  concept: planet
  stem: How many planets go round the sun?
  answer: {value: 8, cite: atlas p. 4}
- id: planet-red
  kind: cloze
  concept: planet
  text: Mars is red with [[why]] in its soil.
  blanks:
    why: {answer: iron oxide, accept: [rust], cite: atlas p. 4}
- id: planet-seasons
  kind: recall
  concept: planet
  stem: Why does the Earth have seasons?
  points:
    - {text: Its axis is tilted., cite: atlas p. 4}
"""
SHORT_QUIZ = """\
- id: planet-largest
  kind: multiple_choice
  stem: Which planet is the largest of all?
  key: Jupiter
  options: [Jupiter, Saturn, Neptune, Mars]
- id: planets-rocky
  kind: multiple_response
  stem: Which of these consist of rock?
  key: [Venus, Mars]
  options: [Venus, Mars, Uranus]
- id: planets-many
  kind: numeric
  stem: How many planets go round the sun?
  answer: 8
- id: planet-red
  kind: cloze
  text: Mars is red with [[why]] in its soil.
  blanks: {why: {answer: iron oxide, accept: [rust]}}
- id: planet-seasons
  kind: recall
  stem: Why does the Earth have seasons?
  points: [Its axis is tilted.]
"""
PLANETS = """\
format: lesson/1
id: planets
title: Planets
subject: astronomy
level: junior
license: CC0-1.0
released: 2026-01-31
sources: {atlas: {title: An atlas}}
cite: atlas p. 4
concepts: [{id: planet, name: Planet, definition: What goes round a star.}]
items:
"""


def test_five_questions_take_as_few_characters_as_is_said(tmp_path: Path) -> None:
    """Typing a quiz takes three times as long as in the tools that authors come from."""
    per_question = {}
    found = {}
    for name, items in (("long", LONG_QUIZ), ("short", SHORT_QUIZ)):
        (tmp_path / f"{name}.yaml").write_text(PLANETS + items, encoding="utf-8")
        deck, told = load(tmp_path / f"{name}.yaml")
        assert told == ()
        (lesson,) = deck.lessons
        found[name] = [item.question for item in lesson.items]
        per_question[name] = len(items) / len(found[name])
    assert per_question["long"] > 210
    assert per_question["short"] < 130
    reasons = ("Saturn", "Neptune", "Mars", "Uranus")
    for one, other in zip(found["short"], found["long"], strict=True):
        assert _without(one, reasons) == _without(other, reasons)


def _without(question: Item, texts: tuple[str, ...]) -> Item:
    """Return a question without the reasons of some options, which no cited option needs."""
    options = getattr(question, "options", None)
    if options is None:
        return question
    plain = tuple(one.model_copy(update={"rationale": None}) if one.text in texts else one for one in options)
    return question.model_copy(update={"options": plain})
