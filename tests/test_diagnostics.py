"""Diagnostics: rendered for people, for tools, and for pull requests."""

from __future__ import annotations

import json

from quizgen.diagnostics import (
    Span,
    did_you_mean,
    error,
    has_errors,
    in_order,
    render_diagnostics,
    warning,
)

WRONG = error("some-code", Span("content/a.yaml", 3, 7), "it is wrong", "mend it")
ODD = warning("odd", Span("content"), "it is odd")


def test_text_is_one_line_that_editors_can_jump_to() -> None:
    """`file:line:column: severity: message [code]` is what editors know from compilers."""
    assert render_diagnostics((WRONG, ODD), "text") == (
        "content/a.yaml:3:7: error: it is wrong [some-code]\n    help: mend it\ncontent: warning: it is odd [odd]\n"
    )


def test_json_is_one_object_a_line_in_ascii() -> None:
    """A tool reads line by line, whatever the encoding of the pipe."""
    text = render_diagnostics((error("c", Span("é.yaml", 1, 2), "ü\n\u2028", "ß"), ODD), "json")
    assert text.isascii()
    assert [json.loads(line) for line in text.splitlines()] == [
        {
            "code": "c",
            "severity": "error",
            "file": "é.yaml",
            "line": 1,
            "column": 2,
            "message": "ü\n\u2028",
            "hint": "ß",
        },
        {
            "code": "odd",
            "severity": "warning",
            "file": "content",
            "line": 0,
            "column": 0,
            "message": "it is odd",
            "hint": "",
        },
    ]


def test_github_annotation_cannot_be_broken_out_of() -> None:
    """A line end or colon in a stranger's lesson must not become a command of the workflow."""
    found = error("c", Span("a,b:c.yaml", 1, 2), "100%\n::set-output name=x::y", "mend\r\nit")
    assert render_diagnostics((found, ODD), "github") == (
        "::error file=a%2Cb%3Ac.yaml,line=1,col=2,title=c::100%25%0A::set-output name=x::y%0Ahelp: mend%0D%0Ait\n"
        "::warning file=content,title=odd::it is odd\n"
    )


def test_text_cannot_drive_the_terminal() -> None:
    """A stranger's lesson could otherwise clear the reader's screen, or make bad look good."""
    found = error("c", Span("\x1b]0;x\x07.yaml", 1, 1), "\x1b[2Jtext\nmore", "\x9b31m\r")
    text = render_diagnostics((found,), "text")
    assert text == "\\x1b]0;x\\x07.yaml:1:1: error: \\x1b[2Jtext\n    more [c]\n    help: \\x9b31m\\x0d\n"


def test_order_is_that_of_the_places_and_each_comes_once() -> None:
    """An author goes through a file from top to bottom, and need not read a thing twice."""
    later = error("b", Span("content/a.yaml", 10, 1), "later")
    assert in_order((later, WRONG, ODD, WRONG)) == (ODD, WRONG, later)


def test_only_errors_stop_a_build() -> None:
    """A warning is told, and no more."""
    assert has_errors((ODD, WRONG))
    assert not has_errors((ODD,))


def test_misspelt_name_is_met_with_the_closest_or_all() -> None:
    """A typing error costs an author seconds instead of a search through the reference."""
    assert did_you_mean("leadrs", ["leaders", "role"]) == "did you mean `leaders`?"
    assert did_you_mean("x", ["leaders", "role"]) == "there are: leaders, role"
    assert did_you_mean("x", []) == "there are: none"
    assert did_you_mean("x", ["leaders"], "quotes") == "quotes"
