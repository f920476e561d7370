"""The lockfile of a build: found, believed or not, written with the outputs or not at all."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from quizgen.decks.lock import NAME, LockProblem, Stamping, lock_file, stamp, unstamped
from quizgen.decks.lock import files as module
from quizgen.diagnostics import Diagnostic
from quizgen.kinds.cloze.body import Cloze
from quizgen.settings import read_settings
from quizgen.system import resources
from tests.exporters.samples import numeric, sample_lesson

LESSON = sample_lesson()
NOW = 1_800_000_000.0


def clock() -> float:
    """Return always the same time."""
    return NOW


def stamped(folder: Path, *, locked: bool = False, lesson: object = LESSON) -> Stamping:
    """Stamp a lesson of the folder."""
    return stamp(folder, [lesson], clock, locked=locked)  # type: ignore[list-item]


def written(folder: Path) -> Stamping:
    """Stamp a lesson of the folder, and write the lockfile."""
    made = stamped(folder)
    with made.kept():
        pass
    return made


def problem(wrong: Callable[[], object]) -> Diagnostic:
    """Return what is wrong."""
    with pytest.raises(LockProblem) as raised:
        wrong()
    (diagnostic,) = raised.value.diagnostics
    return diagnostic


def test_first_build_writes_the_file_and_the_next_leaves_it(tmp_path: Path) -> None:
    """An author would have to start a file by hand, or find it changed after each build."""
    first = written(tmp_path)
    text = (tmp_path / NAME).read_bytes()
    assert first.after == text
    again = stamped(tmp_path, locked=True)
    assert (again.before, again.after, again.lessons) == (text, None, first.lessons)
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_file_is_put_back_if_the_outputs_cannot_be_moved(tmp_path: Path) -> None:
    """The file would tell of a release that never was."""

    def failing(stamping: Stamping) -> None:
        with stamping.kept():
            assert (tmp_path / NAME).read_bytes() == stamping.after
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        failing(stamped(tmp_path))
    assert list(tmp_path.iterdir()) == []
    written(tmp_path)
    before = (tmp_path / NAME).read_bytes()
    with pytest.raises(OSError, match="No space"):
        failing(stamped(tmp_path, lesson=replace(LESSON, license="MIT", cards=LESSON.cards[:3])))
    assert (tmp_path / NAME).read_bytes() == before


def test_locked_names_what_would_change(tmp_path: Path) -> None:
    """In CI, an author would learn that something is stale, and not what."""
    written(tmp_path)
    before = (tmp_path / NAME).read_bytes()
    cards = (replace(numeric(), id="added"), *(replace(card, evidence="x") for card in LESSON.cards[1:]))
    found = problem(lambda: stamped(tmp_path, locked=True, lesson=replace(LESSON, cards=cards)))
    assert (found.code, found.span.file) == ("lock-stale", (tmp_path / NAME).as_posix())
    assert found.message == (
        "the file would change: new: added; changed: become-candidate, cut-link, long-text, odd-text, older-term "
        "and 4 more; retired: concept.majority"
    )
    assert "without --locked" in found.hint
    assert (tmp_path / NAME).read_bytes() == before


def test_locked_without_a_file_is_stale(tmp_path: Path) -> None:
    """CI would pass although nobody has committed the file."""
    assert problem(lambda: stamped(tmp_path, locked=True)).code == "lock-stale"


def test_damaged_file_stops_the_build(tmp_path: Path) -> None:
    """A file that cannot be read would be taken for none, and all learners would get everything anew."""
    (tmp_path / NAME).write_text("<<<<<<< HEAD\n", encoding="utf-8")
    assert problem(lambda: stamped(tmp_path)).code == "lock-damaged"
    (tmp_path / NAME).write_bytes(b"quizgen.lock 1\n\xff\n")
    found = problem(lambda: stamped(tmp_path))
    assert (found.code, found.span.line, found.message) == ("lock-damaged", 2, "the file is not UTF-8")


def test_huge_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stranger's content would take all memory."""
    monkeypatch.setattr(module, "MAX_BYTES", 2**20)
    (tmp_path / NAME).write_bytes(b"#" * (2**20 + 1))
    assert "larger than 1 MiB" in problem(lambda: stamped(tmp_path)).message


def test_change_of_kind_is_refused(tmp_path: Path) -> None:
    """Anki would call every learner's copy conflicting, and never update it again."""
    written(tmp_path)
    cards = tuple(replace(numeric(), id="cut-link") if card.id == "cut-link" else card for card in LESSON.cards)
    found = problem(lambda: stamped(tmp_path, lesson=replace(LESSON, cards=cards)))
    line = (tmp_path / NAME).read_text(encoding="utf-8").split("\n")[found.span.line - 1]
    assert found.code == "lock-other-kind"
    assert line.startswith("item cut-link ")
    assert "`cut-link` was multiple_choice and is numeric now" in found.message
    assert "another id" in found.hint


def test_file_that_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    """Of two builds at once, one would forget what the other has released."""
    made = stamped(tmp_path)
    (tmp_path / NAME).write_text("other", encoding="utf-8")

    def keep() -> None:
        with made.kept():
            raise AssertionError

    assert problem(keep).code == "lock-changed"
    assert (tmp_path / NAME).read_text(encoding="utf-8") == "other"


def test_folder_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build would end in a traceback when the disk is full."""

    def full(*_: object, **__: object) -> tuple[int, str]:
        raise OSError(28, "No space left on device")

    made = stamped(tmp_path)
    monkeypatch.setattr(Path, "replace", full)

    def keep() -> None:
        with made.kept():
            raise AssertionError

    found = problem(keep)
    assert (found.code, found.message) == ("lock-unwritable", "the file cannot be written: No space left on device")


def test_mode_of_the_file_stays(tmp_path: Path) -> None:
    """A colleague could no longer read the file."""
    written(tmp_path)
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o644
    (tmp_path / NAME).chmod(0o664)
    with stamped(tmp_path, lesson=replace(LESSON, license="MIT", cards=LESSON.cards[:2])).kept():
        pass
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o664


def test_bundled_content_is_built_by_the_file_that_ships(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build would write into the installed package, or give learners other notes than the published deck."""
    first = written(tmp_path)
    before = (tmp_path / NAME).read_bytes()
    monkeypatch.setattr(resources, "is_bundled", lambda _: True)
    same = stamped(tmp_path)
    assert (same.after, same.diagnostics, same.lessons) == (None, (), first.lessons)
    cards = (replace(numeric(), id="added"), *LESSON.cards)
    other = stamped(tmp_path, lesson=replace(LESSON, cards=cards))
    (left,) = other.diagnostics
    assert (left.code, left.severity.value, other.after) == ("lock-left-behind", "warning", None)
    assert "new: added" in left.message
    release, known = other.lessons[0].release, first.lessons[0].release
    assert release
    assert known
    assert {name: found for name, found in release.stamps.items() if name != "added"} == known.stamps
    assert release.stamps["added"].modified == 1_740_787_200
    with other.kept():
        pass
    assert (tmp_path / NAME).read_bytes() == before


def test_folder_without_permission_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Content that is mounted read-only could not be built at all."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    made = stamped(tmp_path)
    assert made.after is None
    assert [diagnostic.code for diagnostic in made.diagnostics] == ["lock-left-behind"]


def test_file_is_looked_for_in_the_folder_and_above_it_in_the_repository(tmp_path: Path) -> None:
    """A build of one lesson would start a second file beside that of the whole."""
    project = tmp_path / "project"
    below = project / "content" / "raft"
    below.mkdir(parents=True)
    (project / ".git").mkdir()
    lesson = below / "lesson.yaml"
    lesson.touch()
    (tmp_path / NAME).touch()
    assert lock_file(lesson) == lock_file(below) == below / NAME
    (project / "content" / NAME).touch()
    assert lock_file(lesson) == lock_file(below) == lock_file(project / "content") == project / "content" / NAME
    (below / NAME).touch()
    assert lock_file(lesson) == below / NAME


def test_file_above_is_not_taken_outside_a_repository(tmp_path: Path) -> None:
    """A lesson in a folder for all sorts of things would be stamped by the file of quite another one."""
    below = tmp_path / "mine"
    below.mkdir()
    (tmp_path / NAME).touch()
    assert lock_file(below) == below / NAME


def test_outputs_without_notes_have_no_file(tmp_path: Path) -> None:
    """A build of the website alone would change a file that only decks need."""
    made = unstamped([LESSON])
    with made.kept():
        pass
    assert (made.lessons, list(tmp_path.iterdir())) == ((LESSON,), [])


def _fifo(file: Path) -> None:
    os.mkfifo(file)


def _sparse(file: Path) -> None:
    with file.open("wb") as stream:
        stream.truncate(2**40)


def _socket(file: Path) -> None:
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(file))


ODD: dict[str, Callable[[Path], None]] = {
    "pipe": _fifo,
    "device": lambda file: file.symlink_to("/dev/zero"),
    "socket": _socket,
    "folder": Path.mkdir,
    "huge": _sparse,
    "dangling": lambda file: file.symlink_to(file.with_name("nothing")),
    "circle": lambda file: file.symlink_to(file),
}


@pytest.mark.parametrize("sort", ODD)
def test_what_is_no_file_is_refused_at_once(sort: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build of a stranger's content would hang, fill the memory, or write through a link."""
    monkeypatch.chdir(tmp_path)
    ODD[sort](Path(NAME))
    assert problem(lambda: stamped(tmp_path)).code == "lock-damaged"
    ODD[sort](Path("quizgen.toml"))
    assert [found.code for found in read_settings(tmp_path)[1]] == ["settings-damaged"]


def test_clock_that_is_not_set_is_refused(tmp_path: Path) -> None:
    """Notes would have ids below zero, which Anki takes for damage."""
    found = problem(lambda: stamp(tmp_path, [LESSON], lambda: 5.0))
    assert (found.code, "1970-01-01" in found.message) == ("lock-clock", True)


def test_cloze_that_cannot_be_numbered_is_told_at_its_line(tmp_path: Path) -> None:
    """An author would get a traceback, or a release that mixes up what learners know."""
    written(tmp_path)
    file = tmp_path / NAME
    old = re.sub(r" gaps=\S+", "", file.read_text(encoding="utf-8"))
    file.write_text(re.sub(r"namespace .*\n", "", old.replace("lock 2", "lock 1")), encoding="utf-8")
    (cloze,) = [card for card in LESSON.cards if card.id == "become-candidate"]
    assert isinstance(cloze.body, Cloze)
    fewer = replace(cloze.body, blanks=cloze.body.blanks[:2])
    cards = tuple(replace(card, body=fewer) if card is cloze else card for card in LESSON.cards)
    less = replace(LESSON, cards=cards)
    found = problem(lambda: stamped(tmp_path, lesson=less))
    assert found.code == "lock-gaps"
    assert file.read_text(encoding="utf-8").split("\n")[found.span.line - 1].startswith("item become-candidate ")
