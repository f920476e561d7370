"""Texts with other words in their places."""

from __future__ import annotations

from quizgen.kinds.choice.question import MultipleChoice
from quizgen.kinds.cloze.question import Cloze
from quizgen.model.lesson import Table
from quizgen.model.named import Named, named_in, with_value
from quizgen.model.scenario import bind

CHOICE = {"kind": "multiple_choice", "id": "x", "concept": "y", "stem": "?", "options": [{"text": "a"}, {"text": "b"}]}


def test_one_text_is_replaced_and_nothing_else() -> None:
    """A value would be put into another option than the one that names it."""
    question = MultipleChoice.model_validate(CHOICE)
    changed = with_value(question, ("options", 1, "text"), "c")
    assert isinstance(changed, MultipleChoice)
    assert [option.text for option in changed.options] == ["a", "c"]
    assert [option.text for option in question.options] == ["a", "b"]
    table = Table.model_validate({"id": "t", "title": "T", "columns": ["A"], "rows": [{"cells": ["1"], "cite": "x y"}]})
    assert with_value(table, ("rows", 0, "cells", 0), "2").model_dump()["rows"][0]["cells"] == ("2",)
    gaps = {"kind": "cloze", "id": "x", "concept": "y", "text": "[[a]]", "blanks": {"a": {"answer": "1"}}}
    cloze = Cloze.model_validate(gaps)
    assert with_value(cloze, ("blanks", "a", "hint"), "h").model_dump()["blanks"]["a"]["hint"] == "h"


def test_named_values_are_found_by_place() -> None:
    """A card would tell of the values of another one."""
    one = Named("leader()", bind({"simulator": "raft", "servers": 3}))
    named = {("options", 0, "text"): ("a ", one, ""), ("stem",): (one, "")}
    assert list(named_in(named, ())) == [one, one]
    assert list(named_in(named, ("options", 0), ("options", 0, "text"))) == [one]
    assert not list(named_in(named, ("options", 1)))
