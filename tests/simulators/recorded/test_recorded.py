"""What a recording answers, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from quizgen.crosscheck import ClaimProblem, environment_of
from quizgen.model.scenario import BoundScenario, bind
from quizgen.model.unbinding import as_written
from quizgen.simulators.recorded import SIMULATOR
from quizgen.testing import conforms
from quizgen.wording import in_words

TRUE = {"output": "2\n"}
WRONG = {"output": "", "error": "psql: ERROR:  23505\nmore\n", "status": 3}


def recording(*ended: dict[str, Any]) -> dict[str, Any]:
    """Return a recording as the file has it."""
    return {"tool": "PostgreSQL", "version": "15.4", "ended": list(ended)}


def scenario(*ended: dict[str, Any], **changed: Any) -> BoundScenario:  # noqa: ANN401 - as YAML has it
    """Return a program that was recorded, with a belief."""
    whole = {
        "simulator": "recorded",
        "tool": "postgresql",
        "program": "SELECT 2;",
        "misconceptions": {"fails": {"belief": "It fails.", "program": "SELECT x;"}},
        "recorded": {"": recording(*ended or (TRUE,)), "fails": recording(WRONG)},
    }
    return bind({**whole, **changed})


def ask(claim: str, bound: BoundScenario, misconception: str | None = None) -> object:
    """Return what a claim is of the first run."""
    return environment_of(SIMULATOR).compile(claim).ask(SIMULATOR.execution(bound.scenario, 0, misconception), {})


def test_it_keeps_what_quizgen_relies_on() -> None:
    """Every command asks a recording the same questions as any other simulator."""
    conforms(SIMULATOR, [scenario().scenario, scenario(TRUE, WRONG, varies=True, misconceptions={}).scenario])


@pytest.mark.parametrize(
    ("claim", "true", "believed"),
    [
        ("lines()", ("2",), ()),
        ("rows()", 1, 0),
        ("status()", 0, 3),
        ("fails()", False, True),
        ("error()", "", "psql: ERROR:  23505\nmore"),
        ('complains("23505")', False, True),
        ("output()", "2", ""),
    ],
)
def test_claims_ask_of_output_errors_and_status(claim: str, true: object, believed: object) -> None:
    """An author cannot ask how a program ends, or what follows from a wrong belief."""
    assert ask(claim, scenario()) == true
    assert ask(claim, scenario(), "fails") == believed


def test_a_single_line_is_a_value() -> None:
    """The answer of a query is compared as a list, or not at all."""
    assert (ask("value()", scenario()), ask("number()", scenario())) == ("2", 2)
    with pytest.raises(ClaimProblem, match="0 lines are printed"):
        ask("value()", scenario(), "fails")
    with pytest.raises(ClaimProblem, match="no whole number: 'a'"):
        ask("number()", scenario({"output": "a"}))


@pytest.mark.parametrize(
    ("output", "lines"),
    [("", ()), ("\n", ("",)), ("a\n\n", ("a", "")), ("a", ("a",)), (" a \nb\n", (" a ", "b"))],
)
def test_lines_are_those_that_are_printed(output: str, lines: tuple[str, ...]) -> None:
    """An empty line, or a space, is lost, and the answer with it: NULL is printed as nothing."""
    assert ask("lines()", scenario({"output": output})) == lines


def test_each_way_of_ending_is_a_run() -> None:
    """What happened once in twenty runs is said to be so always."""
    bound = scenario({"output": "a"}, {"output": "a", "status": 1}, {"output": "b"}, varies=True, misconceptions={})
    assert bound.problems == ()
    assert SIMULATOR.runs(bound.scenario) == 3
    assert [run.result for run in SIMULATOR.executions(bound.scenario, None)] == [("a",), ("a",), ("b",)]


@pytest.mark.parametrize(
    ("changed", "place", "told"),
    [
        ({"recorded": {}}, ("program",), "has not been recorded, or was changed since"),
        ({"recorded": {"": recording(TRUE)}}, ("misconceptions", "fails", "program"), "has not been recorded"),
        ({"program": " \n"}, ("program",), "there is no program"),
        ({"program": "x" * 60_000}, ("program",), "more than 50,000 characters"),
        ({"files": {"../x": "a"}}, ("files", "../x"), "no name for a file beside the program"),
        ({"files": {"/etc/x": "a"}}, ("files", "/etc/x"), "no name for a file beside the program"),
        ({"files": {".hidden": "a"}}, ("files", ".hidden"), "no name for a file beside the program"),
        ({"files": {f"f{n}": "" for n in range(30)}}, ("files",), "more than 20 files"),
        ({"misconceptions": {"m": {"belief": "So."}}}, ("misconceptions", "m"), "runs the same as the scenario"),
        ({"recorded": {"": recording(TRUE), "fails": recording(TRUE)}}, ("misconceptions", "fails"), "nobody who"),
        ({"recorded": {"": recording({"output": "a\n" * 501}), "fails": recording(WRONG)}}, ("program",), "500 lines"),
        (
            {"recorded": {"": recording(TRUE), "fails": recording({"output": "", "error": "a\n" * 2_000})}},
            ("misconceptions", "fails", "program"),
            "500 lines",
        ),
        (
            {
                "varies": True,
                "recorded": {"": recording(*({"output": f"{n}"} for n in range(70)))},
                "misconceptions": {},
            },
            ("program",),
            "20 ways",
        ),
        ({"recorded": {"": recording(TRUE, WRONG), "fails": recording(WRONG)}}, (), "ends in 2 ways"),
    ],
)
def test_what_cannot_be_asked_is_told(changed: dict[str, Any], place: tuple[str, ...], told: str) -> None:
    """An author learns that something is wrong, and not where or what; or a file leaves its folder."""
    problem = scenario(**changed).problems[0]
    assert (problem.path, told in problem.message, bool(problem.hint)) == (place, True, True), problem


def test_a_changed_program_is_another() -> None:
    """A program is changed, and the answer of the one before stands."""
    first = scenario().scenario.deed(None)
    others = [
        scenario(program="SELECT 2 ;"),
        scenario(tool="sqlite"),
        scenario(input="x"),
        scenario(files={"a": "b"}),
        scenario(files={"ab": ""}),
    ]
    assert len({first.key, *(other.scenario.deed(None).key for other in others)}) == 6


def test_a_receipt_carries_the_recording() -> None:
    """A released deck cannot be verified without the files that it was built from."""
    bound = scenario()
    assert bind(as_written(bound)) == bound


def test_it_says_what_ran_it() -> None:
    """A learner does not know of which version an answer is true."""
    assert SIMULATOR.grounds(scenario().scenario) == "recorded with PostgreSQL 15.4, which really ran the program"


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("fails()", "the program fails"),
        ("!fails()", "the program does not fail"),
        ('complains("23505")', "the error says 23505"),
        ("status() == 3", "the exit status is 3"),
        ("rows() == 2", "exactly 2 lines are printed"),
        ('error() == ""', "no error is told"),
        ('value() == "0"', "the value is 0"),
    ],
)
def test_claims_are_read_as_sentences(claim: str, told: str) -> None:
    """A learner reads code instead of a sentence."""
    assert in_words(claim, SIMULATOR) == told
