"""The room for answers on paper."""

from __future__ import annotations

import re
from dataclasses import replace

from quizgen.cards import BLANK_CLOSE, BLANK_OPEN, Html
from quizgen.exporters.pdf.room import (
    is_long,
    ruled_lines,
    spoken,
    with_answers,
    with_breakable_cells,
    with_fields,
    with_lines,
    with_row_headers,
)
from quizgen.kinds.cloze.body import Blank, Cloze
from quizgen.kinds.recall.body import Point, Recall
from tests.exporters.samples import sample_lesson


def _cloze(*answers: str) -> Cloze:
    text = " and ".join(f"{BLANK_OPEN}{index}{BLANK_CLOSE}" for index in range(len(answers)))
    return Cloze(Html(text), tuple(Blank(answer, (), "a < b" if answer == "term" else "", "") for answer in answers))


def test_longer_answers_get_more_lines() -> None:
    """Too few lines and the answer does not fit, too many and the sheet is a waste of paper."""
    lines = [ruled_lines(Recall(Html("word " * count), ())) for count in (1, 40, 100, 10_000)]
    assert lines == [3, 6, 13, 16]
    assert ruled_lines(Recall(Html(""), (Point(Html("word " * 40), ""),))) == 6


def test_gaps_of_a_text_are_equally_long() -> None:
    """A gap as long as its answer gives the answer away."""
    lines = [part for part in with_lines(_cloze("term", "candidate state")).split("and") if "_" in part]
    assert [line.count("_") for line in lines] == [21, 21]
    assert with_lines(_cloze("a")).count("_") == 12


def test_texts_of_gaps_are_text() -> None:
    """A hint or an answer with < in it must be read, not swallowed as a tag."""
    assert "(a &lt; b)" in with_lines(_cloze("term"))
    assert "log&lt;T&gt;" in with_answers(_cloze("log<T>"))


def test_each_gap_has_a_field() -> None:
    """A gap without a field cannot be filled in on a screen; one as long as its answer gives the answer away."""
    fields = re.findall(r'<input type="text" name="(.*?)" title="(.*?)" style="width:(.*?)em">', _fields("term", "a"))
    assert fields == [("q7-1", "Question 7, gap 1 of 2", "6.6"), ("q7-2", "Question 7, gap 2 of 2", "6.6")]
    assert "(a &lt; b)" in _fields("term")
    assert 'title="Question 7, gap"' in _fields("term")
    assert "term" not in _fields("term")


def _fields(*answers: str) -> str:
    return with_fields(_cloze(*answers), 7)


def test_names_of_fields_are_short() -> None:
    """A field is called by a whole paragraph, which is read out each time that it is entered."""
    assert spoken("<p>The <code>log</code> &amp; all.</p>") == "The log & all."
    long = spoken("<p>" + "word " * 100 + "</p>")
    assert long.endswith("word \N{HORIZONTAL ELLIPSIS}")
    assert len(long) <= 100


def test_rows_are_named_by_their_first_column() -> None:
    """Who hears a cell of a log is not told whose log it is."""
    head = "<table>\n<thead>\n<tr>\n<th>{}</th>\n<th>1</th>\n</tr>\n</thead>\n"
    rows = "<tbody>\n<tr>\n<td><em>S1</em></td>\n<td>x</td>\n</tr>\n<tr>\n<td>S2</td>\n<td></td>\n</tr>\n"
    rows += "</tbody>\n</table>"
    named = with_row_headers(head.format("") + rows + "<p><td>S3</td></p>")
    assert named.count('<th scope="row">') == 2
    assert '<th scope="row"><em>S1</em></th>\n<td>x</td>' in named
    assert "<td></td>\n<th>1</th>" in named
    assert named.endswith("<p><td>S3</td></p>")
    assert with_row_headers(head.format("Server") + rows) == head.format("Server") + rows


def test_grids_keep_their_words() -> None:
    """The left side of a matching of twelve is broken into syllables, as if its table had to be narrow."""
    row = "<tr><th>AppendEntries</th>" + "<td>x</td>" * 12 + "</tr>"
    grid = f'<table class="grid">{row}</table>'
    assert with_breakable_cells(grid) == grid


def test_long_words_of_tables_can_break() -> None:
    """A long name in a cell pushes the table off the page; a short one is broken for nothing."""
    word = "AppendEntriesAppendEntries"
    cell = f"<td>{word} &quot;&quot;&quot;&quot;&quot; AppendEntriesRPC</td>"
    html = f'<p>{word}</p><table class="{word}">{cell}</table>{word}'
    expected = html.replace(f"<td>{word}", f"<td>{word[:8]}<wbr>{word[8:16]}<wbr>{word[16:24]}<wbr>{word[24:]}")
    assert with_breakable_cells(html) == expected


def test_long_words_of_wide_tables_break_earlier() -> None:
    """A table of twelve columns leaves the page, with what has to be read in it."""
    cell = "<td>AppendEntries</td>"
    assert "<wbr>" not in with_breakable_cells(f"<table><tr>{cell * 8}</tr></table>")
    wide = with_breakable_cells(f"<table><tr>{cell * 12}</tr></table>")
    assert wide.startswith('<table class="wide">')
    assert wide.count("AppendE<wbr>ntries") == 12


def test_long_questions() -> None:
    """A question of two pages that may not break leaves its heading alone; a short one that may is torn apart."""
    card = next(card for card in sample_lesson().cards if card.kind == "recall")
    row = "<tr>\n<td>1</td>\n<td>2</td>\n</tr>\n"
    code = f"<pre>{chr(10) * 90}</pre>"
    for stem, long in (
        ("word " * 300, False),
        ("word " * 800, True),
        (row * 20, False),
        (row * 80, True),
        (code, True),
    ):
        assert is_long(replace(card, stem=Html(stem + "<p>" + " " * 2000 + "</p>"))) is long, stem[:20]
