"""Room on paper: for an answer, without telling what it is, for a gap, and for long words in narrow columns."""

from __future__ import annotations

import re

from markupsafe import escape

from quizgen.cards import Blank, Card, Choice, Cloze, Html, Matching, Ordering, Recall
from quizgen.exporters.pages import text_of

_LETTERS_A_LINE = 45
"""Letters of a hand's writing on a line of 16 cm."""

_LETTERS_PRINTED = 95
"""Letters on a printed line."""

_LONG = 3400
"""Letters of a question that fills most of a page; half a line counts for each line that may end early."""

_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_TEXT = re.compile(r"(?<=>)[^<>]+")
_CODE = re.compile(r"<pre\b.*?</pre>", re.DOTALL)
_CELL = re.compile(r"<t[dh]\b")
_USUAL_COLUMNS, _LETTERS_A_ROW = 8, 84
"""Tables of more columns are set smaller, and their words are broken so that a row holds so many letters."""


def ruled_lines(body: Recall) -> int:
    """Return how many ruled lines a free answer gets: those of the model answer written by hand, and one more."""
    points = sum(len(text_of(point.text)) for point in body.points)
    letters = max(len(text_of(body.answer)), points)
    return min(max(letters // _LETTERS_A_LINE + 2, 3), 16)


def is_long(card: Card) -> bool:
    """Tell whether a question takes so much of a page that it has to be allowed to break."""
    marked = [card.stem]
    match card.body:
        case Choice(options):
            marked += [option.text for option in options]
        case Ordering(steps):
            marked += [step.text for step in steps]
        case Matching(pairs, choices):
            marked += [*(pair.left for pair in pairs), *choices]
        case Cloze(text):
            marked.append(text)
    if sum(map(len, marked)) <= _LONG // 2:
        return False
    lines = sum(_lines_that_end_early(text) for text in marked) + len(marked)
    return sum(len(text_of(text)) for text in marked) + _LETTERS_PRINTED // 2 * lines > _LONG


def _lines_that_end_early(text: str) -> int:
    """Return how many lines a fragment has beside those that its letters fill; a picture is as tall as 20."""
    code = sum(found[0].count("\n") for found in _CODE.finditer(text))
    return code + text.count("<tr") + text.count("<li") + 20 * text.count("<img") + 3 * text.count("math display")


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

    def cells(table: re.Match[str]) -> str:
        columns = max(len(_CELL.findall(row)) for row in table[0].split("<tr"))
        if columns <= _USUAL_COLUMNS:
            return _broken(table[0], 18, 8)
        room = max(_LETTERS_A_ROW // columns, 2)
        return _broken(table[0].replace("<table>", '<table class="wide">', 1), room + 1, room)

    return Html(_TABLE.sub(cells, document))


def _broken(table: str, long: int, piece: int) -> str:
    """Return a table whose words of so many letters or more can break after each piece of so many."""
    word = re.compile(rf"[^\s&;]{{{long},}}")
    part = re.compile(rf"[^\s&;]{{{piece}}}(?=[^\s&;])")
    return _TEXT.sub(lambda text: word.sub(lambda found: part.sub(r"\g<0><wbr>", found[0]), text[0]), table)
