"""What a build left that was cut short: the next one puts it back, and nothing in it is believed."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from quizgen.system import publish as publishing
from quizgen.system.publish import HalfPublished, staging
from tests.system.builds import build, build_and_fail, content, whole


def _left_behind(out: Path, note: str, parts: Sequence[str] = ("new", "old")) -> Path:
    """Lay out what a stranger's output folder may hold, as if a build had been killed in it."""
    work = out / ".quizgen-build-evil"
    for part in parts:
        (work / part).mkdir(parents=True)
    (work / "replaced.json").write_text(note, encoding="utf-8")
    return work


@pytest.mark.parametrize("parts", [("new",), ("new", "old")])
@pytest.mark.parametrize("name", ["../mine", "..", ".", "", "site/../../mine", "site/mine", "{}/mine", "mine", "site"])
def test_note_of_a_stranger_moves_nothing(tmp_path: Path, name: str, parts: tuple[str, ...]) -> None:
    """Whoever builds into a folder from elsewhere would lose files that no build ever made, inside it or outside."""
    for folder in (tmp_path, tmp_path / "out", tmp_path / "out" / "site"):
        folder.mkdir(exist_ok=True)
        (folder / "mine").write_text("mine", encoding="utf-8")
    before = content(tmp_path)
    name = name.format(tmp_path)
    inode = 1 if name.isalpha() else (tmp_path / "out" / name).stat().st_ino  # a path must not help even who guesses
    work = _left_behind(tmp_path / "out", json.dumps({name: inode}), parts)
    if "/" in name:
        (work / "new" / "site").mkdir()
    with staging(tmp_path / "out"):
        pass
    after = content(tmp_path)
    assert {path: text for path, text in after.items() if ".quizgen-build" not in path} == before


@pytest.mark.parametrize("note", ["", "[" * 100_000, "3", '["mine"]', '{"mine": "1"}', '{"\\u0000": 1}', "\ud800"])
def test_damaged_note_stops_no_build(tmp_path: Path, note: str) -> None:
    """A folder in which nobody could ever build again helps nobody; what lies beside the note is kept."""
    work = _left_behind(tmp_path, "")
    (work / "replaced.json").write_bytes(note.encode("utf-8", "surrogatepass"))
    (work / "old" / "kept").write_text("kept", encoding="utf-8")
    build(tmp_path, "new")
    assert (work / "old" / "kept").read_text(encoding="utf-8") == "kept"


@pytest.mark.parametrize("linked", [".", "old", "new", "replaced.json"])
def test_links_in_what_a_build_left_are_not_followed(tmp_path: Path, linked: str) -> None:
    """Through a link, the old versions could be taken from anywhere, and the new ones put anywhere."""
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine").write_text("mine", encoding="utf-8")
    note = json.dumps({"mine": (out / "mine").stat().st_ino, "theirs": 1})
    work = _left_behind(out, note)
    (work / "old" / "theirs").write_text("theirs", encoding="utf-8")
    (work / linked).rename(tmp_path / "elsewhere")
    work.joinpath(linked).symlink_to(tmp_path / "elsewhere")
    before = content(tmp_path)
    with staging(out):
        pass
    assert content(tmp_path) == before


def test_user_s_own_file_in_the_place_of_a_new_one_is_kept(tmp_path: Path) -> None:
    """After a kill the user may have put something there; to put back what was replaced is no reason to delete it."""
    build(tmp_path, "old")
    with pytest.raises(KeyboardInterrupt):
        build_and_fail(tmp_path, KeyboardInterrupt(), "a.apkg", "b.pdf", "site")
    (tmp_path / "b.pdf").rename(tmp_path / "built.pdf")
    (tmp_path / "b.pdf").write_text("mine", encoding="utf-8")
    with staging(tmp_path):
        pass
    assert content(tmp_path) == {**whole("old"), "b.pdf": "mine", "built.pdf": "new"}


@pytest.mark.parametrize(
    ("when", "problem", "left"), [("before", OSError("read-only"), "old"), ("after", KeyboardInterrupt(), "new")]
)
def test_failure_at_the_last_step_leaves_all_or_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str, problem: BaseException, left: str
) -> None:
    """Whoever is told that nothing was changed finds the old files; with the note struck out, the new ones stand."""
    build(tmp_path, "old")
    unlink = Path.unlink

    def failing(path: Path) -> None:
        if when == "after":
            unlink(path)
        raise problem

    monkeypatch.setattr(Path, "unlink", failing)
    with pytest.raises(type(problem)):
        build(tmp_path, "new")
    monkeypatch.undo()
    assert {path: text for path, text in content(tmp_path).items() if ".quizgen" not in path} == whole(left)
    with staging(tmp_path):
        pass
    assert content(tmp_path) == whole(left)


def test_what_cannot_be_put_back_is_kept_for_the_next_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk fails twice, the user must learn that something was changed, and where the old files are."""
    build(tmp_path, "old")
    replace = publishing._replace

    def failing_last(folder: Path, out: Path, name: str) -> None:
        replace(folder, out, name)
        if name == "site":
            raise OSError("first")

    def failing(folder: Path, out: Path, moved: dict[str, int]) -> None:
        raise OSError(f"second, with {len(moved)} in {folder.name} of {out.name}")

    monkeypatch.setattr(publishing, "_replace", failing_last)
    monkeypatch.setattr(publishing, "_put_back", failing)
    with pytest.raises(HalfPublished, match=r"\(first\).*\(second") as told:
        build(tmp_path, "new")
    monkeypatch.undo()
    assert content(told.value.folder / "old") == whole("old")
    with staging(tmp_path):
        pass
    assert content(tmp_path) == whole("old")


_KILLED = """
import os, signal, sys
from pathlib import Path
from quizgen.system import publish as publishing
from tests.system.builds import build

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


@pytest.mark.slow
@pytest.mark.parametrize("countdown", range(14))
def test_kill_at_any_moment_loses_nothing(tmp_path: Path, countdown: int) -> None:
    """Killed before any one of its steps, a build leaves the old output, and the next one finds all of it whole."""
    build(tmp_path, "old")
    command = [sys.executable, "-c", _KILLED, str(tmp_path), str(countdown)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
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
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert done.stdout == "done\n", (done.returncode, done.stderr)
    assert content(tmp_path) == whole("new")


def test_undoing_may_itself_be_cut_short(tmp_path: Path) -> None:
    """Whoever loses patience kills twice."""
    build(tmp_path, "old")
    with pytest.raises(KeyboardInterrupt):
        build_and_fail(tmp_path, KeyboardInterrupt(), "a.apkg", "site")
    (work,) = tmp_path.glob(".quizgen*")
    (tmp_path / "a.apkg").rename(work / "new" / "a.apkg")  # the first step of undoing, and then the kill
    for _ in range(2):
        with staging(tmp_path):
            assert {name: text for name, text in content(tmp_path).items() if ".quizgen" not in name} == whole("old")


def test_interrupt_as_the_folder_is_made_leaves_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the wrong moment leaves a folder in the output that nobody knows."""
    build(tmp_path, "old")
    make_folder = tempfile.mkdtemp

    def interrupted(prefix: str, dir: Path) -> str:  # noqa: A002 - as it is called
        made = make_folder(prefix=prefix, dir=dir)
        signal.raise_signal(signal.SIGINT)
        return made

    monkeypatch.setattr(tempfile, "mkdtemp", interrupted)
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background it would be ignored
    try:
        with pytest.raises(KeyboardInterrupt):
            build(tmp_path, "new")
    finally:
        signal.signal(signal.SIGINT, heard)
    assert content(tmp_path) == whole("old")
    assert list(tmp_path.glob(".quizgen*")) == []
