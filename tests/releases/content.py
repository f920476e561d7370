"""A lesson in its first release, and the ways in which an author changes it."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

LESSON = """\
format: lesson/1
id: traffic
title: Traffic lights
subject: driving
level: junior
license: CC0-1.0
released: 2026-01-31
sources: {code: {title: The highway code}}
summary: [{text: Red means stop., cite: code §1}]
concepts:
  - {id: signal, name: Signal, definition: A lamp that tells drivers what to do., cite: code §1}
  - {id: crossing, name: Crossing, definition: Where two roads meet., cite: code §2, requires: [signal]}
items:
  - id: what-red-means
    kind: multiple_choice
    concept: signal
    stem: What does red maen?
    options:
      - {text: Stop., key: true, cite: code §1}
      - {text: Go., rationale: That is green., cite: code §1}
      - {text: Turn., rationale: No colour says so., cite: code §1}
  - id: which-colours
    kind: multiple_response
    concept: signal
    stem: Which colours are there?
    options:
      - {text: Red., key: true, cite: code §1}
      - {text: Green., key: true, cite: code §1}
      - {text: Blue., rationale: It is for the police., cite: code §1}
  - id: gaps
    kind: cloze
    concept: signal
    text: Before [[green]] comes [[amber]].
    blanks: {green: {answer: green, cite: code §1}, amber: {answer: amber, cite: code §1}}
  - id: why-amber
    kind: recall
    concept: signal
    stem: What is amber for?
    points: [{text: It leaves time to brake., cite: code §1}]
  - id: the-picture
    kind: multiple_choice
    concept: crossing
    stem: "Who goes first? ![two cars](cars.png)"
    options:
      - {text: The left car., key: true, cite: code §2}
      - {text: The right car., rationale: It waits., cite: code §2}
  - id: in-order
    kind: ordering
    concept: crossing
    stem: What do you do first?
    steps: [{text: Look., cite: code §2}, {text: Signal., cite: code §2}, {text: Turn., cite: code §2}]
  - id: pairs
    kind: matching
    concept: crossing
    stem: What belongs together?
    pairs: [{left: red, right: stop, cite: code §1}, {left: green, right: go, cite: code §1}]
  - id: speed
    kind: numeric
    concept: crossing
    for_each: {zone: [10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120]}
    stem: How fast may you be in a zone of {{ zone }}?
    answer: {value: "{{ zone }}", unit: km/h, cite: code §3}
"""


@dataclass(frozen=True)
class Project:
    """A folder of content and the templates that decks are made with."""

    content: Path
    templates: Path

    @property
    def lesson(self) -> Path:
        """The lesson's file."""
        return self.content / "traffic.yaml"

    def replace(self, old: str, new: str) -> None:
        """Put one text in the lesson in the place of another."""
        text = self.lesson.read_text(encoding="utf-8")
        assert text.count(old) == 1, old
        self.lesson.write_text(text.replace(old, new), encoding="utf-8")


def picture(shade: int) -> bytes:
    """Return a PNG of one grey pixel."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    data = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes([0, shade]))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + data


def write(content: Path) -> None:
    """Write the first release."""
    content.mkdir(parents=True)
    (content / "traffic.yaml").write_text(LESSON, encoding="utf-8")
    (content / "cars.png").write_bytes(picture(20))


def replacing(old: str, new: str) -> Callable[[Project], None]:
    """Return a change of one text."""
    return lambda project: project.replace(old, new)


def _moved_key(project: Project) -> None:
    project.replace("{text: Stop., key: true, cite", "{text: Stop., rationale: No longer., cite")
    project.replace("{text: Go., rationale: That is green., cite", "{text: Go., key: true, cite")


def _without(start: str, end: str) -> Callable[[Project], None]:
    def cut(project: Project) -> None:
        text = project.lesson.read_text(encoding="utf-8")
        before, after = text.index(start), text.index(end)
        project.lesson.write_text(text[:before] + text[after:], encoding="utf-8")

    return cut


def _reordered(project: Project) -> None:
    text = project.lesson.read_text(encoding="utf-8")
    first, second = text.index("  - id: what-red-means"), text.index("  - id: which-colours")
    third = text.index("  - id: gaps")
    moved = text[:first] + text[second:third] + text[first:second] + text[third:]
    project.lesson.write_text(moved, encoding="utf-8")


def _changed_template(name: str, more: str) -> Callable[[Project], None]:
    def change(project: Project) -> None:
        file = project.templates / "anki" / name
        file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")

    return change


NEW_ITEM = """\
  - id: what-green-means
    kind: numeric
    concept: signal
    stem: How many lamps are there?
    answer: {value: 3, unit: lamps, cite: code §1}
"""


def _changed_picture(project: Project) -> None:
    (project.content / "cars.png").write_bytes(picture(200))


CHANGES: Mapping[str, Callable[[Project], None]] = {
    "nothing": lambda _: None,
    "typing error in a stem": replacing("maen", "mean"),
    "key moved": _moved_key,
    "option added": replacing(
        "      - {text: Turn.,", "      - {text: Wait., rationale: No., cite: code §1}\n      - {text: Turn.,"
    ),
    "rationale reworded": replacing("That is green.", "Green says so."),
    "key point of a free answer changed": replacing(
        "{text: It leaves time to brake.", "{text: It leaves time to leave the crossing."
    ),
    "item added": replacing("  - id: which-colours\n", NEW_ITEM + "  - id: which-colours\n"),
    "item removed": _without("  - id: what-red-means", "  - id: which-colours"),
    "cloze removed": _without("  - id: gaps", "  - id: why-amber"),
    "gap added to a cloze": replacing(
        "comes [[amber]].\n    blanks: {",
        "comes [[amber]], never [[red]].\n    blanks: {red: {answer: red, cite: code §1}, ",
    ),
    "gap taken out of a cloze": replacing(
        "comes [[amber]].\n    blanks: {green: {answer: green, cite: code §1}, amber: {answer: amber, cite: code §1}}",
        "comes amber.\n    blanks: {green: {answer: green, cite: code §1}}",
    ),
    "items in another order": _reordered,
    "lesson renamed": replacing("title: Traffic lights", "title: Lamps at a crossing"),
    "source renamed": replacing("{code: {title: The highway code}}", "{code: {title: The road code}}"),
    "picture changed": _changed_picture,
    "style sheet changed": _changed_template("card.css", "\n.qz { border: 0 }\n"),
    "one kind's template changed": _changed_template("numeric.back.html", "<hr>\n"),
}
"""What an author does -> how."""
