"""Scripts are read as JavaScript reads them, and what is none is told with its place."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.simulators.kit.printing import ProgramError
from quizgen.simulators.kit.scripts.reading import read


def test_nodes_keep_their_text_and_place() -> None:
    """A card names another callback than the one that runs, or an author looks in the wrong line."""
    (declared, called) = read("f(\n  x =>  x + 1);\nasync function f(a, b) { return await a; }")
    assert (declared.what, declared.parts[0], declared.parts[1].parts[0]) == ("declare", "f", ("a", "b"))
    assert declared.text == "async function f(a, b) { return await a; }"
    assert (called.parts[0].parts[1].text, called.parts[0].parts[1].place) == ("x => x + 1", "line 2, column 3")


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        ("f(", "line 1, column 3: a value, a call or a function is expected, and the end stands there"),
        ("let 5 = 1;", "line 1, column 5: a name is expected, and `5` stands there"),
        ("f(1 2);", "line 1, column 5: `,` or `)` is expected, and `2` stands there"),
        ("if (x) { }", "`if` stands there"),
        ("function f { }", "`(` with the parameters"),
        ('f("a', 'and `"` stands there'),
        ("() => { await 1; };", "and `await` stands there"),
    ],
)
def test_what_is_expected_is_told(script: str, problem: str) -> None:
    """An author is told that something is wrong, and not where or what."""
    with pytest.raises(ProgramError) as told:
        read(script)
    assert problem in str(told.value)


@given(st.text(alphabet="f(){}=>;,. \n1'\"+asyncwt", max_size=40))
def test_any_text_is_read_or_refused(script: str) -> None:
    """A stranger's program ends the build with a traceback."""
    with suppress(ProgramError):
        read(script)
