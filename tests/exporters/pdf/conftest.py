"""The sample lessons, printed once for all tests that read them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exporters.pdf.reading import printed
from tests.exporters.samples import rtl_lesson, sample_lesson


@pytest.fixture(scope="session")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return worksheet and key of the sample lesson."""
    return printed(sample_lesson(), tmp_path_factory.mktemp("printed"))


@pytest.fixture(scope="session")
def hebrew(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return worksheet and key of a lesson read from right to left."""
    return printed(rtl_lesson(), tmp_path_factory.mktemp("hebrew"))
