"""Publishing: all of a build's files come into place, or none; whatever kills it, nothing is lost."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from quizgen.system import publish as publishing
from quizgen.system.publish import MARKER, HalfPublished, InTheWay, publish, replace_file, staging
from tests.patience import HANGING, wait_until


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
    """Return what a folder holds, but for quizgen's marks: path -> text."""
    files = [path for path in sorted(out.rglob("*")) if path.is_file() and path.name != MARKER]
    return {path.relative_to(out).as_posix(): path.read_text(encoding="utf-8") for path in files}


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
            moved = {path.name: path.lstat().st_ino for path in folder.iterdir()}
            publishing._write_note(folder.parent, moved)
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


def _foreign(out: Path) -> None:
    (out / "site" / "mine").mkdir(parents=True)
    (out / "site" / "mine" / "thesis.txt").write_text("mine", encoding="utf-8")


def _foreign_with_a_mark_of_its_own(out: Path) -> None:
    _foreign(out)
    (out / "site" / MARKER).write_text("settings of mine", encoding="utf-8")


def _foreign_with_a_link_for_a_mark(out: Path) -> None:
    _foreign(out)
    build(out / "other", "old")
    (out / "site" / MARKER).symlink_to(out / "other" / "site" / MARKER)


@pytest.mark.parametrize(
    ("prepare", "name", "message"),
    [
        (_foreign, "site", "a folder that quizgen did not write"),
        (_foreign_with_a_mark_of_its_own, "site", "a folder that quizgen did not write"),
        (_foreign_with_a_link_for_a_mark, "site", "a folder that quizgen did not write"),
        (lambda out: (out / "b.pdf").mkdir(), "b.pdf", "a file belongs here, but this is a folder"),
        (lambda out: (out / "site").touch(), "site", "a folder belongs here, but this is a file"),
    ],
)
def test_what_quizgen_did_not_write_is_not_replaced(
    tmp_path: Path, prepare: Callable[[Path], None], name: str, message: str
) -> None:
    """A folder of the user's that happens to be called like an output would be gone, with all that is in it."""
    prepare(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(InTheWay, match=message) as refused:
        build(tmp_path, "new")
    assert refused.value.path == tmp_path / name
    assert sorted(tmp_path.rglob("*")) == before


def test_empty_folder_is_replaced(tmp_path: Path) -> None:
    """There is nothing in it to lose, and a stop would only annoy."""
    (tmp_path / "site").mkdir()
    build(tmp_path, "new")
    assert content(tmp_path) == whole("new")


@pytest.mark.parametrize("source", ["site", "site/index.html", "a.apkg", "link", "link/index.html"])
def test_what_is_built_from_is_not_replaced(tmp_path: Path, source: str) -> None:
    """Content that lies where an output belongs, even in a folder of quizgen's, must survive its own build."""
    build(tmp_path, "old")
    (tmp_path / "link").symlink_to("site")
    with pytest.raises(InTheWay, match="content that is being built"), staging(tmp_path) as folder:
        publish(make(folder, "new"), tmp_path, [tmp_path / source])
    (tmp_path / "link").unlink()
    assert content(tmp_path) == whole("old")


def test_link_on_the_way_to_the_content_is_not_replaced(tmp_path: Path) -> None:
    """Whoever keeps the content elsewhere reaches it by a link; without the link the next build finds nothing."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site").symlink_to("elsewhere")
    with pytest.raises(InTheWay, match="content that is being built"), staging(tmp_path) as folder:
        publish(make(folder, "new"), tmp_path, [tmp_path / "site"])
    assert (tmp_path / "site").is_symlink()


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
        _build_and_fail(tmp_path, KeyboardInterrupt(), "a.apkg", "b.pdf", "site")
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
from tests.system.test_publish import build

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
        _build_and_fail(tmp_path, KeyboardInterrupt(), "a.apkg", "site")
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
        builder.join(HANGING)
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
    build(tmp_path / "out", "old")
    reader = os.fork()
    if reader == 0:
        whole_each_time = False
        try:
            (tmp_path / "reading").touch()
            while not (tmp_path / "built").exists():
                assert (tmp_path / "out" / "a.apkg").read_text(encoding="utf-8") in ("old", "new")
            whole_each_time = True
        finally:
            os._exit(not whole_each_time)
    wait_until((tmp_path / "reading").exists)
    for _ in range(200):
        build(tmp_path / "out", "new")
    (tmp_path / "built").touch()
    assert os.waitpid(reader, 0)[1] == 0


def test_file_that_cannot_be_replaced_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full fills up with halves of files; or the file of before is lost."""
    file = tmp_path / "file"
    file.write_bytes(b"before")

    def refuse(*_: object) -> Path:
        raise OSError("no room")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="no room"):
        replace_file(file, b"after")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("file", b"before")]
