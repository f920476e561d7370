"""Publishing: all of a build's files come into place, or none; whatever kills it, nothing is lost."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from quizgen import publish as publishing
from quizgen.publish import publish, staging


def make(folder: Path, text: str) -> list[Path]:
    """Write what a build makes: two files and a folder; their text tells which build it was."""
    (folder / "site").mkdir()
    files = [folder / "a.apkg", folder / "b.pdf", folder / "site" / "index.html"]
    for file in files:
        file.write_text(text, encoding="utf-8")
    return [folder / "a.apkg", folder / "b.pdf", folder / "site"]


def build(out: Path, text: str) -> None:
    """Build all of it."""
    with staging(out) as folder:
        publish(make(folder, text), out)


def content(out: Path) -> dict[str, str]:
    """Return what a folder holds: path -> text."""
    return {f.relative_to(out).as_posix(): f.read_text(encoding="utf-8") for f in sorted(out.rglob("*")) if f.is_file()}


def whole(text: str) -> dict[str, str]:
    """Return what a folder holds after a whole build."""
    return dict.fromkeys(("a.apkg", "b.pdf", "site/index.html"), text)


def test_new_files_replace_old_ones_and_leave_others(tmp_path: Path) -> None:
    """A learner's folder may hold more than what quizgen wrote."""
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    build(tmp_path, "old")
    with staging(tmp_path) as folder:
        published = publish(make(folder, "new"), tmp_path)
    assert published == (tmp_path / "a.apkg", tmp_path / "b.pdf", tmp_path / "site")
    assert content(tmp_path) == {**whole("new"), "mine.txt": "mine"}


def test_failed_build_leaves_everything_as_it_was(tmp_path: Path) -> None:
    """A full disk in the middle of writing must not cost the deck that was there."""
    build(tmp_path, "old")
    with pytest.raises(OSError, match="full"):
        _build_and_fail(tmp_path, OSError("full"))
    assert content(tmp_path) == whole("old")


def _build_and_fail(out: Path, problem: BaseException, *replaced: str) -> None:
    """Write all, replace some, and fail before the note of it is struck out."""
    with staging(out) as folder:
        make(folder, "new")
        if replaced:
            (folder.parent / "old").mkdir()
            publishing._write_note(folder.parent, ["a.apkg", "b.pdf", "site"])
        for name in replaced:
            publishing._replace(folder.parent, out, name)
        raise problem


@pytest.mark.parametrize("fail_at", range(3))
def test_failed_move_puts_back_what_was_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fail_at: int) -> None:
    """Half of one build and half of another is worse than either."""
    build(tmp_path, "old")
    (tmp_path / "b.pdf").unlink()  # what was not there before must not be there after
    replace = publishing._replace
    moves: list[str] = []

    def failing(folder: Path, out: Path, name: str) -> None:
        if len(moves) == fail_at:
            raise OSError("no room")
        moves.append(name)
        replace(folder, out, name)

    monkeypatch.setattr(publishing, "_replace", failing)
    with pytest.raises(OSError, match="no room"), staging(tmp_path) as folder:
        publish(make(folder, "new"), tmp_path)
    assert content(tmp_path) == {name: text for name, text in whole("old").items() if name != "b.pdf"}


def test_link_to_a_folder_is_replaced_and_not_followed(tmp_path: Path) -> None:
    """Whoever links the site to somewhere else must not find that place emptied."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "index.html").write_text("theirs", encoding="utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "site").symlink_to(tmp_path / "elsewhere")
    build(tmp_path / "out", "new")
    assert content(tmp_path / "elsewhere") == {"index.html": "theirs"}
    assert content(tmp_path / "out") == whole("new")


_KILLED = """
import os, signal, sys
from pathlib import Path
from quizgen import publish as publishing
from tests.test_publish import build

countdown = int(sys.argv[2])

def counted(function):
    def call(*arguments, **keywords):
        global countdown
        if countdown == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        countdown -= 1
        return function(*arguments, **keywords)
    return call

for name in ("rename", "replace", "hardlink_to", "unlink", "mkdir"):
    setattr(Path, name, counted(getattr(Path, name)))
build(Path(sys.argv[1]), "new")
print("done")
"""


@pytest.mark.parametrize("countdown", range(14))
def test_kill_at_any_moment_loses_nothing(tmp_path: Path, countdown: int) -> None:
    """Killed before any one of its steps, a build leaves the old output, and the next one finds all of it whole."""
    build(tmp_path, "old")
    command = [sys.executable, "-c", _KILLED, str(tmp_path), str(countdown)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[1])
    assert done.returncode == -signal.SIGKILL or done.stdout == "done\n", done.stderr
    with staging(tmp_path):
        assert {name: text for name, text in content(tmp_path).items() if ".quizgen" not in name} in (
            whole("old"),
            whole("new"),
        )
    assert set(content(tmp_path)) == set(whole("old"))
    assert list(tmp_path.glob(".quizgen*")) == []


def test_the_steps_of_a_build_are_all_killed_before(tmp_path: Path) -> None:
    """The test above must reach the last step: with one kill more, the build comes through."""
    build(tmp_path, "old")
    command = [sys.executable, "-c", _KILLED, str(tmp_path), "14"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[1])
    assert done.stdout == "done\n", (done.returncode, done.stderr)
    assert content(tmp_path) == whole("new")


def test_undoing_may_itself_be_cut_short(tmp_path: Path) -> None:
    """Whoever loses patience kills twice."""
    build(tmp_path, "old")
    with pytest.raises(KeyboardInterrupt):
        _build_and_fail(tmp_path, KeyboardInterrupt(), "a.apkg", "site")
    (work,) = tmp_path.glob(".quizgen*")
    (tmp_path / "a.apkg").rename(work / "new" / "a.apkg")  # the first step of undoing, and then the kill
    for _ in range(2):
        with staging(tmp_path):
            assert {name: text for name, text in content(tmp_path).items() if ".quizgen" not in name} == whole("old")


def _build_many(out: Path, text: str) -> None:
    for _ in range(20):
        build(out, text)


def test_builds_at_the_same_time_do_not_mix(tmp_path: Path) -> None:
    """Two terminals, or two jobs, that build into one folder: the last one wins, whole."""
    context = multiprocessing.get_context("fork")
    builders = [context.Process(target=_build_many, args=(tmp_path, text)) for text in ("one", "two", "three")]
    for builder in builders:
        builder.start()
    for builder in builders:
        builder.join(60)
    assert [builder.exitcode for builder in builders] == [0, 0, 0]
    assert content(tmp_path) in (whole("one"), whole("two"), whole("three"))
    assert list(tmp_path.glob(".quizgen*")) == []


def test_a_build_that_lives_is_not_cleared_up(tmp_path: Path) -> None:
    """A second build must not take the folder from under the first."""
    with staging(tmp_path) as folder:
        make(folder, "first")
        build(tmp_path, "second")
        assert publish(sorted(folder.iterdir()), tmp_path)
    assert content(tmp_path) == whole("first")


def test_folder_that_cannot_be_made_raises(tmp_path: Path) -> None:
    """The compiler turns it into a diagnostic."""
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"), staging(tmp_path / "file" / "out"):
        pytest.fail("there is no such folder")


def test_reader_finds_a_file_at_any_moment(tmp_path: Path) -> None:
    """Anki, or a web server, may open the deck in the very moment in which it is replaced."""
    build(tmp_path, "old")
    reader = os.fork()
    if reader == 0:
        until = time.monotonic() + 1
        while time.monotonic() < until:
            if (tmp_path / "a.apkg").read_text(encoding="utf-8") not in ("old", "new"):
                os._exit(1)
        os._exit(0)
    for _ in range(20):
        build(tmp_path, "new")
    assert os.waitpid(reader, 0)[1] == 0
