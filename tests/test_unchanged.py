"""What a check told is told again of content that has not changed: of nothing else, and in the same words."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from quizgen import compiler, unchanged
from quizgen.compiler import Silent
from quizgen.unchanged import Memory, Told
from tests.small import write

POINT = "points: [{text: That., always: leaders() == 1}]"
STEM = "stem: 'What? ![a dot](dot.png)'"
ITEM = f"items: [{{id: one, kind: recall, concept: thing, scenario: elected, {STEM}, {POINT}}}]\n"


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a sound lesson with a picture and neighbours, in a repository, with a cache of its own."""
    monkeypatch.setenv("QUIZGEN_CACHE", "on")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    project = tmp_path / "project"
    (project / ".git").mkdir(parents=True)
    folder = project / "content"
    (folder / "sub").mkdir(parents=True)
    monkeypatch.chdir(project)
    _picture(folder / "dot.png")
    write(folder, ITEM)
    other = ITEM.replace("dot.png", "sub/dot.png").replace("id: one", "id: two").replace("thing", "fact")
    write(
        folder / "sub", f"concepts: [{{id: fact, name: Fact, definition: A fact., cite: paper §1}}]\n{other}", "other"
    )
    _picture(folder / "sub" / "dot.png")
    return folder


def _picture(file: Path) -> None:
    Image.new("RGB", (2, 2)).save(file)


def _told(path: Path) -> Told:
    return compiler.told(path, Silent(), Memory(path))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a word of a lesson": lambda content: write(content, ITEM.replace("That.", "This.")),
    "another lesson": lambda content: write(content, "items: []\n", "third"),
    "a lesson that is gone": lambda content: (content / "sub" / "other.yaml").unlink(),
    "a lesson's name": lambda content: (content / "sub" / "other.yaml").rename(content / "sub" / "third.yaml"),
    "a picture that is gone": lambda content: (content / "dot.png").unlink(),
    "a picture that is damaged": lambda content: (content / "dot.png").write_bytes(b"\x89PNG\r\n\x1a\n"),
    "a picture that leads out": lambda content: _linked(content / "dot.png", content.parent / "dot.png"),
    "settings beside it": lambda content: (content / "quizgen.toml").write_text("[check]\nunread = 'error'\n"),
    "settings above it": lambda content: (content.parent / "quizgen.toml").write_text("[check]\nunread = 'error'\n"),
    "what was read": lambda content: (content.parent / "quizgen.review").write_text("nonsense\n"),
    "no repository": lambda content: (content.parent / ".git").rmdir(),
    "a folder that cannot be read": lambda content: (content / "sub").rename(content / ".sub"),
}


def _linked(file: Path, target: Path) -> None:
    file.rename(target)
    file.symlink_to(target)


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changed_is_checked_again(content: Path, change: str) -> None:
    """A deck that is wrong by now is told to be sound."""
    told = _told(content)
    assert told.sound
    assert Memory(content).told() == told
    CHANGES[change](content)
    assert Memory(content).told() is None


def test_other_questions_have_other_answers(content: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With --strict, from another folder, of one file or with other libraries: each has places and words of its own."""
    _told(content)
    assert Memory(content, "error").told() is None
    assert Memory(content / "small.yaml").told() is None
    assert Memory(content.absolute()).told() is None or content.is_absolute()
    with monkeypatch.context() as moved:
        moved.chdir(tmp_path)
        assert Memory(content).told() is None
    (tmp_path / "site" / "pydantic-99.dist-info").mkdir(parents=True)
    with monkeypatch.context() as installed:
        installed.syspath_prepend(tmp_path / "site")
        assert Memory(content).told() is None
    assert Memory(content).told() is not None


def test_nothing_is_kept_of_what_changed_meanwhile_is_wrong_or_cannot_be_looked_at(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was saved while it was checked is told to be what it was before; mistakes stay when they are mended."""
    memory = Memory(content)
    told = compiler.check(content, Silent()).told
    write(content, ITEM.replace("That.", "This."))
    memory.keep(told)
    write(content, ITEM)
    assert Memory(content).told() is None
    write(content, ITEM.replace("== 1", "== 0"))
    assert not _told(content).sound
    assert Memory(content).told() is None
    write(content, ITEM)
    monkeypatch.setattr(unchanged, "MAX_FILES", 3)
    assert _told(content).sound
    assert Memory(content).told() is None


def test_pictures_in_hidden_folders_are_looked_at_each_time(content: Path) -> None:
    """Nobody looks into hidden folders for what has changed: a picture there could go, and nobody would notice."""
    (content / ".hidden").mkdir()
    _picture(content / ".hidden" / "dot.png")
    (content / "shown").symlink_to(content / ".hidden")
    for path in (".hidden/dot.png", "shown/dot.png"):
        write(content, ITEM.replace("(dot.png)", f"({path})"))
        assert _told(content).sound
        assert Memory(content).told() is None


@pytest.mark.parametrize(
    "record", [b"", b"[]", b"[[], {}]", b'[[["a", "error"]], {}, {}]', b'[[[1, "x", [], 2, 3]], {}, {}]']
)
def test_damaged_record_is_none(content: Path, record: bytes) -> None:
    """What lies in the cache is never trusted, and never an error."""
    memory = Memory(content)
    assert memory._store is not None
    assert memory._key is not None
    memory._store.put({memory._key: record})
    assert memory.told() is None


def test_second_check_says_the_same_and_loads_nothing_that_takes_long(content: Path) -> None:
    """Whoever checks again waits again; or is told something else."""
    Image.new("RGB", (2, 2)).save(content / "dot.png", format="JPEG")  # a warning is told again, too
    program = (
        "import sys, atexit; from quizgen.__main__ import main\n"
        "slow = ('yaml', 'cel_expr_python', 'genanki', 'jinja2')\n"
        "atexit.register(lambda: print([name for name in slow if name in sys.modules], file=sys.stderr))\n"
        "main()"
    )
    command = [sys.executable, "-c", program, "check", os.fspath(content), "--format"]
    for style in ("json", "github"):
        first, second = (
            subprocess.run([*command, style], capture_output=True, text=True, check=True) for _ in range(2)
        )
        assert first.stdout == second.stdout
        assert "whatever its name says" in first.stdout
        assert second.stderr.splitlines()[-1] == "[]"


def test_check_loads_nothing_that_writes_decks() -> None:
    """Every check of what was changed waits for what only a build needs."""
    program = "import quizgen.compiler, sys; print([n for n in ('genanki', 'weasyprint', 'sympy') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
