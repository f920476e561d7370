"""Processes: how many."""

from __future__ import annotations

import os

import pytest

from quizgen.system.processes import SETTING, default_jobs


def test_number_of_processes_can_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that others use as well is taken whole; or a slip of the finger stops the build."""
    monkeypatch.setenv(SETTING, "3")
    assert default_jobs() == 3
    for text in ("", "0", "-1", "many"):
        monkeypatch.setenv(SETTING, text)
        assert 1 <= default_jobs() <= (os.cpu_count() or 1)
