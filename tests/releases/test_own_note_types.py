"""Learners who have given quizgen's note types a field or a template of their own, and then import the next release."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pytest

from tests.releases import reshaping
from tests.releases.ankis import VERSIONS
from tests.releases.releases import Releases

pytestmark = pytest.mark.slow
CHANGE = "typing error in a stem"


class Learner:
    """A learner who is asked for one step after the other."""

    def __init__(self, folder: Path, version: str) -> None:
        self._file, self._version = folder / "collection.anki2", version

    def step(self, step: str, deck: Path, how: str, *, version: str = "") -> dict[str, Any]:
        """Do one step, in this version of Anki or another one, and return what the learner has then."""
        version = version or self._version
        own = Path(sys.prefix) / f"anki-{version}" / "bin" / "python"
        python = Path(sys.executable) if version == "newest" else own
        assert python.exists(), f"make test sets up the environment {python.parent.parent}"
        command: list[str | Path] = [python, "-W", "ignore", reshaping.__file__, self._file, step, deck, how]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return cast("dict[str, Any]", json.loads(told.rpartition("\x02")[2]))


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("what", ["field", "template"])
def test_updates_arrive_by_the_steps_that_are_told(releases: Releases, what: str, version: str, tmp_path: Path) -> None:
    """Somebody who wrote a word of their own to each card never gets a correction again, and does not hear why."""
    learner = Learner(tmp_path, version)
    (*_, first), (*_, release) = releases.first, releases.after(CHANGE)[-1]  # the last lesson's decks
    before = learner.step("start", first, what)
    assert len(before["reviews"]) > 5

    missed = learner.step("import", release, "plain")
    clozes = {"lamps", "lamp-count"} if what == "template" else set()  # which have one template
    reshaped = len(before["texts"].keys() - clozes)
    assert missed["log"]["conflicting"] == reshaped
    assert missed["texts"] == before["texts"]
    assert any(name.endswith("+") for name in missed["types"])
    assert (missed["cards"], missed["reviews"], missed["own"]) == (before["cards"], before["reviews"], before["own"])

    with_merging = version if missed["merges"] else "newest"
    updated = learner.step("import", release, "merge", version=with_merging)
    changed = [item for item, texts in updated["texts"].items() if texts != before["texts"][item]]
    assert (updated["log"]["new"], updated["log"]["conflicting"]) == (0, 0)
    assert len(changed) == 1
    assert updated["types"] == before["types"]
    assert updated["reviews"] == before["reviews"]
    assert updated["cards"] == before["cards"]
    assert updated["templates"] == before["templates"]
    assert updated["own"] == max(before["own"] - 1, 0), "words of one's own are gone from the note that was updated"


def test_the_steps_are_told_where_learners_are(releases: Releases, tmp_path: Path) -> None:
    """What to do stands on a page that no learner has ever seen."""
    opened = tmp_path / "collection.anki2"
    script = "import sys, anki.collection as api\n"
    script += "col = api.Collection(sys.argv[1])\n"
    script += "col.import_anki_package(api.ImportAnkiPackageRequest(package_path=sys.argv[2],"
    script += " options=api.ImportAnkiPackageOptions()))\n"
    script += "print([col.decks.get(deck.id)['desc'] for deck in col.decks.all_names_and_ids()])\n"
    command: list[str | Path] = [sys.executable, "-W", "ignore", "-c", script, opened, releases.first[-1]]
    assert "Merge note types" in subprocess.run(command, capture_output=True, text=True, check=True).stdout
