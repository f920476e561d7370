"""The other Raft: libraft, a library in C, asked through a program that is compiled here."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

Libraft = Callable[[Sequence[str]], list[int]]
SOURCE = Path(__file__).with_name("cluster.c")


@pytest.fixture(scope="session")
def libraft(tmp_path_factory: pytest.TempPathFactory) -> Libraft:
    """Compile the program; return a function that puts it questions (see its source) and returns the answers."""
    program = tmp_path_factory.mktemp("libraft") / "cluster"
    command = ["cc", "-O1", "-Wall", "-Wextra", "-Werror", "-o", str(program), str(SOURCE), "-lraft"]
    try:
        compiled = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.fail("a C compiler is needed to ask libraft: .ci/system-packages test", pytrace=False)
    if compiled.returncode:
        pytest.fail(f"libraft is needed (Debian's libraft-dev):\n{compiled.stderr}", pytrace=False)

    def ask(questions: Sequence[str]) -> list[int]:
        lines = "".join(f"{question}\n" for question in questions)
        answered = subprocess.run([program], input=lines, capture_output=True, text=True, check=True).stdout.split()
        assert len(answered) == len(questions)
        return [int(answer) for answer in answered]

    return ask
