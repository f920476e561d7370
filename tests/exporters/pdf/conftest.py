"""The sample lessons, printed once for all tests that read them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from quizgen.exporters.pdf import exporting
from quizgen.exporters.pdf.sheets import style
from quizgen.press.limits import Limits
from quizgen.press.presses import Presses
from tests.exporters.pdf.reading import printed
from tests.exporters.samples import rtl_lesson, sample_lesson


@pytest.fixture(scope="package", autouse=True)
def presses() -> Iterator[Presses]:
    """Let all tests here, and none elsewhere, share the processes that print, which take a second to start."""
    with pytest.MonkeyPatch.context() as patch, Presses(style(), Limits()) as shared:
        patch.setattr(exporting, "Presses", lambda *_: nullcontext(shared))
        yield shared


@pytest.fixture(scope="session")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return worksheet and key of the sample lesson."""
    return printed(sample_lesson(), tmp_path_factory.mktemp("printed"))


@pytest.fixture(scope="session")
def hebrew(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return worksheet and key of a lesson read from right to left."""
    return printed(rtl_lesson(), tmp_path_factory.mktemp("hebrew"))
