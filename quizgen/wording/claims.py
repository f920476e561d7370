"""Claims in words, and what they say of all runs together."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from quizgen.crosscheck import ClaimProblem, environment_of
from quizgen.simulators import AnySimulator
from quizgen.wording.language import ENGLISH
from quizgen.wording.nouns import Wordless
from quizgen.wording.sentences import Sentences
from quizgen.wording.syntax import Node, Unreadable, tree

_KEPT: Final = 4_096


def in_words(claim: str, simulator: AnySimulator, value: str = "", *, explored: bool = False) -> str:
    """Return a claim in words: "x is printed, and exactly one thread waits at the end"; empty if there are none.

    Args:
        claim: in CEL.
        simulator: of whose runs it is asked.
        value: what came out; of a claim that chooses between texts, why that one was chosen is told.
        explored: whether it is asked of explored states, which have no end.
    """
    try:
        node, sentences = _tree(claim, simulator), Sentences(simulator, ENGLISH, explored)
        if node.what == "?" and value in {part.name for part in node.parts[1:] if part.what in {"text", "number"}}:
            return sentences.finished(sentences.statement(node.parts[0], so=node.parts[1].name == value))
        told = sentences.statement(node) if sentences.is_statement(node) else sentences.value(node)
    except (ClaimProblem, RecursionError, Unreadable, Wordless):
        return ""
    return sentences.finished(told)


def sentence(form: str, claim: str, simulator: AnySimulator, *, explored: bool = False, ends: bool = False) -> str:
    """Return what a claim says of all runs together: "in no run, x is committed"; empty if there are no words.

    Args:
        form: how it is asked: ``always``, ``sometimes`` or ``never``.
        claim: true or false, in CEL.
        simulator: of whose runs it is asked.
        explored: whether it is asked of explored states.
        ends: whether only those of them are meant in which nothing more can happen.
    """
    if not (told := in_words(claim, simulator, explored=explored)):
        return ""
    if form not in {"always", "sometimes", "never"}:
        return told
    at_once = " at once" if form == "never" and _tree(claim, simulator).what == "&&" else ""
    among = " at ends" if ends else " explored" if explored else ""
    return ENGLISH.forms[f"{form}{at_once}{among}"].format(a=told)


@lru_cache(_KEPT)
def _tree(claim: str, simulator: AnySimulator) -> Node:
    return tree(environment_of(simulator).compile(claim).syntax)
