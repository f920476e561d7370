"""Where the browser is that tests of pages need, and how it is started."""

from __future__ import annotations

import shutil

import pytest

MACOS = ("/Applications/Chromium.app/Contents/MacOS/Chromium",)
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
    """Return where Chromium is; fails the test, rather than skipping it, where there is none.

    Without the parts that windows need, it shows pages alike and takes half of the processor time.
    """
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", *MACOS)
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None:
        pytest.fail("Chromium is needed to test interactive pages: .ci/system-packages test", pytrace=False)
    return path
