"""Small parts of the fields' HTML."""

from __future__ import annotations

import pytest

from quizgen.cards import Html
from quizgen.kinds.cloze.body import Blank, cloze_text, deletion
from quizgen.kinds.numeric.body import Number
from quizgen.kinds.recall.body import Recall
from quizgen.text.fragments import letter
from tests.exporters import samples


@pytest.mark.parametrize(("index", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA")])
def test_letters_go_on_after_z(index: int, name: str) -> None:
    """The twenty-seventh partner of a matching could not be named."""
    assert letter(index) == name


def test_deletion_is_ankis() -> None:
    """Anki would make no card of a gap."""
    assert deletion(2, Blank("term", (), "", "")) == "{{c2::term}}"
    assert deletion(1, Blank("a", (), "a hint", "")) == "{{c1::a::a hint}}"


def test_cloze_text_cannot_end_a_deletion() -> None:
    """An answer such as ``a::b}}`` would break the question."""
    made = cloze_text("a::b}}<")
    assert not {":", "}", "<"} & set(made.replace("&#58;", "").replace("&#125;", "").replace("&lt;", ""))


def test_tolerance_is_told() -> None:
    """A learner who is right within the tolerance would not know it."""
    assert "\N{PLUS-MINUS SIGN} 0.5" in Number(25.0, "ms", 0.5, "").fields().solution
    assert "\N{PLUS-MINUS SIGN}" not in Number(3, "", 0, "").fields().solution


def test_front_of_a_choice_does_not_tell() -> None:
    """A learner would see the answer in the question."""
    made = samples.multiple_choice().body.fields()
    for word in ("qz-key", "right", "A majority that can talk", "Every server has to"):
        assert word not in made.body
        assert word in made.answer


def test_one_key_point_is_one_point() -> None:
    """The card would say "1 key points"."""
    body = samples.recall().body
    assert isinstance(body, Recall)
    assert "1 key point to mention" in Recall(Html(""), body.points[:1]).fields().body
    assert "2 key points to mention" in body.fields().body
