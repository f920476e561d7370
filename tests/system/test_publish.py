"""Publishing: all of a build's files come into place, or none; whatever kills it, nothing is lost."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from quizgen.system import publish as publishing
from quizgen.system.publish import MARKER, InTheWay, publish, replace_file, staging
from tests.patience import HANGING, wait_until
from tests.system.builds import build, build_and_fail, content, make, whole


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
        build_and_fail(tmp_path, OSError("full"))
    assert content(tmp_path) == whole("old")


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
