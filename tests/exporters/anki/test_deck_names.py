"""Names of decks, by which Anki orders what is new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from quizgen.cards import RenderedLesson, StudyPlace
from quizgen.exporters.anki.deck import deck_name
from quizgen.exporters.anki.deck_names import deck_names, number_of_deck, out_of_order, parents
from tests.exporters.samples import sample_lesson

SAMPLE = sample_lesson()


def lesson(name: str, rank: int, *after: str, number: str = "", subject: str = "maths") -> RenderedLesson:
    """Return a lesson that is called by its id."""
    return replace(SAMPLE, id=name, title=name, subject=subject, place=StudyPlace(rank, number, after))


def chain(*names: str, subjects: Sequence[str] = ()) -> list[RenderedLesson]:
    """Return lessons of which each builds on the one before."""
    given_subjects = subjects or ["maths"] * len(names)
    return [
        lesson(name, place + 1, *names[max(place - 1, 0) : place], subject=subject)
        for place, (name, subject) in enumerate(zip(names, given_subjects, strict=True))
    ]


def sorts(lessons: Sequence[RenderedLesson], names: Mapping[str, str]) -> bool:
    """Tell whether the names, as Anki sorts them, are in the order of the lessons' ranks."""
    keys = [names[one.id].casefold().split("::") for one in sorted(lessons, key=lambda one: one.place.rank)]
    return keys == sorted(keys) and len({*map(tuple, keys)}) == len(keys)


def test_decks_are_numbered_by_prerequisites_with_room_between() -> None:
    """Anki would ask what builds on a lesson before that lesson: it takes decks in the order of their names."""
    names = deck_names(chain("zebra", "ant", "mole"), {})
    assert list(names.values()) == ["quizgen::Maths::010 zebra", "quizgen::Maths::020 ant", "quizgen::Maths::030 mole"]


def test_numbers_are_those_of_the_curriculum() -> None:
    """Whoever knows the curriculum would not find its twelfth lesson."""
    lessons = [lesson("b", 1, number="012"), lesson("a", 2, "b", number="101"), lesson("c", 3, "a")]
    names = deck_names(lessons, {})
    assert [name.rpartition("::")[2] for name in names.values()] == ["012 b", "101 a", "110 c"]


def test_lesson_that_comes_in_between_gets_a_number_in_between() -> None:
    """Released decks would need other names, or the new lesson would come last."""
    released = {"a": "quizgen::Maths::010 a", "d": "quizgen::Maths::011 d"}
    lessons = chain("first", "a", "b", "c", "d", "e")
    names = deck_names(lessons, released)
    assert [name.rpartition("::")[2].split()[0] for name in names.values()] == [
        *("005", "010", "010.5", "010.7", "011", "020"),
    ]
    assert sorts(lessons, names)


def test_released_deck_keeps_its_name_whatever_the_order() -> None:
    """Anki takes new cards to the deck of the old name, so learners would have the lesson in two decks."""
    released = {"a": "quizgen::Maths::As it was", "b": "quizgen::Maths::Also"}
    names = deck_names(chain("a", "b", "c"), released)
    assert [names["a"], names["b"], names["c"]] == [*released.values(), "quizgen::Maths::010 c"]


def test_lesson_built_alone_comes_behind_those_that_are_released() -> None:
    """Two lessons that are built one by one would both have the number 010."""
    released = {"other": "quizgen::Maths::020 other", "old": "quizgen::Maths::old"}
    assert deck_names([lesson("mine", 1)], released) == {"mine": "quizgen::Maths::030 mine"}


def test_subjects_are_numbered_where_lessons_of_one_build_on_another() -> None:
    """Anki takes "Algebra" before "Sets", so a learner would begin with what comes last."""
    lessons = chain("sets", "groups", "orders", subjects=["sets", "algebra", "sets"])
    names = deck_names(lessons, {})
    assert list(names.values()) == [
        *("quizgen::010 Sets::010 sets", "quizgen::020 Algebra::020 groups", "quizgen::030 Sets::030 orders"),
    ]
    assert not list(out_of_order(lessons, names))


def test_subjects_without_need_are_not_numbered() -> None:
    """Every learner would read numbers that say nothing."""
    lessons = [lesson("b", 1, subject="zoology"), lesson("a", 2, subject="algebra")]
    assert [name.split("::")[1] for name in deck_names(lessons, {}).values()] == ["Zoology", "Algebra"]


def test_wrong_order_of_released_decks_is_found() -> None:
    """The author would never hear that learners begin with the second lesson."""
    names = {"a": "quizgen::Maths::b", "b": "quizgen::maths::A"}
    assert list(out_of_order(chain("a", "b"), names)) == [("b", "a")]


def test_name_keeps_the_tree_whole_and_knows_its_parents() -> None:
    """A title with two colons would open a deck within the deck."""
    name = deck_name(replace(lesson("x", 1), title="Raft::logs  and\tmore"))
    assert name == "quizgen::Maths::010 Raft:logs and more"
    assert parents(name) == ["quizgen", "quizgen::Maths"]


def test_number_of_a_deck_is_read_from_its_name() -> None:
    """Places of a lesson's cards would not lie behind those of the lesson before."""
    names = ["q::M::012 x", "q::M::012.75 x", "q::M::1200 x", "q::M::12 monkeys", "q::M::x"]
    assert [number_of_deck(name) for name in names] == [12, 12, 1200, 0, 0]


def test_thousands_of_lessons_sort_as_text() -> None:
    """Lesson 1000 would come before lesson 101."""
    lessons = chain(*(f"l{number}" for number in range(1_200)))
    assert sorts(lessons, deck_names(lessons, {}))
    entries = [lesson(f"l{n}", place, number=f"{n:04}") for place, n in enumerate((2, 99, 101, 1000, 4999), 1)]
    assert sorts(entries, deck_names(entries, {}))


@given(st.lists(st.integers(0, 20), max_size=25))
def test_however_lessons_are_added_they_sort(places: list[int]) -> None:
    """After some releases a lesson would come before the one that it builds on."""
    ids: list[str] = []
    released: dict[str, str] = {}
    for number, place in enumerate(places):
        ids.insert(place, f"l{number}")
        lessons = chain(*ids)
        names = deck_names(lessons, released)
        assert released.items() <= names.items()
        assert sorts(lessons, names)
        released = names
