"""What a stranger's file costs until it is refused: a large one no more than a second or two, and bounded memory."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from quizgen.loader.document import MOST_TOLD

SIZE = 5 * 2**20
HEAD = "format: lesson/1\n"
SECONDS, MEGABYTES = 2.0, 200
CHECK = """
import resource, sys, time
from pathlib import Path
from quizgen.diagnostics import render_diagnostics
from quizgen.loader import load
before = time.process_time()
found = load(Path(sys.argv[1]))[1]
render_diagnostics(found, "text")
taken = time.process_time() - before
status = Path("/proc/self/status")
peak = int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024 if status.exists() else 0
print(len(found), found[-1].code, taken, peak)
"""

FILES: dict[str, Callable[[], str]] = {
    "equal keys": lambda: "a: 1\n" * (SIZE // 5),
    "fewer equal keys": lambda: "a: 1" + " " * 21 + "\n" + ("a: " + "1" * 22 + "\n") * (SIZE // 26),
    "keys that differ": lambda: "".join(f"key-{number:016}: 1\n" for number in range(SIZE // 24)),
    "keys without values": lambda: "? a\n" * (SIZE // 4),
    "a mapping in a line": lambda: "a: {" + "b: 1, " * (SIZE // 6) + "}",
    "a list in a line": lambda: "a: [" + "1," * (SIZE // 2) + "]",
    "a list of long numbers": lambda: "a: [" + "1234567890, " * (SIZE // 12) + "]",
    "a list of pairs": lambda: "a: [" + "[1,1]," * (SIZE // 6) + "]",
    "a list of empty values": lambda: "- \n" * (SIZE // 3),
    "items that are none": lambda: "items: [" + "1234567890, " * (SIZE // 14) + "]",
    "items of unknown kinds": lambda: "items: [" + "{kind: xxxxxxxx}, " * (SIZE // 18) + "]",
    "items of unknown keys": lambda: "items: [" + "{kind: recall, x: 1, y: 2}, " * (SIZE // 28) + "]",
    "concepts that are none": lambda: "concepts: [" + "1234567890, " * (SIZE // 14) + "]",
    "scenarios that are none": lambda: "scenarios: {" + "".join(f"s{n:07}: 1, " for n in range(SIZE // 13)) + "}",
    "numbers of many digits": lambda: "a: [" + f"{'1' * 41}, " * (SIZE // 43) + "]",
    "tags": lambda: "a: [" + "!x 12345678, " * (SIZE // 13) + "]",
    "nesting in lines": lambda: "".join(" " * depth + "a:\n" for depth in range(3200)),
    "nesting in a line": lambda: "[" * SIZE,
    "aliases": lambda: "a: &a [1]\nb: [" + "*a," * (SIZE // 3) + "]",
    "aliases of aliases": lambda: (
        "a0: &a0 [1,1,1,1,1,1,1,1,1,1]\n"
        + "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 20))
    ),
    "anchors": lambda: "a: [" + "".join(f"&a{number} 1, " for number in range(SIZE // 12)) + "]",
    "an open quote": lambda: 'a: "' + "x\n\n" * (SIZE // 3),
    "comments": lambda: "# x\n" * (SIZE // 4),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_a_large_file_of_nonsense_is_refused_before_it_costs_much(name: str, tmp_path: Path) -> None:
    """Otherwise whoever checks what strangers send waits for minutes, or the machine has no memory left."""
    (tmp_path / "a.yaml").write_text(HEAD + FILES[name](), encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", CHECK, tmp_path], capture_output=True, text=True, check=True)
    count, _code, seconds, megabytes = done.stdout.split()
    assert 1 <= int(count) <= MOST_TOLD + 2
    assert float(seconds) < SECONDS
    assert float(megabytes) < MEGABYTES
