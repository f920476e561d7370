"""Where the browser is that tests of pages need, and how it is started."""

from __future__ import annotations

import shutil

import pytest

CHROMIUM_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium_path() -> str:
    """Return where Chromium is; fails the test, rather than skipping it, where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium")
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None:
        pytest.fail("Chromium is needed to test interactive pages: apt-get install chromium", pytrace=False)
    return path
