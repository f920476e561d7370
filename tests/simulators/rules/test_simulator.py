"""Rules as a simulator: what the rest of quizgen relies on."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from quizgen.compiler import Silent, check
from quizgen.crosscheck import Laboratory
from quizgen.crosscheck.asking.claims import ClaimProblem, environment_of
from quizgen.explaining import Run, explanation
from quizgen.model.evidence import EventPattern
from quizgen.model.scenario import BoundScenario
from quizgen.simulators import SIMULATORS
from quizgen.simulators.api import MeasureError, ObservationError
from quizgen.simulators.rules.scenario import Scenario
from quizgen.simulators.rules.simulator import RulesSimulator
from quizgen.testing import conforms
from quizgen.wording import in_words, text_of, text_of_event
from tests.simulators.rules.models import FOLDER, model, rules_of
from tests.small import write

EXAMPLES = {
    "charge": [Scenario(), Scenario(explore="ends"), Scenario(script=("look(c1)", "look(c2)")), Scenario(seeds=3)],
    "cells": [Scenario(explore="ends"), Scenario(start={"stage": "mitosis"})],
    "tables": [Scenario(script=("come(report)", "come(change)")), Scenario(seeds=4), Scenario(explore="ends")],
    "segments": [Scenario(parameters={"one_waits": False}, explore="ends"), Scenario(seeds=5)],
    "commit": [Scenario(parameters={"crashes": 0}, explore="ends"), Scenario(explore="ends")],
    "river": [Scenario()],
    "breaker": [Scenario(seeds=20), Scenario(parameters={"limit": 1}, explore="ends")],
}


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.slow
def test_conforms(name: str) -> None:
    """Otherwise an answer depends on the process that computed it, or claims ask what has no answer."""
    conforms(RulesSimulator(model(name)), EXAMPLES[name])


def simulator(name: str) -> RulesSimulator:
    """Return what runs a model."""
    return RulesSimulator(model(name))


def holds(name: str, claim: str, scenario: Scenario, misconception: str | None = None) -> list[object]:
    """Return what a claim is in all that a scenario asks to look at."""
    made = simulator(name)
    asked = environment_of(made).compile(claim)
    return [asked.ask(execution, {}) for execution in made.executions(scenario, misconception)]


@pytest.mark.parametrize(
    ("name", "scenario", "claim", "expected"),
    [
        ("charge", Scenario(), "charges() < 3", {True}),
        ("charge", Scenario(explore="ends"), "charges()", {1, 2}),
        ("charge", Scenario(explore="ends", script=("look(c1)", "look(c2)")), "charges()", {2}),
        ("charge", Scenario(explore="ends", start={"known": True}), "charges()", {0}),
        ("charge", Scenario(explore="ends"), 'met("c1") && met("c2")', {False}),
        ("tables", Scenario(script=("come(report)", "come(change)", "come(lookup)")), "line() == []", {True, False}),
        ("commit", Scenario(), 'can_come_to("over") || stuck("site1") || stuck("site2") || !awake()', {True}),
        ("commit", Scenario(), 'can_come_to("over")', {True, False}),
        ("commit", Scenario(parameters={"crashes": 0}), 'can_come_to("over")', {True}),
        ("commit", Scenario(), 'can_come_to("stuck", "site2") || true', {True}),
        ("commit", Scenario(explore="ends"), "ended()", {True}),
        ("river", Scenario(), 'alone("fox", "goose") && boat() == "here"', {True, False}),
        ("charge", Scenario(explore="runs"), "charges() > 0", {True}),
        ("cells", Scenario(seeds=30), 'stage() == "two_cells" || stage() == "apoptosis"', {True}),
    ],
)
def test_claims(name: str, scenario: Scenario, claim: str, expected: set[object]) -> None:
    """Otherwise what a card says of every state, of every end or of what can still come is not what the rules say."""
    assert set(holds(name, claim, scenario)) == expected


def test_a_state_is_known_again_by_its_number() -> None:
    """Otherwise `explain --seed` shows another run than the one that a message names."""
    made = simulator("commit")
    for execution in made.executions(Scenario(), "silence-is-no"):
        again = made.execution(Scenario(), execution.seed, "silence-is-no")
        assert (again.state, again.trace) == (execution.state, execution.trace)


def test_what_happens_is_told_in_the_authors_words() -> None:
    """Otherwise a learner reads the names of rules where their author has written sentences."""
    made = simulator("charge")
    run = made.execution(Scenario(script=("look(c1)", "note(c1)")), 0, None)
    assert [event.detail for event in run.trace] == ["c1 looks for the key", "c1 notes the key, unless it met it"]
    assert made.told(Scenario(script=("look(c2)",)))[1:] == ("c2 looks for the key",)
    assert made.drawing.phrases["look"] == "looks for the key"


def test_a_step_says_itself() -> None:
    """Otherwise authors write by hand what a step of an ordering says, and may write something else than happens."""

    def told(name: str, **event: object) -> str:
        return text_of_event(EventPattern.model_validate(event), simulator(name))

    assert told("charge", type="look", actor="c2") == "c2 looks for the key."
    assert told("charge", type="look") == "An actor looks for the key."
    assert told("commit", type="agree") == "The chief decides to commit."
    assert told("commit", type="vote_nay", actor="site1") == ""


def test_what_is_counted_of_any_rules_has_words() -> None:
    """Otherwise a claim about how many runs there are cannot be read, and an answer cannot say itself."""
    assert in_words("runs == 20", simulator("charge")) == "the number of runs is 20"
    assert in_words("depth", simulator("charge")) == "the number of steps to the farthest state"


def test_a_start_is_told_in_the_authors_words() -> None:
    """Otherwise a card speaks of "met[c1] is true", where its author has written a sentence."""
    told = simulator("charge").told(Scenario(start={"met[c1]": True, "known": False, "charges": 1}))
    assert told[1:] == (
        "c1 has met the key at the start",
        "the key is not known at the start",
        "the number of charges is 1 at the start",
    )
    assert simulator("commit").told(Scenario(start={"chief": "polling"}))[1:] == ("chief is polling at the start",)


@pytest.mark.parametrize(
    ("scenario", "form", "expected"),
    [
        (Scenario(explore="ends"), "always", "However it ends, exactly 2 charges are made."),
        (Scenario(explore="ends"), "sometimes", "It can end so that exactly 2 charges are made."),
        (Scenario(explore="ends"), "never", "It cannot end so that exactly 2 charges are made."),
        (Scenario(), "never", "In no state that can be reached, exactly 2 charges are made."),
        (Scenario(explore="runs"), "sometimes", "In some run, exactly 2 charges are made."),
    ],
)
def test_ends_are_spoken_of_as_ends(
    scenario: Scenario, form: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise a card says of every state what holds only where nothing more can happen."""
    monkeypatch.setitem(SIMULATORS, "charge", simulator("charge"))
    assert text_of(form, "charges() == 2", BoundScenario("charge", scenario)) == expected


ENDING = """
items:
  - id: twice
    kind: multiple_choice
    concept: thing
    stem: Two requests bear one key. How can it end?
    scenario: {simulator: charge, explore: ends}
    options:
      - {key: true, sometimes: charges() == 2}
      - {never: charges() == 2, rationale: Both may look before either notes the key.}
"""


def test_an_explanation_speaks_of_ends_as_its_card_does(tmp_path: Path) -> None:
    """Otherwise an author reads beside the card's sentence another one, which is not what was proven."""
    write(tmp_path, ENDING)
    (tmp_path / "charge.yaml").write_text((FOLDER / "charge.yaml").read_text("utf-8"), encoding="utf-8")
    told = explanation(tmp_path, "twice", Run()).text
    assert "[x] It can end so that exactly 2 charges are made." in told
    assert "in words: it can end so that exactly 2 charges are made" in told
    assert "in words: it cannot end so that exactly 2 charges are made" in told


FORKED = """
format: rules/1
id: forked
title: A way that forks
actors: {walkers: [ann]}
state: {far: {is: bool, start: false}}
process:
  walk:
    for: {w: walkers}
    steps:
      - set_out: {next: 'far ? nap : hurry'}
      - hurry: {set: {far: true}}
      - nap: {}
"""


def test_a_step_that_others_lead_to_can_be_left_out() -> None:
    """Otherwise `quizgen mutate` is silent about a step because another one names it."""
    made = RulesSimulator(rules_of(FORKED))
    assert {one.name for one in made.parts} == {"without-set_out", "without-hurry", "without-nap"}
    ends = {
        name: [run.state for run in made.executions(Scenario(explore="ends"), name)] for name in (None, "without-hurry")
    }
    assert ends == {None: [(True, "done")], "without-hurry": [(False, "done")]}


def test_a_misconception_is_shown_by_the_invariant_that_it_breaks() -> None:
    """Otherwise `quizgen misconceptions` shows no run, or one that the true rules have as well."""
    found = simulator("commit").counterexample("silence-is-no")
    assert found is not None
    assert found.trace is not None
    assert (found.broken, found.steps, found.states, found.states_under_true_rules) == ("together", 9, 654, 421)
    found = simulator("charge").counterexample("looking-is-noting")
    assert found is not None
    assert found.found == "there are 6 runs; under the true rules 20"


def test_a_misconception_is_shown_by_the_measure_that_it_changes() -> None:
    """Otherwise `quizgen misconceptions` has nothing to say of most wrong rules."""
    wrong = "misconceptions: {no-jump: {belief: Nobody jumps., rules: {jump: null}}}\n"
    found = RulesSimulator(rules_of(MEASURED + wrong)).counterexample("no-jump")
    assert found is not None
    assert (found.broken, found.found) == ("moods", "moods is glad; under the true rules it is glad, sad")


def test_a_misconception_is_shown_where_a_switch_is_turned() -> None:
    """Otherwise nothing is known of what goes wrong in a case that the file's own start leaves out."""
    rules = rules_of(
        MEASURED.replace(
            "rules:", "  slow: {is: bool, start: false, yes: the way is long, no: the way is short}\nrules:"
        ).replace("when: 'place == 0'", "when: 'place == 0 && !slow'")
        + "misconceptions: {always-jumps: {belief: Who can jump does., rules: {jump: {when: 'place == 0'}}}}\n"
    )
    found = RulesSimulator(rules).counterexample("always-jumps")
    assert found is not None
    assert (found.broken, found.bound) == ("moods", "A walk; the way is long at the start")


def test_every_part_can_be_left_out() -> None:
    """Otherwise `quizgen mutate` cannot tell of a rule that no answer depends on."""
    made = simulator("cells")
    assert {one.name for one in made.parts} >= {"without-hit", "without-mend", "without-start_copy"}
    (without,) = {execution.state[1] for execution in made.executions(Scenario(), "without-hit")}
    assert without is False
    assert "without-rise" in {one.name for one in simulator("commit").parts}


def test_a_part_without_which_rules_fail_gives_no_answer() -> None:
    """Otherwise `quizgen mutate` breaks off."""
    made = RulesSimulator(
        rules_of(MEASURED.replace("  jump:", "  stop: {when: 'place == 2', set: {place: '0'}}\n  jump:"))
    )
    assert list(made.executions(Scenario(explore="runs"), None)) == []
    failing = rules_of(
        MEASURED.replace(
            "when: 'place < 3', set: {place: place + 1}",
            "when: 'place < 3 && mood == glad', set: {place: 'mood == sad ? 4 : place + 1'}",
        )
    )
    assert RulesSimulator(failing).survey(Scenario(), "without-jump") is not None


MEASURED = """
format: rules/1
id: measured
title: A walk
state:
  place: {is: 0..3, start: 0}
  mood: {is: [glad, sad], start: glad}
rules:
  go: {when: 'place < 3', set: {place: place + 1}}
  jump: {when: 'place == 0', set: {place: '2', mood: sad}}
measures:
  far: {most: place}
  near: {least: '3 - place'}
  moods: {at_ends: mood}
  places: {values: place}
  quick: {steps: 'place == 2', name: the number of steps to the second place}
  sad_runs: {runs: mood == sad}
  nowhere: {steps: 'place == 3 && mood == glad && place == 0'}
"""


def test_measures() -> None:
    """Otherwise a number on a card is not what looking at every state gives."""
    made = RulesSimulator(rules_of(MEASURED))
    found = {one.name: one.measure(Scenario(), None) for one in made.measures if one.name != "nowhere"}
    assert found == {
        "states": 6,
        "ends": 2,
        "depth": 3,
        "runs": 2,
        "far": 3,
        "near": 0,
        "moods": ("glad", "sad"),
        "places": (0, 1, 2, 3),
        "quick": 1,
        "sad_runs": 1,
    }
    (nowhere,) = (one for one in made.measures if one.name == "nowhere")
    with pytest.raises(MeasureError, match="it never comes to that"):
        nowhere.measure(Scenario(), None)


def test_runs_that_can_go_on_for_ever_are_not_counted() -> None:
    """Otherwise a card gives a number of runs where there is none."""
    made = simulator("river")
    (runs,) = (one for one in made.measures if one.name == "runs")
    with pytest.raises(MeasureError, match="go on for ever"):
        runs.measure(Scenario(), None)


@pytest.mark.parametrize(
    ("scenario", "path", "message"),
    [
        (Scenario(parameters={"crash": 1}), ("parameters", "crash"), "the rules have no parameter `crash`"),
        (
            Scenario(parameters={"crashes": True}),
            ("parameters", "crashes"),
            "`crashes` is of another kind than in the rules",
        ),
        (Scenario(parameters={"members": 99}), ("parameters",), "there cannot be 99 actors"),
        (Scenario(start={"chef": "done"}), ("start", "chef"), "there is no `chef`"),
        (Scenario(start={"chief": "dine"}), ("start", "chief"), "`chief` cannot be `dine`"),
        (Scenario(script=("poll_all", "agree")), ("script", 1), "the step `agree` cannot be taken here"),
        (Scenario(script=("pole",)), ("script", 0), "the step `pole` cannot be taken here"),
        (Scenario(explore="some"), ("explore",), "`some` cannot be explored"),
        (Scenario(explore="runs"), ("explore",), "there are 45,325 runs; 20,000 are looked at one by one"),
        (Scenario(seeds=-1), ("seeds",), "there can be from 0 to 10,000 runs"),
    ],
)
def test_what_cannot_be_run_is_told(scenario: Scenario, path: tuple[str | int, ...], message: str) -> None:
    """Otherwise an author is told of an error of quizgen, or of nothing, instead of their own."""
    (problem,) = simulator("commit").problems(scenario)
    assert (problem.path, problem.message) == (path, message)


def test_what_all_scenarios_lead_to_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise a stranger's lesson of a thousand scenarios explores for hours before anything is said."""
    monkeypatch.setattr("quizgen.simulators.rules.prepared.MOST_TOGETHER", 2_000)
    made = simulator("commit")
    few = [Scenario(), Scenario(start={"awake": False}), Scenario()]
    assert [made.problems(one) for one in few] == [(), (), ()]
    (problem,) = made.problems(Scenario(parameters={"restarts": 1}))
    assert made.problems(Scenario(parameters={"restarts": 1}, script=("poll_all",))) != ()
    assert (
        problem.message
        == "all scenarios of commit lead to more than 2,000 states together under the misconception silence-is-no"
    )


def test_messages_tell_steps_apart() -> None:
    """Otherwise a script cannot say which of two messages is received first."""
    made = simulator("commit")
    start = ("poll_all", "vote_nay(site1)", "vote_nay(site2)")
    (problem,) = made.problems(Scenario(script=(*start, "count_nay")))
    assert problem.message == "the step `count_nay` may be several steps" or "cannot" in problem.message
    assert made.problems(Scenario(script=(*start, "count_nay:nay/site2"))) == ()


def test_unknown_actors_are_refused() -> None:
    """Otherwise a claim about an actor that there is not is simply false."""
    made = simulator("charge")
    (met,) = (one for one in made.observations if one.name == "met")
    with pytest.raises(ObservationError, match="there is c1, c2"):
        met.observe(made.execution(Scenario(), 0, None), "c3")


def test_another_process_makes_the_same_of_it() -> None:
    """Otherwise workers compute with other rules than the command that asked them."""
    made = simulator("cells")
    again = pickle.loads(pickle.dumps(made))  # noqa: S301 - its own bytes
    assert (again.name, again.version) == (made.name, made.version)
    assert made.version != RulesSimulator(rules_of(MEASURED)).version


def test_every_run_is_looked_at() -> None:
    """Otherwise "in 12 of 20 runs" is said of other runs."""
    values = holds("charge", "charges()", Scenario(explore="runs"))
    assert (len(values), values.count(2)) == (20, 12)


ORDERED = """
items:
  - id: division
    kind: ordering
    concept: thing
    stem: A cell divides. In which order?
    scenario: {simulator: cells, parameters: {hits: 0}, explore: runs}
    steps:
      - {text: It copies its DNA., event: {type: start_copy}}
      - {text: Mitosis begins., event: {type: start_mitosis}}
      - {text: The chromosomes line up., event: {type: align}}
      - {text: The chromatids part., event: {type: part}}
"""


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("", "", set()),
        ("hits: 0", "hits: 1", {"order-differs"}),
        ("start_mitosis", "end_copy", set()),
        ("type: align", "type: die", {"order-differs"}),
        ("explore: runs", "explore: exhaustive", {"invalid-claim"}),
    ],
)
def test_an_ordering_holds_in_every_run(tmp_path: Path, old: str, new: str, codes: set[str]) -> None:
    """Otherwise a learner is asked for an order that some run does not keep."""
    write(tmp_path, ORDERED.replace(old, new) if old else ORDERED)
    (tmp_path / "cells.yaml").write_text((FOLDER / "cells.yaml").read_text("utf-8"), encoding="utf-8")
    found = check(tmp_path, Silent(), Laboratory(1)).diagnostics
    assert {each.code for each in found if each.severity == "error"} == codes, [each.message for each in found]


@pytest.mark.parametrize(
    ("name", "script", "causes"),
    [
        ("charge", ("look(c1)", "look(c2)", "note(c1)"), (None, None, None)),
        ("charge", ("look(c1)", "note(c1)", "look(c2)"), (None, None, 1)),
        (
            "commit",
            ("poll_all", "vote_aye(site1)", "vote_nay(site2)", "count_aye(site1)", "count_nay"),
            (None, 0, 0, 1, 2),
        ),
        ("tables", ("come(report)", "come(change)", "leave(report)", "let_in(change)"), (None, 0, None, 2)),
    ],
)
def test_a_step_goes_by_what_another_actor_did(
    name: str, script: tuple[str, ...], causes: tuple[int | None, ...]
) -> None:
    """Otherwise a picture has arrows between steps that have nothing to do with each other."""
    run = simulator(name).execution(Scenario(script=script), 0, None)
    assert tuple(event.cause for event in run.trace) == causes


def test_what_was_looked_at_is_told() -> None:
    """Otherwise a card says "in all 3 states" of 28, and a learner takes the ends for all that can happen."""
    made = simulator("charge")
    told = [survey.bounds for one in ("exhaustive", "ends") if (survey := made.survey(Scenario(explore=one), None))]
    assert told == ["charge", "charge, where nothing more can happen"]
    assert made.survey(Scenario(explore="runs"), None) is None


@pytest.mark.parametrize(
    ("without", "quoted"),
    [
        ("met(c1) && at(c1) == done", 'met("c1") && at("c1") == "done"'),
        ("[c1, c2].exists(c, met(c))", '["c1", "c2"].exists(c, met(c))'),
        ("can_come_to('met', c2)", 'can_come_to("met", "c2")'),
    ],
)
def test_words_and_actors_need_no_quotes_in_claims(without: str, quoted: str) -> None:
    """Otherwise the same name is written in two ways, and who forgets the quotes is told that nothing is called so."""
    assert holds("charge", without, Scenario()) == holds("charge", quoted, Scenario())
    assert in_words(without, simulator("charge")) == in_words(quoted, simulator("charge"))
    asked = environment_of(simulator("charge"))
    assert str(asked.compile(without).syntax) == str(asked.compile(quoted).syntax)


def test_a_loop_may_call_its_variable_as_an_actor_is_called() -> None:
    """Otherwise a claim says of one actor what its author meant of each."""
    assert holds("charge", '["c1", "c2"].all(c1, at(c1) == done)', Scenario(explore="ends")) == [True] * 3
    asked = environment_of(simulator("charge")).compile('["c1", "c2"].all(c2, at(c2) == done)')
    assert any(node.kind == "name" and node.value == "c2" for node in asked.syntax.all)


@pytest.mark.parametrize(
    ("claim", "hint"),
    [
        ("can_come_to(known)", 'write `can_come_to("known")`: what is asked about stands in quotes'),
        ("!can_come_to( known() )", 'write `can_come_to("known")`: what is asked about stands in quotes'),
        ("can_come_to(met, c2)", 'write `can_come_to("met")`: what is asked about stands in quotes'),
        ("known", "it is `known() -> bool`"),
        ("met(known())", "it is `met(actor: string) -> bool`"),
    ],
)
def test_what_can_come_is_asked_by_a_name(claim: str, hint: str) -> None:
    """Otherwise the help leads from one refusal to the next."""
    with pytest.raises(ClaimProblem) as problem:
        environment_of(simulator("charge")).compile(claim)
    assert problem.value.hint == hint


def test_steps_are_those_that_can_happen() -> None:
    """Otherwise an author of a subject without messages is offered their loss, and looks for it in the file."""
    assert not {"lose", "duplicate"} & simulator("charge").trace_events.keys()
    lossy = rules_of(MEASURED.replace("rules:", "  post: {messages: {a: [b]}, max: 2, loses: 1}\nrules:", 1))
    assert {"lose", "duplicate"} & RulesSimulator(lossy).trace_events.keys() == {"lose"}
