"""What an author is refused, because learners would lose by it; and that nothing is touched by a build that is."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from quizgen.diagnostics import has_errors
from tests.docs.pages import code
from tests.releases.project import Change, Project, adding, all_of, item, replacing
from tests.releases.releases import DAY, HOUR, TODAY, Releases, released
from tests.releases.table import REFUSED, rows

pytestmark = pytest.mark.slow

ROWS = rows(REFUSED)


def in_lock(pattern: str, new: str) -> Change:
    """Return a change of the lockfile: of the first place that matches."""

    def change(project: Project) -> None:
        text, count = re.subn(pattern, new, project.lock.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
        assert count
        project.lock.write_text(text, encoding="utf-8")

    return change


def twice(project: Project) -> None:
    """Leave a copy of an item in the other lesson."""
    _, copied, _ = item(project.lesson("traffic").read_text(encoding="utf-8"), "what-red-means")
    adding(copied, lesson="parking")(project)


ANOTHER_KIND = replacing(
    ("- id: what-red-means\n    kind: multiple_choice", "- id: what-red-means\n    kind: multiple_response")
)
TYPING_ERROR = replacing(("maen", "mean"))
SECOND_LINE = r"^(item what-red-means .*\n)"

REFUSALS: Mapping[str, Change] = {
    "changes an item's kind": ANOTHER_KIND,
    "gives two items one id": twice,
    "leaves a merge of the lockfile unfinished": in_lock(SECOND_LINE, r"<<<<<<< HEAD\n\1=======\n\1>>>>>>> theirs\n"),
    "keeps two lines of one item in a merge": all_of(TYPING_ERROR, in_lock(SECOND_LINE, r"\1\1")),
    "loses a part of a line of the lockfile": in_lock(r" guid=\S+", ""),
    "gives two items one GUID in the lockfile": in_lock(r"(guid=)(\S+)((?:.*\n.*?)guid=)\S+", r"\1\2\3\2"),
    "gives two items one time in the lockfile": in_lock(r"(created=)(\S+)((?:.*\n.*?)created=)\S+", r"\1\2\3\2"),
    "takes the lockfile of a later quizgen": in_lock(r"^quizgen.lock \d+", "quizgen.lock 99"),
    "empties the lockfile": lambda project: project.write(project.lock.name, ""),
    "loses a picture": lambda project: (project.content / "cars.png").unlink(),
    "forgets the lockfile in a commit, and builds with `--locked`": TYPING_ERROR,
}
"""What the author does -> how."""


def test_the_table_tells_of_every_refusal() -> None:
    """An author who is refused something would not find how to go on."""
    assert list(ROWS) == list(REFUSALS)


@pytest.mark.parametrize("deed", REFUSALS)
def test_refusal(deed: str, releases: Releases) -> None:
    """A deck is built that takes cards or reviews from learners, or a refused build leaves half of one behind."""
    project = releases.project(deed)
    REFUSALS[deed](project)
    kept = {path: path.read_bytes() for path in project.folder.rglob("*") if path.is_file()}
    built = released(project, TODAY - HOUR, locked="--locked" in deed)
    assert built.written == ()
    assert has_errors(built.diagnostics)
    told = built.diagnostics[0]
    assert told.code == code(ROWS[deed][0])
    assert told.hint, "what to do"
    assert told.span.line > 0 or told.span.file.endswith("quizgen.lock")
    assert {path: path.read_bytes() for path in project.folder.rglob("*") if path.is_file()} == kept


def test_what_is_refused_can_be_built_when_it_is_mended(releases: Releases) -> None:
    """A diagnostic sends an author into a dead end: what it tells to do does not help."""
    project = releases.project("mended")
    ANOTHER_KIND(project)
    assert not released(project, TODAY - HOUR).sound
    project.replace("- id: what-red-means", "- id: what-red-is")
    assert released(project, TODAY - HOUR + DAY // 48).sound
