"""One command, run in a folder of its own within limits: where the system has bubblewrap, apart from all else.

In bubblewrap a command has no network, sees no other process, and can write nothing but its folder. Whoever is root
runs commands as nobody, since a database server refuses to run as root, and since no stranger's program should.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO, Final

from quizgen.recording.strays import none_left
from quizgen.simulators.recorded.scenario import Ended

try:
    import resource  # here, as nobody may not read where Python lies
except ImportError:  # on Windows, where only the clock counts
    resource = None  # type: ignore[assignment]

MOST_OUTPUT: Final = 64 * 1024
"""Bytes of output, and as many of errors."""
_FILE_BYTES: Final = 128 * 2**20
_MEMORY_BYTES: Final = 2 * 2**30
_PROCESSES: Final = 4_096
"""Of the user, threads among them: what a user has anyway is not to stop a program, but a fork bomb ends there."""
_NOBODY: Final = 65_534


class CommandFailed(Exception):  # noqa: N818 - it is told to the author
    """A command that could not be run to its end within its limits; the message says why."""


@dataclass(frozen=True)
class Sandbox:
    """How commands are kept apart.

    Attributes:
        bubblewrap: its path; empty where it is missing, or the system's kernel refuses it.
        why_not: why there is none.
        seconds: by the clock, for a command.
    """

    bubblewrap: str = ""
    why_not: str = ""
    seconds: float = 20.0
    _environment: Mapping[str, str] = field(default_factory=lambda: {"PATH": os.environ.get("PATH", os.defpath)})

    @classmethod
    def found(cls, seconds: float = 20.0) -> Sandbox:
        """Return that of this system: it is tried."""
        path = shutil.which("bwrap")
        if path is None:
            return cls(why_not="bubblewrap (`bwrap`) is not installed", seconds=seconds)
        tried = cls(path, seconds=seconds)
        try:
            with tried.folder() as folder:
                ended = tried.run(("true",), folder)
        except CommandFailed as problem:
            return cls(why_not=f"bubblewrap cannot be used: {problem}", seconds=seconds)
        if ended.status:
            return cls(why_not=f"bubblewrap cannot be used: {ended.error.strip() or ended.status}", seconds=seconds)
        return tried

    @property
    def told(self) -> str:
        """What is said before anything is run."""
        if self.bubblewrap:
            return "in bubblewrap: no network, and nothing can be written but a temporary folder"
        return f"WITHOUT a sandbox, as you could run them yourself: {self.why_not}"

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """Give a new folder that commands can write, and take it away again."""
        with tempfile.TemporaryDirectory(prefix="quizgen-record-", ignore_cleanup_errors=True) as made:
            own = Path(made) / "here"
            own.mkdir()
            if _nobody():
                os.chown(own, _NOBODY, _NOBODY)
                Path(made).chmod(0o711)
            yield own

    def put(self, file: Path, text: str) -> None:
        """Write a file that commands can change."""
        file.write_text(text, encoding="utf-8", newline="")
        if _nobody():
            os.chown(file, _NOBODY, _NOBODY)

    def run(self, command: Sequence[str], folder: Path, read: str = "") -> Ended:
        """Run a command in a folder, and return how it ended. The folder's path in what it prints is cut off.

        Raises:
            CommandFailed: it cannot be started, takes too long, or prints too much or what is no text.
        """
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            given.write(read.encode())
            given.seek(0)
            with none_left():
                status = self._status(command, folder, (given, out, err))
            output, error = (_text(each, folder) for each in (out, err))
        return Ended(output=output, error=error, status=status if status >= 0 else 128 - status)

    def _status(self, command: Sequence[str], folder: Path, streams: tuple[IO[bytes], IO[bytes], IO[bytes]]) -> int:
        given, out, err = streams
        nobody = _nobody()
        try:
            process = subprocess.Popen(  # noqa: S603 - that is what the user asked for
                self._wrapped(command, folder),
                stdin=given,
                stdout=out,
                stderr=err,
                cwd=folder,
                env={**self._environment, "HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8", "TZ": "UTC"},
                start_new_session=True,
                preexec_fn=self._confine,  # noqa: PLW1509 - no thread is started here
                user=nobody,
                group=nobody,
                extra_groups=[] if nobody else None,
            )
        except OSError as problem:
            raise CommandFailed(f"`{command[0]}` cannot be started: {problem.strerror}") from None
        try:
            return process.wait(self.seconds)
        except subprocess.TimeoutExpired:
            raise CommandFailed(f"it takes longer than {self.seconds:g} seconds") from None
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _wrapped(self, command: Sequence[str], folder: Path) -> list[str]:
        if not self.bubblewrap:
            return [*command]
        apart = ("--unshare-all", "--die-with-parent", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc")
        own = ("--tmpfs", "/tmp", "--bind", str(folder), str(folder), "--chdir", str(folder))  # noqa: S108 - a new one
        return [self.bubblewrap, *apart, *own, "--", *command]

    def _confine(self) -> None:
        if resource is None:
            return
        limits = {
            resource.RLIMIT_CPU: int(self.seconds) + 1,
            resource.RLIMIT_FSIZE: _FILE_BYTES,
            resource.RLIMIT_DATA: _MEMORY_BYTES,
            resource.RLIMIT_CORE: 0,
            resource.RLIMIT_NPROC: _PROCESSES,
        }
        for which, limit in limits.items():
            hard = resource.getrlimit(which)[1]
            lowest = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
            resource.setrlimit(which, (lowest, lowest))


@cache
def _nobody() -> int | None:
    """Return as whom root runs programs; None for others, and for the root of a container that has nobody else."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    with tempfile.TemporaryFile() as tried:
        try:
            os.fchown(tried.fileno(), _NOBODY, _NOBODY)
        except OSError:
            return None
    return _NOBODY


def _text(stream: IO[bytes], folder: Path) -> str:
    stream.seek(0)
    found = stream.read(MOST_OUTPUT + 1)
    if len(found) > MOST_OUTPUT:
        raise CommandFailed(f"it prints more than {MOST_OUTPUT // 1024} KiB")
    try:
        text = found.decode()
    except UnicodeDecodeError:
        raise CommandFailed("what it prints is not UTF-8") from None
    if strange := next((letter for letter in text if not letter.isprintable() and letter not in "\n\t"), ""):
        raise CommandFailed(f"it prints a control character: {strange!r}")
    return text.replace(f"{folder}/", "").replace(str(folder), ".")
