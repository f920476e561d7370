"""The code on a sheet: read back as it was written, and refused if it was misread."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.variants import codes
from quizgen.variants.codes import Code, CodeProblem, content_bits, decode, lesson_tag, salt_of

DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PLAIN = Code(
    name="B",
    lesson=lesson_tag("sample"),
    released=dt.date(2025, 3, 1),
    content=content_bits(b"\xff" * 32),
    salt=salt_of(""),
    count=3,
    index=1,
    items=20,
)


@st.composite
def any_code(draw: st.DrawFn) -> Code:
    """Make a code that a sheet can have."""
    count = draw(st.integers(1, 1024))
    return Code(
        name=draw(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=8)),
        lesson=draw(st.integers(0, 2**20 - 1)),
        released=draw(st.dates(dt.date(2000, 1, 1), dt.date(2179, 6, 6))),
        content=draw(st.integers(0, 2**30 - 1)),
        salt=draw(st.integers(0, 2**15 - 1)),
        count=count,
        index=draw(st.integers(0, count - 1)),
        items=draw(st.integers(0, 2**10 - 1)),
    )


@given(any_code())
def test_a_code_is_read_back(code: Code) -> None:
    """A sheet whose code says something else than what was printed gets another sheet's key."""
    assert decode(str(code)) == code


@given(any_code(), st.randoms(use_true_random=False))
def test_a_code_may_be_typed_as_it_is_read(code: Code, chance: object) -> None:
    """A teacher types small letters, leaves hyphens out, and takes 0 for O and 1 for I and L."""
    name, _, digits = str(code).partition("-")
    misread = digits.replace("0", "o").replace("1", getattr(chance, "choice")("iLl"))  # noqa: B009
    for typed in (f"{name}-{digits}".lower(), f"{name} {misread}", f" {name}{digits.replace('-', '')}\n"):
        assert decode(typed) == code


@given(any_code(), st.integers(0, 24), st.sampled_from(DIGITS))
def test_a_wrong_character_is_noticed(code: Code, place: int, digit: str) -> None:
    """One character misread gives another sheet's key, and the whole sheet is marked by it."""
    head, digits = code.name, str(code).partition("-")[2].replace("-", "")
    wrong = digits[:place] + digit + digits[place + 1 :]
    if wrong != digits:
        with pytest.raises(CodeProblem, match="does not add up"):
            decode(f"{head}-{wrong}")


@given(any_code(), st.integers(0, 23))
def test_swapped_neighbours_are_noticed(code: Code, place: int) -> None:
    """Two characters typed in the wrong order give another sheet's key."""
    digits = str(code).partition("-")[2].replace("-", "")
    wrong = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    if wrong != digits:
        with pytest.raises(CodeProblem, match="does not add up"):
            decode(f"{code.name}-{wrong}")


@pytest.mark.parametrize("name", ["A", "D", "0B", "BB"])
def test_a_wrong_name_is_noticed(name: str) -> None:
    """Somebody who knows that there are variants A and B changes nothing but the letter."""
    with pytest.raises(CodeProblem, match="does not add up"):
        decode(str(PLAIN).replace("B-", f"{name}-", 1))


@pytest.mark.parametrize(
    "text", ["", "B", "B-12345", "hello", "B-" + "U" * 25, "B-" + "é" * 25, "TOOLONGNAME-" + "0" * 25]
)
def test_other_texts_are_no_codes(text: str) -> None:
    """What is no code at all must be told so, and not as a misread one."""
    with pytest.raises(CodeProblem, match="a code is the variant's name and 25 letters and digits"):
        decode(text)


def test_codes_of_another_way_to_draw_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """An old sheet would get the key that today's drawing makes of its code."""
    monkeypatch.setattr(codes, "FORMAT", 2)
    text = str(PLAIN)
    monkeypatch.undo()
    with pytest.raises(CodeProblem, match="another version of quizgen"):
        decode(text)


def test_what_does_not_fit_is_refused() -> None:
    """A code that keeps only a part of what it should hold leads to another sheet."""
    for odd in (replace(PLAIN, items=1024), replace(PLAIN, released=dt.date(1999, 12, 31)), replace(PLAIN, count=1025)):
        with pytest.raises(CodeProblem, match="does not fit"):
            str(odd)
    with pytest.raises(CodeProblem, match="no sheet with this code"):
        decode(str(replace(PLAIN, index=3)))


def test_codes_stay_what_they_are() -> None:
    """A code that is on paper must be understood by every later version."""
    assert str(PLAIN) == "B-35XEE-8Z7ZZ-ZZZZW-1Z020-10MX5"
