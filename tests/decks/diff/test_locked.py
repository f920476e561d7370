"""``quizgen diff`` with the lockfile of the release before, of which only hashes are known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from quizgen.cards import RenderedLesson
from quizgen.cli import app
from quizgen.decks.diff import Difference, compare_with_lock
from quizgen.decks.diff.writing import as_text
from quizgen.decks.lock import NAME, Lock, release_of, to_text, updated
from quizgen.decks.reading import read
from tests.decks.diff.test_diff import built, moved_key, with_card
from tests.exporters.samples import ASSET_NAME, numeric, sample_lesson

SAMPLE = sample_lesson()
THEN, NOW = 1_750_000_000, 1_760_000_000


@pytest.fixture
def lock() -> Lock:
    """What is known of the release before."""
    return updated(Lock(), [SAMPLE], THEN)


def difference(lock: Lock, lesson: RenderedLesson, folder: Path, now: int = NOW) -> Difference:
    """Build the next release as `quizgen build` does, and compare it with the lock of the one before."""
    released = replace(lesson, release=release_of(updated(lock, [lesson], now), lesson))
    return compare_with_lock(lock, read(built(released, folder / "new")), NAME, "new.apkg")


def test_the_same_release_differs_in_nothing(lock: Lock, tmp_path: Path) -> None:
    """Every release would look as if everything had to be learnt again."""
    found = difference(lock, SAMPLE, tmp_path)
    assert found.empty
    assert found.unchanged == len(SAMPLE.cards)
    assert ASSET_NAME in "".join(str(card.stem) for card in SAMPLE.cards)


def test_changed_answers_are_known_without_the_words(lock: Lock, tmp_path: Path) -> None:
    """A release that is made from a checkout, where no older deck lies about, would not tell what to relearn."""
    cards = (*with_card("cut-link", moved_key).cards[:-1], replace(numeric(), id="quorum-size.n-9", position=30))
    reworded = tuple(replace(card, evidence="seen in a run") if card.id == "write-steps" else card for card in cards)
    found = difference(lock, replace(SAMPLE, cards=reworded), tmp_path)
    assert [change.entry.item for change in found.changed] == ["cut-link", "write-steps"]
    assert [change.entry.item for change in found.relearn] == ["cut-link"]
    assert [entry.item for entry in found.added] == ["quorum-size.n-9"]
    assert [entry.item for entry in found.withdrawn] == ["odd-text"]
    assert not found.missing
    assert found.by_hash
    assert "only hashes are known" in as_text(found)


def test_a_correction_of_long_ago_is_none_now(lock: Lock, tmp_path: Path) -> None:
    """Learners are told again and again to relearn what they have relearnt."""
    corrected = with_card("cut-link", moved_key)
    later = updated(lock, [corrected], NOW)
    found = difference(later, replace(corrected, title="Other title"), tmp_path, now=NOW + 10_000_000)
    assert len(found.changed) == len(SAMPLE.cards)  # the title stands on every card
    assert not found.relearn
    assert not any(change.problem for change in found.changed)


def test_a_deck_that_ignores_the_lock_is_told(lock: Lock, tmp_path: Path) -> None:
    """A deck built without the lockfile is published, and its corrections reach nobody."""
    found = compare_with_lock(lock, read(built(with_card("cut-link", moved_key), tmp_path / "new")), NAME, "new.apkg")
    assert {change.problem for change in found.changed} == {"it is not dated later: Anki does not take the change"}


def test_what_was_withdrawn_before_is_no_news(lock: Lock, tmp_path: Path) -> None:
    """Each release announces again what was withdrawn years ago."""
    fewer = replace(SAMPLE, cards=SAMPLE.cards[:-1])
    later = updated(lock, [fewer], NOW)
    found = difference(later, fewer, tmp_path, now=NOW + 10_000_000)
    assert found.empty


def test_the_command_takes_a_lockfile(lock: Lock, tmp_path: Path) -> None:
    """The command that is documented does not work."""
    (tmp_path / "v1.lock").write_text(to_text(lock), encoding="utf-8")
    new = built(with_card("cut-link", moved_key), tmp_path / "new")
    result = CliRunner().invoke(app, ["diff", str(tmp_path / "v1.lock"), str(new)])
    assert result.exit_code == 0
    assert f"{new}: 1 changed, 9 unchanged" in result.output
