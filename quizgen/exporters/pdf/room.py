"""Room on paper: for an answer, without telling what it is, for a gap, and for long words in narrow columns."""

from __future__ import annotations

import re

from markupsafe import escape

from quizgen.cards import Blank, Cloze, Html, Recall
from quizgen.exporters.pages import text_of

_LETTERS_A_LINE = 45
"""Letters of a hand's writing on a line of 16 cm."""

_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_TEXT = re.compile(r"(?<=>)[^<>]+")
_LONG_WORD = re.compile(r"[^\s&;]{18,}")
_PIECE = re.compile(r"[^\s&;]{8}(?=[^\s&;])")


def ruled_lines(body: Recall) -> int:
    """Return how many ruled lines a free answer gets: those of the model answer written by hand, and one more."""
    points = sum(len(text_of(point.text)) for point in body.points)
    letters = max(len(text_of(body.answer)), points)
    return min(max(letters // _LETTERS_A_LINE + 2, 3), 16)


def with_lines(body: Cloze) -> Html:
    """Return the text with a line to write on for each gap.

    The lines of a text are of the same length, so that it does not tell one answer from the other.
    """
    longest = max((len(blank.answer) for blank in body.blanks), default=0)
    line = "_" * min(max(longest + 6, 12), 36)

    def show(index: int, blank: Blank) -> str:
        number = f'<span class="gap-number">{index + 1}</span>' if len(body.blanks) > 1 else ""
        hint = f' <span class="hint">({escape(blank.hint)})</span>' if blank.hint else ""
        return number + line + hint

    return body.filled(show)


def with_answers(body: Cloze) -> Html:
    """Return the text with each answer in its gap."""

    def show(index: int, blank: Blank) -> str:
        number = f'<span class="gap-number">{index + 1}</span>' if len(body.blanks) > 1 else ""
        return f'{number}<strong class="filled">{escape(blank.answer)}</strong>'

    return body.filled(show)


def with_breakable_cells(document: str) -> Html:
    """Return the HTML with places to break in the long words of tables.

    A column is never narrower than its longest unbreakable piece, so that short words stay whole and long ones do not
    push the table off the page.
    """

    def pieces(word: re.Match[str]) -> str:
        return _PIECE.sub(r"\g<0><wbr>", word[0])

    def cells(table: re.Match[str]) -> str:
        return _TEXT.sub(lambda text: _LONG_WORD.sub(pieces, text[0]), table[0])

    return Html(_TABLE.sub(cells, document))
