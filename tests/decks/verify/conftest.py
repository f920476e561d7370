"""The deck that is verified."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.decks.reading.decks import build


@pytest.fixture(scope="session")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deck with every kind of question."""
    return build(tmp_path_factory.mktemp("verify"))
