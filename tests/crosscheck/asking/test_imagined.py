"""Imagined runs: a claim that says something is not taken for one that says nothing."""

from __future__ import annotations

import pytest

from quizgen.crosscheck.asking.claims import compiled
from quizgen.crosscheck.asking.imagined import LONGEST, ImaginedRun


@pytest.mark.parametrize("size", [0, 1, 4, 9, 30, LONGEST - 1])
@pytest.mark.parametrize(
    "claim",
    [
        'size(log_terms("S3")) == {} ? "so long" : "not so long"',
        'size(log_terms("S3")) != {}',
        'size(log_terms("S3")) <= {}',
        'log_values("S2").filter(v, v == "x").size() != {}',
        'log_terms("S2").filter(t, t == 2).size() != {}',
        '!(size(log_terms("S3")) == {} && leader() == "S1")',
        'leader() != "S" + string({})',
        "count('vote_granted') != {}",
    ],
)
def test_claim_about_any_length_says_something(claim: str, size: int) -> None:
    """An author who asks for a log of four entries is told that the claim proves nothing, and cannot mend it."""
    assert not compiled("raft", claim.format(size)).is_constant


@pytest.mark.parametrize(
    "claim",
    [
        'commit_index("S1") * 2 != 10',
        "max_term() / 3 != 7",
        'commit_index("S1") - 2 != 11',
        'log_terms("S1") != [1, 1, 2] + [3]',
        'log_values("S1").size() != size(["a", "b", "c", "d", "e"])',
        '!(log_terms("S1") == [1, 1, 2] && size(log_terms("S2")) == 5)',
        "size(leader()) != 7",
        '!leader().matches("S[1-3]")',
    ],
)
def test_claim_that_reckons_says_something(claim: str) -> None:
    """The value at which the claim turns is none that it names, and it is refused."""
    assert not compiled("raft", claim).is_constant


@pytest.mark.parametrize(
    "claim",
    [
        'size(log_terms("S3")) >= 0 ? "so long" : "not so long"',
        'log_terms("S2").filter(t, t == 2).size() <= size(log_terms("S2"))',
        'log_terms("S2").all(t, t >= 0)',
        'log_terms("S2") != [1, 2] || size(log_terms("S2")) == 2',
        "commit_index('S1') * 2 + 1 > 0",
    ],
)
def test_claim_that_says_nothing_is_still_found(claim: str) -> None:
    """A tautology passes as computed because so much was imagined that some run failed to be asked."""
    assert compiled("raft", claim).is_constant


def test_same_question_gets_the_same_answer() -> None:
    """A claim that names one observation twice would be said to contradict itself, so that nothing is constant."""
    run = ImaginedRun(3, "leaders() == leaders()")
    assert {run.value("int", "leaders") for _ in range(20)} == {run.value("int", "leaders")}
    assert len({ImaginedRun(n, "leaders() == 4").value("list(int)", "leaders") for n in range(50)}) > 5
