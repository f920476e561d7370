"""Clocks that are wrong: what is refused, and that the way out works in real Anki."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from anki.collection import Collection

from quizgen.compiler import Options, Silent, build
from quizgen.decks.lock import NAME
from tests.decks.lock.test_authors import LESSON, blanks, deck, taken

TODAY = 1_796_000_000
YEAR = 365 * 86_400


@pytest.fixture
def learner(tmp_path: Path) -> Iterator[Collection]:
    """A learner's collection."""
    opened = Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


def told(folder: Path, about: str, when: float, *, ahead: bool = False) -> list[tuple[str, str]]:
    """Build at some time, and return the codes and hints of what is wrong."""
    folder.mkdir(exist_ok=True)
    names = ("green", "amber")
    text = " then ".join(f"[[{name}]]" for name in names)
    (folder / "basics.yaml").write_text(LESSON.format(about=about, text=text, blanks=blanks(*names)), encoding="utf-8")
    built = build(folder, ["anki"], folder / "out", Silent(), Options(clock=lambda: when, ahead=ahead))
    return [(found.code, found.hint) for found in built.diagnostics if found.severity.value == "error"]


@pytest.mark.parametrize("when", [-1e9, 0, 1.5e9, 1_577_836_799, 1_764_000_000, 2_150_000_000, 4e9, 1e13])
def test_clock_that_contradicts_the_content_is_refused(when: float, tmp_path: Path) -> None:
    """Notes would get dates by which learners never see a correction, or ids that Anki takes for damage."""
    ((code, hint),) = told(tmp_path / "a", "a cell", when)
    assert (code, hint.startswith("set the clock")) == ("lock-clock", True)
    assert not (tmp_path / "a" / NAME).exists()
    assert not (tmp_path / "a" / "out").exists()


@pytest.mark.parametrize("when", [1_766_000_000, TODAY, TODAY + 3 * YEAR])
def test_other_clocks_are_not(when: float, tmp_path: Path) -> None:
    """An author who prepares next month's lesson, or comes back after years, cannot build."""
    assert told(tmp_path / "a", "a cell", when) == []


def test_remedy_for_a_clock_that_is_right_works(tmp_path: Path) -> None:
    """The hint sends the author round in a circle."""
    ((_, hint),) = told(tmp_path / "a", "a cell", 4e9)
    assert "set `released` of basics to 2096-10-02" in hint
    lesson = (tmp_path / "a" / "basics.yaml").read_text(encoding="utf-8").replace("2026-01-01", "2096-10-02")
    (tmp_path / "a" / "basics.yaml").write_text(lesson, encoding="utf-8")
    built = build(tmp_path / "a", ["anki"], tmp_path / "out", Silent(), Options(clock=lambda: 4e9))
    assert built.diagnostics == ()


def test_unchanged_content_can_be_built_at_any_time(tmp_path: Path) -> None:
    """Nobody could build an old edition after years, although nothing in it is dated anew."""
    assert told(tmp_path / "a", "a cell", TODAY) == []
    assert told(tmp_path / "a", "a cell", 4e9) == []


def test_decks_of_the_future_that_learners_have_are_still_corrected(tmp_path: Path, learner: Collection) -> None:
    """After one build with a wrong clock learners get no correction for years, or each note a second time."""
    assert taken(learner, deck(tmp_path / "a", "a cell", when=TODAY + 2 * YEAR)) == (3, 0, 0, 0)
    problems = told(tmp_path / "a", "a large cell", TODAY)
    assert {code for code, _ in problems} == {"lock-damaged"}
    assert all("build with `--dated-ahead`" in hint for _, hint in problems)
    for about in ("a large cell", "a very large cell"):
        assert told(tmp_path / "a", about, TODAY, ahead=True) == []
        new, updated, _, conflicting = taken(learner, tmp_path / "a" / "out" / "basics.apkg")
        assert (new, updated, conflicting) == (0, 3, 0)
        assert {learner.get_note(note)["Stem"] for note in learner.find_notes("Id:q1")} == {f"<p>What is {about}?</p>"}


def test_decks_of_the_future_that_nobody_has_are_made_again(tmp_path: Path, learner: Collection) -> None:
    """The other way out, the lockfile of before, would bring notes twice."""
    assert taken(learner, deck(tmp_path / "a", "a cell", when=TODAY)) == (3, 0, 0, 0)
    before = (tmp_path / "a" / NAME).read_bytes()
    deck(tmp_path / "a", "a large cell", when=TODAY + 2 * YEAR)
    (tmp_path / "a" / NAME).write_bytes(before)
    assert told(tmp_path / "a", "a large cell", TODAY + 3600) == []
    assert taken(learner, tmp_path / "a" / "out" / "basics.apkg")[:2] == (0, 3)
