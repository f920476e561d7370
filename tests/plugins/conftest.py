"""Content that needs a plug-in."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen.system import processes
from tests.patience import HANGING
from tests.plugins.installing import LESSON, install_sorting
from tests.small import write


@pytest.fixture(autouse=True)
def _only_the_processor_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a plug-in be stopped for its time on the processor, not because the machine has other things to do."""
    monkeypatch.setattr(processes, "PATIENCE", HANGING)


@pytest.fixture
def content(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a lesson on bubble sort, and the settings that name the package that simulates it."""
    install_sorting(site)
    folder = tmp_path / "content"
    folder.mkdir()
    write(folder, LESSON)
    (folder / "quizgen.toml").write_text('[plugins]\nuse = ["quizgen-sorting"]\n')
    monkeypatch.chdir(tmp_path)
    return folder
