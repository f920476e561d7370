"""Diagnostics for people: the first line, the line of the file, second places, width, colours."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quizgen.diagnostics import Paper, Related, Span, error, in_order, render_diagnostics, warning
from quizgen.diagnostics.excerpts import columns, end_of, excerpt

LINES = [
    "id: a",
    "  - {id: one, stem: 日本 \t?, cite: x}   # c",
    '    always: role("S1") == "leadr"',
    "    stem: Why are they numbered? # later",
]


def told(*found: object, width: int = 80, coloured: bool = False) -> str:
    """Return what is told of a file."""
    paper = Paper(width, coloured, lambda file: LINES if file == "a.yaml" else ())
    return render_diagnostics(found, "text", paper)  # type: ignore[arg-type] # all of them are diagnostics


def test_first_line_is_one_that_editors_can_jump_to() -> None:
    """`file:line:column: severity[code]: message` is what people search for and editors jump to."""
    found = error("some-code", Span("b.yaml", 3, 7), "it is wrong", "mend it"), warning("odd", Span("b"), "it is odd")
    assert told(*found) == (
        "b.yaml:3:7: error[some-code]: it is wrong\n    help: mend it\nb: warning[odd]: it is odd\n"
    )


def test_line_is_shown_with_what_is_meant_underlined() -> None:
    """An author counts columns to find out what is meant."""
    assert told(error("c", Span("a.yaml", 3, 27), "no role is so called", "did you mean `leader`?")) == (
        "a.yaml:3:27: error[c]: no role is so called\n"
        '3 |     always: role("S1") == "leadr"\n'
        "  |                           ^^^^^^^\n"
        "    help: did you mean `leader`?\n"
    )


def test_second_places_are_shown_too() -> None:
    """What was defined first has to be searched for."""
    related = (Related(Span("a.yaml", 1, 5), "first used here"), Related(Span("c.yaml", 2, 1), "and here"))
    assert told(error("c", Span("a.yaml", 2, 10), "twice", related=related)) == (
        "a.yaml:2:10: error[c]: twice\n"
        "2 |   - {id: one, stem: 日本     ?, cite: x}   # c\n"
        "  |          ^^^\n"
        "1 | id: a\n"
        "  |     - first used here\n"
        "  --> c.yaml\n"
        "    and here: c.yaml:2:1\n"
    )


def test_wide_signs_and_tabs_are_counted() -> None:
    """The mark stands under another word than the one that is wrong."""
    part = excerpt(LINES[1], LINES[1].index("cite") + 1, LINES[1].index("cite") + 5, 80)
    assert (part.before, part.under) == (columns(part.line.partition("cite")[0]), 4)
    assert part.before == LINES[1].index("cite") + 2 + 3, "two wide signs, and a tab of four columns"


def test_what_has_one_cause_is_counted() -> None:
    """A reader takes one mistake for one, and cannot tell how far it goes."""
    found = in_order(error("c", Span("a.yaml", line, 1), "gone", cause="x") for line in range(1, 9))
    assert "    and 7 more like it on lines 2, 3, 4, 5, 6, ...\n" in told(*found)


def test_colours_are_for_terminals() -> None:
    """A file or a pipe would hold codes that nobody can read."""
    found = error("c", Span("a.yaml", 1, 5), "x", "y")
    assert "\x1b" not in told(found)
    assert told(found, coloured=True).startswith("a.yaml:1:5: \x1b[1;31merror[c]:\x1b[0m x\n")


def test_text_cannot_drive_the_terminal() -> None:
    """A stranger's lesson could otherwise clear the reader's screen, or make bad look good."""
    found = error("c", Span("\x1b]0;x\x07.yaml", 1, 1), "\x1b[2Jtext\nmore", "\x9b31m\r")
    text = render_diagnostics((found,), "text", Paper(lines=lambda _: ["\x1b[2J"]))
    shown = "1 | \\x1b[2J\n  | ^^^^^^^\n"
    assert text == (f"\\x1b]0;x\\x07.yaml:1:1: error[c]: \\x1b[2Jtext\n    more\n{shown}    help: \\x9b31m\\x0d\n")


@given(st.text("ab \t{}[],:'\"#日\x1b", max_size=200), st.integers(1, 220), st.integers(20, 100))
def test_any_place_of_any_line_can_be_shown(line: str, column: int, width: int) -> None:
    """A check would end in a traceback, or its lines run over the edge."""
    end = end_of(line, column)
    assert end > column
    part = excerpt(line, column, end, width)
    assert part.under >= 1
    assert columns(part.line) <= max(width, 20)


@given(st.lists(st.text("abcd`", min_size=1, max_size=9), max_size=60), st.integers(40, 120))
def test_no_line_is_wider_than_the_terminal(words: list[str], width: int) -> None:
    """Words are cut in two at the edge."""
    lines = told(error("c", Span("b.yaml", 1, 1), " ".join(words), " ".join(words)), width=width).splitlines()
    assert all(len(line) <= width for line in lines)
    assert " ".join(line.strip() for line in lines if "help:" not in line).startswith("b.yaml:1:1: error[c]:")
