"""The program as a whole: Ctrl-C at any moment."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from quizgen.__main__ import INTERRUPTED, main
from quizgen.system import resources
from quizgen.system.processes import SETTING
from tests.patience import HANGING, processor_times, wait_until

ONE_LINE = "quizgen: interrupted\n"


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Leave Ctrl-C to pytest again: the program does not listen any more once it has ended."""
    numbers = (signal.SIGINT, signal.SIGALRM)
    before, hook = [signal.getsignal(number) for number in numbers], sys.unraisablehook
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)
    sys.unraisablehook = hook


class _Interrupted:
    """An attribute of a class: Ctrl-C is pressed while the class is made."""

    def __set_name__(self, *_: object) -> None:
        raise KeyboardInterrupt


def test_interrupt_in_the_middle_of_an_import_ends_quietly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl-C in the first second shows a page of Python, and a script takes it for a mistake in the content."""
    monkeypatch.setattr("quizgen.compiler.check", lambda *_, **__: type("Sheet", (), {"pictures": _Interrupted()}))
    monkeypatch.setattr(sys, "argv", ["quizgen", "check"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130
    assert capsys.readouterr().err.removeprefix("reading content/\n") == ONE_LINE


def test_mistake_of_ours_is_not_taken_for_an_interrupt(monkeypatch: pytest.MonkeyPatch) -> None:
    """A defect ends without a word, and nobody can report it."""
    monkeypatch.setattr("quizgen.compiler.check", lambda *_, **__: type("Sheet", (), {"pictures": 1})().papers)
    monkeypatch.setattr(sys, "argv", ["quizgen", "check"])
    with pytest.raises(AttributeError):
        main()


@pytest.fixture
def heard() -> Iterator[None]:
    """Let Ctrl-C be heard, also where the tests run in the background, which is deaf to it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


class _Deaf:
    """Something in whose destructor Ctrl-C is pressed, where nothing can be raised."""

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGINT)
        time.sleep(0)


@pytest.mark.usefixtures("heard")
def test_interrupt_that_gets_lost_is_heard_nevertheless(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl-C in a destructor, or while a library calls back, is not heard: the build goes on for minutes."""

    def check(*_: object, **__: object) -> None:
        deaf = _Deaf()
        del deaf
        wait_until(lambda: False)

    monkeypatch.setattr("quizgen.compiler.check", check)
    monkeypatch.setattr(sys, "argv", ["quizgen", "check"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == INTERRUPTED
    assert capsys.readouterr().err.endswith(ONE_LINE)


@pytest.mark.usefixtures("heard")
def test_second_interrupt_does_not_cut_short_how_things_are_cleared_up(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who presses Ctrl-C twice is left with half an output, and temporary files."""
    cleared = []

    def check(*_: object, **__: object) -> None:
        try:
            signal.raise_signal(signal.SIGINT)
        finally:
            for _number in range(3):
                signal.raise_signal(signal.SIGINT)
            cleared.append(True)

    monkeypatch.setattr("quizgen.compiler.check", check)
    monkeypatch.setattr(sys, "argv", ["quizgen", "check"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == INTERRUPTED
    assert cleared == [True]
    assert capsys.readouterr().err.endswith(ONE_LINE)


COMMANDS = {
    "check": ["check", "content", "--quiet"],
    "build": ["build", "content", "--to", "anki,site,pdf", "--quiet", "--out", "out"],
    "variants": ["build", "content", "--to", "pdf", "--variants", "A,B", "--items", "9", "--quiet", "--out", "out"],
    "verify": ["verify", "deck.apkg", "--quiet"],
    "simulate": ["simulate", "scenario.yaml"],
    "mutate": ["mutate", "content", "--quiet"],
}
MOMENTS = (0.05, 0.3, 0.6, 0.9, 1.4, 2.0)
"""Seconds. What happens then differs from machine to machine, and what has to come out does not."""
STARTED = "import sys; from quizgen.__main__ import main; print('!', end='', flush=True); main()"
"""Python itself, until it has begun with the program, is not ours to silence."""
SCENARIO = "simulator: raft\nservers: 5\nevents: [{run: 3000s}]\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Content that has been built once."""
    folder = tmp_path_factory.mktemp("interrupted")
    shutil.copytree(resources.content(), folder / "content")
    (folder / "scenario.yaml").write_text(SCENARIO, encoding="utf-8")
    command = [sys.executable, "-m", "quizgen", "build", "content", "--to", "anki,site", "--quiet", "--out", "out"]
    subprocess.run(command, cwd=folder, check=True)
    shutil.copy(folder / "out" / "raft-log-replication.apkg", folder / "deck.apkg")
    return folder


def _files(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


@pytest.mark.slow
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("command", COMMANDS)
def test_interrupt_at_any_moment_ends_with_one_line(project: Path, command: str, moment: float, tmp_path: Path) -> None:
    """Ctrl-C leaves a page of Python, processes that go on computing, or half of the old output."""
    before = _files(project)
    (tmp_path / "temporary").mkdir()
    environment = {**os.environ, SETTING: "2", "TMPDIR": str(tmp_path / "temporary"), "XDG_CACHE_HOME": str(tmp_path)}
    child = subprocess.Popen(
        [sys.executable, "-c", STARTED, *COMMANDS[command]],
        cwd=project,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads here
    )
    assert child.stdout is not None
    assert child.stdout.read(1) == "!"
    time.sleep(moment)
    way = (MOMENTS.index(moment) + list(COMMANDS).index(command)) % 3
    for _ in range(2 if way == 2 else 1):  # by a program, as by a terminal, and as by somebody impatient
        (os.kill if way == 0 else os.killpg)(child.pid, signal.SIGINT)
    _, complaints = child.communicate(timeout=HANGING)
    wait_until(lambda: not processor_times(child.pid))
    assert list((tmp_path / "temporary").iterdir()) == []
    if child.returncode in (0, 1):  # it was done before
        assert complaints == ""
        return
    assert (child.returncode, complaints) == (INTERRUPTED, ONE_LINE)
    assert _files(project) == before
