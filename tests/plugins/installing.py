"""Distributions as pip leaves them behind, made in a folder of a test's own; and those that docs/plugins.md makes."""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from typer.testing import CliRunner

from quizgen.cli import app
from tests.docs.pages import read

TOY_FILES = {
    "quizgen_toy/__init__.py": '"""A counter."""\n',
    "quizgen_toy/counting.py": "from tests.crosscheck.toy import TOY\n",
}
"""The files of a distribution that offers the toy simulator; it is at `TOY_PLACE`."""

TOY_PLACE = "quizgen_toy.counting:TOY"


def install(
    folder: Path, name: str, points: Mapping[str, Mapping[str, str]], files: Mapping[str, str], version: str = "0.1"
) -> None:
    """Install a distribution.

    Args:
        folder: where; it has to be on the path.
        name: of the distribution.
        points: group -> name -> where it is.
        files: path -> text.
        version: of the distribution; another one that is installed there is gone afterwards.
    """
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    for other in folder.glob(f"{name.replace('-', '_')}-*.dist-info"):
        other.rename(other.with_suffix(".gone"))
    about = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    lines = [line for group, own in points.items() for line in (f"[quizgen.{group}]", *_points(own))]
    (about / "entry_points.txt").write_text("\n".join(lines) + "\n")
    importlib.invalidate_caches()
    (about / "RECORD").write_text("".join(f"{path},,\n" for path in files))


def _points(own: Mapping[str, str]) -> list[str]:
    return [f"{name} = {place}" for name, place in own.items()]


def tutorial() -> dict[str, str]:
    """Return the files that docs/plugins.md has its readers write: path -> text."""
    return dict(re.findall(r"^```\w+ ([\w./-]+)\n(.*?)^```$", read("docs/plugins.md"), re.MULTILINE | re.DOTALL))


def install_sorting(folder: Path, version: str = "0.1", changed: Mapping[str, str] = MappingProxyType({})) -> None:
    """Install the package of docs/plugins.md; ``changed`` replaces texts in its files."""
    files = {path: text for path, text in tutorial().items() if path.startswith("quizgen_sorting/")}
    for old, new in changed.items():
        assert any(old in text for text in files.values())
        files = {path: text.replace(old, new) for path, text in files.items()}
    points = {
        "simulators": {"bubblesort": "quizgen_sorting.simulator:SIMULATOR"},
        "exporters": {"flashcards": "quizgen_sorting.flashcards:EXPORTER"},
    }
    install(folder, "quizgen-sorting", points, files, version)


LESSON = """\
items:
  - id: how-many
    kind: numeric
    concept: thing
    stem: How many swaps?
    scenario: {simulator: bubblesort, values: [3, 1, 2]}
    answer: {value: 2, measure: swaps()}
  - id: what-happens
    kind: multiple_choice
    concept: thing
    stem: What stands there at the end?
    scenario: {simulator: bubblesort, values: [3, 2, 1]}
    options:
      - {text: 1 2 3, key: true, always: "final() == [1, 2, 3]"}
      - {text: 2 1 3, always: "final() == [2, 1, 3]", misconception: one-pass}
"""
"""Items on the simulator of docs/plugins.md, for `tests.small.write`."""


def run(*command: str, exit_code: int = 0) -> str:
    """Run a command and return what it says."""
    result = CliRunner().invoke(app, list(command))
    assert result.exit_code == exit_code, result.output
    return result.output
