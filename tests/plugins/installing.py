"""Distributions as pip leaves them behind, made in a folder of a test's own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

TOY_FILES = {
    "quizgen_toy/__init__.py": '"""A counter."""\n',
    "quizgen_toy/counting.py": "from tests.crosscheck.toy import TOY\n",
}
"""The files of a distribution that offers the toy simulator; it is at `TOY_PLACE`."""

TOY_PLACE = "quizgen_toy.counting:TOY"


def install(folder: Path, name: str, points: Mapping[str, Mapping[str, str]], files: Mapping[str, str]) -> Path:
    """Install version 0.1 of a distribution.

    Args:
        folder: where; it has to be on the path.
        name: of the distribution.
        points: group -> name -> where it is.
        files: path -> text.
    """
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    about = folder / f"{name.replace('-', '_')}-0.1.dist-info"
    about.mkdir(exist_ok=True)
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.1\n")
    lines = [line for group, own in points.items() for line in (f"[quizgen.{group}]", *_points(own))]
    (about / "entry_points.txt").write_text("\n".join(lines) + "\n")
    (about / "RECORD").write_text("".join(f"{path},,\n" for path in files))
    return about


def _points(own: Mapping[str, str]) -> list[str]:
    return [f"{name} = {place}" for name, place in own.items()]
