"""Two releases of a lesson, and learners who have Anki in several versions."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast
from unittest.mock import patch

import pytest

from quizgen.compiler import Options, Silent, build
from quizgen.exporters.anki import note_types
from quizgen.system import resources
from tests.patience import HANGING
from tests.releases.content import CHANGES, Project, write

VERSIONS = ("23.10.1", "24.11", "newest")
DAY, HOUR = 86_400, 3_600
TODAY = int(time.time())


class Anki:
    """Learners with one version of Anki.

    Attributes:
        version: what it says of itself.
    """

    def __init__(self, python: Path, folder: Path) -> None:
        assert python.exists(), f"make test sets up the environment {python.parent.parent}"
        script = Path(__file__).with_name("learner.py")
        command = [str(python), "-W", "ignore", str(script)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._folder = folder
        self.version = self._answer()

    def do(self, learner: str, command: str, **arguments: object) -> Any:  # noqa: ANN401 - what the command returns
        """Let a learner do something."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps([self.folder(learner), command, arguments]) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def folder(self, learner: str) -> str:
        """Return where a learner's collection is."""
        return str(self._folder / learner)

    def state(self, learner: str) -> dict[str, Any]:
        """Return what is in a learner's collection."""
        return cast("dict[str, Any]", self.do(learner, "state"))

    def close(self) -> None:
        """End the program."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(timeout=HANGING)

    def _answer(self) -> Any:  # noqa: ANN401 - as above
        assert self._process.stdout
        for line in self._process.stdout:
            if line.startswith("\x02"):
                return json.loads(line[1:])
        raise AssertionError(f"Anki ended with status {self._process.wait()}")


class Releases:
    """Builds the lesson's first release, and from it the next, whatever was changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[str, Path] = {}
        project = self._project("first")
        write(project.content)
        shutil.copytree(resources.templates("anki"), project.templates / "anki")
        self.first = self._build(project, TODAY - 90 * DAY)

    def second(self, change: str, when: int = TODAY - HOUR) -> Path:
        """Return the deck of the release after a change."""
        name = f"{change} {when}"
        if name not in self._made:
            shutil.copytree(self._folder / "first", self._folder / name)
            project = self._project(name)
            CHANGES[change](project)
            self._made[name] = self._build(project, when)
        return self._made[name]

    def _project(self, name: str) -> Project:
        return Project(self._folder / name / "content", self._folder / name / "templates")

    @staticmethod
    def _build(project: Project, when: int) -> Path:
        note_types._note_type.cache_clear()
        note_types._style.cache_clear()
        with patch.object(resources, "templates", lambda exporter: project.templates / exporter):
            out = project.content.parent / "out"
            built = build(project.content, ["anki"], out, Silent(), Options(clock=lambda: when))
        note_types._note_type.cache_clear()
        note_types._style.cache_clear()
        assert built.diagnostics == ()
        (deck,) = built.written
        return deck


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Releases:
    """The lesson's releases."""
    return Releases(tmp_path_factory.mktemp("releases"))


@pytest.fixture(scope="session", params=VERSIONS)
def anki(
    request: pytest.FixtureRequest, releases: Releases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Anki]:
    """Each version of Anki; in it a learner, ``first``, who has studied the first release for weeks."""
    own = Path(sys.prefix) / f"anki-{request.param}" / "bin" / "python"  # beside what runs the tests
    python = Path(sys.executable) if request.param == "newest" else own
    opened = Anki(python, tmp_path_factory.mktemp("anki"))
    opened.do("first", "import_package", path=str(releases.first))
    assert opened.do("first", "study", days=30) > 200
    opened.do("first", "mark", item="which-colours", tags=["mine", "marked"], flag=3, suspend=False)
    opened.do("first", "mark", item="speed.zone-10", tags=["hard"], flag=1, suspend=True)
    opened.do("first", "wait", days=30)
    yield opened
    opened.close()
