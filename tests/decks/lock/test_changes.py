"""Names of decks from release to release, and what is told of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from quizgen.cards import RenderedLesson, StudyPlace
from quizgen.decks.lock import NAME, LockProblem, Past, Stamping, stamp
from quizgen.decks.lock import stamping as module
from tests.exporters.samples import numeric, sample_lesson

SAMPLE = sample_lesson()
FIRST = replace(SAMPLE, id="zoo", title="Zoo", place=StudyPlace(1))
SECOND = replace(
    SAMPLE, id="ant", title="Ant", cards=(replace(numeric(), id="other"),), place=StudyPlace(2, "", ("zoo",))
)


def written(folder: Path, *lessons: RenderedLesson, rename: bool = False) -> Stamping:
    """Stamp lessons of the folder, and write the lockfile."""
    made = stamp(folder, lessons, lambda: 1_800_000_000.0, past=Past(rename=rename, new=True))
    with made.kept():
        pass
    return made


def names(made: Stamping) -> list[str]:
    """Return the last part of each deck's name."""
    return [lesson.release.deck.rpartition("::")[2] for lesson in made.lessons if lesson.release]


def without_numbers(folder: Path) -> None:
    """Let the decks be those of a quizgen that gave them no numbers."""
    file = folder / NAME
    file.write_text(file.read_text(encoding="utf-8").replace("::010 ", "::").replace("::020 ", "::"), encoding="utf-8")


def test_new_decks_are_numbered_and_places_rise(tmp_path: Path) -> None:
    """A learner is asked for the second lesson first."""
    made = written(tmp_path, SECOND, FIRST)
    assert names(made) == ["020 Ant", "010 Zoo"]
    second, first = (lesson.release.stamps.values() for lesson in made.lessons if lesson.release)
    assert max(stamp.position for stamp in first) < min(stamp.position for stamp in second)
    assert made.diagnostics == ()
    assert written(tmp_path, SECOND, FIRST).after is None


def test_released_decks_that_sort_wrongly_are_told_and_left(tmp_path: Path) -> None:
    """New cards of released lessons come to a second deck; or the author never hears that the order is wrong."""
    written(tmp_path, FIRST, SECOND)
    without_numbers(tmp_path)
    made = written(tmp_path, FIRST, SECOND)
    assert names(made) == ["Zoo", "Ant"]
    (told,) = made.diagnostics
    assert (told.code, told.severity.value) == ("lock-deck-order", "warning")
    assert "::Ant` before those of `quizgen::" in told.message
    assert "--rename-decks" in (told.hint or "")


def test_author_renames_them(tmp_path: Path) -> None:
    """The order would be wrong for ever, or learners would not be told what to do."""
    written(tmp_path, FIRST, SECOND)
    without_numbers(tmp_path)
    before = (tmp_path / NAME).read_text(encoding="utf-8").splitlines()
    made = written(tmp_path, FIRST, SECOND, rename=True)
    assert names(made) == ["010 Zoo", "020 Ant"]
    assert [told.code for told in made.diagnostics] == ["lock-deck-renamed"] * 2
    assert "::Zoo` is called `quizgen::Distributed systems::010 Zoo`" in made.diagnostics[1].message
    after = (tmp_path / NAME).read_text(encoding="utf-8").splitlines()
    assert {line.split()[0] for line in {*before} ^ {*after}} == {"deck"}
    assert written(tmp_path, FIRST, SECOND, rename=True).after is None


def test_locked_build_renames_nothing(tmp_path: Path) -> None:
    """CI would publish names that nobody has a record of."""
    written(tmp_path, FIRST, SECOND)
    without_numbers(tmp_path)
    with pytest.raises(LockProblem, match=r"decks: ant, zoo"):
        stamp(tmp_path, [FIRST, SECOND], lambda: 1_800_000_000.0, locked=True, past=Past(rename=True))


def test_write_protected_content_has_the_same_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a learner builds of content that came without a lockfile is studied in the wrong order."""
    monkeypatch.setattr(module, "is_writable", lambda _: False)
    assert names(stamp(tmp_path, [FIRST, SECOND], lambda: 1_800_000_000.0)) == ["010 Zoo", "020 Ant"]


def test_places_of_many_lessons_are_few_enough_for_anki(tmp_path: Path) -> None:
    """Anki's "Check Database" asks learners to reposition cards whose place is a million or more."""
    cards = [tuple(replace(numeric(), id=f"item-{lesson}-{item}") for item in range(30)) for lesson in range(400)]
    lessons = [
        replace(SAMPLE, id=f"lesson-{place}", cards=made, place=StudyPlace(place, f"{place:04}"))
        for place, made in enumerate(cards, 1)
    ]
    stamped = written(tmp_path, *lessons)
    places = [
        stamp.position for lesson in stamped.lessons if lesson.release for stamp in lesson.release.stamps.values()
    ]
    assert places == sorted(set(places))
    assert places[-1] < 1_000_000
    assert written(tmp_path, *lessons).after is None
