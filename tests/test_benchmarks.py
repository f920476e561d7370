"""What ``python -m benchmarks`` says where something is missing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.peers import PACKAGES, PROGRAMS
from tests.docs.pages import ROOT

WITHOUT = """
import runpy, sys
sys.modules.update(dict.fromkeys(sys.argv[1].split(",") if sys.argv[1] else ()))
sys.argv = ["benchmarks"]
runpy.run_module("benchmarks", run_name="__main__")
"""


def _run(folder: Path, packages: str, programs: frozenset[str]) -> tuple[int, str, str]:
    """Run the benchmarks where some packages cannot be imported, and of programs there are only some."""
    for name in programs:
        (folder / name).write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    environment = {**os.environ, "PATH": str(folder)}
    command = [sys.executable, "-c", WITHOUT, packages]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT, env=environment)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("name", PACKAGES)
def test_package_that_is_missing_is_named_before_anything_is_measured(name: str, tmp_path: Path) -> None:
    """Whoever runs the benchmarks waits for minutes, and gets a traceback."""
    use = f"missing: the package {name} ({PACKAGES[name]}); `make bench` installs what is needed"
    assert _run(tmp_path, name, frozenset(PROGRAMS)) == (2, "", f"python -m benchmarks: {use}\n")


@pytest.mark.parametrize("name", PROGRAMS)
def test_program_that_is_missing_is_named_before_anything_is_measured(name: str, tmp_path: Path) -> None:
    """As above."""
    use = f"missing: the program {name} ({PROGRAMS[name][1]}); `make bench` installs what is needed"
    assert _run(tmp_path, "", frozenset(PROGRAMS) - {name}) == (2, "", f"python -m benchmarks: {use}\n")


def test_all_that_is_missing_is_named_at_once(tmp_path: Path) -> None:
    """Whoever installs one thing learns of the next."""
    status, _, told = _run(tmp_path, "genanki,typst", frozenset({"java", "cc"}))
    assert (status, told.count("\n")) == (2, 1)
    assert [name in told for name in ("package genanki", "package typst", "program spin")] == [True] * 3


def test_task_that_fails_is_told_in_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that is there, and cannot be imported, is a traceback of another program's."""
    (tmp_path / "typer.py").write_text("raise ImportError('its library is gone')\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    told = "python -m benchmarks: `-m quizgen --help` failed: ImportError: its library is gone\n"
    status, _, said = _run(tmp_path, "", frozenset(PROGRAMS))
    assert (status, said) == (2, told)
