"""Explanations: the command that a diagnostic names shows the very run."""

from __future__ import annotations

import shlex
from pathlib import Path
from textwrap import indent

import pytest
from typer.testing import CliRunner

from quizgen import compiler
from quizgen.cli import app
from quizgen.explaining import Run, UnknownId, explanation
from quizgen.loader import load
from quizgen.simulators.api import Execution
from tests.small import write

LEADS_S2 = "text: S2 leads., always: 'leader() == \"S2\"'"


def recall(*points: str) -> str:
    """Return the body of a lesson with one recall question."""
    item = "id: one\nkind: recall\nconcept: thing\nscenario: elected\nstem: Who leads?\npoints:"
    return "items:\n  - " + indent(item, "    ").lstrip() + "".join(f"\n      - {{{point}}}" for point in points) + "\n"


def commands(file: Path) -> list[list[str]]:
    """Return the commands that the diagnostics about a lesson name."""
    found = compiler.check(file, compiler.Silent()).diagnostics
    hints = [hint for diagnostic in found for hint in diagnostic.hint.split("; ") if hint.startswith("see the run: ")]
    return [shlex.split(hint.removeprefix("see the run: quizgen ")) for hint in hints]


def ran(command: list[str]) -> str:
    """Return what a command prints."""
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    return result.stdout


def trace(file: Path, seed: int, misconception: str | None = None) -> str:
    """Return the run of the first item's scenario."""
    scenario = load(file)[0].lessons[0].items[0].question.scenario
    assert scenario is not None
    made: Execution = scenario.runs_on.execution(scenario.scenario, seed, misconception)
    return made.trace.to_text()


def test_command_of_a_diagnostic_shows_that_run(tmp_path: Path) -> None:
    """An author who cannot see the contradiction will not believe it."""
    file = write(tmp_path, recall("text: a, always: first_leader_ms() < 9"))
    (command,) = commands(file)
    assert command == ["explain", "one", str(file), "--seed", "1"]
    text = ran(command)
    assert "DISAGREES: it is true in 1 of 3 runs of raft" in text
    assert "The run of raft 1 with seed 1:" in text
    assert trace(file, 1) in ran([*command, "--full"])
    assert trace(file, 0) not in ran([*command, "--full"])


def test_changed_rule_is_named(tmp_path: Path) -> None:
    """An author looks for a mistake in the claim, and it is the rule that the scenario supposes."""
    changed = "scenario: {simulator: raft, servers: 3, rules: vote-twice, events: [run: 100ms]}"
    file = write(tmp_path, recall(f"text: a, always: leaders() <= 1, {changed}", "text: b, always: leaders() <= 1"))
    first, _, second = explanation(file, "one", Run()).text.partition("[x] a")[2].partition("[x] b")
    assert "under the changed rule: A server votes for every candidate" in first
    assert "under the changed rule" not in second


def test_path_is_left_out_where_it_goes_without_saying(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a project with ./content the command is as short as it can be, and still finds the item."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content").mkdir()
    (command,) = commands(write(Path("content"), recall(LEADS_S2)))
    assert command == ["explain", "one", "--seed", "0"]
    assert "S2 leads." in ran(command)


def test_path_with_spaces_is_quoted(tmp_path: Path) -> None:
    """The command is meant to be pasted into a shell."""
    folder = tmp_path / "my lessons"
    folder.mkdir()
    (command,) = commands(write(folder, recall(LEADS_S2)))
    assert "S2 leads." in ran(command)


def test_statement_with_a_scenario_of_its_own_shows_its_own_run(tmp_path: Path) -> None:
    """Two statements, two scenarios, one seed: both runs are shown, each with the statement it is about."""
    own = "scenario: {simulator: raft, servers: 2, events: [{elect: S2}]}"
    file = write(tmp_path, recall(LEADS_S2, f"text: S1 leads., always: 'leader() == \"S1\"', {own}"))
    assert len(commands(file)) == 2
    text = ran(commands(file)[0])
    assert "The run of raft 1 with seed 0, for points.0:" in text
    assert "The run of raft 1 with seed 0, for points.1:" in text


def test_run_under_a_misconception_is_shown(tmp_path: Path) -> None:
    """A misconception that does not lead where the author thought has a run to prove it."""
    file = write(
        tmp_path,
        "items:\n  - id: one\n    kind: multiple_choice\n    concept: thing\n    scenario: elected\n    stem: Who?\n"
        "    options:\n      - {text: S1, key: true, always: 'leader() == \"S1\"'}\n"
        "      - {text: S2, misconception: newest-term-rules, always: 'leader() == \"S2\"'}\n",
    )
    (command,) = commands(file)
    assert command[-2:] == ["--misconception", "newest-term-rules"]
    text = ran(command)
    assert "under the misconception newest-term-rules: NOT TRUE" in text
    assert "The run of raft 1 with seed 0 under the misconception newest-term-rules:" in text
    assert trace(file, 0, "newest-term-rules") in ran([*command, "--full"])
    result = CliRunner().invoke(app, [*command[:-1], "newest-term-rule"])
    assert (result.exit_code, "did you mean `newest-term-rules`?" in result.output) == (2, True)


WRONG = "scenario: elected, always: leaders() == 0"
CONCEPT = f"concepts: [{{id: thing, name: Thing, definition: A thing., {WRONG}}}]\n"
SUMMARY = f"summary: [{{text: So it is., {WRONG}}}]\n"
TABLE = f"tables: [{{id: table, title: A table, columns: [a], rows: [{{cells: [x], {WRONG}}}]}}]\n"


@pytest.mark.parametrize(
    ("body", "name", "title"),
    [
        (CONCEPT, "thing", "thing (concept: Thing)"),
        (SUMMARY, "small", "small (lesson: its summary)"),
        (TABLE, "table", "table (table)"),
    ],
    ids=["concept", "summary", "table"],
)
def test_statement_outside_the_items_is_explained_too(tmp_path: Path, body: str, name: str, title: str) -> None:
    """A wrong definition has a run to look at like any wrong answer."""
    items = "items: [{id: one, kind: recall, concept: thing, stem: What?, points: [{text: That., cite: paper §1}]}]\n"
    file = write(tmp_path, body + items)
    (command,) = commands(file)
    assert command[:2] == ["explain", name]
    text = ran(command)
    assert text.startswith(title)
    assert "DISAGREES: it is false in all 3 runs of raft" in text
    assert "The run of raft 1 with seed 0:" in text


FAMILY = (
    "items:\n  - id: votes\n    kind: numeric\n    concept: thing\n    for_each: {n: [3, 5]}\n"
    "    stem: How many among {{ n }}?\n    scenario: {simulator: raft, servers: '{{ n }}', explore: {seeds: 1}}\n"
    "    answer: {value: '{{ n // 2 + 1 }}', measure: votes_needed}\n"
)


def test_family_shows_an_instance_and_names_the_others(tmp_path: Path) -> None:
    """The id in the content is the family's; a diagnostic names an instance."""
    file = write(tmp_path, FAMILY)
    text = explanation(file, "votes", Run()).text
    assert "votes.n-3 (numeric, junior, concept thing)" in text
    assert "How many among 3?" in text
    assert "agrees: experiments with raft give 2" in text
    assert "Other instances: votes.n-5" in text
    assert "S1 and S2 are up alone and elect a leader with 2 votes:" in text
    assert "How many among 5?" in explanation(file, "votes.n-5", Run()).text


def test_right_item_shows_a_run_that_bears_it_out(tmp_path: Path) -> None:
    """Not only mistakes are worth seeing."""
    text = explanation(write(tmp_path, recall("text: S1 leads., always: 'leader() == \"S1\"'")), "one", Run()).text
    assert "agrees: it is true in all 3 runs of raft" in text
    assert "become_leader" in text


def test_any_run_can_be_asked_for(tmp_path: Path) -> None:
    """Whoever doubts the run that is shown may look at another."""
    file = write(tmp_path, recall("text: S1 leads., always: 'leader() == \"S1\"'"))
    assert trace(file, 2) in explanation(file, "one", Run(seed=2, full=True)).text
    assert trace(file, 0) in explanation(file, "one", Run(full=True)).text


def test_claim_that_cannot_be_asked_says_why(tmp_path: Path) -> None:
    """The explanation must not fail where the check has something to say."""
    text = explanation(write(tmp_path, recall("text: a, always: leadrs() == 1")), "one", Run()).text
    assert "NOT COMPUTED: raft observes and measures nothing called `leadrs`" in text


def test_unknown_id_names_those_that_come_close(tmp_path: Path) -> None:
    """A typing error, or an item that the loader had to leave out."""
    file = write(tmp_path, FAMILY + "  - {id: broken, kind: recall}\n")
    with pytest.raises(UnknownId) as problem:
        explanation(file, "vote", Run())
    told = "there is no item 'vote'; did you mean votes or votes.n-5?"
    assert str(problem.value) == f"{told} (the content has errors: see quizgen check)"


def _ordering(first: str, second: str, more: str = "") -> str:
    """Return the body of a lesson with an ordering of a candidate's vote and the two others."""
    item = "id: one\nkind: ordering\nconcept: thing\nscenario: elected\nstem: What comes when?\nsteps:"
    steps = ["S1, event: {type: vote_self, actor: S1}"]
    steps += [f"{server}, event: {{type: vote_granted, actor: {server}}}" for server in (first, second)]
    lines = "".join(f"\n      - {{text: {step}}}" for step in steps)
    return "items:\n  - " + indent(item, "    ").lstrip() + lines + f"\n{more}"


def test_order_is_explained_by_what_the_runs_force(tmp_path: Path) -> None:
    """An author who declares steps free wants to see what the runs leave free."""
    file = write(tmp_path, _ordering("S3", "S2", "    free: [[2, 3]]\n"))
    text = explanation(file, "one", Run()).text
    assert " =  the order of 3 steps, free of each other: 2 and 3\n" in text
    assert "      agrees: in all 3 runs of raft the order is 1 < {2, 3}\n" in text


def test_wrong_order_is_explained_by_a_run(tmp_path: Path) -> None:
    """An author who is told that another order would be as right will not believe it without the run."""
    file = write(tmp_path, _ordering("S2", "S3"))
    text = explanation(file, "one", Run()).text
    assert "      DISAGREES: in all 3 runs of raft the order is 1 < {2, 3}\n" in text
    told = "step 3 comes before step 2 in all 3 runs of raft (seed 0 is one), though nothing leads from it to step 2"
    assert f"      {told}\n" in text
    run = text.partition("The run of raft 1 with seed 0:")[2]
    header, *lines = [line for line in run.splitlines() if " S1 " in line or " vote_granted " in line]
    places = [header.index(server) for server in ("S3", "S2")]
    assert [line.index("vote_granted") for line in lines if "vote_granted" in line] == places
    (command,) = commands(file)
    assert command == ["explain", "one", str(file), "--seed", "0"]
    assert ran(command) == text


def _told(tmp_path: Path, scenario: str, *points: str) -> str:
    """Return the explanation of a question with these points about a scenario."""
    body = recall(*points).replace("scenario: elected", f"scenario: {{simulator: raft, {scenario}}}")
    return explanation(write(tmp_path, body), "one", Run()).text


THREE_LOGS = "servers: 3, start: {S1: {log: [3]}, S2: {log: [3, 3, 4]}, S3: {log: [3, 3, 5]}}"


@pytest.mark.parametrize(
    ("claim", "shown"),
    [
        ("'\"3@4\" in lasting_entries'", "S3 leads term 6 without 3@4: the shortest run to that, of 1 step"),
        ("'!(\"3@5\" in losable_entries)'", "S2 leads term 6 without 3@5: the shortest run to that, of 1 step"),
        (
            "'\"S1\" in possible_leaders'",
            "no crashes does S1 lead.\n",
        ),
        ("'!(\"S2\" in possible_leaders)'", "S2 leads term 6: the shortest run to that, of 1 step"),
    ],
)
def test_measure_of_an_exploration_is_shown_by_a_run(tmp_path: Path, claim: str, shown: str) -> None:
    """An author who believes that an entry is safe would have to take it on trust that it is not."""
    text = _told(
        tmp_path, f"{THREE_LOGS}, explore: {{exhaustive: logs, terms: 6, entries: 3}}", f"text: a, always: {claim}"
    )
    assert "DISAGREES: experiments with raft find it false" in text
    assert shown in text
    assert ("become_leader" in text) == ("no crashes" not in shown)
    assert ("At its end:\n\nserver  role" in text) == ("no crashes" not in shown)


@pytest.mark.parametrize(
    ("stated", "shown"),
    [
        (3, "S1, S2 and S3 crash, and no write is committed any more:"),
        (1, "S4 and S5 crash, and the others go on committing writes:"),
    ],
)
def test_measure_of_an_experiment_is_shown_by_a_run(tmp_path: Path, stated: int, shown: str) -> None:
    """Who states too many survivable crashes needs the fatal one, who states too few the one that is survived."""
    item = f"kind: numeric\nstem: Crashes?\nanswer: {{value: {stated}, measure: crashes_survived}}"
    head = "id: one\nconcept: thing\nscenario: {simulator: raft, servers: 5, explore: {seeds: 1}}\n"
    file = write(tmp_path, "items:\n  - " + indent(head + item, "    ").lstrip() + "\n")
    text = explanation(file, "one", Run()).text
    assert "DISAGREES: experiments with raft give 2" in text
    assert shown in text


def test_what_a_wrong_rule_measures_is_shown_too(tmp_path: Path) -> None:
    """An author who doubts that a wrong rule leads to the distractor's number could not look."""
    file = write(tmp_path, FAMILY)
    text = explanation(file, "votes.n-5", Run(misconception="fixed-quorum-of-two")).text
    assert (
        "S1 and S2 are up alone and elect a leader with 2 votes (under the misconception fixed-quorum-of-two):" in text
    )


def test_how_the_run_ends_is_told(tmp_path: Path) -> None:
    """Who asks about logs at the end would have to work them out from the events."""
    text = explanation(write(tmp_path, recall("text: S1 leads., always: 'leader() == \"S1\"'")), "one", Run()).text
    table = text.partition("At its end:\n\n")[2].splitlines()
    assert table[0].split() == ["server", "role", "term", "voted", "for", "commit", "index", "log", "(term:value)"]
    assert table[1].split() == ["S1", "leader", "1", "S1", "0", "(empty)"]


def test_answers_of_the_run_are_told_with_reasons(tmp_path: Path) -> None:
    """That a vote is refused is half of the answer: the other half is why."""
    points = [f'text: {voter}, always: \'would_grant("{voter}", "S1")\'' for voter in ("S2", "S3")]
    text = _told(tmp_path, THREE_LOGS.replace("S3: {log: [3, 3, 5]}", "S3: {log: [3], up: false}"), *points)
    assert "The start in raft 1, in which nothing happens:\n\nserver  role" in text
    assert "(2 more events" not in text
    reasons = text.partition("Asked of it:\n\n")[2].splitlines()
    ends = "S2's log ends with entry 3 of term 4, and S1's log ends with entry 1 of term 3"
    assert reasons == [
        f'    would_grant("S2", "S1") is false: {ends}',
        '    would_grant("S3", "S1") is false: S3 is down',
    ]


def test_broken_rules_of_a_start_are_told_in_full(tmp_path: Path) -> None:
    """The name of a rule does not say which entry breaks it."""
    text = _told(
        tmp_path,
        "servers: 2, judge_start: true, start: {S1: {log: [2, 1]}, S2: {}}",
        "text: a, always: 'start_breaks() == []'",
    )
    told = "entry 2, of term 1, follows an entry of term 2: terms never fall within a log, since a leader appends"
    assert f"start_breaks() is falling-terms: {told} in its own term (section 5.3)" in text
