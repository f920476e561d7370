"""What `quizgen check` counts and says of what nobody has read."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen.compiler import Silent, check
from quizgen.diagnostics import Severity
from quizgen.review import NAME, Statement, sign
from quizgen.settings import Unread
from tests.review.lessons import BODY
from tests.small import write

DAY = "2026-11-29"


def left(folder: Path, unread: Unread | None = None) -> list[tuple[str, Severity, str]]:
    return [(each.code, each.severity, each.message) for each in check(folder, Silent(), unread=unread).diagnostics]


def read(folder: Path, *, of: str = "", but: int = 0) -> list[Statement]:
    found = [each for each in check(folder, Silent()).reading.unread if each.owner.startswith(of)]
    for each in found[but:]:
        sign(folder, each.key, DAY)
    return found


def test_every_statement_is_counted_once(tmp_path: Path) -> None:
    """The numbers that an author reports of a deck contradict each other."""
    write(tmp_path, BODY)
    assert check(tmp_path, Silent()).reading.counts == {
        "bound": 5,
        "read": 0,
        "unread": 15,
        "cited": 2,
        "unverified": 0,
    }
    read(tmp_path, of="choose")
    assert check(tmp_path, Silent()).reading.counts == {
        "bound": 5,
        "read": 3,
        "unread": 12,
        "cited": 2,
        "unverified": 0,
    }


def test_content_of_earlier_releases_builds_without_a_word(tmp_path: Path) -> None:
    """Whoever upgrades quizgen has hundreds of warnings on a build that said nothing."""
    write(tmp_path, BODY)
    assert left(tmp_path) == []
    assert left(tmp_path, "warning") != []


def test_what_is_left_is_one_line_for_each_lesson(tmp_path: Path) -> None:
    """Warnings that matter drown in four hundred others."""
    write(tmp_path, BODY)
    write(tmp_path, BODY.replace("id: ", "id: other-").replace("concept: ", "concept: other-"), "second")
    read(tmp_path, of="choose")
    told = "nobody has read {} of 15 statements, text beside claim"
    assert left(tmp_path) == [
        ("unread", Severity.WARNING, told.format(15)),
        ("unread", Severity.WARNING, told.format(12)),
    ]
    read(tmp_path)
    assert left(tmp_path) == left(tmp_path, "error") == []


@pytest.mark.parametrize(("said", "severity"), [("warning", Severity.WARNING), ("error", Severity.ERROR)])
def test_settings_say_how_bad_it_is(tmp_path: Path, said: str, severity: Severity) -> None:
    """A team that wants everything read publishes what was not."""
    write(tmp_path, BODY)
    (tmp_path / "quizgen.toml").write_text(f'[check]\nunread = "{said}"\n')
    assert [each[:2] for each in left(tmp_path)] == [("unread", severity)]
    assert [each[:2] for each in left(tmp_path, "error")] == [("unread", Severity.ERROR)]


def test_settings_can_ignore_it(tmp_path: Path) -> None:
    """An author who reads now and then is nagged by each build."""
    write(tmp_path, BODY)
    read(tmp_path, but=1)
    assert len(left(tmp_path)) == 1
    (tmp_path / "quizgen.toml").write_text('[check]\nunread = "ignore"\n')
    assert left(tmp_path) == []


def test_a_damaged_file_stops_the_build(tmp_path: Path) -> None:
    """Cards go out as unread because a merge was left unfinished, and nobody is told."""
    write(tmp_path, BODY)
    (tmp_path / NAME).write_text("quizgen.review 1\n<<<<<<< HEAD\n")
    assert [each[:2] for each in left(tmp_path)] == [("review-damaged", Severity.ERROR)]


def test_cards_are_dated_when_all_that_they_say_was_read(tmp_path: Path) -> None:
    """A card says that its author has read it, when half of it was never looked at."""
    write(tmp_path, BODY)
    read(tmp_path, of="choose", but=1)
    assert check(tmp_path, Silent()).reading.days == {}
    read(tmp_path, of="choose")
    read(tmp_path, of="thing")
    assert check(tmp_path, Silent()).reading.days == {("small", "choose"): DAY, ("small", "concept.thing"): DAY}
