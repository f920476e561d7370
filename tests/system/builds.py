"""Builds of two files and a folder, whole or cut short. It needs nothing but quizgen, so programs can begin with it."""

from __future__ import annotations

from pathlib import Path

from quizgen.system import publish as publishing
from quizgen.system.publish import MARKER, publish, staging


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


def build_and_fail(out: Path, problem: BaseException, *replaced: str) -> None:
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
