"""The mark ``slow``: what is left without it still guards every package."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import quizgen

ROOT = Path(__file__).parent.parent
MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(quizgen.__path__, "quizgen.")
    if not module.name.endswith("__main__")  # which runs the program
)


@pytest.mark.parametrize("name", MODULES)
def test_every_module_can_be_imported(name: str) -> None:
    """A module that is broken outright is noticed in the evening, by the slow tests, or by a user."""
    assert importlib.import_module(name).__doc__


@pytest.fixture(scope="module")
def quick() -> list[Path]:
    """The files with tests that are not slow."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-qq", "-m", "not slow", "-p", "no:cacheprovider"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [Path(line.split(": ")[0]) for line in listed.splitlines() if ".py: " in line]


@pytest.mark.slow
def test_every_package_keeps_quick_tests(quick: list[Path]) -> None:
    """Whoever breaks a package learns of it a quarter of an hour later, or not before others do."""
    packages = [path.parent.relative_to(ROOT / "quizgen") for path in (ROOT / "quizgen").rglob("*/__init__.py")]
    mirrored = [Path("tests") / each for each in packages if any((ROOT / "tests" / each).rglob("test_*.py"))]
    assert len(mirrored) > 20
    assert [str(each) for each in mirrored if not any(path.is_relative_to(each) for path in quick)] == []


@pytest.mark.slow
def test_most_tests_are_quick(quick: list[Path]) -> None:
    """Marks spread, until what is run daily guards nothing."""
    files = {path.relative_to(ROOT) for path in (ROOT / "tests").rglob("test_*.py")}
    assert len(quick) > len(files) * 3 / 4
