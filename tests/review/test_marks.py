"""Numbers and names that one side has and the other lacks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.review.marks import only_in


def marked(text: str, other: str, *names: str) -> list[str]:
    return [text[start:end] for start, end in only_in(text, other, names)]


@pytest.mark.parametrize(
    ("text", "other", "found"),
    [
        ("S1 leads term 3", "the leader at the end is S1", ["3"]),
        ("S2 leads", "the leader at the end is S1", ["S2"]),
        ("Three of five servers", "3 servers", ["five"]),
        ("the count is 1,000", "1000 of them", []),
        ("it takes 2.50 s", "2.5", []),
        ("the one that leads, no one else", "a leader", []),
        ("voted twice", "the number of votes is 2", []),
        ("`commit_index` is 007", "7", ["commit_index"]),
        ("PreVote is on", "pre-vote is on", ["PreVote"]),
        ("A server. The leader.", "nothing", []),
        ("dc1 and dc2", "dc1", ["dc2"]),
        ("(1, 3)", "1 2", ["3"]),
    ],
)
def test_what_the_other_lacks_is_marked(text: str, other: str, found: list[str]) -> None:
    """The eye slides over a 3 that should be a 2."""
    assert marked(text, other) == found


def test_actors_are_names_though_they_do_not_look_so() -> None:
    """In the simulator of threads, servers are called alice and bob."""
    assert marked("Alice waits for bob.", "alice waits", "alice", "bob") == ["bob"]


@given(st.text("abS123 ,.oneTWO_"), st.text("abS123 ,.oneTWO_"))
def test_marks_are_words_of_the_text_that_the_other_lacks(text: str, other: str) -> None:
    """Marks stand in the middle of words, or on what both have."""
    assert marked(text, text) == []
    assert all(word and word in text and word not in other.split() for word in marked(text, other))
