"""GIFT: all its kinds, escapes, weights, feedback, categories and formats, as Moodle reads them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.importers.importing import of


def one(tmp_path: Path, text: str) -> dict[str, Any]:
    """Import a single question."""
    items = of("gift", tmp_path, text).items
    assert len(items) == 1
    return items[0]


def keys(item: dict[str, Any]) -> list[str]:
    return [option["text"] for option in item["options"] if option.get("key")]


def test_choices_with_feedback_and_escapes(tmp_path: Path) -> None:
    r"""A question about code loses its braces, or its right answer."""
    item = one(
        tmp_path,
        "// [id:sets] [tag:Syntax basics]\n::Sets::[html]<p>What is <code>\\{1\\: 2\\}</code>\\?</p>{\n"
        "=a <b>dict</b>#Yes\\: key \\= value.\n~a set#No.\n~%50%a list \\~ almost\n####It maps.\n}\n",
    )
    assert (item["id"], item["stem"], item["tags"]) == ("sets", "What is `{1: 2}`\\\\?", ["syntax-basics"])
    assert [(o["text"], o.get("rationale")) for o in item["options"]] == [
        ("a **dict**", "Yes: key = value."),
        ("a set", "No."),
        ("a list ~ almost", None),
    ]
    assert keys(item) == ["a **dict**"]
    assert item["explanation"] == "It maps."


def test_weights(tmp_path: Path) -> None:
    """Partial credit and negative points vanish without a word."""
    result = of(
        "gift", tmp_path, "Prime? {~%50%2 ~%50%3 ~%-50%4 ~1}\n\nWho? {=%100%A =%50%B =C*}\n\nMany? {~%90%a ~%10%b ~c}\n"
    )
    assert keys(result.items[0]) == ["2", "3"]
    assert result.items[1]["blanks"]["answer"]["answer"] == "A"
    assert result.told == [
        (1, "negative points: -50 % for `4`"),
        (3, "partial credit: 50 % for `B`"),
        (3, "the wildcard in `C*`: a spelling counts as it is written"),
        (5, "partial credit: 90 % for `a`"),
        (5, "partial credit: 10 % for `b`"),
    ]
    for comment in ("negative points: -50 % for `4`", "partial credit: 50 % for `B`"):
        assert f"  # not taken along: {comment}\n" in result.imported.lesson


@pytest.mark.parametrize(
    ("answer", "value", "tolerance"),
    [
        ("#3", 3, None),
        ("#3.5:0.5", 3.5, 0.5),
        ("#1..5", 3, 2),
        ("#=1e-3:0#ok ~#no", 0.001, None),
        ("#-2..-1", -1.5, 0.5),
    ],
)
def test_numbers(tmp_path: Path, answer: str, value: float, tolerance: float | None) -> None:
    """A right number is marked as wrong."""
    item = one(tmp_path, f"How much? {{{answer}}}\n")
    assert (item["answer"]["value"], item["answer"].get("tolerance")) == (value, tolerance)


def test_the_other_kinds(tmp_path: Path) -> None:
    """A kind of question that a teacher uses cannot be imported, or comes out as another."""
    result = of(
        "gift",
        tmp_path,
        "Round? {FALSE#Look at it.#Right, it is flat.}\n\nEnds? {=cat -> miau \\= loud =dog -> wuff = -> muh}\n\n"
        "Why? {####Since it must.}\n\nThe {=sun =Sun =star} shines.\n\nOrder {>2 ALL VERTICAL\none\ntwo\nthree\n}\n",
    )
    truth, pairs, essay, word, order = result.items
    assert [(o["text"], o.get("key", False), o["rationale"]) for o in truth["options"]] == [
        ("True", False, "Look at it."),
        ("False", True, "Right, it is flat."),
    ]
    assert [(pair["left"], pair["right"]) for pair in pairs["pairs"]] == [("cat", "miau = loud"), ("dog", "wuff")]
    assert essay["points"][0]["text"] == "Since it must."
    assert word["text"] == "The [[answer]] shines."
    assert word["blanks"]["answer"]["accept"] == ["star"]
    assert [step["text"] for step in order["steps"]] == ["one", "two", "three"]
    assert [message for _, message in result.told] == [
        "a right side that belongs to nothing: `muh`",
        "only 2 of the steps are shown at a time in Moodle; here all are",
    ]


def test_formats_and_categories(tmp_path: Path) -> None:
    """Marks of one format are shown as letters; or the order of a question bank is lost."""
    result = of(
        "gift",
        tmp_path,
        "$CATEGORY: $course$/top/Unit 1/Km//h\n\n[markdown]What **is**\\n\\n- this {=`a_b`}\n\n[plain]*a* <b> {T}\n\n"
        "[moodle]two\nlines <i>x</i> {T}\n\n\\[markdown] no {T}\n\n"
        "[html]\\\\(x\\^2\\\\) <script>alert(1)</script><u>u</u> {T}\n",
    )
    assert [item.get("stem", item.get("text")) for item in result.items] == [
        "What **is**\n\n- this\n\n[[answer]]",
        "\\*a\\* \\<b>",
        "two\\\nlines *x*",
        "\\\\\\[markdown] no",
        result.items[4]["stem"],
    ]
    assert "alert" not in result.items[4]["stem"]
    assert [concept["name"] for concept in result.data["concepts"]] == ["Km/h"]
    assert [message for _, message in result.told] == [
        "<script> is left out, with what is in it",
        "<u> is left out, its words stay",
    ]


def test_what_makes_no_question_stays_as_a_comment(tmp_path: Path) -> None:
    """Questions of a bank are dropped, and nobody says which."""
    text = (
        "Good? {T}\n\nTwo? {=a =b ~c}\n\nNone? {~a ~b}\n\nComma? {#3,5}\n\nOpen? {=a\n\n"
        "Just text.\n\nTwice {=a} {=b}\n\n"
        "Same? {=a ~b ~b}\n"
    )
    result = of("gift", tmp_path, text)
    assert len(result.items) == 1
    assert result.told[:-1] == [
        (3, "this question is left out: 2 of its options are right, and one is to be picked"),
        (5, "this question is left out: no option is right"),
        (7, "this question is left out: `3,5` is no number"),
        (9, "this question is left out: its braces are not closed, or there are two pairs"),
        (11, "this question is left out: it is a text without a question"),
        (13, "this question is left out: its braces are not closed, or there are two pairs"),
    ]
    assert result.told[-1][0] == 15
    assert result.told[-1][1].startswith("this question is left out: this reads the same as number 2 of")
    for source in ("  # Two? {=a =b ~c}\n", "  # Comma? {#3,5}\n", "  # Just text.\n"):
        assert source in result.imported.lesson


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text("ab{}=~#%->\\:n1.5[]T /$*`\n", max_size=60))
def test_any_text_is_imported_or_refused(tmp_path: Path, text: str) -> None:
    """A damaged bank ends in a traceback, or makes a lesson that does not pass."""
    of("gift", tmp_path, f"Q {{{text}}}\n\n{text} {{=a ~b}}\n")
