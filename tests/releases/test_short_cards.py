"""Short cards of long choices in learners' collections, from one release to the next."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from quizgen.compiler import Options, Silent, build
from quizgen.decks.verify import verify
from tests.releases.ankis import VERSIONS, Anki, Order, take
from tests.releases.releases import TODAY

pytestmark = pytest.mark.slow

LESSON = f"""\
format: lesson/1
id: elections
title: Elections
subject: distributed-systems
level: junior
license: CC0-1.0
released: 2026-01-31
sources: {{{{raft: {{{{title: Raft}}}}}}}}
concepts:
  - {{{{id: election, name: Election, definition: A vote., cite: raft §5}}}}
scenarios:
  elected: {{{{simulator: raft, servers: 3, events: [{{{{elect: S1}}}}]}}}}
items:
  - id: after-an-election
    kind: multiple_choice
    concept: election
    scenario: elected
    stem: Three servers start, and the first one is made to stand. {"They are all well. " * 15} What happens?
    options:
{{options}}
"""
WINS = """\
      - {text: The first one leads., key: true, always: 'leader() == "S1"', rationale: All vote.}
"""
LOSES = """\
      - {text: The second one leads., always: 'leader() == "S2"', rationale: It waits.}
"""
NOBODY = """\
      - {text: Nobody leads., always: 'leaders() == 0', rationale: All vote.}
"""
STATE: Order = ("state", {})
LONG, RECALL = "after-an-election", "after-an-election.recall"


@pytest.fixture(scope="module", params=VERSIONS)
def learners(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Anki]:
    """Learners who have one version of Anki, and nothing in it."""
    opened = Anki(request.param, tmp_path_factory.mktemp("anki"))
    yield opened
    opened.close()


class Author:
    """An author who releases one lesson again and again, an hour apart."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._releases = 0
        (folder / "content").mkdir()

    def releases(self, *options: str, short: bool = True) -> Path:
        """Build the lesson with these options, see that it verifies, and return its deck."""
        content = self._folder / "content"
        (content / "elections.yaml").write_text(LESSON.format(options="".join(options)), encoding="utf-8")
        told = '[anki]\nshort = ["recall", "statements"]\n' if short else ""
        (content / "quizgen.toml").write_text(told, encoding="utf-8")
        now = TODAY - 3_600 * (20 - self._releases)
        made = build(content, ["anki"], self._folder / "out", Silent(), Options(clock=lambda: now))
        assert made.written, made.diagnostics
        assert verify(made.written[0], lambda *_: None).sound
        self._releases += 1
        return made.written[0].rename(self._folder / f"{self._releases}.apkg")


def statements(state: dict[str, Any]) -> dict[str, str]:
    """Return the option that each statement asks, by its id."""
    notes = state["notes"].items()
    return {
        item: note["fields"][1].rpartition("</strong> ")[2].removesuffix("</p>").strip()
        for item, note in notes
        if ".statement-" in item and "quizgen::retired" not in note["tags"]
    }


def retired(state: dict[str, Any]) -> set[str]:
    """Return what says that it was withdrawn."""
    return {item for item, note in state["notes"].items() if "quizgen::retired" in note["tags"]}


def test_short_cards_come_and_go_and_no_review_moves(learners: Anki, tmp_path: Path) -> None:
    """What a learner knows of one option counts for another, or is lost, when options change or the setting does."""
    author = Author(tmp_path)
    editions = [
        author.releases(WINS, LOSES, short=False),
        author.releases(WINS, LOSES),
        author.releases(LOSES, WINS, NOBODY),
        author.releases(LOSES.replace("second", "third").replace("S2", "S3"), WINS, NOBODY),
        author.releases(WINS, LOSES, short=False),
    ]
    study: Order = ("study", {"days": 3})
    wait: Order = ("wait", {"days": 2})  # what Anki calls a leech is tagged: the note has changed today
    steps = [order for edition in editions for order in (take([edition]), study, STATE, wait)]
    done = learners.do(tmp_path.name, *steps)
    logs, states = done[::4], done[2::4]
    assert [log["new"] for log in logs] == [2, 3, 1, 1, 0]
    assert {log["conflicting"] for log in logs} == {0}
    plain, short, added, reworded, off = states
    assert not statements(plain)
    assert sorted(statements(short).values()) == ["The first one leads.", "The second one leads."]
    assert statements(added).items() >= statements(short).items()
    gone = {item for item, text in statements(added).items() if text == "The second one leads."}
    assert retired(reworded) == gone
    assert sorted(statements(reworded).values()) == ["Nobody leads.", "The first one leads.", "The third one leads."]
    assert {RECALL, *statements(reworded)} <= retired(off)
    assert LONG not in retired(off)
    for before, after in pairwise(states):
        numbers = {note["id"]: item for item, note in after["notes"].items()}
        assert {note["id"]: item for item, note in before["notes"].items()}.items() <= numbers.items()
        assert [row for row in after["reviews"] if row in before["reviews"]] == before["reviews"]


def test_short_cards_come_before_the_long_one(learners: Anki, tmp_path: Path) -> None:
    """Whoever has just read the long card is asked what stood on it."""
    deck = Author(tmp_path).releases(WINS, LOSES)
    _, met, state = learners.do(tmp_path.name, take([deck]), ("learn", {"deck": "quizgen"}), STATE)
    assert met[0] == "concept.election"
    assert {*met[1:-1]} == {RECALL, *statements(state)}
    assert met[-1] == LONG
    assert all("quizgen::short" in state["notes"][item]["tags"] for item in met[1:-1])
