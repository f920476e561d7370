"""The syntax of claims: as it is read from what the compiler gives out."""

from __future__ import annotations

import pytest

from quizgen.crosscheck.asking.claims import compiled
from quizgen.simulators.kit.syntax import Node


def tree(text: str) -> Node:
    """Return the tree of a claim about Raft."""
    return compiled("raft", text).syntax


@pytest.mark.parametrize(
    "text",
    [
        'role("S1") == "leader" && votes_needed == -2',
        'log_values("S1")[4] == "w" || "x" in log_values("S2")',
        'leaders() == 1 ? [1, 2, 0] : log_terms("S1") + [3]',
        '!up("S1") || up("S2") == true || false',
        "leaders() * 2 - 1 >= 5",
    ],
)
def test_tree_says_what_was_written(text: str) -> None:
    """Otherwise an author reads of another claim than theirs, and two parts that differ are taken for one."""
    assert str(tree(text)) == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('leader() == "S9"', {12: "S9"}),
        ('leader() == "é" || leader() == \'ü"\'', {12: "é", 31: 'ü"'}),
        ('r"ab" != leader() && ["𝄞"].exists(s, s == leader()) && 0x10 > leaders()', {0: "ab", 22: "𝄞", 55: 16}),
        ("leaders() == 1 &&\n  leaders() > -7", {13: 1, 32: -7}),
        ("leaders() < 9223372036854775807", {12: 9223372036854775807}),
    ],
)
def test_literals_are_where_they_were_written(text: str, found: dict[int, object]) -> None:
    """An author is sent to another name than the one that is misspelt."""
    literals = [node for node in tree(text).all if node.kind == "literal" and not isinstance(node.value, bool)]
    assert {node.offset: node.value for node in literals} == found


def test_overloads_are_told_apart() -> None:
    """A group's name would be taken for nothing, or a server's name for that of an event."""
    calls = [node.overload for node in tree('leaders() == 1 && leaders("left") == 1').all if node.value == "leaders"]
    assert calls == ["leaders_0", "leaders_1_string"]
