"""The command line: statuses, formats, streams, and what it is like in a pipe, on a terminal, and when interrupted."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from quizgen import __version__
from tests.cli.commands import quizgen
from tests.patience import wait_until
from tests.small import write

POINT = "points: [{text: That., %s}]"
ITEM = "items: [{id: one, kind: recall, concept: thing, scenario: elected, stem: What?, " + POINT + "}]\n"
SOUND, WRONG = ITEM % "always: leaders() == 1", ITEM % "always: leaders() == 0"
STATED = "2 statements: 0 bound, 0 read, 1 unread, 1 cited, 0 unverified\n"
QUIZGEN = [sys.executable, "-m", "quizgen"]


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a project with a sound lesson in ./content."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content").mkdir()
    write(tmp_path / "content", SOUND)
    return tmp_path


def test_check_of_sound_content() -> None:
    """Status 0, and what the answers rest on."""
    status, out, err = quizgen("check")
    assert (status, out) == (0, f"1 item: 1 computed, 0 cited, 0 unverified; 0 errors, 0 warnings\n{STATED}")
    assert err == "reading content/\nchecking: raft 0/1\n"


def test_check_of_wrong_content(project: Path) -> None:
    """Status 1, and each mistake where an editor can jump to it."""
    write(project / "content", WRONG)
    status, out, _ = quizgen("check")
    assert status == 1
    assert re.fullmatch(
        r"content/small\.yaml:12:\d+: error\[assertion-is-false\]: `one` states `always: leaders\(\) == 0`, "
        r"but it is false in all 3 runs of raft\n"
        r"12 \| .*\n   \| .*\n"
        r"    help: see the run: quizgen explain one --seed 0\n"
        r"1 item: 1 computed, 0 cited, 0 unverified; 1 error, 0 warnings\n" + STATED,
        out,
    )


def test_quiet_prints_diagnostics_only(project: Path) -> None:
    """A script wants to hear of mistakes, and else nothing."""
    assert quizgen("check", "--quiet") == (0, "", "")
    write(project / "content", WRONG)
    status, out, err = quizgen("check", "-q")
    assert (status, out.count("\n"), err) == (1, 4, "")


def test_json_is_all_that_a_tool_reads(project: Path) -> None:
    """Every line of standard output is an object; a tally among them would break the tool."""
    assert quizgen("check", "--format", "json")[:2] == (0, "")
    write(project / "content", WRONG)
    status, out, _ = quizgen("check", "--format", "json")
    assert status == 1
    (found,) = [json.loads(line) for line in out.splitlines()]
    assert (found["code"], found["file"], found["line"]) == ("assertion-is-false", "content/small.yaml", 12)


def test_github_annotates_the_line(project: Path) -> None:
    """The mistake shows beside the changed line of a pull request."""
    write(project / "content", WRONG)
    status, out, _ = quizgen("check", "--format", "github")
    assert status == 1
    assert out.startswith("::error file=content/small.yaml,line=12,col=")
    assert out.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("check", "--frmat", "json"), "No such option"),
        (("check", "--format", "xml"), "xml"),
        (("check", "nowhere"), "nowhere: No such file or directory"),
        (("check", "content", "b"), "b: No such file or directory"),
        (("build", "a", "b"), "unexpected extra argument"),
        (("build", "--out", "/"), "--out / is no folder for outputs"),
        (("build", "--out", str(Path.home())), "is no folder for outputs"),
        (("build", "--to", "epub"), "--to takes any of anki, pdf, site, tsv, crowdanki, not epub"),
        (("build", "--to", ","), "--to takes any of anki, pdf, site, tsv, crowdanki, not nothing"),
        (("build", "--out", "content/small.yaml"), "is a file"),
        (("explain",), "Missing argument"),
        (("explain", "on"), "there is no item 'on'; did you mean one?"),
        (("explain", "one", "--seed", "-1"), "Invalid value for '--seed'"),
        (("explain", "one", "--misconception", "none"), "raft has no misconception 'none'; there are: "),
        (("bild",), "No such command"),
    ],
)
def test_wrong_usage_is_status_2_and_told_on_standard_error(arguments: tuple[str, ...], told: str) -> None:
    """A script must be able to tell a typing error of its own from one in the content."""
    status, out, err = quizgen(*arguments)
    assert (status, out) == (2, "")
    assert told in " ".join(err.split())


def test_version_and_help() -> None:
    """The first two things anybody asks a program."""
    assert quizgen("--version") == (0, f"quizgen {__version__}\n", "")
    for command in ((), ("check",), ("build",), ("explain",)):
        status, out, _ = quizgen(*command, "--help")
        assert status == 0
        assert "Examples:" in out


def test_completion_is_offered() -> None:
    """Shells complete the commands and options."""
    environment = {**os.environ, "_QUIZGEN_COMPLETE": "complete_bash", "COMP_WORDS": "quizgen ch", "COMP_CWORD": "1"}
    program = "from quizgen.cli import app; app(prog_name='quizgen')"
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["check"]


def test_path_is_content_here_or_else_quizgens_own(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A beginner without lessons builds the bundled one; an author who stands in a project builds their own."""
    own = project / "bundled"
    own.mkdir()
    write(own, ITEM % "cite: paper §1", "bundled")
    monkeypatch.setattr("quizgen.system.resources.content", lambda: own)
    assert "1 computed" in quizgen("check")[1]
    monkeypatch.chdir(own)
    assert "1 cited" in quizgen("check")[1]


def test_help_does_not_load_what_it_does_not_need() -> None:
    """Help that takes a second is not asked for twice."""
    heavy = ["weasyprint", "genanki", "pydantic", "jinja2", "yaml", "cel_expr_python", "markdown_it", "rich.progress"]
    program = f"import quizgen.cli, sys; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_build_says_what_it_wrote(project: Path) -> None:
    """The learner's next click."""
    status, out, err = quizgen("build", "--to", "site", "--out", "www")
    assert status == 0
    assert out.splitlines()[-1] == "wrote www/site/"
    assert (project / "www" / "site" / "index.html").is_file()
    assert "building: writing site 0/1\n" in err


def test_build_of_wrong_content_says_that_nothing_was_written(project: Path) -> None:
    """Otherwise yesterday's deck is taken for today's."""
    write(project / "content", WRONG)
    status, out, _ = quizgen("build")
    assert (status, out.splitlines()[-1]) == (1, "nothing was written")
    assert not (project / "output").exists()


BARE = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}


@pytest.mark.parametrize("locale", [BARE, {"PYTHONIOENCODING": "ascii"}], ids=["C", "ascii"])
def test_terminal_without_utf_8_is_no_reason_to_stop(project: Path, locale: dict[str, str]) -> None:
    """On a bare server the section sign of a citation must not end in a traceback."""
    (project / "content" / "small.yaml").write_text("ключ: é\n", encoding="utf-8")
    (project / "content" / "übung.yaml").write_text("format: é\n", encoding="utf-8")
    for style in ("text", "json", "github"):
        command = [*QUIZGEN, "check", "--format", style]
        done = subprocess.run(command, env={**os.environ, **locale}, capture_output=True, check=False)
        assert (done.returncode, b"Traceback" in done.stderr) == (1, False)
        assert b"bung.yaml" in done.stdout
        if style == "json":
            assert {json.loads(line)["file"] for line in done.stdout.splitlines()} >= {"content/übung.yaml"}


def test_reader_may_go_away(project: Path) -> None:
    """`quizgen check | head -1` ends without a traceback."""
    many = "".join(f"x{number}: 1\n" for number in range(3000))
    (project / "content" / "small.yaml").write_text(f"format: lesson/1\n{many}", encoding="utf-8")
    with subprocess.Popen(
        [*QUIZGEN, "check", "-q"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        assert "content/small.yaml" in child.stdout.readline()
        child.stdout.close()
        assert child.stderr.read() == ""


def test_terminal_shows_a_bar_and_a_pipe_lines() -> None:
    """On a terminal the bar is drawn over; in a log it would be a mess of control characters."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80"}
    child = subprocess.Popen([*QUIZGEN, "check"], stdout=subprocess.PIPE, stderr=theirs, env=environment)
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # Linux: the other end is closed
            break
        if not piece:
            break
        shown += piece
    out, _ = child.communicate()
    os.close(ours)
    assert child.returncode == 0
    assert b"\x1b[" in shown
    assert b"raft" in shown
    assert "checking: " not in shown.decode()
    assert out.startswith(b"1 item: ")


def test_interrupt_ends_quietly_and_clears_up(project: Path) -> None:
    """Ctrl-C is no mistake of the program's: status 130, no traceback, nothing half-written, the old output whole."""
    assert quizgen("build", "--to", "site", "--out", "www")[0] == 0
    before = (project / "www" / "site" / "index.html").read_bytes()
    command = [*QUIZGEN, "build", "--to", "pdf,site", "--out", "www"]
    # A shell that starts the tests in the background has them ignore the signal, and their children inherit that.
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heard,  # noqa: PLW1509 - no threads here
    ) as child:
        wait_until(lambda: list((project / "www").glob(".quizgen*")))
        child.send_signal(signal.SIGINT)
        _, err = child.communicate()
    # CPython may end by the signal itself although it was handled; a shell shows 130 for both.
    assert child.returncode in (130, -signal.SIGINT)
    assert "Traceback" not in err
    assert [path.name for path in (project / "www").iterdir()] == ["site"]
    assert (project / "www" / "site" / "index.html").read_bytes() == before
