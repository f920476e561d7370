"""The processes that plug-ins work in: they share the work, and end with whoever started them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from quizgen.crosscheck import Laboratory
from quizgen.plugins import hosts
from tests.patience import HANGING, wait_until
from tests.plugins.installing import install_sorting

pytestmark = pytest.mark.slow


def test_several_find_what_one_finds(content: Path) -> None:
    """A deck on a machine with eight processors says something else than on one with two."""
    from quizgen.compiler import Silent, check  # noqa: PLC0415 - the content says what is used

    told = []
    for jobs in (1, 3):
        checked = check(content, Silent(), Laboratory(jobs))
        verdicts = checked.findings.verdicts
        told.append({place: (v.right, v.computed, v.executions, v.agreeing, v.seed) for place, v in verdicts.items()})
    assert told[0] == told[1]
    assert len(told[0]) == 3


def test_a_host_that_raised_is_asked_again(content: Path) -> None:
    """Each mistake of a plug-in costs the start of a process."""
    assert content.exists()
    first = hosts.ask(os.getpid)
    with pytest.raises(hosts.Failed, match="ZeroDivisionError: "):
        hosts.ask(divmod, 1, 0)
    assert hosts.ask(os.getpid) == first != os.getpid()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_they_end_with_their_caller(content: Path, site: Path, number: signal.Signals) -> None:
    """A plug-in that hangs goes on for ever after Ctrl-C, and the fan with it."""
    told = content.parent / "pid"
    tells = f"        import os, pathlib; pathlib.Path({str(told)!r}).write_text(str(os.getpid()))\n"
    sort = "        swapped = True\n"
    install_sorting(site, changed={sort: f"{tells}        while True: pass\n{sort}"})
    command = [sys.executable, "-m", "quizgen", "check", "content", "--quiet"]
    caller = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(site)}, stderr=subprocess.PIPE, text=True)
    wait_until(lambda: told.exists() and told.read_text())
    host = int(told.read_text())
    caller.send_signal(number)
    _, said = caller.communicate(timeout=HANGING)
    assert "Traceback" not in said
    wait_until(lambda: not _is_there(host))


def _is_there(process: int) -> bool:
    """Tell whether a process runs; one that has ended and is not yet buried does not."""
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
