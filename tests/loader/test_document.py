"""YAML 1.2: what plain words mean, where everything stands, and what is refused."""

from __future__ import annotations

import math
import subprocess
import sys
from contextlib import suppress

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.diagnostics import Span
from quizgen.loader.document import MAX_DEPTH, Reader, Refused, parse


def read(text: str) -> tuple[object, list[str]]:
    """Return a document's data, and the codes of what is said against it."""
    reader = Reader(parse("file.yaml", text))
    return reader.read(), [diagnostic.code for diagnostic in reader.diagnostics]


def refusal(text: str) -> tuple[str, int, int, str]:
    """Return code, line, column and message with which a document is refused as a whole."""
    with pytest.raises(Refused) as refused:
        read(text)
    found = refused.value.diagnostic
    return found.code, found.span.line, found.span.column, found.message


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("off", "off"),
        ("Norway", "Norway"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("null", None),
        ("", None),
        ("012", 12),
        ("0o17", 15),
        ("0x1F", 31),
        ("+7", 7),
        ("-7", -7),
        ("1_000", "1_000"),
        ("0b11", "0b11"),
        ("12:30:45", "12:30:45"),
        ("2026-01-31", "2026-01-31"),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("-.inf", -math.inf),
        ("1.2.3", "1.2.3"),
        ("'1'", "1"),
        ('"true"', "true"),
        ("- ", [None]),
        ("=", "="),
        ("<<", "<<"),
    ],
)
def test_plain_words_mean_what_yaml_1_2_says(written: str, meant: object) -> None:
    """YAML 1.1 turns Norway's code into false and 1_000 into a number: the learner would read something else."""
    value, codes = read(f"key: {written}" if not written.startswith("- ") else written)
    expected = meant if written.startswith("- ") else {"key": meant}
    assert (value, codes) == (expected, [])
    assert type(value) is type(expected)


def test_not_a_number_is_a_number() -> None:
    """`.nan` is the one value that does not equal itself; it must not turn into text either."""
    value, _ = read("[.nan]")
    assert isinstance(value, list)
    assert isinstance(value[0], float)
    assert math.isnan(value[0])


@pytest.mark.parametrize("written", ["1.10", "0x1F", "007", "1e3", "+5"])
def test_number_keeps_its_spelling_as_text(written: str) -> None:
    """`text: 1.10` would be shown as 1.1: another version of the software."""
    value, _ = read(f"[{written}]")
    assert isinstance(value, list)
    assert str(value[0]) == written


def test_merge_key_is_a_key_like_any_other() -> None:
    """YAML 1.2 has no merge key: merging behind the author's back would hide the unknown key."""
    assert read("a: &x {b: 1}\nc:\n  <<: *x\n") == ({"a": {"b": 1}, "c": {"<<": {"b": 1}}}, [])


def test_duplicate_key_is_refused_and_the_first_kept() -> None:
    """The last of two keys would win silently, and one of two answers be lost."""
    reader = Reader(parse("file.yaml", "a: 1\nb: 2\na: 3\n"))
    assert reader.read() == {"a": 1, "b": 2}
    (found,) = reader.diagnostics
    assert (found.code, found.span) == ("yaml-duplicate-key", Span("file.yaml", 3, 1))
    assert found.message == "the key `a` stands here twice; first on line 1"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: !!int 3", "yaml-tag"),
        ("a: !python/object:os.system x", "yaml-tag"),
        ("a: !!set {b, c}", "yaml-tag"),
        ("? [1, 2]\n: 3", "yaml-key"),
        (f"a: {'9' * 50}", "yaml-number"),
        ('a: "\\x1b[2J"', "yaml-character"),
        ('"\\a": 1', "yaml-character"),
        ('a: "\\0"', "yaml-character"),
    ],
)
def test_what_no_lesson_needs_is_refused(text: str, code: str) -> None:
    """Tags could make objects, and escape codes drive the terminal of whoever checks a stranger's lesson."""
    assert read(text)[1] == [code]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: [1", ("yaml-syntax", 1, 4)),
        ("a: b: c", ("yaml-syntax", 1, 5)),
        ("\ta: 1", ("yaml-syntax", 1, 1)),
        ("a: 1\n---\nb: 2\n", ("yaml-syntax", 2, 1)),
        ("a: *b", ("yaml-syntax", 1, 4)),
        ("%YAML 3.0\n---\na: 1", ("yaml-syntax", 1, 1)),
        ("", ("file-empty", 0, 0)),
        ("# nothing\n", ("file-empty", 0, 0)),
        ("a: é\nb: \x00", ("yaml-character", 2, 4)),
        ("a: &x [*x]", ("yaml-alias", 1, 4)),
    ],
)
def test_broken_document_is_refused_at_its_place(text: str, expected: tuple[str, int, int]) -> None:
    """An author who is not told the line searches a thousand of them."""
    assert refusal(text)[:3] == expected


def test_depth_is_bounded_to_the_level() -> None:
    """The composer recurses in C: only a bound keeps a stranger's file from taking the process down."""
    deepest = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert read(deepest)[1] == []
    assert refusal(f"[{deepest}]")[0] == "yaml-depth"


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, "- " * 100_000, "? " * 100_000, "{a: " * 100_000, "[ # ]\n" * 100_000],
    ids=["flow", "block", "keys", "mappings", "brackets in comments"],
)
def test_deep_nesting_does_not_crash_the_process(text: str) -> None:
    """A segmentation fault would take the editor's checker, or a class's server, down with it."""
    program = (
        "import sys\n"
        "from quizgen.loader.document import Refused, parse\n"
        "try: parse('f', sys.stdin.read())\n"
        "except Refused as refused: print(refused.diagnostic.code)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], input=text, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "yaml-depth\n")


def test_alias_bomb_is_defused() -> None:
    """Ten lines that stand for ten thousand million values would fill the memory."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    assert refusal("\n".join(lines))[0] == "yaml-too-much"


def test_aliases_that_repeat_a_long_text_are_counted_by_its_length() -> None:
    """Each card would hold the text again: a small file, and gigabytes of pages."""
    assert refusal(f"[&a {'x' * 100_000}, {', '.join(['*a'] * 1000)}]")[0] == "yaml-too-much"


def test_few_aliases_are_welcome() -> None:
    """An author may name a value once and use it twice."""
    assert read("a: &x [1, 2]\nb: *x\n") == ({"a": [1, 2], "b": [1, 2]}, [])


DOCUMENT = parse("file.yaml", "a: 1\nb:\n  - c: 2\n    d: [3, four]\n  - e\n'f':\n  g: {h: 5}\n")


@pytest.mark.parametrize(
    ("place", "line", "column"),
    [
        ((), 1, 1),
        (("a",), 1, 4),
        (("b",), 2, 1),
        (("b", 0), 3, 5),
        (("b", 0, "c"), 3, 8),
        (("b", 0, "d"), 4, 5),
        (("b", 0, "d", 1), 4, 12),
        (("b", 1), 5, 5),
        (("f", "g", "h"), 7, 10),
        (("b", 7), 2, 1),
        (("missing", "too"), 1, 1),
        (("f", "missing"), 6, 1),
    ],
)
def test_span_of_a_value(place: tuple[str | int, ...], line: int, column: int) -> None:
    """A scalar is pointed at itself, a collection by its key, and what is missing by what should hold it."""
    assert DOCUMENT.span(place) == Span("file.yaml", line, column)


@pytest.mark.parametrize(
    ("place", "line", "column"), [(("a",), 1, 1), (("b", 0, "c"), 3, 5), (("f", "g"), 7, 3), (("b", 1), 5, 5)]
)
def test_span_of_a_key(place: tuple[str | int, ...], line: int, column: int) -> None:
    """A key that should not be there is pointed at itself, not at its value."""
    assert DOCUMENT.key_span(place) == Span("file.yaml", line, column)


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever is in a file, the author gets a diagnostic and never a traceback."""
    with suppress(Refused):
        read(text)


_SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**30), 10**30), st.text("abc: #-[]{}'\"\n\té", max_size=12)
)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcxyz", min_size=1), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.text("abcdef", min_size=1), _VALUES, min_size=1, max_size=5), st.booleans())
def test_what_another_program_writes_is_read_as_it_was(data: dict[str, object], flow: bool) -> None:  # noqa: FBT001
    """Content that a script makes must arrive unchanged, and each value must be found where it was written."""
    text = yaml.safe_dump(data, default_flow_style=flow, allow_unicode=True, sort_keys=False)
    assert read(text) == (data, [])
    document = parse("file.yaml", text)
    lines = text.splitlines()
    for key in data:
        span = document.key_span((key,))
        assert lines[span.line - 1][span.column - 1 :].lstrip("\"'? ").startswith(key)
