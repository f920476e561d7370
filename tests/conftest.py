"""What all tests share: transcripts that are compared with files and rewritten on demand, and a browser."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.browser import CHROMIUM_ARGUMENTS, chromium_path
from tests.patience import HANGING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

QUICK = 10.0
"""Seconds of the processor that no test without the mark ``slow`` may take; the slowest takes two."""

Golden = Callable[[str | Path, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--rewrite-golden``."""
    parser.addoption(
        "--rewrite-golden",
        action="store_true",
        help="write the files that golden tests compare with; then judge the change with git diff",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Keep the user's cache out of the tests, and all work in one process: pytest itself uses all processors.

    A shell starts what works in the background deaf to Ctrl-C, and so would be every program that a test interrupts.
    Properties are not judged by the clock, which says most about what else the machine does; and they are tried on the
    same examples each time, but for ``--hypothesis-profile=search``.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ["QUIZGEN_CACHE"] = "off"
    os.environ["QUIZGEN_JOBS"] = "1"
    search = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.register_profile("search", search)
    settings.register_profile("patient", search, derandomize=True)
    if not config.getoption("--hypothesis-profile"):
        settings.load_profile("patient")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Give commands a terminal so wide that no message is broken, and leave pytest its own."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None:
        reporter._tw.fullwidth = reporter._tw.fullwidth
    os.environ["COLUMNS"] = "1000"


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """Let a test that takes long, and is not marked so, fail; how busy the machine is does not matter."""
    before = time.process_time()
    result = yield
    taken = time.process_time() - before
    if taken > QUICK and not pyfuncitem.get_closest_marker("slow"):
        pytest.fail(f"it took {taken:.0f} seconds of the processor: mark it `slow`, or make it quicker", pytrace=False)
    return result


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests have recorded, such as the share of falsified answers that was caught."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for name, value in report.user_properties:
                terminalreporter.write_line(f"{name}: {value}")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare a text with a file, named from the test's folder: ``golden("transcripts/election.txt", text)``."""

    def compare(path: str | Path, text: str) -> None:
        file = request.path.parent / path
        if request.config.getoption("--rewrite-golden"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        if not file.exists():
            pytest.fail(f"{file.name} does not exist: run pytest --rewrite-golden and read what it wrote")
        assert text == file.read_text(encoding="utf-8"), f"{file.name} differs: pytest --rewrite-golden, then git diff"

    return compare


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start one headless Chromium for the whole session; open a page with ``chromium.new_page()``."""
    from playwright.sync_api import expect, sync_playwright  # noqa: PLC0415 - most tests need no browser

    path = chromium_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_ARGUMENTS))
        expect.set_options(timeout=HANGING * 1000)  # a page that is slow is not wrong
        yield browser
        browser.close()


@pytest.fixture
def loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let content name the event loop."""
    from quizgen.simulators import SIMULATORS  # noqa: PLC0415 - most tests need no simulator
    from tests.simulators.loop import LOOP  # noqa: PLC0415 - as above

    monkeypatch.setitem(SIMULATORS, LOOP.name, LOOP)


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let content name a second simulator."""
    from quizgen.simulators import SIMULATORS  # noqa: PLC0415 - most tests need no simulator
    from tests.crosscheck.toy import EXPLORED, TOY, Counted  # noqa: PLC0415 - as above

    def refused(_: Counted) -> None:
        raise AssertionError("nobody needs the trace of a state to judge a claim")

    monkeypatch.setattr(Counted, "trace", property(refused))
    monkeypatch.setitem(SIMULATORS, TOY.name, TOY)
    EXPLORED.clear()


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a folder in which distributions can be installed; afterwards they are forgotten."""
    from quizgen.plugins import guard, hosts, registry, sources  # noqa: PLC0415 - most tests need none
    from quizgen.system import processes  # noqa: PLC0415 - as above

    folder = tmp_path / "site-packages"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setattr(processes, "PATIENCE", 60)  # a busy machine is no plug-in that sleeps
    yield folder
    registry.use(())
    hosts.end_all()
    guard.stopped.clear()
    for known in (registry._loaded, registry._guard, registry._tried, sources.distribution_hash):
        known.cache_clear()
    for name in [name for name in sys.modules if name.startswith("quizgen_")]:
        del sys.modules[name]
