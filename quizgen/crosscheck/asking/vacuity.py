"""Vacuous claims: what names a value that nothing can have, or says what is so whatever happens.

A simulator says of each observation and measure which values it can have in the runs of a scenario
(`quizgen.simulators.domains`). A literal that is given for, or compared with, something of another value is refused.
And a comparison, or what is built of comparisons with and, or and not, is tried with all values that can matter to it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

from quizgen.diagnostics import did_you_mean
from quizgen.simulators.api import Measure, Observation, ValueType
from quizgen.simulators.domains import ANYTHING, Domain
from quizgen.simulators.kit.syntax import Literal, Node

MOST_TRIED = 4_000
"""Of a part whose questions have more answers together, it is not found out whether it says anything."""
_NAMED_AT_ONCE = 12
"""So many names are told in a message; of more there is a page."""

_EQUALITIES = {"_==_", "_!=_"}
_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "_==_": operator.eq,
    "_!=_": operator.ne,
    "_<_": operator.lt,
    "_<=_": operator.le,
    "_>_": operator.gt,
    "_>=_": operator.ge,
    "@in": lambda one, many: one in many,
    "startsWith": str.startswith,
    "endsWith": str.endswith,
    "contains": operator.contains,
}
_LOGIC = {"_&&_", "_||_", "!_", "_?_:_"}
_ANOTHER = "\ue000"
"""Stands for a text that has nothing to do with those that a claim names: a character for private use."""
_HINT = "ask for something that a run could contradict"


@dataclass(frozen=True)
class Objection:
    """Why a claim is refused: for the author, and which of its characters it is about."""

    message: str
    hint: str
    offset: int


@dataclass(frozen=True)
class Vocabulary:
    """What a claim can name, with what it can be in the runs of a scenario.

    Attributes:
        observations: by the names of their overloads.
        measures: by name.
        domains: by name.
    """

    observations: Mapping[str, Observation]
    measures: Mapping[str, Measure[Any]]
    domains: Mapping[str, Domain]

    def asked(self, node: Node) -> Observation | None:
        """Return the observation that a part calls."""
        return self.observations.get(node.overload) if node.kind == "call" else None

    def source(self, node: Node) -> Observation | Measure[Any] | None:
        """Return the observation or measure that a part is; None if it is neither."""
        return self.asked(node) or (self.measures.get(str(node.value)) if node.kind == "name" else None)

    def domain(self, node: Node) -> Domain | None:
        """Return what an observation or measure, or an element of it, can be; None of any other part."""
        source = self.source(node)
        if source is None:
            return None
        argument = node.parts[0].value if node.parts else None
        return self.domains.get(source.domain, ANYTHING).of(argument)


def overload(observation: Observation) -> str:
    """Return what tells an observation from those of the same name."""
    types = (parameter.type for parameter in observation.parameters)
    return "_".join((observation.name, str(len(observation.parameters)), *types))


def objections(claim: Node, words: Vocabulary) -> Iterator[Objection]:
    """Yield what is wrong with a claim: names and numbers that nothing can have, and other parts that say nothing."""
    impossible = list(_impossible(claim, words, {}))
    yield from impossible
    yield from _constant(claim, words, claim, {one.offset for one in impossible})


# --- literals

Flow = Domain | tuple[Node, ...]
"""What a loop's variable stands for: something of a domain, or one of these literals."""


def _impossible(node: Node, words: Vocabulary, known: Mapping[str, Flow]) -> Iterator[Objection]:
    """Yield the literals that are asked about, or compared, and that nothing of their domain can be."""
    if node.kind == "loop":
        over, *rest = node.parts
        yield from _impossible(over, words, known)
        flows = _domain(over, words, known) or tuple(_literals(over, known))
        for part in rest:
            yield from _impossible(part, words, {**known, str(node.value): flows})
        return
    if asked := words.asked(node):
        for parameter, part in zip(asked.parameters, node.parts, strict=True):
            yield from _strangers(words.domains.get(parameter.domain, ANYTHING), part, known)
    elif node.value in _EQUALITIES or node.value == "@in":
        one, other = node.parts
        for here, there in ((one, other), (other, one)):
            yield from _unequal(here, there, words, known)
    for part in node.parts:
        yield from _impossible(part, words, known)


def _unequal(here: Node, there: Node, words: Vocabulary, known: Mapping[str, Flow]) -> Iterator[Objection]:
    """Yield what is no value of a part, though it is compared with it; of two lists, each with its counterpart."""
    if here.kind == there.kind == "list":
        for one, other in zip(here.parts, there.parts, strict=False):
            yield from _unequal(one, other, words, known)
    elif domain := _domain(here, words, known):
        yield from _strangers(domain, there, known)


def _domain(node: Node, words: Vocabulary, known: Mapping[str, Flow]) -> Domain | None:
    """Return what a part, or an element of it, can be; None if it is no observation, and not made of one."""
    if node.kind == "name" and isinstance(flow := known.get(str(node.value)), Domain):
        return flow
    if node.kind == "call" and node.value in {"_[_]", "_?_:_"}:
        found = (_domain(part, words, known) for part in (node.parts[:1] if node.value == "_[_]" else node.parts[1:]))
        return next(filter(None, found), None)
    if node.kind == "call" and node.value == "size":
        return (_domain(node.parts[0], words, known) or ANYTHING).length
    return words.domain(node)


def _literals(node: Node, known: Mapping[str, Flow]) -> Iterator[Node]:
    """Yield the literals that a part can be, or hold."""
    if node.kind == "literal":
        yield node
    elif node.kind == "name" and isinstance(flow := known.get(str(node.value)), tuple):
        yield from flow
    elif node.kind == "list" or node.value == "_?_:_":
        for part in node.parts if node.kind == "list" else node.parts[1:]:
            yield from _literals(part, known)


def _strangers(domain: Domain, part: Node, known: Mapping[str, Flow]) -> Iterator[Objection]:
    for literal in _literals(part, known):
        if not domain.has(literal.value):
            yield Objection(f"no {domain.kind} is {literal}", _instead(domain, literal.value), literal.offset)


def _instead(domain: Domain, value: Literal) -> str:
    if value in domain.elsewhere:
        return domain.elsewhere[str(value)]
    if domain.names is None:
        return f"it is {domain.words}" if domain.words != "none" else f"there is no {domain.kind} at all"
    if not domain.names:
        return f"there is no {domain.kind} at all"
    many = len(domain.names) > _NAMED_AT_ONCE
    otherwise = f"there are {len(domain.names)}, such as {domain.names[0]}: see the reference" if many else None
    names = [name or '""' for name in domain.names]
    alike = [name for name in names if name.casefold() == str(value).casefold()]
    if alike:
        return f"did you mean `{alike[0]}`?"
    return did_you_mean(str(value), names, otherwise)


# --- parts that say nothing


def _constant(node: Node, words: Vocabulary, claim: Node, told: Container[int]) -> Iterator[Objection]:
    """Yield the smallest parts that ask something and are true, or false, whatever the answers are.

    Of a part in which something stands at a place that was told, that is the reason.
    """
    below = [found for part in node.parts for found in _constant(part, words, claim, told)]
    yield from below
    is_part = node.kind == "call" and node.value in {*_COMPARISONS, *_LOGIC} - {"_?_:_"}
    is_told = any(part.kind == "literal" and part.offset in told for part in node.all)
    always = None if below or is_told or not is_part else _only_value(node, words)
    if always is None:
        return
    subject = "the claim" if node is claim else f"`{node}`"
    message = f"{subject} is {'true' if always else 'false'} whatever the simulator does, so it proves nothing"
    asked = {str(part): domain for part in node.all if (domain := _operand(part, words, asked=True))}
    ranges = {f"`{part}` is {_range(domain)}" for part, domain in asked.items() if domain.says_something}
    yield Objection(message, "; ".join((*sorted(ranges), _HINT)), node.offset)


def _range(domain: Domain) -> str:
    few = domain.names is None or len(domain.names) <= _NAMED_AT_ONCE
    return domain.words if few else f"one of {len(domain.names or ())} names"


Answers = Mapping[str, Literal]
Truth = Callable[[Answers], bool]


class _Trial:
    """A part of a claim with the answers to its questions between which it can tell."""

    def __init__(self, part: Node, words: Vocabulary) -> None:
        self._words = words
        named = [each.value for each in part.all if each.kind == "literal"]
        self._texts = [value for value in named if isinstance(value, str)]
        self._numbers = [value for value in named if type(value) is int]
        self.possible: dict[str, Sequence[Literal]] = {}
        self.truth = self._truth(part)

    def outcomes(self) -> Iterator[bool]:
        """Yield what the part is, for all answers together."""
        for values in product(*self.possible.values()):
            yield self.truth(dict(zip(self.possible, values, strict=True)))

    def _truth(self, node: Node) -> Truth:
        """Return what tells whether a part is true, given answers; and note the answers that there can be.

        What is no comparison of observations, measures, lengths and literals may be true or false, as it likes.
        """
        if node.kind == "call" and node.value in _LOGIC:
            return _combined(str(node.value), [self._truth(part) for part in node.parts])
        if node.kind == "literal":
            return lambda _: bool(node.value)
        if node.kind == "call" and node.value in _COMPARISONS:
            one, other = (_operand(part, self._words) for part in node.parts)
            if one is not None and other is not None:
                for part, domain in zip(node.parts, (one, other), strict=True):
                    if isinstance(domain, Domain):
                        self.possible[str(part)] = self._telling(domain, self._words.source(part))
                compare, (left, right) = _COMPARISONS[str(node.value)], map(str, node.parts)
                return lambda answers: compare(answers.get(left, one), answers.get(right, other))
        whole = str(node)
        self.possible[whole] = (False, True)
        return lambda answers: bool(answers[whole])

    def _telling(self, domain: Domain, source: Observation | Measure[Any] | None) -> Sequence[Literal]:
        """Return the values between which the part can tell: those that it names, and those beside them."""
        kind: ValueType = source.returns if source else "int"
        if kind == "bool":
            return (False, True)
        if kind == "string":
            others = [name for name in domain.names or (_ANOTHER,) if name not in self._texts]
            few = domain.names is not None and len(domain.names) <= _NAMED_AT_ONCE
            return [*filter(domain.has, dict.fromkeys(self._texts)), *(others if few else others[:1])]
        bounds = [bound for bound in (domain.least, domain.most) if bound is not None]
        return sorted({domain.nearest(number + off) for number in (*self._numbers, *bounds, 1) for off in (-1, 0, 1)})


def _combined(sign: str, parts: Sequence[Truth]) -> Truth:
    if sign == "_&&_":
        return lambda answers: all(part(answers) for part in parts)
    if sign == "_||_":
        return lambda answers: any(part(answers) for part in parts)
    if sign == "!_":
        return lambda answers: not parts[0](answers)
    return lambda answers: parts[1 if parts[0](answers) else 2](answers)


def _only_value(node: Node, words: Vocabulary) -> bool | None:
    """Return the one truth value that a part can have; None if it can have both, asks nothing, or is not tried."""
    if not any(map(words.source, node.all)):
        return None
    if node.value in _LOGIC:
        own = [_Trial(part, words).possible for part in node.parts]
        if all(own) and len({name for part in own for name in part}) == sum(map(len, own)):
            return None  # its parts have nothing to do with one another, and each can be both
    trial = _Trial(node, words)
    if prod(map(len, trial.possible.values())) > MOST_TRIED:
        return None
    seen: set[bool] = set()
    for outcome in trial.outcomes():
        seen.add(outcome)
        if len(seen) > 1:
            return None
    return next(iter(seen), None)


def _operand(node: Node, words: Vocabulary, *, asked: bool = False) -> Any:  # noqa: ANN401  # as it says
    """Return what a side of a comparison is: the domain of what is asked, a literal, or a list of literals.

    None if it is nothing of the kind; or, where only what is asked counts, a literal.
    """
    source = words.source(node)
    if source:
        return None if source.returns.startswith("list") else words.domain(node)
    if node.kind == "call" and node.value == "size" and (domain := words.domain(node.parts[0])):
        return domain.length
    if asked:
        return None
    if node.kind == "list" and all(part.kind == "literal" for part in node.parts):
        return tuple(part.value for part in node.parts)
    return node.value if node.kind == "literal" else None
