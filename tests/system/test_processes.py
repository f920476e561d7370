"""Processes: how many, and how they start."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from multiprocessing.connection import Connection

import pytest

from quizgen.system.processes import SETTING, by_the_clock, default_jobs


def test_number_of_processes_can_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that others use as well is taken whole; or a slip of the finger stops the build."""
    monkeypatch.setenv(SETTING, "3")
    assert default_jobs() == 3
    for text in ("", "0", "-1", "many"):
        monkeypatch.setenv(SETTING, text)
        assert 1 <= default_jobs() <= (os.cpu_count() or 1)


def test_a_limit_is_kept_by_the_clock_as_well() -> None:
    """A plug-in that may take ten seconds is waited for forty, where the machine has something else to do."""
    assert [by_the_clock(seconds) for seconds in (1, 10, 60)] == [2, 12, 72]


SCRIPT = """
import multiprocessing
import signal
from quizgen.system.processes import fresh_start
from tests.system.test_processes import tell_mask

context = multiprocessing.get_context("spawn")
for _ in range(2):
    ours, theirs = context.Pipe()
    with fresh_start():
        process = context.Process(target=tell_mask, args=(theirs,))
        process.start()
    print(ours.recv())
    process.join()
print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, []))
"""


def tell_mask(told: Connection) -> None:
    """In a process that has just started: tell whether Ctrl-C would reach it."""
    told.send(signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, []))


def test_processes_start_deaf_to_interrupts() -> None:
    """Ctrl-C while the first worker starts shows a page of Python, from a process that nobody has heard of."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-c", SCRIPT]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False", "False"]  # twice a process that it reaches; put off for ever
