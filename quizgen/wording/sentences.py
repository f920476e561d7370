"""Sentences made of a claim's tree: negations go to the innermost parts, and these have a simulator's words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from quizgen.simulators import AnySimulator
from quizgen.simulators.phrases import Happening, Phrase
from quizgen.wording.language import Language
from quizgen.wording.syntax import Node

CONTRARY: Final = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_MIRRORED: Final = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
_LITERALS: Final = frozenset({"text", "number", "list"})
_QUOTED: Final = re.compile(r"[a-z]{3,}|.*\s.*", re.DOTALL)
"""A value that would be taken for a word of the sentence."""
_END: Final = "\N{NULL}"
"""Stands where it may be said that the end of a run is meant."""
_TWO: Final = Node("number", "2")
_FEW: Final = 8
"""Up to so many names a loop is written out for each."""

_SIGNS: Final = str.maketrans({"_": " ", "*": "\N{MULTIPLICATION SIGN}", "'": ""})
"""How the signs of a formula are read."""


class Wordless(Exception):  # noqa: N818 - a state of a claim
    """There are no words for a part of a claim."""


class _Shown(str):
    """An argument as a template shows it."""

    __slots__ = ()

    def __format__(self, how: str) -> str:
        bare = self.strip("\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}") if how else str(self)
        if how == "formula":
            return re.sub(r" ?\*\* ?", "^", bare).replace(" - ", " \N{MINUS SIGN} ").translate(_SIGNS)
        return bare.replace("-", " ") if how == "spaced" else bare


@dataclass(frozen=True)
class Sentences:
    """Makes sentences of claims about one simulator's runs.

    Attributes:
        simulator: has the words for what is observed.
        language: has all others.
        explored: whether the claim is asked of states, which have no end.
    """

    simulator: AnySimulator
    language: Language
    explored: bool = False

    def finished(self, text: str) -> str:
        """Return a text that says once that the end is meant."""
        first, *others = text.split(_END)
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

    def value(self, node: Node) -> str:
        """Return a noun phrase for a part of a claim that is no statement.

        Raises:
            Wordless: there are no words for it.
        """
        language = self.language
        told: Mapping[str, Callable[[Node], str]] = {
            "text": lambda node: self._named(node.name) if node.name else language.nothing,
            "number": lambda node: node.name,
            "list": self._list,
            "call": self._noun,
            "name": self._noun,
            "+": self._sum,
            "-": lambda node: self._pair(language.minus, node),
            "*": self._product,
            "?": self._chosen,
            "[]": self._item,
            "filter": lambda node: self._such(language.such, node),
        }
        if node.what not in told:
            raise Wordless(node.what)
        return told[node.what](node)

    def _named(self, text: str) -> str:
        """Return a text that a claim names, in the simulator's words if it has some."""
        for pattern, words in self.simulator.value_words.items():
            if found := re.fullmatch(pattern, text):
                return found.expand(words)
        return _quoted(text)

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
            return self._joined(tuple(_replaced(asked, name, part) for part in among.parts), is_all=is_all, so=so)
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
        if not told:
            raise Wordless(node.name)
        return self._told(told, node)

    def _noun(self, node: Node) -> str:
        if node.what == "call" and node.name in {"string", "int"}:
            return self.value(node.parts[0])
        if node.what == "call" and node.name == "size":
            return self._size(node.parts[0])
        phrase = self._phrase(node)
        if phrase.of_events:
            event = self._event(node)
            if len(node.parts) == 1:
                return self._filled(event.counts, n=self.language.how_many)
            return self._filled(self.language.how_often, a=self._at(event, node))
        if not phrase.name:
            if node.what == "name" and node.name not in {measure.name for measure in self.simulator.measures}:
                return node.name
            raise Wordless(node.name)
        return self._told(phrase.name, node)

    def _size(self, among: Node) -> str:
        if among.what == "filter":
            return self._such(self.language.among, among, n=self.language.how_many)
        sizes = self._phrase(among).sizes
        if not sizes:
            raise Wordless("size")
        return self._told(sizes, among, n=self.language.how_many)

    def _such(self, template: str, node: Node, n: str = "") -> str:
        among, name, asked = node.parts
        if n == self.language.how_many and asked.what == "==" and asked.parts[0] == name != asked.parts[1]:
            return self._filled(self.language.often, a=self.value(asked.parts[1]), b=self.value(among))
        told = self.statement(_replaced(asked, name, Node("name", self.language.it)))
        named = self.language.all_of([self.value(part) for part in among.parts])
        return self._filled(template, n=n, a=told, b=named if among.what == "list" else self.value(among))

    def _sum(self, node: Node) -> str:
        """Return numbers with a plus between them, and texts one behind the other."""
        if any(part.what == "text" for part in node.parts):
            return " ".join(part.name.strip() if part.what == "text" else self.value(part) for part in node.parts)
        first, *others = [self.value(part) for part in node.parts]
        for other in others:
            first = self._filled(self.language.plus, a=first, b=other)
        return first

    def _pair(self, template: str, node: Node) -> str:
        return self._filled(template, a=self.value(node.parts[0]), b=self.value(node.parts[1]))

    def _product(self, node: Node) -> str:
        one, other = node.parts
        if one == _TWO:
            return self._filled(self.language.twice, a=self.value(other))
        return (
            self._filled(self.language.twice, a=self.value(one))
            if other == _TWO
            else self._pair(self.language.product, node)
        )

    def _item(self, node: Node) -> str:
        among, index = node.parts
        if index.what != "number" or int(index.name) < 0:
            raise Wordless("[]")
        number, ordinals = int(index.name), self.language.ordinals
        if number < len(ordinals):
            return self._filled(self.language.ordinal, a=self.value(among), n=ordinals[number])
        return self._filled(self.language.item, a=self.value(among), n=str(number + 1))

    def _chosen(self, node: Node) -> str:
        """Return which of two values it is: texts that learners give, so each is quoted if one has to be."""
        asked, then, other = node.parts
        a, c = self.value(then), self.value(other)
        if then.what == other.what == "text" and (a != then.name or c != other.name):
            a, c = _in_quotes(then.name), _in_quotes(other.name)
        return self._filled(self.language.chosen, a=a, b=self.statement(asked), c=c)

    def _list(self, node: Node) -> str:
        return self.language.all_of([self.value(part) for part in node.parts]) or self.language.nothing

    def _shown(self, node: Node, phrase: Phrase) -> str:
        if node.name in phrase.words:
            return phrase.words[node.name]
        unit = f" {phrase.unit}" if phrase.unit and node.what == "number" else ""
        return f"{self.value(node)}{unit}"

    def _verbs(self, phrase: Phrase) -> Mapping[str, str]:
        return self.language.compared_plural if phrase.plural else self.language.compared

    def _event(self, node: Node) -> Happening:
        name, *_ = node.parts
        if name.what != "text" or name.name not in self.simulator.happenings:
            raise Wordless(name.name)
        return self.simulator.happenings[name.name]

    def _at(self, event: Happening, node: Node, never: str = "") -> str:
        return event.clause().format(self.value(node.parts[1]).replace(_END, ""), never=never)

    def _phrase(self, node: Node) -> Phrase:
        """Return the words of an observation or measure; none of what is neither."""
        if node.what not in {"call", "name"}:
            return Phrase()
        phrases, first = self.simulator.phrases, node.parts[0].name if node.parts else ""
        names = (f"{node.name}({first})", f"{node.name}/{len(node.parts)}", node.name)
        return Phrase.of(next((phrases[name] for name in names if name in phrases), ""))

    def _returns(self, node: Node) -> str:
        return next((one.returns for one in self.simulator.observations if one.name == node.name), "")

    def _told(self, template: str, node: Node, **more: str) -> str:
        given = [_Shown(self.value(part).replace(_END, "")) for part in node.parts]
        try:
            shown = {name: text.replace(_END, "") for name, text in more.items()}
            return template.format(*given, end=_END, **shown)
        except IndexError:
            raise Wordless(template) from None

    @staticmethod
    def _filled(template: str, **told: str) -> str:
        return template.format(**told)


def _named_once(told: Sequence[str], names: Sequence[set[str]], language: Language) -> list[str]:
    """Return clauses in which "it" stands for the subject of the clause before, if neither names anything else."""
    short = [*told[:1]]
    for (before, named), (clause, also) in pairwise(zip(told, names, strict=True)):
        name = _quoted(*named) if len(named) == 1 and also == named else ""
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


def _quoted(text: str) -> str:
    return _in_quotes(text) if _QUOTED.fullmatch(text) else text


def _in_quotes(text: str) -> str:
    return f"\N{LEFT DOUBLE QUOTATION MARK}{text}\N{RIGHT DOUBLE QUOTATION MARK}"


def _replaced(node: Node, name: Node, by: Node) -> Node:
    """Return a part of a claim with another in the place of a loop's name."""
    if node == name:
        return by
    return node._replace(parts=tuple(_replaced(part, name, by) for part in node.parts))
