"""``quizgen.review`` as a file: found, read whatever lies there, never half written, and merged by git."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from quizgen.review import NAME, Unwritable, read_review, sign
from quizgen.review.files import MAX_BYTES, UNION
from quizgen.review.signatures import Key, to_text

DAY = "2026-11-29"


def key(number: int, owner: str = "one") -> Key:
    return owner, "options", f"{number:032x}"


def test_it_stands_beside_the_content_or_above_it(tmp_path: Path) -> None:
    """What was read is found for the folder, and is unread for a lesson of it."""
    (tmp_path / ".git").mkdir()
    lesson = tmp_path / "content" / "a.yaml"
    lesson.parent.mkdir()
    lesson.touch()
    assert not read_review(lesson).is_kept
    assert read_review(lesson).file == lesson.parent / NAME
    (tmp_path / NAME).write_text(to_text({key(1): DAY}))
    assert read_review(lesson).signatures == read_review(lesson.parent).signatures == {key(1): DAY}


def test_it_is_begun_beside_the_lockfile(tmp_path: Path) -> None:
    """What was read of one lesson is kept in a file that nobody finds who checks the whole folder."""
    (tmp_path / ".git").mkdir()
    lesson = tmp_path / "content" / "raft" / "a.yaml"
    lesson.parent.mkdir(parents=True)
    lesson.touch()
    (tmp_path / "content" / "quizgen.lock").touch()
    sign(lesson, key(1), DAY)
    assert (tmp_path / "content" / NAME).exists()
    assert read_review(tmp_path / "content").signatures == read_review(lesson).signatures == {key(1): DAY}


def test_signatures_are_added_to_what_stands_there_by_now(tmp_path: Path) -> None:
    """Of two people who read at once, one loses an afternoon's work."""
    for number in (3, 1, 2):
        sign(tmp_path, key(number), DAY)
    sign(tmp_path, key(4), DAY, gone=[key(2)])
    assert list(read_review(tmp_path).signatures) == [key(1), key(3), key(4)]
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def _fifo(file: Path) -> None:
    os.mkfifo(file)


HOSTILE: dict[str, Callable[[Path], object]] = {
    "this is no regular file": _fifo,
    "larger than 16 MiB": lambda file: file.write_bytes(b"x" * (MAX_BYTES + 1)),
    "this is a link that leads out": lambda file: file.symlink_to("/dev/zero"),
    "the file is not UTF-8": lambda file: file.write_bytes(b"quizgen.review 1\nab\xff\n"),
    "the first line is not": lambda file: file.write_text("{}"),
}


@pytest.mark.parametrize("told", HOSTILE)
def test_whatever_lies_there_is_told_and_kept(tmp_path: Path, told: str) -> None:
    """A stranger's repository hangs the build, or a damaged file is overwritten with one line."""
    HOSTILE[told](tmp_path / NAME)
    (found,) = read_review(tmp_path).diagnostics
    assert (found.code, told in found.message) == ("review-damaged", True)
    if told == "the file is not UTF-8":
        assert (found.span.line, found.span.column) == (2, 3)
    before = os.lstat(tmp_path / NAME)
    with pytest.raises(Unwritable, match=told):
        sign(tmp_path, key(1), DAY)
    assert os.lstat(tmp_path / NAME) == before


def test_what_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody goes on reading, and nothing of it is kept."""
    sign(tmp_path, key(1), DAY)
    monkeypatch.setattr("quizgen.system.publish.os.urandom", lambda _: b"/\x00")
    monkeypatch.setattr(Path, "replace", _full)
    with pytest.raises(Unwritable, match="No space left on device"):
        sign(tmp_path, key(2), DAY)
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
    assert list(read_review(tmp_path).signatures) == [key(1)]


def _full(_one: Path, _other: Path) -> None:
    raise OSError(28, "No space left on device")


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "readme").write_text("x")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")
    return tmp_path


def _branches(repository: Path, one: list[Key], other: list[Key]) -> None:
    git(repository, "branch", "other")
    for branch, keys in (("main", one), ("other", other)):
        git(repository, "checkout", "-q", branch)
        for each in keys:
            sign(repository, each, DAY)
        git(repository, "add", ".")
        git(repository, "commit", "-q", "-m", branch)
    git(repository, "checkout", "-q", "main")
    git(repository, "merge", "-q", "-m", "merge", "other")


@pytest.mark.parametrize("begun", [True, False], ids=["a file that was there", "a file that both begin"])
def test_git_merges_what_two_branches_accept(repository: Path, begun: bool) -> None:  # noqa: FBT001
    """Two authors who read a lesson together resolve conflicts by hand, or lose what one of them has read."""
    before = [key(10), key(50)] if begun else []
    for each in before:
        sign(repository, each, DAY)
    git(repository, "add", ".")
    git(repository, "commit", "-q", "--allow-empty", "-m", "before")
    one, other = [key(20), key(22), key(60)], [key(21), key(23), key(5)]
    _branches(repository, one, other)
    review = read_review(repository)
    assert review.diagnostics == ()
    assert set(review.signatures) == {*before, *one, *other}
    sign(repository, key(99), DAY)
    assert review.file.read_text() == to_text(read_review(repository).signatures)


def test_git_is_told_once_and_beside_what_it_was_told(repository: Path) -> None:
    """An author's own attributes are overwritten, or grow by a line with each statement."""
    attributes = repository / ".gitattributes"
    attributes.write_text("*.png binary")
    assert [sign(repository, key(number), DAY) for number in range(3)] == [True, False, False]
    assert attributes.read_text() == f"*.png binary\n{UNION}"


def test_nothing_but_the_file_is_written_outside_of_repositories(tmp_path: Path) -> None:
    """A folder of lessons is strewn with files of a program that is not used there."""
    assert not sign(tmp_path, key(1), DAY)
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
