"""Programs run several times with real software: Python, Node, SQLite, PostgreSQL, a compiler, a shell."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest

from quizgen.diagnostics import Span
from quizgen.loader.recordings import Kept, Recordings
from quizgen.recording import Program, Recorder, Refused, Sandbox, differences
from quizgen.settings import Tool
from quizgen.simulators.recorded.scenario import Deed, Ended
from tests.docs.pages import blocks, read

TOOLS = {
    name: Tool.model_validate(table)
    for block in blocks(read("docs/recorded.md"), "toml")
    for name, table in tomllib.loads(block)["tools"].items()
}
TOOLS["node"] = Tool(run=("node", "{program}"), version=("node", "--version"), file="program.js", name="Node")
TOOLS["shell"] = Tool(run=("sh", "{program}"), version=("echo", "1.0"))
RECORDER = Recorder(TOOLS, Sandbox.found())


def program(tool: str, text: str, read: str = "", *, varies: bool = False, **files: str) -> Program:
    """Return a program of no lesson."""
    return Program(Span("lesson.yaml", 1, 1), Deed(tool=tool, program=text, input=read, files=files), varies, "")


def recorded(tool: str, text: str, read: str = "") -> Ended:
    """Return how a program ended."""
    (ended,) = RECORDER.record(program(tool, text, read)).ended
    return ended


@pytest.mark.parametrize(
    ("tool", "text", "read", "ended"),
    [
        ("python", "print(input()[::-1])", "abc", Ended(output="cba\n")),
        ("python", "raise SystemExit(3)", "", Ended(output="", status=3)),
        ("node", "console.log([1, 2, 3].at(-1), typeof null)", "", Ended(output="3 object\n")),
        ("sqlite", "SELECT 1 = NULL, count(NULL), 5 / 2;", "", Ended(output="|0|2\n")),
        ("c", '#include <stdio.h>\nint main(void) { printf("%d\\n", 7 / -2); }', "", Ended(output="-3\n")),
        ("shell", "echo b; echo a >&2; exit 4", "", Ended(output="b\n", error="a\n", status=4)),
    ],
)
def test_real_software_says_what_comes_of_it(tool: str, text: str, read: str, ended: Ended) -> None:
    """An answer is what somebody remembers, and not what the software does."""
    assert recorded(tool, text, read) == ended


def test_a_throw_away_server_of_postgresql_answers() -> None:
    """An author of a lesson on PostgreSQL has to set up a server, or states what another database does."""
    ended = recorded(
        "postgresql",
        "CREATE TABLE t (x int UNIQUE); INSERT INTO t VALUES (1), (2), (NULL);\n"
        "SELECT count(*) FROM t WHERE x NOT IN (1, NULL);\nUPDATE t SET x = x + 1;",
    )
    assert ended == Ended(output="0\n", error="psql:program.sql:3: ERROR:  23505\n", status=3)


def test_versions_are_those_that_tools_tell() -> None:
    """A card names a version that nobody asked for."""
    versions = {name: RECORDER.used(name).version for name in ("python", "node", "sqlite", "postgresql", "c")}
    assert all(version[0].isdigit() and "." in version for version in versions.values())
    assert recorded("python", "import platform\nprint(platform.python_version())").output == versions["python"] + "\n"
    assert recorded("node", "console.log(process.version)").output == f"v{versions['node']}\n"
    assert recorded("sqlite", "SELECT sqlite_version();").output == versions["sqlite"] + "\n"


def test_files_lie_beside_the_program() -> None:
    """A program that reads a file cannot be asked about."""
    text = "import pathlib\nprint(pathlib.Path('data').read_text())\npathlib.Path('data').write_text('changed')"
    assert RECORDER.record(program("python", text, data="of the scenario")).ended == (
        Ended(output="of the scenario\n"),
    )


def test_what_varies_is_refused_or_kept_whole() -> None:
    """A learner is told that there is one order where the next run has another."""
    text = "print(hash('a') % 2)"
    with pytest.raises(Refused, match="it does not end in the same way each time"):
        RECORDER.record(program("python", "print(hash('a'))"))
    ended = RECORDER.record(program("python", text, varies=True)).ended
    assert ended == (Ended(output="0\n"), Ended(output="1\n"))


@pytest.mark.parametrize(
    ("tool", "told"),
    [
        (Tool(run=("sh",), version=("false",)), "tells no version"),
        (Tool(run=("sh",), version=("echo", "none")), "tells no version"),
    ],
)
def test_a_tool_that_tells_no_version_is_refused(tool: Tool, told: str) -> None:
    """Nobody knows later what software an answer was true of."""
    with pytest.raises(Refused, match=told):
        Recorder({"x": tool}, RECORDER.sandbox).used("x")


def test_differences_are_told() -> None:
    """In CI an upgrade that changes an answer goes unnoticed."""
    one = program("shell", "echo 1")
    now = Recordings(tools={"shell": RECORDER.used("shell")}, recordings={one.deed.key: RECORDER.record(one)})
    assert differences(one, now, now) == ""
    assert differences(one, Recordings(), now) == "it was never recorded as it stands"
    other = replace(now, recordings={one.deed.key: Kept(tool="shell", ended=(Ended(output="2\n"),))})
    assert differences(one, other, now) == "recorded was '2'; now it is '1'"
    tools = {"shell": replace(now.tools["shell"], run=("bash", "{program}"))}
    assert "runs another command" in differences(one, replace(now, tools=tools), now)
    newer = {"shell": replace(now.tools["shell"], version="0.9")}
    assert differences(one, replace(now, tools=newer), now) == ""
