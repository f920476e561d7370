"""The event loop of JavaScript: what it prints, on each host, and under each belief; second_opinion/ asks real ones."""

from __future__ import annotations

import inspect
import io
import subprocess
import sys
import tokenize
from pathlib import Path

import pytest

from quizgen.simulators import event_loop
from quizgen.simulators.event_loop import SIMULATOR, JavaScript
from quizgen.testing import conforms

A_TO_E = """
console.log("A");
setTimeout(() => console.log("B"), 0);
Promise.resolve().then(() => console.log("C"));
process.nextTick(() => console.log("D"));
console.log("E");
"""
READING = """
const fs = require("fs");
fs.readFile("data.txt", () => {
  setTimeout(() => console.log("timeout"), 0);
  setImmediate(() => console.log("immediate"));
  Promise.resolve().then(() => console.log("micro"));
  process.nextTick(() => console.log("tick"));
});
"""
TWO_TIMERS = """
setTimeout(() => { console.log("t1"); queueMicrotask(() => console.log("m1")); }, 0);
setTimeout(() => { console.log("t2"); queueMicrotask(() => console.log("m2")); }, 0);
"""
RETURNED = """
Promise.resolve().then(() => Promise.resolve()).then(() => console.log("X"));
Promise.resolve().then(() => console.log("1")).then(() => console.log("2"))
  .then(() => console.log("3")).then(() => console.log("4"));
"""
TICK_IN_MICROTASK = """
Promise.resolve().then(() => { console.log("a"); process.nextTick(() => console.log("tick")); })
  .then(() => console.log("b")).then(() => console.log("c"));
"""
ASYNC = """
async function f() { console.log("1"); await undefined; console.log("3"); }
new Promise(resolve => { console.log("0"); resolve(); });
f();
console.log("2");
"""
LATE = """
setTimeout(() => console.log("late"), 20);
setTimeout(() => console.log("soon"), 10);
setImmediate(() => console.log("immediate"));
queueMicrotask(() => console.log("microtask"));
"""
RACE = 'setTimeout(() => console.log("timeout"), 0); setImmediate(() => console.log("immediate"));'


def printed(program: str, host: str = "cjs", belief: str | None = None) -> list[str]:
    """Return what every run prints."""
    scenario = JavaScript(program=program, host=host)  # type: ignore[arg-type]
    assert SIMULATOR.problems(scenario) == ()
    return [" ".join(run.result) for run in SIMULATOR.executions(scenario, belief)]


@pytest.mark.parametrize(
    ("program", "host", "expected"),
    [
        (A_TO_E, "cjs", "A E D C B"),
        (A_TO_E, "esm", "A E C D B"),
        (READING, "cjs", "tick micro immediate timeout"),
        (TWO_TIMERS, "cjs", "t1 m1 t2 m2"),
        (TWO_TIMERS, "browser", "t1 m1 t2 m2"),
        (RETURNED, "browser", "1 2 3 X 4"),
        (TICK_IN_MICROTASK, "cjs", "a b c tick"),
        (ASYNC, "esm", "0 1 2 3"),
        ('await undefined; console.log("1"); await Promise.resolve(2); console.log("2");', "esm", "1 2"),
        ('const f = async () => { return "v"; }; f().then(v => console.log(v, 1 + 2));', "browser", "v 3"),
        (
            "console.log(undefined, null, true, 1 + 1); queueMicrotask(console.log);",
            "browser",
            "undefined null true 2 ",
        ),
    ],
)
def test_it_prints_what_javascript_prints(program: str, host: str, expected: str) -> None:
    """A learner would be taught an order that no host keeps. These were run in Node 20 and Chromium."""
    assert printed(program, host) == [expected]


@pytest.mark.parametrize(
    ("belief", "program", "expected"),
    [
        ("async-function-starts-later", ASYNC, "0 2 1 3"),
        ("executor-runs-later", ASYNC, "1 2 0 3"),
        ("immediate-is-at-once", LATE, "immediate microtask soon late"),
        ("microtasks-between-phases", TWO_TIMERS, "t1 t2 m1 m2"),
        ("returned-promise-is-free", RETURNED, "1 X 2 3 4"),
        ("then-runs-at-once", A_TO_E, "A C E D B"),
        ("ticks-after-promises", A_TO_E, "A E C D B"),
        ("timeout-0-is-at-once", A_TO_E, "A E B D C"),
        ("timers-as-written", LATE, "microtask immediate late soon"),
    ],
)
def test_a_belief_leads_elsewhere(belief: str, program: str, expected: str) -> None:
    """A learner who chose a distractor is told a belief that does not lead to it."""
    assert printed(program, belief=belief) == [expected]
    assert expected not in printed(program)


def test_what_node_leaves_open_are_runs() -> None:
    """A learner would be marked wrong for an order that their own Node prints."""
    assert sorted(printed(RACE)) == ["immediate timeout", "timeout immediate"]
    assert sorted(printed(RACE, "esm")) == ["immediate timeout", "timeout immediate"]


@pytest.mark.parametrize(
    ("program", "host", "problem"),
    [
        ('console.log("a")', "cjs", "line 1, column 17: `;` is expected, and the end stands there"),
        ("\n  process.exit();", "cjs", "line 2, column 3: `process.exit` is not known"),
        ("process.nextTick(() => 1);", "browser", "line 1, column 1: `process` is not known here"),
        ('import fs from "fs";', "cjs", "`import` is not known here"),
        ("await 1;", "cjs", "and `await` stands there"),
        ("setTimeout(() => 1, '5');", "cjs", "a delay is a number of milliseconds"),
        ("setTimeout(5);", "cjs", "a callback has to be a function"),
        ("console.log(Promise.resolve());", "cjs", "only texts, numbers"),
        ('const fs = require("fs"); fs.readFile("x", text => 1);', "cjs", "may have no parameters"),
        ("function f() { setTimeout(f, 0); } f();", "cjs", "more than 1,000 things"),
        ("function f() { f(); f(); } f();", "cjs", "calls itself without end"),
        (
            "function g(a) { return a + a; } console.log(" + "g(" * 12 + "'x'" + ")" * 12 + ");",
            "cjs",
            "1,000 characters",
        ),
        ("let a = " + "(" * 9000, "cjs", "too deeply"),
        ("setTimeout(() => 1, 0); setImmediate(() => 1);" * 40, "browser", "`setImmediate` is not known here"),
    ],
)
def test_what_is_no_program_is_told_with_its_place(program: str, host: str, problem: str) -> None:
    """An author looks for a slip in a program; or a stranger's program takes the machine."""
    (found,) = SIMULATOR.problems(JavaScript(program=program, host=host))  # type: ignore[arg-type]
    assert found.path == ("program",)
    assert problem in found.message


def test_calls_that_double_end() -> None:
    """Ten lines of a stranger keep the machine busy for a year."""
    functions = "".join(f"function f{n}() {{ f{n + 1}(); f{n + 1}(); }}\n" for n in range(60))
    (found,) = SIMULATOR.problems(JavaScript(program=f"function f60() {{}}\n{functions}f0();"))
    assert "more than 200,000 steps" in found.message


def test_it_conforms() -> None:
    """An answer would not be what the next build computes, or a run that a card names would be another one."""
    hosts = [JavaScript(program=program) for program in (A_TO_E, READING, TWO_TIMERS, RETURNED, ASYNC, LATE, RACE)]
    conforms(SIMULATOR, [*hosts, JavaScript(program=RETURNED, host="browser"), JavaScript(program=A_TO_E, host="esm")])


def test_it_is_short() -> None:
    """Who wants a simulator of their own subject has to write ten times as much as was promised."""
    source = Path(inspect.getfile(event_loop)).read_text(encoding="utf-8")
    code: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        is_docstring = token.type == tokenize.STRING and token.line.strip().startswith('"""')
        if token.string.strip() and token.type != tokenize.COMMENT and not is_docstring:
            code |= {*range(token.start[0], token.end[0] + 1)} if '"""' not in token.string else set()
    assert len(code) <= 150


def test_only_who_asks_for_it_imports_it() -> None:
    """Each command takes longer to start, for a simulator that its content does not name."""
    looked = "import sys; from quizgen.simulators import SIMULATORS; assert 'raft' in SIMULATORS; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", looked], capture_output=True, text=True, check=True).stdout.split()
    assert not [name for name in modules if name.endswith(("event_loop", "scripts.queues"))]
