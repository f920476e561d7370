"""A lockfile that was lost: noticed where a deck shows it, and rebuilt from published decks, in real Anki."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from anki.collection import Collection
from typer.testing import CliRunner

from quizgen.cli import app
from quizgen.compiler import Built, Options, Silent, build
from quizgen.decks.lock import NAME, from_text
from tests.decks.lock.test_authors import LESSON, answers, blanks, deck, taken

FIRST, LATER = 1_796_000_000, 1_796_900_000
CLOZE = ("green", "amber")


def rebuilt(folder: Path, about: str, *decks: Path, names: tuple[str, ...] = CLOZE, new: bool = False) -> Built:
    """Build the next release, its cloze with these gaps."""
    text = " then ".join(f"[[{name}]]" for name in names)
    (folder / "basics.yaml").write_text(LESSON.format(about=about, text=text, blanks=blanks(*names)), encoding="utf-8")
    options = Options(clock=lambda: LATER, decks=decks, new_decks=new)
    return build(folder, ["anki"], folder / "out", Silent(), options)


@pytest.fixture
def learner(tmp_path: Path) -> Iterator[Collection]:
    """A learner's collection."""
    opened = Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A deck that learners have, kept elsewhere, and its author's folder ``a`` without a lockfile."""
    kept = shutil.copy(deck(tmp_path / "a", "a lamp"), tmp_path / "published.apkg")
    shutil.move(tmp_path / "a" / NAME, tmp_path / "lost.lock")
    return Path(kept)


def test_lost_file_is_noticed_by_the_deck_that_was_built(published: Path, tmp_path: Path) -> None:
    """Learners get every note a second time, without their history, and nobody was told."""
    built = rebuilt(tmp_path / "a", "a lamp")
    assert [(found.code, found.span.file) for found in built.diagnostics] == [("lock-lost", str(tmp_path / "a" / NAME))]
    assert "--from-decks" in built.diagnostics[0].hint
    assert "--new-decks" in built.diagnostics[0].hint
    assert not (tmp_path / "a" / NAME).exists()
    assert published.read_bytes() == (tmp_path / "a" / "out" / "basics.apkg").read_bytes()


def test_new_file_is_told_of(tmp_path: Path, published: Path) -> None:
    """In a fresh checkout without the file, a release goes out that repeats all notes, without a word."""
    shutil.rmtree(tmp_path / "a" / "out")
    built = rebuilt(tmp_path / "a", "a lamp")
    assert [found.code for found in built.diagnostics] == ["lock-new"]
    assert "--from-decks" in built.diagnostics[0].hint
    assert published.exists()


def test_author_says_that_nobody_has_the_decks(tmp_path: Path, published: Path) -> None:
    """Who starts anew cannot."""
    assert published.exists()
    assert rebuilt(tmp_path / "a", "a lamp", new=True).diagnostics == ()


@pytest.mark.parametrize("names", [CLOZE, ("red", "green", "amber"), ("amber", "green"), ("amber",)])
def test_rebuilt_file_does_what_the_lost_one_would_have_done(
    names: tuple[str, ...], published: Path, tmp_path: Path, learner: Collection
) -> None:
    """The remedy itself brings notes twice, moves reviews to other gaps, or hides corrections."""
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    shutil.copy(tmp_path / "lost.lock", tmp_path / "b" / NAME)
    assert rebuilt(tmp_path / "a", "a large lamp", published, names=names).diagnostics == ()
    assert rebuilt(tmp_path / "b", "a large lamp", names=names).diagnostics == ()
    texts = [(tmp_path / folder / NAME).read_text(encoding="utf-8") for folder in ("a", "b")]
    mine, theirs = (from_text(text, NAME, LATER)[0] for text in texts)
    assert mine.items == theirs.items
    assert (mine.decks, mine.note_types) == (theirs.decks, theirs.note_types)
    assert taken(learner, published) == (3, 0, 0, 0)
    asked = answers(learner)
    assert taken(learner, tmp_path / "a" / "out" / "basics.apkg")[0] == 0
    for card, answer in answers(learner).items():
        assert asked.get(card) in (answer, None) or answer == ""


def test_number_of_a_gap_that_is_gone_is_read_back(published: Path, tmp_path: Path) -> None:
    """A new gap gets the card, and the reviews, of one that was taken out before the file was lost."""
    rebuilt(tmp_path / "a", "a lamp", published, names=("amber",))
    kept = Path(shutil.copy(tmp_path / "a" / "out" / "basics.apkg", tmp_path / "second.apkg"))
    (tmp_path / "a" / NAME).unlink()
    rebuilt(tmp_path / "a", "a lamp", kept, names=("amber", "blue"))
    lock, _ = from_text((tmp_path / "a" / NAME).read_text(encoding="utf-8"), NAME, LATER)
    assert (lock.items["gaps"].gaps, lock.items["gaps"].gone) == ({"amber": 2, "blue": 3}, {"green": 1})


def test_what_is_no_deck_of_quizgen_s_is_refused(tmp_path: Path, published: Path) -> None:
    """A wrong file makes a lockfile by which learners get everything anew."""
    wrong = tmp_path / "wrong.apkg"
    wrong.write_bytes(b"no deck")
    built = rebuilt(tmp_path / "a", "a lamp", wrong)
    assert [(found.code, found.span.file) for found in built.diagnostics] == [("lock-deck", str(wrong))]
    assert not (tmp_path / "a" / NAME).exists()
    told = ["--from-decks", str(published), "--new-decks", "--out", str(tmp_path / "out")]
    assert CliRunner().invoke(app, ["build", str(tmp_path / "a"), *told]).exit_code == 2


def test_file_of_a_folder_within_is_not_overlooked(tmp_path: Path, published: Path) -> None:
    """Who builds the whole folder after one part of it makes new notes of all that was released."""
    assert published.exists()
    (tmp_path / "all").mkdir()
    shutil.move(tmp_path / "a", tmp_path / "all" / "a")
    shutil.copy(tmp_path / "lost.lock", tmp_path / "all" / "a" / NAME)
    shutil.rmtree(tmp_path / "all" / "a" / "out")
    built = build(tmp_path / "all", ["anki"], tmp_path / "out", Silent(), Options(clock=lambda: LATER))
    assert [found.code for found in built.diagnostics] == ["lock-lost"]
    assert "move that one here" in built.diagnostics[0].hint
