"""``quizgen.review`` as text: what is written is read back, and what is damaged is told with its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.review.signatures import ABOUT, MOST_TOLD, from_text, to_text

HASH = "5be01c7f93d2a4865be01c7f93d2a486"
HEAD = f"quizgen.review 1\n{ABOUT}\n"
LINE = f"losses-of-five.n-5 options {HASH} 2026-11-29"
_SLUG = st.sampled_from(["a", "a-b", "losses-of-five.n-5", "0", "a.b"])
_KEYS = st.tuples(
    _SLUG,
    st.sampled_from(["options", "points", "blanks.green", "tables.rows", "explanation"]),
    st.integers(0, 2**128 - 1).map("{:032x}".format),
)
SIGNED = st.dictionaries(_KEYS, st.dates().map(str), max_size=12)


@given(SIGNED)
def test_what_is_written_is_read_back(signed: dict[tuple[str, str, str], str]) -> None:
    """What somebody has read is asked again, or is lost."""
    text = to_text(signed)
    assert from_text(text, "f") == (signed, ())
    assert text.splitlines()[2:] == sorted(text.splitlines()[2:])


@given(SIGNED, SIGNED, st.randoms())
def test_lines_of_two_branches_may_stand_in_any_order(
    one: dict[tuple[str, str, str], str],
    other: dict[tuple[str, str, str], str],
    chance: st.DataObject,
) -> None:
    """A merge that git has made is refused, or half of what was read is gone."""
    lines = [*to_text(one).splitlines(), *to_text(other).splitlines()[1:]]
    body = lines[1:]
    chance.shuffle(body)  # type: ignore[attr-defined]
    merged, problems = from_text("\n".join([lines[0], *body]), "f")
    assert problems == ()
    assert merged.keys() == one.keys() | other.keys()
    assert all(day == min(x[key] for x in (one, other) if key in x) for key, day in merged.items())


@pytest.mark.parametrize(
    ("text", "line", "column", "told"),
    [
        ("", 1, 1, "the first line is not"),
        ("quizgen.lock 2\n", 1, 1, "the first line is not"),
        ("quizgen.review 2\n", 1, 16, "this is version 2"),
        (f"<<<<<<< HEAD\n{HEAD}", 1, 1, "a merge was left unfinished"),
        (f"{HEAD}{LINE}\n<<<<<<< HEAD\n", 4, 1, "a merge was left unfinished"),
        (f"{HEAD}=======\n", 3, 1, "a merge was left unfinished"),
        (f"{HEAD}LOSSES options {HASH} 2026-11-29\n", 3, 1, "an id"),
        (f"{HEAD}losses ../etc {HASH} 2026-11-29\n", 3, 8, "a part"),
        (f"{HEAD}losses options abc 2026-11-29\n", 3, 16, "a hash of 32"),
        (f"{HEAD}losses options {HASH}\n", 3, 48, "a day"),
        (f"{HEAD}losses options {HASH} 2026-02-30\n", 3, 49, "a day"),
        (f"{HEAD}{LINE} by me\n", 3, 72, "ends with its day"),
        (f"{HEAD}losses  options {HASH} 2026-11-29\n", 3, 8, "a part"),
        (f"{HEAD}{LINE}\n{'x' * 1_000_000}\n", 4, 500, "longer than 500"),
    ],
)
def test_damage_is_told_with_its_place(text: str, line: int, column: int, told: str) -> None:
    """An author looks through a thousand lines for the one that a merge has broken."""
    _, (found,) = from_text(text, "quizgen.review")
    assert (found.code, found.span.line, found.span.column) == ("review-damaged", line, column)
    assert told in found.message
    assert found.hint


def test_a_file_of_rubbish_is_told_in_few_lines() -> None:
    """A stranger's file of a million lines fills the terminal."""
    _, found = from_text(HEAD + "rubbish\n" * 1_000_000, "f")
    assert len(found) == MOST_TOLD + 1
    assert "others were not looked at" in found[-1].message


@given(st.text())
def test_nothing_that_stands_there_raises(text: str) -> None:
    """A file that came from somewhere ends every command with a traceback."""
    from_text(text, "f")
    from_text(HEAD + text, "f")
