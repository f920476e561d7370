"""A process that prints for another one, within limits. Whoever started it can kill it at any time.

It is small: it knows how to print HTML, and nothing of lessons.
"""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection

from quizgen.press import PressError
from quizgen.press.limits import confine_memory, confine_time, peak_megabytes
from quizgen.press.typesetting import Press, Sheet
from quizgen.system.processes import end_with_caller


@dataclass(frozen=True)
class Printed:
    """A document.

    Attributes:
        pdf: its bytes.
        seconds: what it took of the processor.
        megabytes: the most memory that its process ever had.
    """

    pdf: bytes
    seconds: float
    megabytes: float


@dataclass(frozen=True)
class Failed:
    """Why there is no document.

    Attributes:
        reason: ``time``, ``memory``, ``depth``, ``refused`` (by the press, which says why), ``defect`` (of the layout
            engine), ``killed`` (the process ended, twice), ``start`` (it could not even start).
        detail: what else is known.
    """

    reason: str
    detail: str = ""


Outcome = Printed | Failed


@dataclass(frozen=True)
class Ready:
    """Said by a worker that can be given its first document."""


@dataclass(frozen=True)
class Setting:
    """What a worker is told when it starts.

    Attributes:
        stylesheet: of all documents.
        folder: for its temporary files.
        folders: what whoever starts it will remove, and it will instead if that one is killed.
        megabytes: how much memory it may take for a document.
    """

    stylesheet: str
    folder: str
    folders: tuple[str, ...]
    megabytes: int


def work(connection: Connection, told_to_stop: Connection, setting: Setting) -> None:
    """Print what comes, one document after the other, until nobody is at the other end.

    A document comes with the seconds of the processor that it may take. After one that failed, the process ends: what
    is left in it is unknown.
    """
    end_with_caller(told_to_stop, partial(_remove, setting.folders))
    tempfile.tempdir = setting.folder
    _be_quiet()
    try:
        machine = Press(setting.stylesheet)
    except Exception as problem:  # noqa: BLE001  # it is told by the caller
        connection.send(Failed("start", f"{type(problem).__name__}: {problem}"))
        return
    gc.collect()
    gc.freeze()  # what lives as long as the process is not looked through after each document
    confine_memory(setting.megabytes)
    connection.send(Ready())
    while True:
        try:
            sheet, seconds = connection.recv()
        except EOFError:
            return
        confine_time(seconds)
        outcome = _outcome(machine, sheet)
        connection.send(outcome)
        if isinstance(outcome, Failed) and outcome.reason != "refused":
            return
        del outcome, sheet
        gc.collect()  # what `Press.typeset` leaves


def _outcome(machine: Press, sheet: Sheet) -> Outcome:
    start = time.process_time()
    try:
        pdf = machine.typeset(sheet)
    except PressError as problem:
        return Failed("refused", str(problem).removeprefix(f"{sheet.name}: ").rstrip(": "))
    except (MemoryError, SystemError):  # the latter from C code that could not say the former
        return Failed("memory")
    except RecursionError:
        return Failed("depth")
    except Exception as problem:  # noqa: BLE001  # whatever hostile content does to the engine is the author's to know
        return Failed("defect", f"{type(problem).__name__}: {problem}"[:200])
    return Printed(pdf, time.process_time() - start, peak_megabytes())


def _remove(folders: tuple[str, ...]) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _be_quiet() -> None:
    """Write nothing on the caller's terminal: what C libraries say as they abort is of no use to an author."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)
