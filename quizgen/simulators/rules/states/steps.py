"""Steps: what rules are when they are written out for certain actors."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from quizgen.simulators.api import ScenarioPath
from quizgen.simulators.rules.language.terms import Term
from quizgen.simulators.rules.language.values import BOOL
from quizgen.simulators.rules.language.vocabulary import Vocabulary


@dataclass(frozen=True)
class Sent:
    """A message that a step sends.

    Attributes:
        channel: the slot of the channel.
        condition: whether it is sent.
        fields: what it says.
    """

    channel: int
    condition: Term
    fields: tuple[Term, ...]


@dataclass(frozen=True)
class Step:
    """A rule for certain actors.

    Attributes:
        rule: its name.
        actors: variable -> actor.
        received: the slot of a channel and the message that is taken from it.
        guard: when it may be taken.
        effects: slot -> what is in it then.
        sends: what is sent, in order.
        is_fault: whether something goes wrong with it.
        says: what happens, in words.
        path: where it is written.
    """

    rule: str
    actors: Mapping[str, str]
    received: tuple[int, int] | None
    guard: Term
    effects: Mapping[int, Term]
    sends: tuple[Sent, ...] = ()
    is_fault: bool = False
    says: str = ""
    path: ScenarioPath = ()

    def __str__(self) -> str:
        """Return it as a script has it: "check(r1)"."""
        return f"{self.rule}({', '.join(self.actors.values())})" if self.actors else self.rule


def counted(spoken: Vocabulary, slot: int, most: int) -> tuple[Term, Term]:
    """Return whether a budget is left, and its counter one further."""
    count, kind = spoken.scope.names[spoken.slots[slot].name].node, spoken.slots[slot].type
    left = Term(BOOL, ast.Compare(count, [ast.Lt()], [ast.Constant(most)]))
    return left, Term(kind, ast.BinOp(count, ast.Add(), ast.Constant(1)))
