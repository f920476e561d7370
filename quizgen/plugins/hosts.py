"""Processes in which plug-ins work, so that one that hangs, crashes or raises harms nothing but its own answer.

A host is asked one thing at a time. The system ends it when it has used up its time on the processor; where the system
cannot, and if it merely sleeps, the caller ends it by the clock. Either works on code that never comes back to Python.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any, Final
from weakref import WeakSet

from quizgen.plugins.registry import GROUPS, Limits, limits, use, used
from quizgen.system.processes import by_the_clock, end_with_caller, fresh_start

_DYING: Final = 4
"""So many seconds a process may take to end whose connection is closed already."""

_starting = Lock()
_idle: list[Host] = []
_all: WeakSet[Host] = WeakSet()


class Failed(Exception):  # noqa: N818 - whoever asks says what failed
    """A question without an answer: the message says why, such as "ValueError: no such list (sorting.py, line 7)"."""


class TookTooLong(Failed):
    """The host was ended because it took too long."""


@dataclass(frozen=True)
class _Raised:
    """What a question ended in instead of an answer."""

    words: str


@dataclass(frozen=True)
class _Told:
    """What is told before the answer comes."""

    what: Any


Known = tuple[tuple[str, ...], Limits]
"""Which distributions a host uses, and what they may take."""


class Host:
    """A process that answers questions."""

    def __init__(self, knows: Known) -> None:
        self.knows, self._was_ended = knows, False
        context = multiprocessing.get_context("spawn")
        told_to_stop, self._stop = context.Pipe(duplex=False)
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, told_to_stop, *knows), daemon=True)
        with _starting, fresh_start():
            self._process.start()
        _all.add(self)
        theirs.close()
        told_to_stop.close()

    def ask(self, function: Callable[..., Any], arguments: Sequence[Any], told: Callable[[Any], object]) -> Any:  # noqa: ANN401 - what the function gives
        """Return what a function gives there; it and its arguments are pickled.

        Args:
            function: of a module.
            arguments: of it.
            told: called with what the function tells meanwhile, by `tell`.

        Raises:
            TookTooLong: it had no answer in time.
            Failed: it raised an exception, or its process ended.
        """
        try:
            self._connection.send_bytes(pickle.dumps(function))
            self._connection.send_bytes(pickle.dumps(arguments))
            self._connection.recv()  # it has begun: what only quizgen has to do is done
            end = monotonic() + by_the_clock(self.knows[1].seconds)
            while isinstance(answer := self._received(end), _Told):
                told(answer.what)
        except (EOFError, OSError):
            raise self._ended() from None
        except (pickle.PickleError, TypeError, AttributeError, ImportError) as problem:
            raise Failed(f"what was asked, or the answer, cannot be sent to another process: {problem}") from problem
        if isinstance(answer, _Raised):
            raise Failed(answer.words)
        return answer

    def _received(self, end: float) -> Any:  # noqa: ANN401 - as above
        if not self._connection.poll(max(end - monotonic(), 0)):
            raise TookTooLong(self._late)
        return self._connection.recv()

    @property
    def _late(self) -> str:
        return f"it took more than {self.knows[1].seconds} second{'' if self.knows[1].seconds == 1 else 's'}"

    def _ended(self) -> Failed:
        self._process.join(_DYING)
        code = self._process.exitcode
        if hasattr(signal, "SIGPROF") and code == -signal.SIGPROF:
            return TookTooLong(self._late)
        return Failed(f"its process ended by itself (exit status {code})")

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked something else."""
        return not self._was_ended and self._process.is_alive()

    def end(self) -> None:
        """End it at once, whatever it is doing."""
        self._was_ended = True
        self._process.kill()
        self._stop.close()
        self._connection.close()


def ask(
    function: Callable[..., Any],
    *arguments: Any,  # noqa: ANN401 - as `Host.ask`
    told: Callable[[Any], object] = lambda _: None,
    known: Known | None = None,
) -> Any:  # noqa: ANN401 - as above
    """Ask a host that has nothing else to do, or a new one; it raises what `Host.ask` does.

    Args:
        function: as there.
        *arguments: as there.
        told: as there.
        known: what it is to use; what is used here if None.
    """
    known = known or (used(), limits())
    host = _idle_host(known) or Host(known)
    try:
        answer = host.ask(function, arguments, told)
    except TookTooLong:
        host.end()
        raise
    except Failed:
        _idle.append(host)
        raise
    except BaseException:
        host.end()
        raise
    _idle.append(host)
    return answer


def _idle_host(known: Known) -> Host | None:
    """Return a host that knows this and has nothing else to do; those that know something else are ended."""
    with suppress(IndexError):
        while True:
            host = _idle.pop()
            if host.knows == known and host.is_alive:
                return host
            host.end()
    return None


def end_all() -> None:
    """End all hosts at once; whoever waits for an answer is told so."""
    for host in list(_all):
        host.end()


def trial(names: Sequence[str], limits: Limits) -> str:
    """Say why what distributions offer cannot even be imported without harm; empty if it can."""
    try:
        ask(_nothing, known=(tuple(names), limits))
    except Failed as problem:
        return str(problem)
    return ""


def _nothing() -> None:
    """Do nothing: everything is imported before."""


_BEGUN: Final = "begun"
"""What a host says when the time begins to run."""

_caller: list[Connection] = []
"""In a host: to whoever asks."""


def tell(what: object) -> None:
    """Tell whoever asks something before the answer comes."""
    for connection in _caller:
        connection.send(_Told(what))


def _serve(connection: Connection, told_to_stop: Connection, names: Sequence[str], limits: Limits) -> None:
    """Answer questions until nobody asks any more. What plug-ins print is no output of quizgen's."""
    end_with_caller(told_to_stop)
    with suppress(OSError):  # where there is no standard error
        os.dup2(2, 1)
    for _, kind in GROUPS.values():
        import_module(kind.partition(":")[0] or "quizgen.checks")  # what plug-ins build on is no time of theirs
    _caller.append(connection)
    with suppress(EOFError):
        while True:
            function = pickle.loads(connection.recv_bytes())  # noqa: S301 - from the process that started this one
            arguments = connection.recv_bytes()
            connection.send(_BEGUN)
            with _time_on_the_processor(limits.seconds):
                use(names, limits, guarded=False)
                answer = _answered(function, arguments)
            connection.send_bytes(answer)


@contextmanager
def _time_on_the_processor(seconds: int) -> Iterator[None]:
    """Have the system end this process if it takes longer, where it can."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    yield
    signal.setitimer(signal.ITIMER_PROF, 0)


def _answered(function: Callable[..., Any], arguments: bytes) -> bytes:
    """Return what a function gives, or in what it ended. Pickling may call the plug-in's code as well."""
    try:
        return pickle.dumps(function(*pickle.loads(arguments)))  # noqa: S301 - as above
    except (Exception, SystemExit) as problem:  # noqa: BLE001 - whatever a stranger's code does
        *_, last = traceback.extract_tb(problem.__traceback__)
        where = f"{Path(last.filename).name}, line {last.lineno}"
        return pickle.dumps(_Raised(f"{type(problem).__name__}: {problem} ({where})"))
