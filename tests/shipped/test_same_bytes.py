"""What another Python builds, on a machine that is set up otherwise, is the same, byte by byte."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from quizgen.compiler import Built
from tests.docs.pages import ROOT

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
    assert {diagnostic.code for diagnostic in built.diagnostics} <= {"unread"}
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


NOBODY = 65_534
"""The user and group that owns nothing, on Linux and macOS."""
ALONE = """
import sys
from pathlib import Path
import pytest
from tests.shipped import test_same_bytes
test_same_bytes.OTHER = Path("nowhere")
quiet = "-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"
sys.exit(pytest.main([*quiet, *sys.argv[1:]]))
"""
"""A run of tests on a machine that has no other Python."""


def _pythons_of_nobody(folder: Path) -> Iterator[list[str]]:
    """Yield how a user who owns nothing can start this Python, or the system's of the same version."""
    same = shutil.which(f"python{sys.version_info.major}.{sys.version_info.minor}", path="/usr/local/bin:/usr/bin:/bin")
    packages = os.pathsep.join((str(ROOT), sysconfig.get_path("purelib")))
    for python in (sys.executable, same) if os.getuid() == 0 else ():
        command = [
            "env",
            "-i",
            f"PATH={os.environ['PATH']}",
            "HOME=/nonexistent",
            f"PYTHONPATH={packages}",
            str(python),
        ]
        if _as_nobody([*command, "-c", "import quizgen.compiler"], folder).returncode == 0:
            yield command


def _as_nobody(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, check=False, user=NOBODY, group=NOBODY, extra_groups=[], cwd=folder, capture_output=True, text=True
    )


@pytest.mark.slow
def test_user_who_owns_nothing_builds_the_same(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    """A build server runs as a user without a home, and its lockfile and decks differ from the author's."""
    content, outputs = _odd(tmp_path / "content", ""), ("--to", "anki,pdf,site,tsv", "--product", "worksheet,study")
    _build(sys.executable, content, tmp_path / "here", *outputs)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        shutil.copytree(content, folder / "content")
        python = next(_pythons_of_nobody(folder), None)
        if python is None:
            record_property("built by one user only", "no other can be made here who could start a Python")
            _build(sys.executable, folder / "content", folder / "there", *outputs, "--locked", HOME="/nonexistent")
        else:
            for each in (folder, folder / "content", *(folder / "content").iterdir()):
                os.chown(each, NOBODY, NOBODY)
            build = ["-m", "quizgen.cli", "build", "content", "--out", "there", "--quiet", *outputs, "--locked"]
            finished = _as_nobody([*python, *build], folder)
            assert finished.returncode == 0, finished.stdout + finished.stderr
            assert (folder / "there").stat().st_uid == NOBODY
        here, there = _hashes(tmp_path / "here"), _hashes(folder / "there")
    assert here
    assert here == there


@pytest.mark.slow
def test_machine_of_one_python_says_so() -> None:
    """Whoever sees the tests pass believes that two Pythons were compared."""
    test = "tests/shipped/test_same_bytes.py::test_so_are_formulas_emoji_and_cards_to_cut_out"
    command = [sys.executable, "-c", ALONE, f"{test}[characters]"]
    finished = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    told = f"built by one Python only: there is no other than {version} here (.ci/other-python)"
    assert finished.stdout.splitlines().count(told) == 1, finished.stdout + finished.stderr
    assert "1 passed" in finished.stdout


def test_so_does_the_setting_up(tmp_path: Path) -> None:
    """As above, for whoever sets up the tests: they wait for a Python that nothing looks for."""
    tools, environment = tmp_path / "tools", tmp_path / "venv"
    tools.mkdir()
    (environment / "bin").mkdir(parents=True)
    (environment / "bin" / "python").symlink_to(sys.executable)
    for name in ("bash", "env", "mktemp", "rm", "grep", "tail"):
        (tools / name).symlink_to(shutil.which(name) or name)
    command = [str(ROOT / ".ci" / "other-python"), str(environment)]
    alone = {"PATH": str(tools), "PYENV_ROOT": str(tmp_path / "nowhere")}
    finished = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT, env=alone)
    told = (
        f"there is no other Python (3.11 or newer) than 3.{sys.version_info.minor} here: what two Pythons build is not"
    )
    assert (finished.returncode, finished.stdout, finished.stderr) == (0, "", f"{told} compared\n")
    assert not (environment / "other-python").exists()
