"""What an author does with whole lessons, the lockfile, and the look of cards."""

from __future__ import annotations

import shutil
from collections.abc import Mapping

from tests.releases.project import Change, Project, all_of, replace_in, replacing, without

_DATE = ("released: 2026-01-31", "released: 2026-03-31")
_TYPING_ERROR = replacing(("maen", "mean"))
_LATER = ("released: 2026-03-31", "released: 2026-05-31")


def _added(project: Project) -> None:
    shutil.copy(project.lesson("parking"), project.lesson("cycling"))
    for old, new in (
        ("id: parking", "id: cycling"),
        ("title: Parking", "title: Cycling"),
        ("id: kerb, name: Kerb", "id: lane, name: Lane"),
        ("may-park", "may-cycle"),
        ("the-sign", "the-lane"),
        ("the-distance", "the-gap"),
        ("the-side", "the-lamp"),
    ):
        replace_in(project.lesson("cycling"), old, new)
    text = project.lesson("cycling").read_text(encoding="utf-8")
    project.lesson("cycling").write_text(text.replace("concept: kerb", "concept: lane"), encoding="utf-8")


def _crlf(project: Project) -> None:
    project.lock.write_bytes(project.lock.read_bytes().replace(b"\n", b"\r\n"))


def _template(name: str, more: str) -> Change:
    def change(project: Project) -> None:
        file = project.templates / "anki" / name
        file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")

    return change


LESSONS: Mapping[str, Change | tuple[Change, ...]] = {
    "lesson renamed": replacing(("title: Traffic lights", "title: Lamps at a crossing")),
    "subject renamed": replacing(("subject: driving", "subject: road-safety")),
    "license changed": replacing(("license: CC0-1.0", "license: CC-BY-4.0")),
    "address changed": replacing(("url: https://example.org/traffic", "url: https://example.com/traffic")),
    "address added": replacing(
        ("level: junior\n", "level: junior\nurl: https://example.org/parking\n"), lesson="parking"
    ),
    "language changed": replacing(("level: junior\n", "level: junior\nlanguage: en-GB\n")),
    "lesson's level changed": replacing(("level: junior", "level: middle")),
    "source renamed": replacing(("{title: The highway code,", "{title: The road code,")),
    "source's address changed": replacing(("https://example.org/code", "https://example.org/highway-code")),
    "source added that nothing cites": replacing(("  book: {", "  more: {title: More}\n  book: {")),
    "summary reworded": replacing(("Red means stop.", "Red always means stop.")),
    "opening added": replacing(("level: junior\n", "level: junior\nopening: You come to a crossing.\n")),
    "`released` raised": replacing(_DATE),
    "edition that a learner skips": (all_of(without("lamps"), replacing(_DATE)), replacing(_LATER)),
    "lesson's file renamed": lambda project: project.rename("traffic.yaml", "lights.yaml"),
    "lesson's id renamed": replacing(("id: traffic\n", "id: lights\n")),
    "lesson added": _added,
    "lesson removed": lambda project: project.lesson("parking").unlink(),
    "curriculum added": lambda project: project.write(
        "curriculum.yaml",
        "format: curriculum/1\ntitle: Driving\nlessons:\n"
        "  - {order: 1, title: Traffic lights, level: junior, family: lights}\n"
        "  - {order: 2, title: Parking, level: junior, family: parking}\n",
    ),
}
"""Heads of lessons, and lessons that come and go."""

LOOKS: Mapping[str, Change] = {
    "style sheet changed": _template("card.css", "\n.qz { border: 0 }\n"),
    "one kind's template changed": _template("numeric.back.html", "<hr>\n"),
    "template and a question changed": all_of(_template("numeric.back.html", "<hr>\n"), _TYPING_ERROR),
}
"""How cards look."""

LOCKFILE: Mapping[str, Change | tuple[Change, ...]] = {
    "nothing, but built again months later": (replacing(), replacing()),
    "lockfile with the line ends of Windows": all_of(_crlf, _TYPING_ERROR),
}
"""What becomes of the lockfile."""
