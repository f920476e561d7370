"""What authors and learners are told of rules: by checks, by `quizgen explain`, on cards."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen.compiler import Silent, check
from quizgen.crosscheck import Laboratory
from quizgen.diagrams import diagram
from quizgen.diagrams import in_words as run_in_words
from quizgen.explaining import Run, UnknownId, explanation
from quizgen.model.scenario import BoundScenario
from quizgen.render import render
from quizgen.simulate import as_text, simulate
from quizgen.simulators import SIMULATORS
from quizgen.simulators.columns import in_columns
from quizgen.simulators.rules.scenario import Scenario
from quizgen.simulators.rules.simulator import RulesSimulator
from quizgen.wording import in_words
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
    "multiple_response": ("options: [{key: true, sometimes: ended()}, {rationale: no, never: ended()}]"),
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
actors: {offeror: [manufacturer], buyers: [offeree], others: [witness]}
state:
  offer: {is: [unmade, open, accepted], start: unmade}
  seen: {of: others, is: bool, start: false}
rules:
  make: {for: {a: offeror}, when: offer == unmade, set: {offer: open}, says: "{a} makes an offer"}
  accept: {for: {b: buyers}, when: offer == open, set: {offer: accepted}, says: "yes, says the {b}"}
  forget: {when: offer == accepted, set: {offer: unmade}, says: all is forgotten}
"""


def test_a_sentence_stands_alone_in_pictures() -> None:
    """Otherwise a card, and what is read to whoever cannot see it, says "system all is forgotten"."""
    made = RulesSimulator(rules_of(OFFER))
    run = made.execution(Scenario(script=("make(manufacturer)", "accept(offeree)", "forget")), 0, None)
    told = "step 1: manufacturer makes an offer. step 2: yes, says the offeree. step 3: all is forgotten."
    assert run_in_words(run.trace, made) == told
    post = "post: {messages: {to: offeror}, max: 1, loses: 1, duplicates: 1}"
    lossy = RulesSimulator(rules_of(OFFER.replace("rules:", f"  {post}\nrules:", 1)))
    assert {"lose", "duplicate"} <= lossy.drawing.sentences


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


MEASURED = """
format: rules/1
id: offer
title: The life of an offer
parameters: {may_lapse: true}
state:
  offer: {is: [open, accepted, lapsed], start: open}
  days: {is: 0..2, start: 0}
rules:
  wait: {when: offer == open && days < 2, set: {days: days + 1}, says: a day passes}
  accept: {when: offer == open, set: {offer: accepted}, says: the offer is accepted}
  lapse: {when: offer == open && days == 2 && may_lapse, set: {offer: lapsed}, says: the offer lapses}
observations:
  bound: {is: offer == accepted, yes: there is a contract, no: there is no contract}
  gone_by: {is: offer == lapsed}
measures:
  shortest: {steps: offer == lapsed, name: the number of steps to a lapse}
  longest: {most: days, name: the most days}
  endings: {at_ends: offer, name: the ways in which it can end}
  status: {at_ends: offer, name: the status}
"""


@pytest.mark.parametrize(
    ("measure", "value", "shown"),
    [
        ("shortest", "3", "The shortest run in which it comes to that:\n\n    step  system\n       1  wait"),
        ("longest", "2", "The shortest run in which it comes to 2:\n\n    step  system\n       1  wait"),
        ("states", "7", "No single run shows it: all 7 states were looked at."),
        ("ends", "4", "No single run shows it: all 4 states in which nothing more can happen were looked at."),
        ("runs", "4", "No single run shows it: all runs were counted."),
    ],
)
def test_what_a_measure_rests_on_is_told(tmp_path: Path, measure: str, value: str, shown: str) -> None:
    """Otherwise `explain` says that no run stands behind the shortest way, or not what was looked at instead."""
    (tmp_path / "offer.yaml").write_text(MEASURED, encoding="utf-8")
    body = f"""
items:
  - id: one
    kind: numeric
    concept: thing
    stem: How many?
    scenario: {{simulator: offer}}
    answer: {{value: {value}, measure: {measure}}}
"""
    write(tmp_path, body)
    text = told(tmp_path)
    assert f"agrees: experiments with offer give {value}" in text
    assert shown in text


def test_nothing_is_said_to_hold_where_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise an author who wrote no invariant believes that one was looked at in every state."""
    for made, said in (
        (RulesSimulator(rules_of(MEASURED)), "No property was judged: none is declared."),
        (simulator("cells"), "Every property held in every state seen."),
    ):
        monkeypatch.setitem(SIMULATORS, made.name, made)
        text = as_text(simulate(BoundScenario(made.name, Scenario()), None, None), full=False)
        assert text.endswith(f"{said}\n")


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("endings == [accepted, lapsed]", "the ways in which it can end are “accepted” and “lapsed”"),
        ("status == [accepted, lapsed]", "the status is “accepted” and “lapsed”"),
        ('can_come_to("bound")', "it can still come to it that there is a contract"),
        ('!can_come_to("bound")', "it can no longer come to it that there is a contract"),
        ('can_come_to("gone_by")', "it can still come to it that “gone by” holds"),
    ],
)
def test_claims_of_rules_are_sentences(claim: str, words: str) -> None:
    """Otherwise a card shows a learner code, or "the ways is"."""
    assert in_words(claim, RulesSimulator(rules_of(MEASURED))) == words


def test_a_card_shows_no_hash_and_no_bare_name(tmp_path: Path) -> None:
    """Otherwise a learner reads "may lapse is false" and "v74cea1a4f466"."""
    (tmp_path / "offer.yaml").write_text(MEASURED, encoding="utf-8")
    scenario = "scenario: {simulator: offer, parameters: {may_lapse: false}}"
    claims = OPPOSITE.replace("scenario: {simulator: cells}", scenario).replace("broken()", "bound()")
    write(tmp_path, claims)
    built = check(tmp_path, Silent(), Laboratory(1))
    (card,) = (card for card in render(built.deck, built.findings, lambda *_: None)[0].cards if card.id == "one")
    assert "the parameter “may lapse” is false" in card.account
    assert "Computed by the rules “offer”." in card.account
