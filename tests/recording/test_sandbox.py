"""Commands in a folder of their own, with bubblewrap and without."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from quizgen.recording.sandbox import CommandFailed, Sandbox, _nobody

APART = Sandbox.found(seconds=5.0)
OPEN = Sandbox(why_not="a test", seconds=5.0)
BOTH = pytest.mark.parametrize("sandbox", [APART, OPEN], ids=["bubblewrap", "without"])


def sh(sandbox: Sandbox, script: str, read: str = "") -> tuple[str, str, int]:
    """Run a shell script and return its output, its errors, its status."""
    with sandbox.folder() as folder:
        ended = sandbox.run(("sh", "-c", script), folder, read)
    return ended.output, ended.error, ended.status


def test_bubblewrap_is_used_where_it_works() -> None:
    """An author thinks that a stranger's programs are kept apart, and they are not."""
    command = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "true"]
    works = subprocess.run(command, capture_output=True, check=False, user=_nobody()).returncode == 0
    assert bool(APART.bubblewrap) == works, APART.why_not
    assert ("no network" if works else "WITHOUT a sandbox") in APART.told


def test_where_the_system_lets_no_namespaces_be_made_that_is_told() -> None:
    """In a container nothing can be recorded, or a stranger's programs are not kept apart and nobody is told."""
    code = """
        from quizgen.recording import Sandbox
        found = Sandbox.found()
        print(found.told)
        with found.folder() as folder:
            print(found.run(("sh", "-c", "cat; sleep 60 & exit 3"), folder, "read"))
    """
    command = [sys.executable, "-c", textwrap.dedent(code)]
    if APART.bubblewrap:  # else it is so without our doing
        none = 'for most in /proc/sys/user/max_*_namespaces; do echo 0 > $most; done; exec "$0" "$@"'
        command = ["unshare", "--user", "--map-root-user", "sh", "-c", none, *command]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.stdout.startswith("WITHOUT a sandbox, as you could run them yourself: bubblewrap cannot be used: bwrap")
    assert told.stdout.endswith("Ended(output='read', error='', status=3)\n"), told.stderr


def test_that_there_is_no_bubblewrap_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An author is not told that a stranger's programs can do all that they can do themselves."""
    monkeypatch.setenv("PATH", str(tmp_path))
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
    """A program goes on in the background after it was recorded, with the tool's server or as a daemon."""
    late = "sleep 1; touch late"
    with sandbox.folder() as folder:
        sandbox.run(("sh", "-c", f"({late}) & setsid sh -c '{late}' & (setsid sh -c '({late}) &' &) & exit 0"), folder)
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
    if not APART.bubblewrap:  # as in a container: then it is told, as another test shows
        return
    tmp_path.chmod(0o777)
    assert sh(APART, f"touch {Path.cwd()}/made || touch {tmp_path}/made || touch /var/tmp/made")[2] != 0
    assert sh(APART, "ls /proc | grep -c '^[0-9]'")[0] < "9"
    assert "lo" in sh(APART, "cat /proc/net/dev")[0]
    assert "eth" not in sh(APART, "cat /proc/net/dev")[0]
