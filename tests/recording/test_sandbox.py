"""Commands in a folder of their own, with bubblewrap and without."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from quizgen.recording.sandbox import CommandFailed, Sandbox

APART = Sandbox.found(seconds=5.0)
OPEN = Sandbox(why_not="a test", seconds=5.0)
BOTH = pytest.mark.parametrize("sandbox", [APART, OPEN], ids=["bubblewrap", "without"])


def sh(sandbox: Sandbox, script: str, read: str = "") -> tuple[str, str, int]:
    """Run a shell script and return its output, its errors, its status."""
    with sandbox.folder() as folder:
        ended = sandbox.run(("sh", "-c", script), folder, read)
    return ended.output, ended.error, ended.status


def test_bubblewrap_is_used_where_it_is() -> None:
    """An author thinks that a stranger's programs are kept apart, and they are not."""
    assert APART.bubblewrap, APART.why_not
    assert "no network" in APART.told


def test_that_there_is_no_sandbox_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An author is not told that a stranger's programs can do all that they can do themselves."""
    (tmp_path / "bwrap").write_text("#!/bin/sh\necho 'No permissions to create a new namespace' >&2\nexit 1\n", "utf-8")
    (tmp_path / "bwrap").chmod(0o755)
    tmp_path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    refused = Sandbox.found()
    assert refused.bubblewrap == ""
    assert "WITHOUT a sandbox" in refused.told
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    assert "is not installed" in Sandbox.found().told


@BOTH
def test_output_errors_and_status_are_told_apart(sandbox: Sandbox) -> None:
    """A card states as output what was an error."""
    assert sh(sandbox, "cat; echo bad >&2; exit 3", "read\n") == ("read\n", "bad\n", 3)
    assert sh(sandbox, "kill -TERM $$")[2] == 143


@BOTH
def test_the_folder_is_new_and_its_name_is_not_seen(sandbox: Sandbox) -> None:
    """The name of a folder that differs each time makes every message with a path vary."""
    assert sh(sandbox, "pwd; ls; echo $PWD/program.py; touch made") == (".\nprogram.py\n", "", 0)
    assert sh(sandbox, "ls") == ("", "", 0)


@BOTH
def test_the_environment_holds_nothing_of_the_user(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program of a stranger reads a password, or comes out otherwise on another machine."""
    monkeypatch.setenv("SECRET", "told")
    assert "told" not in sh(sandbox, "env")[0]
    assert sh(sandbox, "date +%Z; echo $LANG") == ("UTC\nC.UTF-8\n", "", 0)


@BOTH
def test_limits_are_kept(sandbox: Sandbox) -> None:
    """One program without an end stops all work, or fills the disk."""
    with pytest.raises(CommandFailed, match="more than 64 KiB"):
        sh(sandbox, "yes | head -c 70000")
    assert sh(sandbox, "head -c 200000000 /dev/zero > large")[2] != 0
    assert sh(sandbox, "python3 -c 'bytearray(3 << 30)'")[2] != 0
    before = time.monotonic()
    with pytest.raises(CommandFailed, match=r"longer than 0\.5 seconds"):
        sh(Sandbox(sandbox.bubblewrap, sandbox.why_not, 0.5), "sleep 60 & sleep 60")
    assert time.monotonic() - before < 5


@BOTH
def test_nothing_is_left_running(sandbox: Sandbox) -> None:
    """A program goes on in the background after it was recorded."""
    with sandbox.folder() as folder:
        sandbox.run(("sh", "-c", "(sleep 1; touch late) > /dev/null 2>&1 & exit 0"), folder)
        time.sleep(1.5)
        assert list(folder.iterdir()) == []


@BOTH
def test_what_is_no_plain_text_is_refused(sandbox: Sandbox) -> None:
    """Escape sequences of a stranger's program reach the terminal of whoever reads the lesson."""
    with pytest.raises(CommandFailed, match="not UTF-8"):
        sh(sandbox, r"printf '\377'")
    with pytest.raises(CommandFailed, match="control character"):
        sh(sandbox, r"printf '\033[2J'")


@BOTH
def test_a_missing_command_is_told(sandbox: Sandbox) -> None:
    """An author who has not installed a tool reads a traceback, or records that nothing is printed."""
    with sandbox.folder() as folder:
        try:
            ended = sandbox.run(("there-is-none",), folder)
        except CommandFailed as problem:
            assert "cannot be started" in str(problem)  # noqa: PT017 - bubblewrap tells it by its status
        else:
            assert ended.status != 0


def test_bubblewrap_keeps_programs_apart(tmp_path: Path) -> None:
    """A stranger's program writes into the home of whoever records it, or sends what it reads there."""
    tmp_path.chmod(0o777)
    assert sh(APART, f"touch {Path.cwd()}/made || touch {tmp_path}/made || touch /var/tmp/made")[2] != 0
    assert sh(APART, "ls /proc | grep -c '^[0-9]'")[0] < "9"
    assert "lo" in sh(APART, "cat /proc/net/dev")[0]
    assert "eth" not in sh(APART, "cat /proc/net/dev")[0]
