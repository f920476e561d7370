"""Names that no hyphen may be put into: text is hyphenated by the rules of its language, and they are no words of it.

A hyphen at the end of a line would seem to belong to ``AppendEntries`` or ``commit_index``, and an address with one
leads nowhere.
"""

from __future__ import annotations

import re

from quizgen.cards import Html
from quizgen.characters import settled
from quizgen.text.fragments import TAG

_HYPHENATED = 10
"""Letters of the shortest words that are hyphenated, as ``hyphenate-limit-chars`` in ``print.css`` says."""

_WHOLE = r"<(svg|pre|code|style|title|textarea|kbd|samp)\b.*?</\2>"
_FORMULA = r'<span class="math.*?</span>'
_MARKUP = re.compile(f"({_WHOLE}|{_FORMULA}|{TAG})", re.DOTALL)
_WORD = re.compile(rf"[^\s<>]{{{_HYPHENATED},}}")
_INNER_SIGN = re.compile(r"(?<=\w)[_\d@/\\=:.#&+](?=\w)|\d")


def with_whole_names(document: str) -> Html:
    """Return the HTML with each name in running text in a ``<span class="name">``, which is not hyphenated.

    Names are long words with a capital behind a small letter, several capitals, a digit, or a sign between letters.
    """
    pieces = _MARKUP.split(document)
    for place in range(0, len(pieces), 3):
        pieces[place] = _WORD.sub(_marked, pieces[place])
        if place + 2 < len(pieces):
            pieces[place + 2] = ""  # the element's name stands in the piece before it
    return Html("".join(pieces))


def _marked(word: re.Match[str]) -> str:
    return f'<span class="name">{word[0]}</span>' if _is_name(settled(word[0])) else word[0]


def _is_name(word: str) -> bool:
    if _INNER_SIGN.search(word):
        return True
    letters = [character for character in word if character.isalpha()]
    return any(letter.isupper() for letter in letters[1:])
