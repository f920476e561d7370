"""Fragments of HTML: text, paragraphs, letters, directions."""

from __future__ import annotations

from quizgen.text.fragments import direction, inline, letter, text_of


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
