"""Sentences made of a claim's tree: negations go to the innermost parts, and these have a simulator's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from quizgen.simulators.phrases import Phrase
from quizgen.wording.language import Language
from quizgen.wording.nouns import END, Nouns, Wordless, quoted, replaced
from quizgen.wording.syntax import Node

CONTRARY: Final = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_MIRRORED: Final = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
_LITERALS: Final = frozenset({"text", "number", "list"})
_FEW: Final = 8
"""Up to so many names a loop is written out for each."""


class Sentences(Nouns):
    """Makes sentences of claims about one simulator's runs."""

    def finished(self, text: str) -> str:
        """Return a text that says once that the end is meant."""
        first, *others = text.split(END)
        if not others:
            return first
        return f"{first}{'' if self.explored else self.language.end}{''.join(others)}"

    def is_statement(self, node: Node) -> bool:
        """Tell whether a part of a claim is true or false, and no value."""
        if node.what == "call":
            phrase = self._phrase(node)
            return bool(phrase.yes) or (phrase.of_events and self._returns(node) == "bool")
        return node.what in {"&&", "||", "!", "in", "all", "exists", "exists_one", "truth", *CONTRARY}

    def statement(self, node: Node, *, so: bool = True) -> str:
        """Return a clause that says that a part of a claim is so, or that it is not.

        Raises:
            Wordless: there are no words for it.
        """
        if node.what == "!":
            return self.statement(node.parts[0], so=not so)
        if node.what in {"&&", "||"}:
            return self._joined(node.parts, is_all=(node.what == "&&") == so, so=so)
        if node.what in CONTRARY:
            return self._compared(node.what if so else CONTRARY[node.what], *node.parts)
        if node.what == "in":
            return self._one_of(node.parts[0], node.parts[1], so=so)
        if node.what in {"all", "exists"}:
            return self._loop(node, so=so)
        if node.what == "call":
            return self._asked(node, so=so)
        raise Wordless(node.what)

    def _joined(self, parts: tuple[Node, ...], *, is_all: bool, so: bool) -> str:
        language, sign = self.language, "!=" if is_all else "=="
        signs = {part.what if so else CONTRARY.get(part.what, "") for part in parts}
        if signs == {sign} and len({part.parts[0] for part in parts}) == 1 and not is_all:
            among = Node("list", "", tuple(part.parts[1] for part in parts))
            if all(part.what in {"text", "number"} and part.name for part in among.parts):
                return self._one_of(parts[0].parts[0], among, so=True)
        told = [self.statement(part, so=so) for part in parts]
        if is_all:
            worded = {word for phrase in self.simulator.phrases.values() for word in Phrase.of(phrase).words}
            names = [_texts(part) - worded - {*self.simulator.happenings} for part in parts]
            return language.clauses(_named_once(told, names, language))
        return self._filled(language.either, a=language.any_of(told))

    def _one_of(self, left: Node, among: Node, *, so: bool) -> str:
        if among.what != "list" or not among.parts:
            raise Wordless("in")
        if not so:
            return self._joined(tuple(Node("==", "", (left, part)) for part in among.parts), is_all=True, so=False)
        phrase = self._phrase(left)
        shown = self.language.any_of([self._shown(part, phrase) for part in among.parts])
        if phrase.value:
            return self._told(phrase.value, left, v=shown)
        return self._filled(self._verbs(phrase)["=="], a=self.value(left), b=shown)

    def _compared(self, sign: str, left: Node, right: Node) -> str:
        if left.what in _LITERALS and right.what not in _LITERALS:
            sign, left, right = _MIRRORED[sign], right, left
        if self._phrase(left).plural and self._phrase(right).plural and sign in {"==", "!="}:
            verb = self.language.same if sign == "==" else self.language.other
            return self._filled(verb, a=self.value(left), b=self.value(right))
        special = self._happening if left.what == "call" and self._phrase(left).of_events else self._amount
        told = special(sign, left, right) or self._matched(sign, left, right)
        if told:
            return told
        phrase = self._phrase(left)
        verb = self._verbs(phrase)[sign]
        if right.what not in _LITERALS and not phrase.plural:
            verb = self.language.alike.get(sign, verb)
        return self._filled(verb, a=self.value(left), b=self._shown(right, phrase))

    def _amount(self, sign: str, left: Node, right: Node) -> str:
        """Return how many there are of what is counted; empty if nothing is."""
        if right.what != "number":
            return ""
        if left.what == "+" and sign == "==" and right.name == "0":
            return self._joined(tuple(Node("==", "", (part, right)) for part in left.parts), is_all=True, so=True)
        if left.what == "call" and left.name == "size":
            (among,) = left.parts
            if among.what == "filter":
                return self._such(self.language.among, among, n=self._how_many(sign, right.name)[0])
            phrase = self._phrase(among)
            return self._counted(phrase.size, phrase.sizes, among, sign, right.name)
        phrase = self._phrase(left)
        if told := phrase.compared.get(f"{sign}{right.name}"):
            return self._told(told, left)
        return self._counted(phrase.count, phrase.counts, left, sign, right.name)

    def _counted(self, one: str, many: str, node: Node, sign: str, number: str) -> str:
        if not one:
            return ""
        amount, is_one = self._how_many(sign, number)
        return self._told(one if is_one else many, node, n=amount)

    def _how_many(self, sign: str, number: str) -> tuple[str, bool]:
        """Return an amount, and whether what is counted stands behind it in the singular."""
        amounts = self.language.amounts
        if f"{sign}{number}" in amounts:
            return amounts[f"{sign}{number}"], True
        return self._filled(amounts[sign], n=number), number == "1"

    def _happening(self, sign: str, left: Node, right: Node) -> str:
        """Return how often an event happens."""
        if right.what != "number":
            return ""
        event = self._event(left)
        amount, is_one = self._how_many(sign, right.name)
        if len(left.parts) == 1:
            return self._filled(event.count if is_one else event.counts, n=amount)
        if amount == self.language.amounts["==0"]:
            return self._at(event, left, self.language.never)
        times = self.language.times
        often = times.get(f"{sign}{right.name}", times[sign])
        return self._filled(often, a=self._at(event, left), n=right.name)

    def _matched(self, sign: str, left: Node, right: Node) -> str:
        """Return that something has a value, or has it not; empty if there are no words for that."""
        phrase, is_so = self._phrase(left), sign == "=="
        if sign not in {"==", "!="} or left.what in _LITERALS:
            return ""
        if right == Node("text") or right == Node("list"):
            told = phrase.empty if is_so else phrase.some
            return self._told(told, left) if told else ""
        told = phrase.value if is_so else phrase.other
        if is_so and right.what == "list" and len(right.parts) == 1:
            told = phrase.single or told
        shown = self.language.itself if right in left.parts[:1] else self._shown(right, phrase)
        return self._told(told, left, v=shown) if told else ""

    def _loop(self, node: Node, *, so: bool) -> str:
        among, name, asked = node.parts
        is_all = (node.what == "all") == so
        if among.what == "list" and 0 < len(among.parts) <= _FEW:
            return self._joined(tuple(replaced(asked, name, part) for part in among.parts), is_all=is_all, so=so)
        template = self.language.every if is_all else self.language.some
        return self._filled(template, n=name.name, b=self.value(among), a=self.statement(asked, so=so))

    def _asked(self, node: Node, *, so: bool) -> str:
        """Return that an observation says yes, or no."""
        phrase = self._phrase(node)
        if phrase.of_events:
            event = self._event(node)
            if len(node.parts) > 1:
                return self._at(event, node, "" if so else self.language.never)
            return self._filled(event.count, n=self.language.amounts[">0" if so else "==0"])
        told = phrase.yes if so else phrase.no
        if phrase.of_conditions:
            return told.format(a=self._condition(*node.parts))
        if not told:
            raise Wordless(node.name)
        return self._told(told, node)

    def _condition(self, name: Node, *actors: Node) -> str:
        """Return what is said of an observation that a claim names; in its name, if it has no words."""
        try:
            return self.statement(Node("call", name.name, actors))
        except Wordless:
            named = self.language.all_of([quoted(actor.name) for actor in actors])
            return self._filled(self.language.holds, a=name.name.replace("_", " "), b=f" ({named})" if named else "")

    def _verbs(self, phrase: Phrase) -> Mapping[str, str]:
        return self.language.compared_plural if phrase.plural else self.language.compared

    def _returns(self, node: Node) -> str:
        return next((one.returns for one in self.simulator.observations if one.name == node.name), "")


def _named_once(told: Sequence[str], names: Sequence[set[str]], language: Language) -> list[str]:
    """Return clauses in which "it" stands for the subject of the clause before, if neither names anything else."""
    short = [*told[:1]]
    for (before, named), (clause, also) in pairwise(zip(told, names, strict=True)):
        name = quoted(*named) if len(named) == 1 and also == named else ""
        is_subject = bool(name) and before.startswith(f"{name} ")
        pronouns = {f"{name} ": language.it, f"{name}'s ": language.its} if is_subject else {}
        said = [
            f"{word} {clause.removeprefix(subject)}" for subject, word in pronouns.items() if clause.startswith(subject)
        ]
        short += said or [clause]
    return short


def _texts(node: Node) -> set[str]:
    """Return the texts that a part of a claim names: actors, values."""
    own = {node.name} if node.what == "text" and node.name else set()
    return own.union(*map(_texts, node.parts))
