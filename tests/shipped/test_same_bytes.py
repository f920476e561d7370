"""What another Python builds, on a machine that is set up otherwise, is the same, byte by byte."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from quizgen.compiler import Built

OTHER = Path(sys.prefix) / "other-python" / "bin" / "python"
"""Set up by `.ci/other-python`, if there is another version of Python on this machine."""
OTHERWISE = {"TZ": "Asia/Kathmandu", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "7", "QUIZGEN_CACHE": "off"}

ODD = r"""
format: lesson/1
id: odd
title: "Shaking \U0001FAE8"
subject: tests
level: junior
summary:
  - {text: What Pythons know differently, unverified: nobody asks}
language: en
license: CC0-1.0
released: 2026-01-01
concepts:
  - {id: one, name: "One \U0001FAE8", definition: "A first thing: LATER$x$ and $y$.", unverified: nobody asks}
items:
"""
LATER = r"\u2FFC \U0002EBF0$x$ and $y$\U00011F51, \uA7CB"
"""Letters and a digit that Pythons before 3.12, 3.13, 3.14 do not know as such; no font for print has them."""
PRODUCTS = "worksheet,key,teacher,study,cards"
FORMULAS = (
    r"\sum_{i=0}^{n} \frac{i^2 + 0.1}{\sqrt{i + 1}}",
    r"\begin{pmatrix} 1 & 22 & 333 \\ 0.1 & 0.2 & 0.3 \\ \frac{1}{3} & x^{y^z} & \alpha \end{pmatrix}",
    r"\left( \frac{a}{b} \right)^{\binom{n}{k}} \le \lceil \log_2 n \rceil",
    r"\overline{x + y} \rightarrow \hat{z} \quad \prod_{k} k",
    r"\begin{cases} 1 & x > 0 \\ 0 & \text{else} \end{cases}",
)


def _odd(folder: Path, later: str) -> Path:
    """Write a lesson of characters and formulas that one Python might show otherwise than another."""
    text = [ODD.replace("LATER", later)]
    for number, formula in enumerate(FORMULAS):
        text.append(
            f"  - id: item-{number}\n    kind: recall\n    concept: one\n    level: junior\n"
            f"    stem: 'Formula {number}: ${formula}$'\n    answer: 'It is $${formula}$$ \U0001fae8.'\n"
            f"    points:\n      - {{text: '$x_{number}$', unverified: nobody asks}}\n"
        )
    folder.mkdir()
    (folder / "odd.yaml").write_text("".join(text), encoding="utf-8")
    return folder


def _hashes(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest() for path in files}


def _build(python: Path | str, content: Path, output: Path, *more: str, **environment: str) -> None:
    """Build with a Python, under the mask that leaves others nothing."""
    command = [str(python), "-m", "quizgen.cli", "build", str(content), "--out", str(output), "--quiet", *more]
    finished = subprocess.run(
        command,
        check=False,
        env={**os.environ, **environment},
        cwd=content.parent,
        umask=0o077,
        capture_output=True,
        text=True,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr


def _backwards(content: Path, copy: Path) -> Path:
    """Copy a folder, the last files first, so that the file system lists them in another order."""
    for source in sorted(content.rglob("*"), reverse=True):
        target = copy / source.relative_to(content)
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    return copy


@pytest.fixture
def other(record_property: Callable[[str, object], None]) -> Path | str:
    """Return another Python; this one, and a line in the summary that says so, if there is none."""
    if OTHER.exists():
        return OTHER
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    record_property("built by one Python only", f"there is no other than {version} here (.ci/other-python)")
    return sys.executable


@pytest.mark.slow
def test_shipped_lessons_are_the_same_on_every_python(
    built: Built, content: Path, output: Path, tmp_path: Path, other: Path | str
) -> None:
    """Otherwise an author who updates Python sends every learner changed cards, and ``--locked`` fails in CI."""
    assert built.diagnostics == ()
    copied = _backwards(content, tmp_path / "elsewhere" / "content")
    _build(other, copied, tmp_path / "out", "--locked", **OTHERWISE)
    assert _hashes(tmp_path / "out") == _hashes(output)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("later", "outputs"),
    [(LATER, ("--to", "anki,site,tsv,crowdanki")), ("", ("--to", "anki,pdf", "--product", PRODUCTS))],
    ids=["characters", "print"],
)
def test_so_are_formulas_emoji_and_cards_to_cut_out(
    tmp_path: Path, other: Path | str, later: str, outputs: tuple[str, ...]
) -> None:
    """Otherwise content that does not look like the shipped lessons still changes with the author's Python."""
    (tmp_path / "one").mkdir()
    content = _odd(tmp_path / "one" / "content", later)
    _build(sys.executable, content, tmp_path / "here", *outputs)
    copied = _backwards(content, tmp_path / "two" / "content")
    _build(other, copied, tmp_path / "there", *outputs, "--locked", **OTHERWISE)
    here, there = _hashes(tmp_path / "here"), _hashes(tmp_path / "there")
    assert here
    assert here == there
