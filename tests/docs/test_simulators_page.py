"""docs/simulators.md: the simulator on the page does what the page says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.docs.pages import ROOT, read

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
