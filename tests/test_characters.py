"""What is asked of characters has the same answer in every Python."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.characters import composed, folded, is_printable, settled
from tests.shipped.test_same_bytes import OTHER

ALL = """
import sys
from hashlib import sha256
from quizgen.characters import composed, folded, is_printable, settled
from quizgen.diagrams.measure import width

def told(c):
    plain = settled(c)
    return is_printable(c), plain.isalnum(), plain.isdigit(), plain.isalpha(), folded(c), composed(c), width(c, 100)

text = "".join(ascii(told(chr(n))) for n in range(sys.maxunicode + 1) if not 0xD800 <= n < 0xE000)
print(sha256(text.encode()).hexdigest(), end="")
"""


def _answers(python: object) -> str:
    return subprocess.run([str(python), "-c", ALL], check=True, capture_output=True, text=True).stdout


@pytest.mark.slow
def test_every_character_is_the_same_to_another_python() -> None:
    """Otherwise a word with a new letter gives another card, or another hash, as soon as its author updates Python.

    Where there is one Python only, its answers are those of its own tables but for the characters that came later;
    `tests/shipped/test_same_bytes.py` says so in the summary.
    """
    assert _answers(OTHER if OTHER.exists() else sys.executable) == _answers(sys.executable)


@given(st.text())
def test_characters_that_every_python_knows_are_asked_of_unicode(text: str) -> None:
    """Otherwise learners find right answers marked as corrected, and old receipts broken, though nothing changed."""
    known = settled(text)
    assert folded(known) == known.casefold()
    assert composed(known) == unicodedata.normalize("NFC", known)
    assert [is_printable(character) for character in known] == [character.isprintable() for character in known]


@pytest.mark.parametrize("character", ["\U0001fae8", "\U0002ebf0", "\ua7cb", "\U00011f51"])
def test_later_characters_are_shown_and_are_no_letters(character: str) -> None:
    """Otherwise an emoji of 2022 stands as a number in a diagram, or in the lockfile as a blank that differs."""
    assert is_printable(character)
    assert not settled(character).isalnum()
    assert folded(character) == composed(character) == character


@pytest.mark.parametrize("character", ["\x1b", "\x9b", "\u202e", "\u2066", "\ud800", "\u2028", "\U000e0001"])
def test_what_drives_a_terminal_is_not_shown(character: str) -> None:
    """Otherwise a stranger's lesson turns around or deletes what the terminal shows."""
    assert not is_printable(character)
