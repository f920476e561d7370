"""The wheel, installed where there is no checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.docs.pages import blocks, read
from tests.plugins.installing import tutorial

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, install it and what it needs into a fresh environment, and return that environment's ``bin``."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    locked = ["--require-hashes", "-r", str(ROOT / ".ci" / "requirements.txt")]
    subprocess.run([*install, "--no-compile", *locked], check=True, capture_output=True)  # half is never imported
    (wheel,) = folder.glob("*.whl")
    subprocess.run([*install, "--no-deps", str(wheel)], check=True, capture_output=True)
    return python.parent


def test_builds_the_bundled_lesson_from_any_folder(installed: Path, tmp_path: Path) -> None:
    """Whoever installs quizgen from a package index gets the lesson and the templates with it."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    command = [str(installed / "quizgen"), "build", "@shipped", "--out", "made"]
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "lock-left-behind" not in result.stdout
    made = sorted(path.name for path in (tmp_path / "made").iterdir())
    lessons = (
        "error-budgets",
        "event-loop",
        "idempotency",
        "null-keys-constraints",
        "raft-log-replication",
        "raft-roles-terms-quorums",
    )
    files = [f"{lesson}{end}" for lesson in lessons for end in ("-key.pdf", "-worksheet.pdf", ".apkg")]
    assert made == [*files, "site"]
    assert (tmp_path / "made" / "site" / "index.html").is_file()
    where = [str(installed / "python"), "-c", "import quizgen; print(quizgen.__file__)"]
    location = subprocess.run(where, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True).stdout
    assert not Path(location.strip()).is_relative_to(ROOT)


def test_carries_the_marker_of_a_typed_package(installed: Path) -> None:
    """A tool that builds on quizgen gets its types checked."""
    command = [str(installed / "python"), "-c", "import quizgen; print(quizgen.__path__[0])"]
    package = subprocess.run(command, cwd="/", capture_output=True, text=True, check=True).stdout.strip()
    assert (Path(package) / "py.typed").is_file()


def test_the_page_on_plugins_can_be_followed(installed: Path, tmp_path: Path) -> None:
    """Whoever wants a simulator of their own follows the page, and something in it is not so."""
    for path, text in tutorial().items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (commands,) = blocks(read("docs/plugins.md"), "sh")
    environment = {"PATH": f"{installed}:{os.environ['PATH']}", "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    environment |= {"PIP_NO_INDEX": "1", "PIP_NO_BUILD_ISOLATION": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    said = ""
    for command in commands.splitlines():
        result = subprocess.run(
            command.split(), cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert result.returncode == 0, f"{command}: {result.stdout}{result.stderr}"
        said += result.stdout
    assert "bubblesort" in said
    assert "2 items: 2 computed, 0 cited, 0 unverified; 0 errors, 0 warnings" in said
    assert "1 cited only" in said
    assert "2 holds" in said
    cards = (tmp_path / "output" / "sorting-flashcards.md").read_text()
    assert "How many swaps does it make?" in cards
    assert "\n* * *\n" in cards
    assert "the one run of the bubblesort simulator" in cards
