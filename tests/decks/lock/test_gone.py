"""Lessons that are gone: learners hear of it, whatever editions they skip, in real Anki."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from anki.collection import Collection

from quizgen.compiler import Built, Options, Silent, build
from quizgen.decks.lock import NAME
from quizgen.decks.verify import verify
from tests.decks.lock.test_authors import LESSON, blanks, taken

TODAY = 1_796_000_000
TEXT = LESSON.format(about="a cell", text="[[green]] then [[amber]]", blanks=blanks("green", "amber"))
OTHER = TEXT.replace("basics", "more").replace("Basics", "More").replace("id: one", "id: two")
OTHER = OTHER.replace("concept: one", "concept: two").replace("q1", "q2").replace("id: gaps", "id: holes")


def made(folder: Path, when: int = TODAY, part: str = "", *, locked: bool = False) -> Built:
    """Build the folder, or a part of it, in all forms of decks."""
    options = Options(clock=lambda: when, new_decks=True, locked=locked)
    return build(folder / part, ["anki", "tsv", "crowdanki"], folder / "out", Silent(), options)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Two lessons, which have been released."""
    folder = tmp_path / "content"
    (folder / "later").mkdir(parents=True)
    (folder / "basics.yaml").write_text(TEXT, encoding="utf-8")
    (folder / "later" / "more.yaml").write_text(OTHER, encoding="utf-8")
    assert made(folder).diagnostics == ()
    return folder


@pytest.fixture
def learner(tmp_path: Path, content: Path) -> Iterator[Collection]:
    """A learner's collection, with both decks."""
    opened = Collection(str(tmp_path / "collection.anki2"))
    for deck in (content / "out").glob("*.apkg"):
        assert taken(opened, deck)[0] == 3
    yield opened
    opened.close()


def retired(learner: Collection) -> int:
    """Return how many notes say that they were withdrawn."""
    return len(learner.find_notes("tag:quizgen::retired"))


def test_learners_hear_of_it_in_every_edition_from_then_on(content: Path, learner: Collection) -> None:
    """They would study for ever what the author took back."""
    (content / "later" / "more.yaml").unlink()
    for later in (1_000, 9_000_000):
        built = made(content, TODAY + later)
        assert built.diagnostics == ()
        assert {path.name for path in built.written} >= {"basics.apkg", "more.apkg"}
    assert taken(learner, content / "out" / "more.apkg") == (0, 3, 0, 0)
    assert retired(learner) == 3
    names = {deck.name for deck in learner.decks.all_names_and_ids()}
    assert names == {
        "Default", "quizgen", "quizgen::Testing", "quizgen::Testing::010 Basics", "quizgen::Testing::020 More"
    }  # fmt: skip
    assert learner.get_note(learner.find_notes("Id:q2")[0])["Lesson"] == "More"
    assert not any(item.reasons for item in verify(content / "out" / "more.apkg", lambda *_: None).items)
    assert made(content, TODAY + 9_000_001, locked=True).diagnostics == ()


def test_a_lesson_that_comes_back_is_the_old_one(content: Path, learner: Collection) -> None:
    """Its notes would come a second time, or go on saying that they were withdrawn."""
    text = (content / "later" / "more.yaml").read_text(encoding="utf-8")
    (content / "later" / "more.yaml").unlink()
    made(content, TODAY + 1_000)
    taken(learner, content / "out" / "more.apkg")
    (content / "later" / "more.yaml").write_text(text, encoding="utf-8")
    made(content, TODAY + 2_000)
    assert taken(learner, content / "out" / "more.apkg") == (0, 3, 0, 0)
    assert retired(learner) == 0


@pytest.mark.parametrize("part", ["basics.yaml", "later", "later/more.yaml"])
def test_a_part_that_is_built_withdraws_nothing_of_the_rest(part: str, content: Path) -> None:
    """Who builds one lesson would withdraw all others."""
    (content.parent / ".git").mkdir()
    before = (content / NAME).read_bytes()
    assert made(content, TODAY + 1_000, part).diagnostics == ()
    assert (content / NAME).read_bytes() == before


def test_it_is_forgotten_when_the_author_takes_its_lines_out(content: Path, learner: Collection) -> None:
    """Decks of lessons that nobody knows any more would be built for ever."""
    (content / "later" / "more.yaml").unlink()
    made(content, TODAY + 1_000)
    taken(learner, content / "out" / "more.apkg")
    lock = content / NAME
    lines = re.sub(r"(?m)^(item .* lesson=more .*|deck more .*)\n", "", lock.read_text(encoding="utf-8"))
    lock.write_text(lines, encoding="utf-8")
    built = made(content, TODAY + 2_000)
    assert built.diagnostics == ()
    assert "more.apkg" not in {path.name for path in built.written}
    assert "more" not in lock.read_text(encoding="utf-8")
