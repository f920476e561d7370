"""The promise: an answer that the simulator does not compute stops the build, whatever way it takes to slip through."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import indent

import pytest

from quizgen import compiler
from quizgen.crosscheck import Laboratory, crosscheck
from quizgen.diagnostics import Diagnostic
from quizgen.loader import load
from quizgen.simulators import SIMULATORS
from quizgen.simulators.api import Survey
from tests.crosscheck.toy import varied
from tests.small import write


def found(folder: Path, item: str) -> list[Diagnostic]:
    """Check a lesson with one item, written without its indentation, and return what is said."""
    body = "items:\n" + indent("- " + item.strip().replace("\n", "\n  "), "  ") + "\n"
    return list(compiler.check(write(folder, body), compiler.Silent()).diagnostics)


def codes(folder: Path, item: str) -> list[str]:
    """Return the codes of what is said."""
    return [diagnostic.code for diagnostic in found(folder, item)]


def choice(*options: str, more: str = "", kind: str = "multiple_choice") -> str:
    """Return a choice question about the election of S1 among three."""
    listed = "\n".join(f"  - {{{option}}}" for option in options)
    return f"id: one\nkind: {kind}\nconcept: thing\nscenario: elected\nstem: What?\n{more}options:\n{listed}"


TRUE, FALSE = 'leader() == "S1"', 'leader() == "S2"'
SPLIT = "first_leader_ms() > 8"
"""True in some of the three runs of `elected`, false in others."""

KEY, WRONG = f"text: a, key: true, always: '{TRUE}'", f"text: b, rationale: No., always: '{FALSE}'"


def test_right_answers_pass(tmp_path: Path) -> None:
    """What the simulator bears out must not be refused."""
    assert codes(tmp_path, choice(KEY, WRONG)) == []


def test_split_claim_is_true_in_some_runs_only(tmp_path: Path) -> None:
    """The tests below rest on it."""
    point = (
        f"id: one\nkind: recall\nconcept: thing\nscenario: elected\nstem: What?\npoints: [{{text: a, FORM: {SPLIT}}}]"
    )
    assert codes(tmp_path, point.replace("FORM", "always")) == ["assertion-is-false"]
    assert codes(tmp_path, point.replace("FORM", "never")) == ["assertion-is-false"]
    assert codes(tmp_path, point.replace("FORM", "sometimes")) == []


@pytest.mark.parametrize(
    ("form", "claim", "refused"),
    [
        ("always", TRUE, False),
        ("always", FALSE, True),
        ("always", SPLIT, True),
        ("sometimes", TRUE, False),
        ("sometimes", FALSE, True),
        ("sometimes", SPLIT, False),
        ("never", TRUE, True),
        ("never", FALSE, False),
        ("never", SPLIT, True),
    ],
)
def test_key_must_hold(tmp_path: Path, form: str, claim: str, *, refused: bool) -> None:
    """A wrong key is learnt by heart."""
    assert codes(tmp_path, choice(f"text: a, key: true, {form}: '{claim}'", WRONG)) == ["key-is-false"] * refused


@pytest.mark.parametrize(
    ("form", "claim", "refused"),
    [
        ("always", TRUE, True),
        ("always", FALSE, False),
        ("always", SPLIT, True),
        ("sometimes", TRUE, True),
        ("sometimes", FALSE, False),
        ("sometimes", SPLIT, True),
        ("never", TRUE, False),
        ("never", FALSE, True),
        ("never", SPLIT, True),
    ],
)
def test_distractor_must_fail_in_every_run(tmp_path: Path, form: str, claim: str, *, refused: bool) -> None:
    """A distractor that can turn out right marks a learner down who thought of that run."""
    option = f"text: b, rationale: No., {form}: '{claim}'"
    assert codes(tmp_path, choice(KEY, option)) == ["distractor-is-true"] * refused


def test_distractor_is_told_in_how_many_runs_it_is_right(tmp_path: Path) -> None:
    """The author reads that "never" can turn out right since it is wrong in 2 of 3 runs, and mends the wrong thing."""
    for claim, right in ((SPLIT, "1 of 3 runs"), (FALSE, "all 3 runs")):
        (said,) = found(tmp_path, choice(KEY, f"text: b, rationale: No., never: '{claim}'"))
        assert f"it can turn out right: `{claim}` is false in {right} of raft" in said.message


@pytest.mark.parametrize(
    ("answer", "options", "expected"),
    [
        ("votes_needed", ("text: 2, key: true", "text: 3, rationale: No."), []),
        ("votes_needed", ("text: 3, key: true", "text: 1, rationale: No."), ["key-is-false"]),
        ("votes_needed", ("text: 2, key: true", "text: '**2.0**', rationale: No."), ["distractor-is-true"]),
        ("votes_needed", ("text: 2, key: true", "text: two, rationale: No."), ["invalid-claim"]),
        ("votes_needed", ("text: two, key: true", "text: 1, rationale: No."), ["key-is-false"]),
        ("leader()", ("text: '`S1`', key: true", "text: S2, rationale: No."), []),
        ("leader()", ("text: S1, key: true", "text: s1, rationale: No."), ["distractor-is-true"]),
        ("leader()", ("text: S1, key: true", "text: It is S1., rationale: No."), ["invalid-claim"]),
        ("first_leader_ms()", ("text: 6, key: true", "text: 0, rationale: No."), ["invalid-claim"] * 2),
        ("leaders() == 1", ("text: 'yes', key: true", "text: 'no', rationale: No."), []),
        (
            "leaders() == 2",
            ("text: 'yes', key: true", "text: 'no', rationale: No."),
            ["key-is-false", "distractor-is-true"],
        ),
        ("1 + 1", ("text: 2, key: true", "text: 3, rationale: No."), ["invalid-claim"] * 2),
        ("votes_needed", (KEY, WRONG), ["evidence-count"]),
    ],
)
def test_answer_decides_all_options_that_name_a_value(
    tmp_path: Path, answer: str, options: tuple[str, str], expected: list[str]
) -> None:
    """An option that says the computed value in other words is neither taken for right nor for wrong."""
    assert codes(tmp_path, choice(*options, more=f"answer: {answer}\n")) == expected


@pytest.mark.parametrize(
    ("measure", "wrong", "expected"),
    [("possible_leaders", "S2 and S1", ["distractor-is-true"]), ('log_terms("S1")', "2 and 1", [])],
)
def test_order_counts_in_lists_and_not_in_sets(tmp_path: Path, measure: str, wrong: str, expected: list[str]) -> None:
    """Two logs with the same entries in another order are two logs; "S2 and S1 can win" says what "S1 and S2" says."""
    start = "start: {S1: {log: [1, 2]}, S2: {log: [1, 2]}, S3: {log: []}}"
    explore = "explore: {exhaustive: elections, terms: 3}"
    scenario = f"{{simulator: raft, servers: 3, {start}{f', {explore}' if measure == 'possible_leaders' else ''}}}"
    right = wrong[::-1].replace("1S", "S1").replace("2S", "S2").replace("dna", "and")
    options = choice(f"text: {right}, key: true", f"text: {wrong}, rationale: No.", more=f"answer: {measure}\n")
    assert codes(tmp_path, options.replace("scenario: elected", f"scenario: {scenario}")) == expected


MATCHING = """kind: matching
stem: What?
pairs:
  - {{left: the leader, right: {}, measure: leader()}}
  - {{left: the votes it takes, right: {}, measure: votes_needed}}"""


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("kind: numeric\nstem: What?\nanswer: {value: 2, measure: votes_needed}", []),
        ("kind: numeric\nstem: What?\nanswer: {value: 2.0, measure: votes_needed}", []),
        ("kind: numeric\nstem: What?\nanswer: {value: 2.0000000001, measure: votes_needed}", ["value-differs"]),
        ("kind: numeric\nstem: What?\nanswer: {value: 3, tolerance: 5, measure: votes_needed}", ["value-differs"]),
        ("kind: numeric\nstem: What?\nanswer: {value: 2, measure: first_leader_ms()}", ["invalid-claim"]),
        ("kind: numeric\nstem: What?\nanswer: {value: 2, measure: votes_needed, cite: paper §1}", ["evidence-count"]),
        ("kind: cloze\ntext: '[[a]]'\nblanks: {a: {answer: S1, measure: leader()}}", []),
        ("kind: cloze\ntext: '[[a]]'\nblanks: {a: {answer: S2, measure: leader()}}", ["value-differs"]),
        ("kind: cloze\ntext: '[[a]]'\nblanks: {a: {answer: S1, always: leaders() == 1}}", ["evidence-form"]),
        ("kind: cloze\ntext: '[[a]]'\nblanks: {a: {answer: 2, accept: [3], measure: votes_needed}}", ["value-differs"]),
        (MATCHING.format("S1", 2), []),
        (MATCHING.format("S2", 3), ["value-differs"] * 2),
        (f"kind: recall\nstem: What?\npoints: [{{text: a, always: '{TRUE}'}}]", []),
        (f"kind: recall\nstem: What?\npoints: [{{text: a, always: '!({TRUE})'}}]", ["assertion-is-false"]),
        ("kind: recall\nstem: What?\npoints: [{text: a, measure: votes_needed}]", ["evidence-form"]),
    ],
)
def test_value_and_point_must_be_what_is_computed(tmp_path: Path, item: str, expected: list[str]) -> None:
    """A wrong number, a wrong gap, a wrong partner, a point that no run bears out."""
    assert codes(tmp_path, f"id: one\nconcept: thing\nscenario: elected\n{item}") == expected


def steps(*events: str) -> str:
    """Return an ordering question."""
    listed = "\n".join(f"  - {{text: Step {number}., {event}}}" for number, event in enumerate(events))
    return f"id: one\nkind: ordering\nconcept: thing\nscenario: elected\nstem: What?\nsteps:\n{listed}"


CAMPAIGNS, WINS, CITED = "event: {type: become_candidate}", "event: {type: become_leader}", "cite: paper §1"


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (steps(CAMPAIGNS, WINS), []),
        (steps(WINS, CAMPAIGNS), ["order-differs"]),
        (steps(CAMPAIGNS, CAMPAIGNS), ["order-differs"]),
        (steps(CAMPAIGNS, CITED, WINS), []),
        (steps(WINS, CITED, CAMPAIGNS), ["order-differs"]),
        (steps(CAMPAIGNS, "", WINS), ["evidence-count"]),
        (steps(CAMPAIGNS, WINS + ", cite: paper §1"), ["evidence-count"]),
        (steps(CAMPAIGNS, WINS + ", scenario: elected"), ["no-scenario"]),
        (steps(CAMPAIGNS, "event: {type: become_leader, actor: S2}"), ["order-differs"]),
        (steps(CAMPAIGNS, "event: {type: become_leader, with: {term: '1'}}"), ["order-differs"]),
    ],
)
def test_order_must_be_the_only_one(tmp_path: Path, item: str, expected: list[str]) -> None:
    """Steps in a wrong order, or in an order that is only one of several, are learnt as the order."""
    item = item.replace(", }", "}")
    assert codes(tmp_path, item) == expected


VOTES = (CAMPAIGNS, *(f"event: {{type: vote_granted, actor: {server}}}" for server in ("S2", "S3")))


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (steps(*VOTES), ["order-differs"]),
        (steps(*VOTES) + "\nfree: [[2, 3]]", []),
        (steps(*VOTES) + "\nfree: [[3, 2]]", []),
        (steps(*VOTES) + "\nfree: [[1, 2], [2, 3]]", ["order-differs"]),
        (steps(*VOTES) + "\nfree: [[1, 3]]", ["free-steps"]),
        (steps(VOTES[0], CITED, *VOTES[1:]) + "\nfree: [[2, 3], [3, 4]]", []),
        (steps(CAMPAIGNS, WINS) + "\nfree: [[1, 2]]", ["free-steps"]),
        (steps(CAMPAIGNS, WINS) + "\nfree: [[0, 2]]", ["invalid-value"]),
        (steps(CAMPAIGNS, WINS) + "\nfree: [[1, 2, 3]]", ["invalid-value"]),
        (steps(CAMPAIGNS, WINS) + "\nfree: [[1, '2']]", ["invalid-value"]),
    ],
)
def test_steps_declared_free_must_be_those_that_are(tmp_path: Path, item: str, expected: list[str]) -> None:
    """A right answer is marked wrong, or a wrong one right."""
    assert codes(tmp_path, item) == expected


def test_order_is_asked_of_runs_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A state is not a run: an order that is computed from the ways to each state means nothing."""
    surveyed = varied(SIMULATORS["raft"], survey=lambda *_: Survey(1, 0, exhausted=True, bounds="none"))
    monkeypatch.setitem(SIMULATORS, "raft", surveyed)
    (said,) = found(tmp_path, steps(CAMPAIGNS, WINS))
    assert (said.code, said.message) == ("invalid-claim", "an order of steps depends on the way, not on the state")
    assert said.hint == "explore runs: `explore: {seeds: ...}`"


FOUR = "{simulator: raft, servers: 4, explore: {seeds: 2}}"


@pytest.mark.parametrize(
    ("servers", "believed", "misconception", "expected"),
    [
        (4, 2, "half-is-enough", []),
        (4, 4, "all-servers", []),
        (4, 4, "half-is-enough", ["misconception"]),
        (3, 2, "half-is-enough", ["distractor-is-true"]),
    ],
)
def test_misconception_must_lead_to_its_distractor(
    tmp_path: Path, servers: int, believed: int, misconception: str, expected: list[str]
) -> None:
    """The card tells a learner which wrong rule leads there; where both rules agree, the question asks nothing."""
    item = choice(
        "text: 3, key: true", f"text: {believed}, misconception: {misconception}", more="answer: votes_needed\n"
    )
    item = item.replace("elected", f"{{simulator: raft, servers: {servers}, explore: {{seeds: 2}}}}")
    item = item if servers == 4 else item.replace("text: 3", "text: '2 '")
    assert codes(tmp_path, item)[: len(expected) or 1] == expected


def test_misconception_of_a_claim_is_tried_too(tmp_path: Path) -> None:
    """A distractor that is false under its own wrong rule teaches nobody why it was tempting."""
    option = "text: b, misconception: any-survivor, always: 'votes_needed == {votes}'"
    assert codes(tmp_path, choice(KEY, option.format(votes=1))) == []
    (said,) = found(tmp_path, choice(KEY, option.format(votes=3)))
    assert said.message == "the misconception `any-survivor` does not make `always: votes_needed == 3` true"


@pytest.mark.parametrize(
    ("text", "servers", "expected"),
    [
        ("How many votes among {{ n }}?", '"{{ n }}"', []),
        ("How many votes among {{ n }}?", "5", ["family-asks-the-same"]),
        ("How many votes?", "5", []),
    ],
)
def test_family_must_ask_what_its_texts_say(tmp_path: Path, text: str, servers: str, expected: list[str]) -> None:
    """Four servers in the text and five in the simulator: both need three votes, and one of them by chance."""
    item = (
        "id: one\nkind: numeric\nconcept: thing\nfor_each: {n: [4, 5]}\n"
        f"stem: '{text}'\nscenario: {{simulator: raft, servers: {servers}, explore: {{seeds: 1}}}}\n"
        "answer: {value: 3, measure: votes_needed}"
    )
    assert codes(tmp_path, item) == expected


def test_statement_outside_the_items_must_hold(tmp_path: Path) -> None:
    """Definitions, the summary and the rows of a table are learnt as well."""
    body = (
        f"concepts: [{{id: thing, name: Thing, definition: A thing., scenario: elected, always: '{FALSE}'}}]\n"
        f"summary: [{{text: So., scenario: elected, always: '{FALSE}'}}]\n"
        "tables:\n  - id: table\n    title: Table\n    columns: [a]\n    scenario: elected\n"
        f"    rows: [{{cells: [x], always: '{TRUE}'}}, {{cells: [y], always: '{FALSE}'}}]\n"
        "items: [{id: one, kind: recall, concept: thing, stem: What?, points: [{text: That., cite: paper §1}]}]\n"
    )
    checked = compiler.check(write(tmp_path, body), compiler.Silent())
    assert [d.code for d in checked.diagnostics] == ["assertion-is-false"] * 3
    assert [d.message.split()[0] for d in checked.diagnostics] == ["`thing`", "`small`", "`table`"]


def test_diagnostic_tells_all_that_an_author_needs(tmp_path: Path) -> None:
    """Which line, what was stated, what was computed, in how many runs, and how to see one of them."""
    (said,) = found(tmp_path, choice(f"text: a, key: true, always: '{SPLIT}'", WRONG))
    assert (said.span.line, said.span.column) == (19, 9)
    file = tmp_path / "small.yaml"
    assert said.message.startswith(f"the key states `always: {SPLIT}`, but it is true in ")
    assert said.message.endswith(" of 3 runs of raft")
    assert said.hint.startswith(f"see the run: quizgen explain one {file} --seed ")


def test_value_that_differs_between_runs_names_the_runs(tmp_path: Path) -> None:
    """The author has to see two runs that disagree to understand why there is no single answer."""
    said = found(tmp_path, choice("text: 6, key: true", "text: 0, rationale: No.", more="answer: first_leader_ms()\n"))[
        0
    ]
    assert "the value is not the same in all 3 runs: " in said.message
    assert "(seed 0)" in said.message
    assert "--seed" in said.hint


def test_each_scenario_is_run_once(tmp_path: Path) -> None:
    """Whoever checks again and again must not wait for what is known already."""
    deck, _ = load(write(tmp_path, "items:\n  - " + choice(KEY, WRONG).replace("\n", "\n    ") + "\n"))
    laboratory = Laboratory()
    steps_told: list[tuple[int, int, str]] = []
    first = crosscheck(deck, lambda *step: steps_told.append(step), laboratory)
    again = crosscheck(deck, lambda *step: steps_told.append(step), laboratory)
    assert steps_told == [(0, 1, "raft")]
    assert first == again


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`[[nodiscard]]` makes it [[what]].", []),
        ("```cpp\n[[nodiscard]] int [[what]]();\n```", []),
        ("`` [[a]]`b` `` is [[what]].", []),
        ("`[[what]]` is a gap.", []),
        ("[[nodiscard]] makes it [[what]].", ["blank"]),
        ("`x` [[nodiscard]] `y` [[what]].", ["blank"]),
        ("`[[wath]]` is a gap.", ["blank"]),
    ],
)
def test_brackets_in_code_are_a_gap_only_if_they_have_an_answer(tmp_path: Path, text: str, expected: list[str]) -> None:
    """A text about `[[nodiscard]]` of C++ or `[[ -f x ]]` of the shell could not be written."""
    gap = "blanks: {what: {answer: warn, unverified: t}}"
    item = f"id: x\nkind: cloze\nconcept: thing\ntext: {json.dumps(text)}\n{gap}"
    assert codes(tmp_path, item) == expected
