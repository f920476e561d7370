"""Room on paper: for an answer, without telling what it is, for a gap, and for long words in narrow columns."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Mapping

from markupsafe import escape

from quizgen.cards import Card, Html
from quizgen.exporters.pdf.breaking import with_breakable_runs
from quizgen.exporters.pdf.words import with_whole_names
from quizgen.kinds.cloze.body import Blank, Cloze
from quizgen.kinds.recall.body import Recall
from quizgen.text.fragments import text_of

_LETTERS_A_LINE = 45
"""Letters of a hand's writing on a line of 16 cm."""

_LETTERS_PRINTED = 95
"""Letters on a printed line."""

_LETTERS_SPOKEN = 100
"""Of what a field is for."""

_LONG = 3400
"""Letters of a question that fills most of a page; half a line counts for each line that may end early."""

_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_TEXT = re.compile(r"(?<=>)[^<>]+")
_CODE = re.compile(r"<pre\b.*?</pre>", re.DOTALL)
_CELL = re.compile(r"<t[dh]\b")
_GRID = '<table class="grid"'
_CORNER = re.compile(r"(<tr>\s*)<th>\s*</th>")
_FIRST_CELL = re.compile(r"(<tr>\s*)<td\b([^>]*)>(.*?)</td>", re.DOTALL)
BROKEN_WORD, BROKEN_PIECE = 18, 8
"""Letters of the shortest words in tables that are broken, and of the pieces that they are broken into."""

_USUAL_COLUMNS, _LETTERS_A_ROW = 8, 84
"""Tables of more columns are set smaller, and their words are broken so that a row holds so many letters."""


def ruled_lines(body: Recall) -> int:
    """Return how many ruled lines a free answer gets: those of the model answer written by hand, and one more."""
    points = sum(len(text_of(point.text)) for point in body.points)
    letters = max(len(text_of(body.answer)), points)
    return min(max(letters // _LETTERS_A_LINE + 2, 3), 16)


def is_long(card: Card) -> bool:
    """Tell whether a question takes so much of a page that it has to be allowed to break."""
    marked = [card.stem, *card.body.asked()]
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
    return _with_gaps(body, lambda _index: "_" * _gap(body))


def with_fields(body: Cloze, number: int) -> Html:
    """Return the text of the question of that number with a field for each gap, all of the same length."""

    def field(index: int) -> str:
        which = f", gap {index + 1} of {len(body.blanks)}" if len(body.blanks) > 1 else ", gap"
        width = f'style="width:{_gap(body) * 0.55:.1f}em"'
        return f'<input type="text" name="q{number}-{index + 1}" title="Question {number}{which}" {width}>'

    return _with_gaps(body, field)


def _gap(body: Cloze) -> int:
    """Return the letters for which each gap has room."""
    longest = max((len(blank.answer) for blank in body.blanks), default=0)
    return min(max(longest + 6, 12), 36)


def _with_gaps(body: Cloze, room: Callable[[int], str]) -> Html:
    def show(index: int, blank: Blank) -> str:
        number = f'<span class="gap-number">{index + 1}</span>' if len(body.blanks) > 1 else ""
        hint = f' <span class="hint">({escape(blank.hint)})</span>' if blank.hint else ""
        return f'<span class="gap">{number}{room(index)}</span>{hint}'

    return body.filled(show)


def spoken(fragment: str) -> str:
    """Return the first words of a fragment, for the name of a field, which is read out as a whole."""
    return textwrap.shorten(text_of(fragment), _LETTERS_SPOKEN, placeholder=" \N{HORIZONTAL ELLIPSIS}")


def with_answers(body: Cloze) -> Html:
    """Return the text with each answer in its gap."""

    def show(index: int, blank: Blank) -> str:
        number = f'<span class="gap-number">{index + 1}</span>' if len(body.blanks) > 1 else ""
        return f'{number}<strong class="filled">{escape(blank.answer)}</strong>'

    return body.filled(show)


def laid_out(document: str) -> Html:
    """Return the HTML with tables and words that fit on paper and can be read out; names are not hyphenated."""
    return with_breakable_runs(with_whole_names(with_breakable_cells(with_row_headers(document))))


def with_breakable_cells(document: str) -> Html:
    """Return the HTML with places to break in the long words of tables.

    A column is never narrower than its longest unbreakable piece, so that short words stay whole and long ones do not
    push the table off the page. The columns of a grid to answer in are narrow, however many there are.
    """

    def cells(table: re.Match[str]) -> str:
        columns = max(len(_CELL.findall(row)) for row in table[0].split("<tr"))
        if columns <= _USUAL_COLUMNS or table[0].startswith(_GRID):
            return _broken(table[0], BROKEN_WORD, BROKEN_PIECE)
        room = max(_LETTERS_A_ROW // columns, 2)
        return _broken(table[0].replace("<table>", '<table class="wide">', 1), room + 1, room)

    return Html(_TABLE.sub(cells, document))


def with_row_headers(document: str) -> Html:
    """Return the HTML with the first column of each table that has an empty corner as headers of its rows.

    Markdown has headers of columns only. An author who leaves the first one empty names the rows below it, and who
    hears the table read out has to hear those names.
    """

    def headed(table: re.Match[str]) -> str:
        with_corner, found = _CORNER.subn(r"\1<td></td>", table[0], count=1)
        if not found:
            return table[0]
        head, end, rows = with_corner.partition("</thead>")
        return head + end + _FIRST_CELL.sub(r'\1<th scope="row"\2>\3</th>', rows)

    return Html(_TABLE.sub(headed, document))


def _broken(table: str, long: int, piece: int) -> str:
    """Return a table whose words of so many letters or more can break after each piece of so many."""
    word = re.compile(rf"[^\s&;]{{{long},}}")
    part = re.compile(rf"[^\s&;]{{{piece}}}(?=[^\s&;])")
    return _TEXT.sub(lambda text: word.sub(lambda found: part.sub(r"\g<0><wbr>", found[0]), text[0]), table)


FOR_TEMPLATES: Mapping[str, Callable[..., object]] = {
    "is_long": is_long,
    "ruled_lines": ruled_lines,
    "spoken": spoken,
    "with_answers": with_answers,
    "with_fields": with_fields,
    "with_lines": with_lines,
}
"""What templates call, by the names that they call it by."""
