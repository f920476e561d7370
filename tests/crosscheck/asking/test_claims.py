"""Claims: what compiles, what is said about the rest, and that no claim costs much."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.crosscheck.asking.claims import Claim, ClaimProblem, Environment, environment
from quizgen.model.scenario import bind
from quizgen.simulators import SIMULATORS
from quizgen.simulators.api import Execution, Value
from tests.crosscheck.toy import varied
from tests.patience import ends


def run() -> Execution:
    """Return a short run of three servers, of which S1 leads."""
    bound = bind({"simulator": "raft", "servers": 3, "events": [{"elect": "S1"}, {"run": "100ms"}]})
    made: Execution = bound.runs_on.execution(bound.scenario, 0, None)
    return made


RUN = run()


def compiled(text: str) -> Claim:
    """Compile a claim about Raft."""
    return environment("raft").compile(text)


def problem(text: str) -> tuple[str, str]:
    """Return message and hint of a claim that cannot be compiled or asked."""
    with pytest.raises(ClaimProblem) as found:
        compiled(text).ask(RUN, {})
    return str(found.value), found.value.hint


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("leaders()", 1),
        ('leader() == "S1"', True),
        ("leader() == 'S2' // not so", False),
        ('["S1", "S2"].exists(s, role(s) == "leader")', True),
        ("[leaders(), 2]", (1, 2)),
        ('leaders() == 1 ? "one" : "none"', "one"),
        ('"S1".startsWith("S") && leaders() == 1', True),
    ],
)
def test_claim_gives_its_value(text: str, value: Value) -> None:
    """A claim asks the run and nothing else."""
    assert compiled(text).ask(RUN, {}) == value


def test_claim_knows_what_it_needs() -> None:
    """A measure is found once, and runs are made only for a claim that looks at them; a comment looks at nothing."""
    claim = compiled("acks_needed == 2 // && leaders() == votes_needed")
    assert (claim.measures, claim.observes, claim.returns) == (("acks_needed",), False, "BOOL")
    assert compiled("acks_needed == 2 && leaders() == 1").observes


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("leaders() ==", "the claim does not parse: it ends too early (column 13 of the claim)", ""),
        ("leaders() == 1)", "the claim does not parse: extraneous input ')' (column 15 of the claim)", ""),
        ("leaders() ==\n 1)", "(line 2, column 3 of the claim)", ""),
        (
            'leaders() == "1"',
            "the claim has a wrong type: `==` does not go with int and string",
            "compare a number with",
        ),
        ("leaders() + true", "`+` does not go with int and bool", ""),
        ("leadrs() == 1", "raft observes and measures nothing called `leadrs`", "did you mean `leaders`?"),
        ("committed(x)", "raft observes and measures nothing called `x`", "if it is text, put it into quotes: "),
        (
            "leaders(1) == 1",
            "`leaders` is not used with the arguments",
            "`leaders() -> int` or `leaders(group: string)",
        ),
        ("leader == 'S1'", "`leader` is not used with the arguments that it takes", "it is `leader() -> string`"),
        ("role('S9') == 'leader'", "there is no server 'S9'; there is S1, S2, S3", ""),
        ("role('S9') == 'leader' || true", "there is no server 'S9'", ""),
        ("leaders('here') == 1", "there is no group at all", ""),
        ("1 / 0 == leaders()", "the claim fails when it is asked: divide by zero", ""),
        ("leaders() + 9223372036854775807 > 0", "integer overflow", ""),
        ("double(leaders())", "the claim gives 1.0, which is neither true or false, a whole number", ""),
        ("{'a': leaders()}", "which is neither", ""),
        ("matches('a', '[') && leaders() == 1", "", ""),
    ],
)
def test_claim_that_cannot_be_asked_is_explained(text: str, message: str, hint: str) -> None:
    """An author who is shown a compiler's internals gives up; one who is shown the name that was meant does not."""
    found = problem(text)
    assert message in found[0]
    assert hint in found[1]


@pytest.mark.parametrize(
    "text",
    [
        "true // leaders() == 1",
        "leaders() == 1 || true",
        "true || leaders() == 1",
        "false && votes_needed == 2",
        "true ? true : leaders() == 1",
        "[1].all(leaders, leaders == 1)",
        "[2].all(votes_needed, votes_needed == 2)",
        '"leaders()" != ""',
        "[1, 2].exists(x, x == leaders() || x == 1)",
    ],
)
def test_claim_that_no_run_could_contradict_is_constant(text: str) -> None:
    """It looks computed and proves nothing: any answer would pass."""
    assert compiled(text).is_constant


@pytest.mark.parametrize("text", ["leaders() == 1", "votes_needed == 2", "leaders() == 1 || leaders() == 0"])
def test_claim_that_a_run_could_contradict_is_not_constant(text: str) -> None:
    """An honest claim must not be refused."""
    assert not compiled(text).is_constant


_NINE_HUNDRED = "[" + ",".join(["1"] * 900) + "]"


@pytest.mark.parametrize(
    "text",
    [
        f"{_NINE_HUNDRED}.all(x, [1,1,1,1,1,1,1,1,1,1,1,1,1,1].all(y, leaders() >= 0))",
        "[1].all(a, [1].all(b, [1].all(c, leaders() == 1)))",
        "[1]. // \n all(a, [1].\nall(b, [1]\n.\nall(c, leaders() == 1)))",
        'r"\\" == "" || [1].all(a,[1].all(b,[1].all(c, leaders() == 1))) || "" == "x"',
        '"""\'""" != "" && [1].all(a,[1].all(b,[1].all(c, leaders() == 1)))',
        "(" * 900 + "leaders() == 1" + ")" * 900,
        "+".join(["leaders()"] * 180) + " == 1",
        "[" * 300 + "leaders()" + "]" * 300 + " == []",
        "(" + "+".join([_NINE_HUNDRED[:17] + "]"] * 100) + ").all(x, leaders() >= 0)",
    ],
    ids=["budget", "nested", "comments", "raw text", "long text", "brackets", "sum", "lists", "lists added"],
)
def test_claim_that_would_cost_much_is_refused_at_once(text: str) -> None:
    """A stranger's lesson must not be able to keep whoever checks it waiting."""
    with ends():
        message, _ = problem(text)
    assert "loops more than" in message or "too long" in message or "budget" in message or "asks more than" in message


def test_claim_asks_a_bounded_number_of_things() -> None:
    """Each observation may walk through the whole run; CEL's own budget does not know that."""
    text = "[" + ",".join(["1"] * 40) + "].all(x, [" + ",".join(["1"] * 40) + "].all(y, leaders() == 1))"
    assert problem(text)[0] == "the claim asks more than 1,000 things of one run"


def test_interrupt_is_not_taken_for_an_answer() -> None:
    """Ctrl-C in the middle of a claim would make it fail, and the check go on with a wrong diagnostic."""

    def interrupted(*_: object) -> Value:
        raise KeyboardInterrupt

    simulator = SIMULATORS["raft"]
    observations = tuple(replace(observation, observe=interrupted) for observation in simulator.observations)
    claim = Environment(varied(simulator, observations=observations)).compile("leaders() == 1")
    with pytest.raises(KeyboardInterrupt):
        claim.ask(RUN, {})


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from([*"()[]{}!<>=+-*/%?:,.&|\"' \n", "leaders", "leader", "votes_needed", "all", "1", "x"]))
)
def test_any_text_is_a_claim_or_explained(pieces: list[str]) -> None:
    """Whatever an author types, the answer is a value or a sentence."""
    try:
        value = compiled("".join(pieces)).ask(RUN, {"votes_needed": 2})
    except ClaimProblem:
        return
    assert isinstance(value, bool | int | str | tuple)


@pytest.mark.parametrize(
    "text",
    [
        "leaders() >= 0",
        "leaders() == leaders()",
        'up("S1") || !up("S1")',
        "3 + 0 * votes_needed",
        'log_terms("S1").size() >= 0',
    ],
)
def test_a_claim_that_no_run_can_contradict_is_constant(text: str) -> None:
    """A tautology passes as computed, whatever the option beside it says."""
    assert environment("raft").compile(text).is_constant


@pytest.mark.parametrize(
    "text",
    [
        "leaders() <= 1",
        "max_term() < 100",
        '!(committed("x") && committed("y") && leader() == "S1")',
        'log_terms("S2") == [1, 1] && log_terms("S4") == [2] && vote_of("S4", 3) == "" ? "term" : "index"',
        "crashes_survived",
        "!(votes_needed == 4 && acks_needed == 4 && crashes_survived == 3)",
    ],
)
def test_a_claim_that_some_run_could_contradict_is_not(text: str) -> None:
    """A good claim is refused, and the author cannot tell why."""
    assert not environment("raft").compile(text).is_constant
