"""Noun phrases for what a claim asks about, in a simulator's words."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from quizgen.simulators import AnySimulator
from quizgen.simulators.phrases import Happening, Phrase
from quizgen.wording.language import Language
from quizgen.wording.syntax import Node

END: Final = "\N{NULL}"
"""Stands where it may be said that the end of a run is meant."""
_QUOTED: Final = re.compile(r"[a-z]{3,}|.*\s.*", re.DOTALL)
"""A value that would be taken for a word of the sentence."""
_TWO: Final = Node("number", "2")
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
class Nouns(ABC):
    """Makes noun phrases of the values in claims about one simulator's runs.

    Attributes:
        simulator: has the words for what is observed.
        language: has all others.
        explored: whether the claim is asked of states, which have no end.
    """

    simulator: AnySimulator
    language: Language
    explored: bool = False

    @abstractmethod
    def statement(self, node: Node, *, so: bool = True) -> str:
        """Return a clause that says that a part of a claim is so, or that it is not."""

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
        return quoted(text)

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
        told = self.statement(replaced(asked, name, Node("name", self.language.it)))
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

    def _told(self, template: str, node: Node, **more: str) -> str:
        given = [_Shown(self.value(part).replace(END, "")) for part in node.parts]
        try:
            shown = {name: text.replace(END, "") for name, text in more.items()}
            return template.format(*given, end=END, **shown)
        except IndexError:
            raise Wordless(template) from None

    def _at(self, event: Happening, node: Node, never: str = "") -> str:
        return event.clause().format(self.value(node.parts[1]).replace(END, ""), never=never)

    def _phrase(self, node: Node) -> Phrase:
        """Return the words of an observation or measure; none of what is neither."""
        if node.what not in {"call", "name"}:
            return Phrase()
        phrases, first = self.simulator.phrases, node.parts[0].name if node.parts else ""
        names = (f"{node.name}({first})", f"{node.name}/{len(node.parts)}", node.name)
        return Phrase.of(next((phrases[name] for name in names if name in phrases), ""))

    def _event(self, node: Node) -> Happening:
        name, *_ = node.parts
        if name.what != "text" or name.name not in self.simulator.happenings:
            raise Wordless(name.name)
        return self.simulator.happenings[name.name]

    @staticmethod
    def _filled(template: str, **told: str) -> str:
        return template.format(**told)


def quoted(text: str) -> str:
    """Return a text, between quotes if it would be taken for words of the sentence."""
    return _in_quotes(text) if _QUOTED.fullmatch(text) else text


def _in_quotes(text: str) -> str:
    return f"\N{LEFT DOUBLE QUOTATION MARK}{text}\N{RIGHT DOUBLE QUOTATION MARK}"


def replaced(node: Node, name: Node, by: Node) -> Node:
    """Return a part of a claim with another in the place of a loop's name."""
    if node == name:
        return by
    return node._replace(parts=tuple(replaced(part, name, by) for part in node.parts))
