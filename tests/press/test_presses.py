"""Several presses: the same bytes sooner, and an end to whatever takes too much."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from quizgen.exporters.pdf.options import PrintOptions
from quizgen.exporters.pdf.sheets import sheets, style
from quizgen.press import PressError, limits, presses
from quizgen.press.limits import Limits, usual_limits
from quizgen.press.presses import Presses
from quizgen.press.typesetting import Sheet, press
from quizgen.press.worker import Failed, Outcome, Printed
from quizgen.system import processes
from quizgen.system.processes import SETTING
from tests.exporters.samples import large_lesson, sample_lesson
from tests.patience import HANGING, group, has_helpers, processor_times, shares_work, wait_for, wait_until

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _only_the_processor_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a document fail for its time on the processor, not because the machine has other things to do."""
    monkeypatch.setattr(processes, "PATIENCE", HANGING)


STRICT = Limits(seconds=4, alone=2, search=20, megabytes=600)
ENDLESS = '<div style="display: flex">' * 12 + "x" + "</div>" * 12
"""Each box is laid out several times for each time that the one around it is."""


def sheet(body: str, name: str = "a.pdf") -> Sheet:
    """Return a small document."""
    return Sheet(name, f'<html lang="en"><head><title>T</title></head><body>{body}</body></html>', 1_700_000_000)


def outcome(body: str, strict: Limits = STRICT) -> Outcome:
    """Return what comes out of one document."""
    with Presses("", strict, 1) as made:
        ((_, found),) = made.run([("", sheet(body))])
    return found


@pytest.mark.parametrize("jobs", [1, 3])
def test_bytes_do_not_depend_on_who_printed_them(jobs: int) -> None:
    """What a class is handed depends on how many processors there were, or on what was printed before."""
    options = PrintOptions(products=("worksheet", "key"))
    made = [*sheets(sample_lesson(), options), *sheets(large_lesson(4), options)]
    with press(style()) as alone:
        expected = {each.name: alone.typeset(each) for each in reversed(made)}
    with Presses(style(), Limits(), jobs) as several:
        found = dict(several.run((each.name, each) for each in made))
        assert len(several.workers) == jobs
    assert {name: result.pdf for name, result in found.items() if isinstance(result, Printed)} == expected


def test_jobs_are_as_many_as_the_user_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that others use as well is taken whole."""
    monkeypatch.setenv(SETTING, "2")
    assert Presses("", Limits()).jobs == 2


def test_documents_are_made_as_they_are_needed() -> None:
    """All documents of a large lesson are in memory at once."""
    made: list[int] = []

    def source() -> Iterator[tuple[int, Sheet]]:
        for number in range(12):
            made.append(number)
            yield number, sheet(f"<p>{number}</p>")

    with Presses("", STRICT, 2) as several:
        for done, _ in enumerate(several.run(source())):
            assert len(made) <= done + 1 + 2 * several.jobs


def _rows(count: int) -> str:
    return "<table>" + ("<tr>" + "<td>x</td>" * 20 + "</tr>") * count + "</table>"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (ENDLESS, "time"),
        ('<table><tr><td colspan="65534">x</td></tr></table>', "time"),
        ("<div>" * 300 + "x" + "</div>" * 300, "depth"),
        ('<p style="font-size: 1e9px">x</p>', "defect"),
    ],
    ids=["boxes", "columns", "depth", "defect"],
)
def test_what_takes_too_much_comes_to_an_end(body: str, reason: str) -> None:
    """One item stops a build for hours, or ends it with a page of Python."""
    found = outcome(body)
    assert isinstance(found, Failed)
    assert found.reason == reason


def test_memory_is_bounded() -> None:
    """One item takes all memory of the machine, and the system ends whatever it likes."""
    found = outcome(_rows(1500), Limits(seconds=60, megabytes=60))
    assert isinstance(found, Failed)
    assert found.reason in {"memory", "killed"}


def test_a_process_that_stands_still_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Something that waits and takes no time of the processor is waited for until somebody looks."""
    monkeypatch.setattr(presses, "by_the_clock", lambda _seconds: 1.0)
    give = presses._Worker.give

    def give_and_stop(worker: presses._Worker, job: presses._Job[object], end: float) -> None:
        give(worker, job, end)
        os.kill(worker.process.pid or 0, signal.SIGSTOP)

    monkeypatch.setattr(presses._Worker, "give", give_and_stop)
    assert outcome("<p>x</p>") == Failed("time", "4")


def test_nothing_goes_on_after_its_end() -> None:
    """Whoever allows ten seconds waits a minute, until it is found which of five hundred questions took so long."""
    endless = ((number, sheet(ENDLESS)) for number in count())
    with Presses("", Limits(seconds=HANGING), 2) as several:
        assert not list(several.run(endless, end=time.monotonic() + 2))


@pytest.mark.parametrize("seconds", [10, 30, 300])
def test_a_limit_and_the_search_for_what_is_to_blame_take_half_as_long_again(
    seconds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever allows ten seconds waits a minute, on a machine that does something else as well."""
    monkeypatch.undo()
    monkeypatch.setenv(limits.SETTING, str(seconds))
    found = usual_limits()
    assert processes.by_the_clock(found.seconds) + found.search <= 1.5 * seconds


def test_first_failure_is_told_and_nothing_follows_it() -> None:
    """Which of two mistakes is told depends on which processor was quicker."""
    bodies = ("<p>good</p>", ENDLESS, '<p style="font-size: 1e9px">x</p>', "<p>good</p>", "<p>good</p>")
    with Presses("", STRICT, 3) as several:
        *before, (last, found) = several.run([(number, sheet(body)) for number, body in enumerate(bodies)])
        assert (last, found) == (1, Failed("time", "4"))
        assert 0 in [number for number, _ in before]


def _killing(times: int) -> Callable[[presses._Worker, presses._Job[object], float], None]:
    give, left = presses._Worker.give, iter(range(times))

    def give_and_kill(worker: presses._Worker, job: presses._Job[object], end: float) -> None:
        give(worker, job, end)
        if next(left, None) is not None:
            os.kill(worker.process.pid or 0, signal.SIGKILL)

    return give_and_kill


def test_killed_process_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """A build stands still, or fails, because the system was short of memory for a moment."""
    monkeypatch.setattr(presses._Worker, "give", _killing(1))
    assert isinstance(outcome("<p>x</p>"), Printed)


def test_document_that_kills_every_process_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is tried for ever."""
    monkeypatch.setattr(presses._Worker, "give", _killing(99))
    assert outcome("<p>x</p>") == Failed("killed", "SIGKILL")


@pytest.mark.parametrize(
    ("program", "told"),
    [
        ("raise OSError('cannot load library libpango')", "WeasyPrint cannot be started: OSError: cannot load library"),
        ("import os; os.abort()", "the process that prints cannot be started: it ended with SIGABRT"),
    ],
)
def test_worker_that_cannot_start_is_told(
    program: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where Pango is missing, a build hangs or ends with a page of Python."""
    (tmp_path / "weasyprint.py").write_text(program, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(PressError, match=told):
        outcome("<p>x</p>")


def test_user_can_give_a_slow_machine_more_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer of ten years ago can print nothing."""
    monkeypatch.setenv(limits.SETTING, "300")
    assert (usual_limits().seconds, usual_limits().alone) == (300, 30)
    monkeypatch.setenv(limits.SETTING, "soon")
    assert usual_limits() == Limits()


SCRIPT = f"""\
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs are started deaf to it
from quizgen.press.limits import Limits
from quizgen.press.typesetting import Sheet
from quizgen.press.presses import Presses
print("once", flush=True)
with Presses("", Limits(seconds=100), 2) as presses:
    for _ in presses.run([(n, Sheet("a.pdf", {ENDLESS!r}, 0)) for n in (1, 2)]):
        pass
"""
"""A script as people write them: it does its work whenever it is imported."""


@pytest.mark.parametrize("signal_sent", [signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("at_work", [False, True], ids=["while workers start", "at work"])
def test_caller_that_is_ended_leaves_no_process_and_no_file(
    tmp_path: Path, signal_sent: signal.Signals, *, at_work: bool
) -> None:
    """Ctrl-C leaves processes that compute for minutes, and folders that nobody removes."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    (tmp_path / "script.py").write_text(SCRIPT, encoding="utf-8")
    path = os.pathsep.join(path for path in sys.path if path)
    environment = {**os.environ, "PYTHONPATH": path, "TMPDIR": str(temporary)}
    with group([sys.executable, tmp_path / "script.py"], environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "once\n"
        wait_for(process, shares_work if at_work else has_helpers)
        if signal_sent is signal.SIGINT:
            os.killpg(process.pid, signal_sent)  # as a terminal does: everybody is told
        else:
            process.kill()
        out, complaints = process.communicate(timeout=HANGING)  # ends when the last that has its output ends
        wait_until(lambda: processor_times(process.pid) == [])
    assert out == ""
    if signal_sent is signal.SIGINT:
        assert complaints.count("Traceback") == 1
    else:  # a worker that got but a part of what it starts with says so, before anything of ours is in it
        assert complaints.count("Traceback") == complaints.count("EOFError: Ran out of input") <= (0 if at_work else 2)
    if signal_sent is signal.SIGINT or at_work:  # a worker that does not know yet what to remove cannot remove it
        assert list(temporary.iterdir()) == []
