"""Tests of the orders that must not depend on the day."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from quizgen.cards import StudyPlace
from quizgen.kinds.orders import deranged, shuffled
from quizgen.loader import load
from quizgen.model.lesson import Concept
from quizgen.render.order import study_order, study_places

THINGS = st.lists(st.integers(), min_size=2, max_size=12, unique=True)
IDS = st.from_regex(r"[a-z]{1,8}(-[a-z]{1,8})?", fullmatch=True)


def _concept(name: str, *requires: str) -> Concept:
    return Concept(id=name, name=name, definition="x", cite="paper §1", requires=requires)


def test_prerequisites_come_first_and_the_rest_stays_as_written() -> None:
    """A learner meets a question before the idea that it builds on."""
    concepts = [_concept("c", "a", "b"), _concept("a"), _concept("d"), _concept("b", "a")]
    assert [concept.id for concept in study_order(concepts)] == ["a", "b", "c", "d"]


def test_a_prerequisite_of_another_lesson_is_no_obstacle() -> None:
    """A lesson that builds on another one cannot be built."""
    assert [concept.id for concept in study_order([_concept("a", "elsewhere")])] == ["a"]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=25))
def test_study_order_keeps_every_concept_once(edges: list[tuple[int, int]]) -> None:
    """A concept's cards are lost, or doubled, in a lesson with many prerequisites."""
    requires = {n: sorted({f"c{b}" for a, b in edges if a == n and b < n}) for n in range(10)}
    concepts = [_concept(f"c{n}", *requires[n]) for n in reversed(range(10))]
    order = [concept.id for concept in study_order(concepts)]
    assert sorted(order) == sorted(concept.id for concept in concepts)
    for concept in concepts:
        assert all(order.index(name) < order.index(concept.id) for name in concept.requires)


@given(THINGS, IDS)
def test_a_shuffle_depends_on_the_id_alone(things: list[int], item: str) -> None:
    """The options move at every build, and with them what the learner remembers of the card."""
    assert shuffled(things, item) == shuffled(list(things), item)
    assert sorted(shuffled(things, item)) == sorted(things)


@given(THINGS, IDS)
def test_steps_never_come_in_the_right_order(things: list[int], item: str) -> None:
    """An ordering is solved before the learner has touched it."""
    assert list(deranged(things, item)) != things
    assert sorted(deranged(things, item)) == sorted(things)


def test_shuffles_are_the_same_in_every_release() -> None:
    """A new release of quizgen reorders the options of every card."""
    assert shuffled(range(6), "link-cut") == (0, 4, 5, 2, 3, 1)


LESSON = """\
format: lesson/1
id: {id}
title: About {id}
subject: testing
level: junior
license: CC0-1.0
released: 2026-01-31
sources: {{paper: {{title: A paper}}}}
concepts: [{{id: {id}-1, name: A, definition: A., cite: paper §1, requires: [{requires}]}}]
items:
  - {{id: q-{id}, kind: numeric, concept: {about}, stem: How many?, answer: {{value: 1, cite: paper §1}}}}
"""


def _placed(folder: Path, lessons: dict[str, str], *curricula: str, about: str = "") -> dict[str, StudyPlace]:
    """Return where lessons stand, each with the one that it requires; questions are about ``about``, or their own."""
    for name, before in lessons.items():
        requires = f"{before}-1" if before else ""
        text = LESSON.format(id=name, requires=requires, about=f"{about or name}-1")
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    for number, text in enumerate(curricula):
        whole = f"format: curriculum/1\ntitle: All\nlessons:\n{text}"
        (folder / f"curriculum-{number}.yaml").write_text(whole, encoding="utf-8")
    deck, diagnostics = load(folder)
    assert not diagnostics
    return dict(study_places(deck))


def _in_order(places: dict[str, StudyPlace]) -> list[str]:
    return sorted(places, key=lambda name: places[name].rank)


def test_lessons_come_before_what_builds_on_them(tmp_path: Path) -> None:
    """A learner of several lessons is asked for what builds on the next one."""
    places = _placed(tmp_path, {"a": "c", "b": "", "c": "d", "d": ""})
    assert _in_order(places) == ["d", "c", "a", "b"]
    assert places["a"] == StudyPlace(3, "", ("c",))


def test_question_about_another_lesson_s_concept_comes_after_it(tmp_path: Path) -> None:
    """A lesson of questions alone comes before the lesson that explains what they ask."""
    places = _placed(tmp_path, {"a": "", "z": ""}, about="z")
    assert _in_order(places) == ["z", "a"]


def test_lessons_that_require_each_other_still_have_an_order(tmp_path: Path) -> None:
    """A build hangs, though no concept requires itself."""
    assert sorted(_in_order(_placed(tmp_path, {"a": "b", "b": "a"}))) == ["a", "b"]


def test_curriculum_decides_by_id_or_title(tmp_path: Path) -> None:
    """An author's own order counts for nothing; numbers do not sort as text."""
    entries = (
        "  - {order: 7, title: About a, level: junior, family: f}\n"
        "  - {order: 2, title: Renamed since, level: junior, family: f, lesson: b}\n"
        "  - {order: 1200, title: Planned, level: junior, family: f}\n"
    )
    places = _placed(tmp_path, {"a": "", "b": "a", "c": "a", "d": ""}, entries)
    assert _in_order(places) == ["b", "a", "c", "d"]
    assert [places[name].number for name in "abcd"] == ["0007", "0002", "", ""]
    assert places["a"].after == ("b",)


def test_second_curriculum_goes_on_behind_the_first(tmp_path: Path) -> None:
    """Two lessons have the same number."""
    entry = "  - {{order: 1, title: About {0}, level: junior, family: f}}\n"
    places = _placed(tmp_path, {"a": "", "b": ""}, entry.format("b"), entry.format("a"))
    assert [(name, places[name].number) for name in _in_order(places)] == [("b", "001"), ("a", "002")]
