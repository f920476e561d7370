"""The hash over what was read: it follows what a reader saw, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.model.scenario import BoundScenario, bind
from quizgen.review.digests import digest, plain

WORDS = st.lists(st.text("abcS13 .,\"'`&=", min_size=1).map(str.strip).filter(bool), min_size=1, max_size=8)
SPACES = st.lists(st.sampled_from([" ", "\n", "  ", "\n  ", "\t"]), min_size=8, max_size=8)


def scenario(servers: int) -> BoundScenario:
    return bind({"simulator": "raft", "servers": servers, "events": [{"elect": "S1"}]})


@given(WORDS, SPACES)
def test_how_yaml_is_wrapped_does_not_count(words: list[str], spaces: list[str]) -> None:
    """An author who wraps a paragraph anew has to read a hundred statements again."""
    wrapped = "".join(space + word for space, word in zip(spaces, words, strict=False)) + "\n"
    assert digest(wrapped, (), ()) == digest(" ".join(words), (), ())


@given(st.text("ab 1", min_size=1), st.text("ab 1", min_size=1))
def test_another_text_has_another_hash(one: str, other: str) -> None:
    """A changed number goes out under the signature of the old one."""
    assert (digest(one, (), ()) == digest(other, (), ())) == (plain(one) == plain(other))


CLAIM = ("always", 'leader() == "S1"', scenario(3))
READ = ("S1 leads.", ("Who leads?",), (CLAIM,))


@pytest.mark.parametrize(
    "changed",
    [
        ("S2 leads.", ("Who leads?",), (CLAIM,)),
        ("S1 leads.", ("Who follows?",), (CLAIM,)),
        ("S1 leads.", ("Who leads?",), (("never", *CLAIM[1:]),)),
        ("S1 leads.", ("Who leads?",), (("always", 'leader() == "S2"', scenario(3)),)),
        ("S1 leads.", ("Who leads?",), (("always", 'leader() == "S1"', scenario(5)),)),
        ("S1 leads.", ("Who leads?",), (CLAIM, ("always", "leaders() == 1", scenario(3)))),
        ("S1 leads.", ("Who leads?",), (("always", 'leader() == "S1 "', scenario(3)),)),
    ],
    ids=["text", "stem", "form", "claim", "scenario", "one more claim", "space within quotes"],
)
def test_whatever_changes_alone_is_unread_again(
    changed: tuple[str, tuple[str], tuple[tuple[str, str, object]]],
) -> None:
    """A text that was read beside one claim is sold as read beside another."""
    assert digest(*READ) != digest(*changed)  # type: ignore[arg-type]


def test_the_order_of_claims_and_their_layout_do_not_count() -> None:
    """Sorting the options of a question costs its explanation its signature."""
    other = ("always", "leaders()\n  == 1", None)
    assert digest("x", (), (CLAIM, other)) == digest("x", (), (("always", "leaders() == 1", None), CLAIM))


def test_indentation_of_fenced_code_counts() -> None:
    """In Python it tells which statement is in the loop."""
    code = "What is printed?\n\n```python\nfor x in y:\n    f()\n{}g()\n```\n"
    assert digest(code.format("    "), (), ()) != digest(code.format(""), (), ())
    assert digest(code.format(""), (), ()) == digest(code.format("").replace("What is", "What\nis"), (), ())
