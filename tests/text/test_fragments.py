"""Fragments of HTML: text, paragraphs, letters, directions."""

from __future__ import annotations

import pytest

from quizgen.text.fragments import direction, inline, letter, text_of, with_dates_apart


def test_text_of() -> None:
    """Names for screen readers are text, without tags and entities; a > in an attribute does not end a tag."""
    assert text_of('<p>a <code>&lt;b&gt;</code>\n<img alt="x > y" src="z">c</p>') == "a <b> c"


def test_inline() -> None:
    """An option fits into its label; what has several paragraphs or other blocks stays whole."""
    assert inline("<p>one</p>") == "one"
    assert inline("<p>one</p>\n<p>two</p>") == "<p>one</p>\n<p>two</p>"
    assert inline("plain") == "plain"
    assert inline("<ul><li><p>x</p></li></ul>") == "<ul><li><p>x</p></li></ul>"


def test_letters() -> None:
    """Options have names, however many there are."""
    assert [letter(index) for index in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_direction() -> None:
    """Hebrew and Arabic are read from the right, whatever the country."""
    assert [direction(tag) for tag in ("he", "ar-EG", "AR", "en", "de-CH", "arn")] == [
        "rtl",
        "rtl",
        "rtl",
        *["ltr"] * 3,
    ]


@pytest.mark.parametrize("date", ["2026-01-31", "31.12.1999", "1/2/2026", "2026-01-31 10:30", "2026-01-31T10:30:00"])
def test_dates_stand_apart_from_right_to_left(date: str) -> None:
    """An Arabic reader sees 31-01-2026 for 2026-01-31."""
    assert with_dates_apart(f"<p>{date}, x</p>") == f'<p><bdi dir="ltr">{date}</bdi>, x</p>'


@pytest.mark.parametrize(
    "text", ["<code>2026-01-31</code>", '<a href="/2026-01-31">x</a>', "1-2", "v1.2.3.4", "a-1-2-3"]
)
def test_what_is_no_date_stays(text: str) -> None:
    """Code and addresses would change, and formulas be lost."""
    assert with_dates_apart(text) == text
