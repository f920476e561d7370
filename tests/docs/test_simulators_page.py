"""docs/simulators.md: the simulator on the page does what the page says, and so does the command that it shows."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner

from quizgen.cli import app
from tests.docs.pages import ROOT, blocks, read

PAGE = read("docs/simulators.md")


def test_the_simulator_on_the_page_works(tmp_path: Path) -> None:
    """Who copies the page to begin a simulator of their own begins with one that fails."""
    files = dict(re.findall(r"^```python (\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
    assert set(files) == {"commit.py", "test_commit.py"}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "test_commit.py"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert len(files["commit.py"].splitlines()) <= 100


def test_the_example_on_the_page_is_what_the_command_shows() -> None:
    """Who states an example looks for an output that does not come."""
    (shown,) = blocks(PAGE, "text")
    ran = CliRunner().invoke(app, ("misconceptions", shown.partition(" ")[0]))
    assert ran.stdout.startswith(shown)
