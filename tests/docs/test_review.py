"""docs/review.md: what is counted, kept and said is what the page tells."""

from __future__ import annotations

import json
import re
from pathlib import Path

from quizgen.compiler import Silent, check
from quizgen.crosscheck import Findings
from quizgen.render.evidence_lines import card_line
from quizgen.review import STATES
from quizgen.review.files import UNION
from quizgen.review.telling import beside
from quizgen.settings import NAME, read_settings
from tests.docs.pages import blocks, read, table
from tests.review.lessons import BODY
from tests.small import write

PAGE = read("docs/review.md")


def test_every_state_is_explained() -> None:
    """A number of the tally means nothing to its reader."""
    rows = table(PAGE, "| Statement | It is | Why |")
    assert {state for row in rows for state in re.findall(r"`(\w+)`", row[1])} == set(STATES)


def test_the_setting_is_taken(tmp_path: Path) -> None:
    """A reader copies an example that is refused."""
    (example,) = blocks(PAGE, "toml")
    (tmp_path / NAME).write_text(example)
    settings, mistakes = read_settings(tmp_path)
    assert (settings.check.unread, mistakes) == ("error", ())


def test_what_is_written_is_as_told(tmp_path: Path) -> None:
    """A tool is built on keys that are not there; or a card says something else."""
    write(tmp_path, BODY)
    checked = check(tmp_path, Silent())
    made = json.loads(beside(next(checked.reading.unread), checked.findings).as_json(""))
    told = " ".join(PAGE.split()).partition("An object has")[2]
    assert set(re.findall(r"`(\w+)`", told)) - {"null"} == made.keys() | made["claims"][0].keys()
    assert UNION.strip() in PAGE
    line = card_line([], Findings(), "2026-11-29")
    assert line[1:] in " ".join(PAGE.split())


def test_the_readme_tells_the_same_shares() -> None:
    """Who chooses quizgen by its README is promised what nobody measured."""
    *_, row = table(PAGE, "| Slip | Made | Found by `check` | Found once signed |")
    told = " ".join(read("README.md").split())
    assert f"Of {row[1]} slips" in told
    assert f"finds {row[2]} by itself; once all is signed, {row[3]} are found" in told
