"""The room for answers on paper."""

from __future__ import annotations

from dataclasses import replace

from quizgen.cards import BLANK_CLOSE, BLANK_OPEN, Blank, Cloze, Html, Point, Recall
from quizgen.exporters.pdf.room import is_long, ruled_lines, with_answers, with_breakable_cells, with_lines
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
