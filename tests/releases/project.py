"""What an author has: a folder of content with its lockfile and decks, and the templates that decks are made with."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

CONTENT = Path(__file__).parent / "last" / "content"
"""Two lessons with each kind of question. The decks and the lockfile beside them were made of them by the code of the
commit a113fbd, the last one before this version."""
BUILT = int(datetime(2026, 11, 23, 14, tzinfo=UTC).timestamp())
"""When those decks were built, in seconds since 1970."""


@dataclass(frozen=True)
class Project:
    """A folder of content and the templates that decks are made with."""

    folder: Path

    @property
    def content(self) -> Path:
        """The folder of content."""
        return self.folder / "content"

    @property
    def templates(self) -> Path:
        """The folder of templates; decks are made with those in ``anki`` below it."""
        return self.folder / "templates"

    @property
    def out(self) -> Path:
        """The folder of decks."""
        return self.folder / "out"

    @property
    def lock(self) -> Path:
        """The lockfile."""
        return self.content / "quizgen.lock"

    def lesson(self, name: str) -> Path:
        """Return a lesson's file."""
        return self.content / f"{name}.yaml"

    def restore(self) -> None:
        """Bring the lessons back as they first were."""
        for file in CONTENT.glob("*.yaml"):
            self.write(file.name, file.read_text(encoding="utf-8"))

    def write(self, name: str, text: str) -> None:
        """Write a file of content."""
        (self.content / name).write_text(text, encoding="utf-8")

    def rename(self, old: str, new: str) -> None:
        """Give a file of content another name."""
        (self.content / old).rename(self.content / new)

    def draw(self, name: str, shade: int) -> None:
        """Make a picture of another shade."""
        (self.content / name).write_bytes(picture(shade))

    def replace(self, old: str, new: str, lesson: str = "traffic") -> None:
        """Put one text in a lesson in the place of another."""
        replace_in(self.lesson(lesson), old, new)


Change = Callable[[Project], None]
"""What an author does between two releases."""


def replace_in(file: Path, old: str, new: str) -> None:
    """Put one text in a file in the place of another."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    file.write_text(text.replace(old, new), encoding="utf-8")


def replacing(*pairs: tuple[str, str], lesson: str = "traffic") -> Change:
    """Return a change of some texts."""

    def change(project: Project) -> None:
        for old, new in pairs:
            project.replace(old, new, lesson)

    return change


def all_of(*changes: Change) -> Change:
    """Return a change that is several."""

    def change(project: Project) -> None:
        for each in changes:
            each(project)

    return change


def item(text: str, name: str) -> tuple[str, str, str]:
    """Return a lesson's text before an item, the item, and the text behind it."""
    start = text.index(f"  - id: {name}\n")
    end = text.find("\n  - id: ", start) + 1 or len(text)
    return text[:start], text[start:end], text[end:]


def without(name: str, lesson: str = "traffic") -> Change:
    """Return a change that takes an item out."""

    def change(project: Project) -> None:
        before, _, after = item(project.lesson(lesson).read_text(encoding="utf-8"), name)
        project.lesson(lesson).write_text(before + after, encoding="utf-8")

    return change


def adding(more: str, lesson: str = "traffic", before: str = "") -> Change:
    """Return a change that adds items, before another one or at the end."""

    def change(project: Project) -> None:
        file = project.lesson(lesson)
        text = file.read_text(encoding="utf-8")
        place = text.index(f"  - id: {before}\n") if before else len(text)
        file.write_text(text[:place] + more + text[place:], encoding="utf-8")

    return change


def picture(shade: int) -> bytes:
    """Return a PNG of one grey pixel."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    data = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes([0, shade]))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + data
