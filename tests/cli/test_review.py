"""``quizgen review`` on a terminal, in a pipe and in CI."""

from __future__ import annotations

import csv
import json
import os
import pty
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from quizgen.review import Unwritable, read_review, sign
from tests.cli.commands import quizgen
from tests.patience import HANGING
from tests.review.lessons import BODY
from tests.small import write

QUIZGEN = [sys.executable, "-m", "quizgen"]


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a project with a lesson in ./content."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content").mkdir()
    write(tmp_path / "content", BODY)
    return tmp_path


class OnTerminal:
    """The command on a terminal of its own."""

    def __init__(self, terminal: int, child: subprocess.Popen[bytes]) -> None:
        self._terminal, self.child = terminal, child
        self.seen = ""

    def until(self, text: str) -> str:
        """Read until something is shown, and return all that was shown."""
        start = len(self.seen)
        while text not in self.seen[start:]:
            assert select.select([self._terminal], [], [], HANGING)[0], f"{text!r} is not shown:\n{self.seen}"
            try:
                more = os.read(self._terminal, 65_536)
            except OSError:  # the other end is closed
                more = b""
            assert more, f"{text!r} was never shown:\n{self.seen}"
            self.seen += more.decode(errors="replace")
        return self.seen[start:]

    def press(self, keys: str) -> None:
        """Press keys, when the command waits for one."""
        os.write(self._terminal, keys.encode())

    def status(self) -> int:
        """Wait for the end."""
        return self.child.wait(HANGING)


@contextmanager
def on_terminal(*arguments: str, editor: str = "false") -> Iterator[OnTerminal]:
    ours, theirs = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "VISUAL"} | {"EDITOR": editor}
    command = [*QUIZGEN, "review", *arguments]
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
    ) as child:
        os.close(theirs)
        try:
            yield OnTerminal(ours, child)
        finally:
            child.kill()
            os.close(ours)


def test_one_key_accepts_skips_and_quits(project: Path) -> None:
    """On a terminal nothing happens, or the answer has to be typed in full."""
    with on_terminal() as terminal:
        assert "One leads." in terminal.until("[q]uit ")
        terminal.press("a")
        assert "S1 leads." in terminal.until("[q]uit ")
        terminal.press("s")
        terminal.until("[q]uit ")
        for nothing in ("\x1b[A", "x", "all of it"):  # an arrow, whose last letter is an A; and what was pasted
            terminal.press(nothing)
            terminal.until("\a")
        terminal.press("q")
        terminal.until("14 statements unread")
        assert terminal.status() == 0
    assert [key[0] for key in read_review(project / "content").signatures] == ["thing"]


def test_the_editor_opens_at_the_line(project: Path) -> None:
    """The author looks for the sentence by hand, in a file of a thousand lines."""
    editor = project / "editor"
    editor.write_text(
        '#!/bin/sh\necho "$@" > told\nsed -i "s/definition: One leads/definition: Just one leads/" "$3"\n'
    )
    editor.chmod(0o755)
    with on_terminal(editor=f"{editor} --wait") as terminal:
        terminal.until("[q]uit ")
        terminal.press("e")
        assert "Just one leads." in terminal.until("[q]uit ")
        terminal.press("a")
        terminal.until("[q]uit ")
        terminal.press("q")
        assert terminal.status() == 0
    line = (project / "content" / "small.yaml").read_text().splitlines().index("concepts:") + 2
    assert (project / "told").read_text().split() == ["--wait", f"+{line}", str(project / "content" / "small.yaml")]
    assert len(read_review(project / "content").signatures) == 1


def test_an_editor_that_is_not_there_is_told(project: Path) -> None:
    """A missing editor ends the sitting with a traceback."""
    with on_terminal(editor="no-such-editor") as terminal:
        terminal.until("[q]uit ")
        terminal.press("e")
        assert "the editor 'no-such-editor' cannot be run" in terminal.until("[q]uit ")
        terminal.press("q")
        assert terminal.status() == 0
    assert not read_review(project / "content").is_kept


@pytest.mark.parametrize("end", ["ctrl-c", "ctrl-d", "kill"])
def test_it_may_end_at_any_time(project: Path, end: str) -> None:
    """What was read is lost, or the terminal shows no more what is typed."""
    with on_terminal() as terminal:
        terminal.until("[q]uit ")
        terminal.press("a")
        terminal.until("[q]uit ")
        if end == "kill":
            terminal.child.kill()
        else:
            terminal.child.send_signal(signal.SIGINT) if end == "ctrl-c" else terminal.press("\x04")
        assert terminal.status() == {"ctrl-c": 130, "ctrl-d": 0, "kill": -signal.SIGKILL}[end]
    assert len(read_review(project / "content").signatures) == 1


def test_without_a_terminal_it_says_what_to_do() -> None:
    """In a script it waits for ever."""
    status, out, err = quizgen("review")
    assert (status, out) == (2, "")
    assert "--list" in err


def test_the_list_is_what_is_unread() -> None:
    """What is to be read cannot be printed, or sent to somebody."""
    status, out, _ = quizgen("review", "--list", "-q")
    assert status == 0
    assert out.count("\n  Text ") == 15
    assert "\x1b" not in out
    assert out.endswith("22 statements: 5 bound, 0 read, 15 unread, 2 cited, 0 unverified\n")
    assert quizgen("review", "--list", "--strict")[0] == 1


def test_json_has_every_statement_and_when_it_was_read() -> None:
    """A tool that shows what is left has to read the terminal's text."""
    with on_terminal() as terminal:
        terminal.until("[q]uit ")
        terminal.press("a")
        terminal.until("[q]uit ")
    status, out, err = quizgen("review", "--format", "json", "content/small.yaml")
    found = [json.loads(line) for line in out.splitlines()]
    assert (status, err, len(found)) == (0, "", 15)
    assert [each["read"] is None for each in found] == [False, *[True] * 14]
    assert found[1] == {
        "id": "small",
        "part": "summary",
        "hash": found[1]["hash"],
        "file": "content/small.yaml",
        "line": 15,
        "column": 5,
        "text": "S1 leads.",
        "context": [],
        "assumed": [],
        "claims": [
            {
                "form": "always",
                "claim": 'leader() == "S1"',
                "words": found[1]["claims"][0]["words"],
                "found": "it is true in all 3 runs of raft",
            }
        ],
        "filled": [],
        "only_in_text": [],
        "only_in_claims": [],
        "read": None,
    }
    assert quizgen("review", "--format", "json", "--strict")[0] == 1


def test_check_counts_and_is_strict_if_asked() -> None:
    """CI lets pass what nobody has read."""
    status, out, _ = quizgen("check", "-q")
    assert (status, out) == (0, "")
    status, out, _ = quizgen("check")
    assert out.splitlines()[-1] == "22 statements: 5 bound, 0 read, 15 unread, 2 cited, 0 unverified"
    status, out, _ = quizgen("check", "--strict")
    assert (status, out.count("[unread]")) == (1, 1)
    assert "error[unread]: nobody has read 15 of 15 statements, text beside claim" in out


def test_content_that_is_wrong_is_not_signed(project: Path) -> None:
    """A sentence that no run bears out is signed as read."""
    write(project / "content", BODY.replace("One leads., always: leaders() == 1", "One leads., always: leaders() == 2"))
    with on_terminal() as terminal:
        terminal.until("[assertion-is-false]")
        assert terminal.status() == 1
    assert quizgen("review", "--list")[0] == 1


def test_lessons_that_came_with_quizgen_are_not_signed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user's signatures land in the package, and are gone with the next version."""
    monkeypatch.setattr("quizgen.system.resources._PACKAGE", project)
    (project / "content").rename(project / "bundled")
    with pytest.raises(Unwritable, match="came with quizgen"):
        sign(project / "bundled", ("one", "options", "0" * 32), "2026-11-29")


def test_a_card_says_that_it_was_read_and_nothing_else_changes(project: Path) -> None:
    """A learner cannot tell what somebody has read; or every card changes because one of them was read."""

    def built(out: str) -> list[list[str]]:
        assert quizgen("build", "--to", "tsv", "--out", out, "-q")[0] == 0
        with (project / out / "tsv" / "small.tsv").open(newline="") as notes:
            return list(csv.reader(notes, delimiter="\t"))

    before = built("first")
    assert built("again") == before
    statements = [json.loads(line) for line in quizgen("review", "--format", "json")[1].splitlines()]
    for one in statements:
        if one["id"] == "recalled":
            sign(project / "content", (one["id"], one["part"], one["hash"]), "2026-11-29")
    (changed,) = [now for was, now in zip(before, built("second"), strict=True) if was != now]
    assert "recalled" in changed
    assert any(field.endswith("; wording read by its author on 2026-11-29") for field in changed)


def test_a_folder_that_takes_nothing_is_told(project: Path) -> None:
    """Somebody goes on reading for an hour, and nothing of it is kept."""
    with on_terminal() as terminal:
        terminal.until("[q]uit ")
        (project / "content" / "quizgen.review").mkdir()
        terminal.press("a")
        told = terminal.until("what was accepted before is kept")
        assert "it was not put down: content/quizgen.review: this is no regular file" in " ".join(told.split())
        assert terminal.status() == 2
