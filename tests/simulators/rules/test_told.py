"""What authors and learners are told of rules: by checks, by `quizgen explain`, on cards."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen.compiler import Silent, check
from quizgen.crosscheck import Laboratory
from quizgen.diagrams import diagram, in_words
from quizgen.explaining import Run, UnknownId, explanation
from quizgen.render import render
from quizgen.simulators.columns import in_columns
from quizgen.simulators.rules.scenario import Scenario
from quizgen.simulators.rules.simulator import RulesSimulator
from tests.simulators.rules.models import FOLDER, rules_of
from tests.simulators.rules.test_simulator import ORDERED, simulator
from tests.small import write


def lesson(folder: Path, body: str, rules: str = "cells") -> Path:
    """Write a lesson beside a file of rules, and return it."""
    (folder / f"{rules}.yaml").write_text((FOLDER / f"{rules}.yaml").read_text("utf-8"), encoding="utf-8")
    return write(folder, body)


def told(folder: Path, name: str = "one", run: Run | None = None) -> str:
    """Return how an item of a folder is explained."""
    return explanation(folder, name, run or Run()).text


ITEM = """
items:
  - id: one
    kind: {kind}
    concept: thing
    stem: What can be said of a cell?
    scenario: {{simulator: cells, script: [hit, {step}]}}
    {answers}
"""
ANSWERS = {
    "multiple_choice": (
        "options: [{text: It lives., key: true, always: ended()}, {text: It dies., rationale: no, never: ended()}]"
    ),
    "multiple_response": (
        "options: [{text: It lives., key: true, sometimes: ended()}, {text: No., rationale: no, never: ended()}]"
    ),
    "numeric": "answer: {value: 2, measure: ends}",
    "recall": "points: [{text: It ends., always: ended()}]",
}


@pytest.mark.parametrize("kind", ANSWERS)
@pytest.mark.parametrize("step", ["align", "mends"])
def test_a_script_that_cannot_be_carried_out_is_told(tmp_path: Path, kind: str, step: str) -> None:
    """Otherwise a misspelt step ends the command with an error of quizgen's own, or `explain` finds nothing wrong."""
    lesson(tmp_path, ITEM.format(kind=kind, step=step, answers=ANSWERS[kind]))
    found = [each for each in check(tmp_path, Silent(), Laboratory(1)).diagnostics if each.severity == "error"]
    assert {(each.code, each.message) for each in found} == {
        ("impossible-scenario", f"the step `{step}` cannot be taken here")
    }
    assert f"NOT COMPUTED: the step `{step}` cannot be taken here" in told(tmp_path)


def test_every_run_of_an_order_can_be_looked_at(tmp_path: Path) -> None:
    """Otherwise a message sends its author to a run that nobody can see, and says that nothing happened."""
    lesson(tmp_path, ORDERED.replace("hits: 0", "hits: 1"))
    text = told(tmp_path, "division")
    assert "DISAGREES: in all 10 runs of cells the order is" in text or "there is no order" in text
    assert "at the start" not in text
    shown = [told(tmp_path, "division", Run(seed=number)).partition("The run of cells ")[2] for number in (0, 3)]
    assert all(f"with number {number}:" in each for number, each in zip((0, 3), shown, strict=True))
    assert "  3  " in shown[0]
    assert shown[0].splitlines()[2:] != shown[1].splitlines()[2:]
    with pytest.raises(UnknownId, match="there is no run 9999"):
        told(tmp_path, "division", Run(seed=9999))


def test_an_order_is_said_of_all_runs(tmp_path: Path) -> None:
    """Otherwise a card says that an order follows from the start, where every run was looked at, and draws none."""
    lesson(tmp_path, ORDERED)
    assert "agrees: in the one run of cells the order is 1 < 2 < 3 < 4" in told(tmp_path, "division")
    built = check(tmp_path, Silent(), Laboratory(1))
    (card,) = (card for card in render(built.deck, built.findings, lambda *_: None)[0].cards if card.id == "division")
    assert card.evidence.startswith("Computed: the only order in ")


def test_only_what_cannot_begin_is_still() -> None:
    """Otherwise runs that end are told as if nothing had happened in them."""
    made = simulator("cells")
    scenarios = (Scenario(explore="runs"), Scenario(seeds=3), Scenario(), Scenario(explore="ends"))
    assert not any(map(made.is_still, scenarios))
    assert made.is_still(Scenario(start={"stage": "two_cells"}))


OPPOSITE = """
items:
  - id: one
    kind: multiple_choice
    concept: thing
    stem: What can be said of a cell?
    scenario: cells
    options:
      - {text: It may be broken., key: true, sometimes: broken()}
      - {text: It is never broken., rationale: It can be., never: broken()}
""".replace("scenario: cells", "scenario: {simulator: cells}")


def test_a_key_and_its_contrary_are_not_told_alike(tmp_path: Path) -> None:
    """Otherwise opposite claims "agree" with one and the same count, and a card says "in all states" of a half."""
    lesson(tmp_path, OPPOSITE)
    text = told(tmp_path)
    key, wrong = (line.strip() for line in text.splitlines() if " states of cells" in line)
    assert key.startswith("agrees: it is true in ")
    assert wrong == key.replace("agrees: it is true", "wrong, as it should be: it does happen,")
    built = check(tmp_path, Silent(), Laboratory(1))
    (card,) = (card for card in render(built.deck, built.findings, lambda *_: None)[0].cards if card.id == "one")
    states = len(list(simulator("cells").executions(Scenario(), None)))
    assert card.evidence.startswith(f"Computed: every option is judged over all {states} states of a simulation")


OFFER = """
format: rules/1
id: offer
title: The life of an offer
actors: {offeror: [manufacturer], offeree: [offeree], witness: [witness]}
state:
  offer: {is: [unmade, open, accepted], start: unmade}
  seen: {of: witness, is: bool, start: false}
rules:
  make: {for: {a: offeror}, when: offer == unmade, set: {offer: open}, says: "{a} makes an offer"}
  accept: {for: {b: offeree}, when: offer == open, set: {offer: accepted}, says: "yes, says the {b}"}
  forget: {when: offer == accepted, set: {offer: unmade}, says: all is forgotten}
"""


def test_a_sentence_stands_alone_in_pictures() -> None:
    """Otherwise a card, and what is read to whoever cannot see it, says "system all is forgotten"."""
    made = RulesSimulator(rules_of(OFFER))
    run = made.execution(Scenario(script=("make(manufacturer)", "accept(offeree)", "forget")), 0, None)
    told = "step 1: manufacturer makes an offer. step 2: yes, says the offeree. step 3: all is forgotten."
    assert in_words(run.trace, made) == told
    lost = simulator("parcel")
    assert {"lose", "duplicate"} <= lost.drawing.sentences


def test_pictures_name_those_that_do_something_and_no_others() -> None:
    """Otherwise a picture has columns in which nothing can happen, and no room for the names of the others."""
    made = RulesSimulator(rules_of(OFFER))
    run = made.execution(Scenario(script=("make(manufacturer)", "accept(offeree)")), 0, None)
    assert run.trace.actors == ("manufacturer", "offeree")
    assert "witness" not in in_columns(run.trace, made.drawing)
    svg = diagram(run.trace, made, "A run")
    assert ">manufacturer</text>" in svg
    assert ">offeree</text>" in svg


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("", "", {"rule-without-answer"}),
        ("key: true, sometimes", "key: true, never", {"key-is-false"}),
        ("kind: multiple_choice", "kind: multiple_chance", {"unknown-kind"}),
        ("text: It may be broken.", "text: [A gap", {"yaml-syntax"}),
    ],
)
def test_rules_are_not_called_needless_while_a_lesson_is_wrong(
    tmp_path: Path, old: str, new: str, codes: set[str]
) -> None:
    """Otherwise an author takes out a rule that an item with an error needs, which they have not seen."""
    lesson(tmp_path, OPPOSITE.replace(old, new) if old else OPPOSITE)
    found = check(tmp_path, Silent(), Laboratory(1)).diagnostics
    assert {each.code for each in found if each.code in {"rule-without-answer", *codes}} == codes, found
