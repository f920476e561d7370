"""What rules speak of, with parameters given: sets of actors, words, variables, observations."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Final

from quizgen.diagnostics import did_you_mean
from quizgen.simulators.api import ScenarioPath
from quizgen.simulators.kit.syntax import Node
from quizgen.simulators.rules.language import sugar
from quizgen.simulators.rules.language.expressions import Declared, weight
from quizgen.simulators.rules.language.scope import Function, Scope
from quizgen.simulators.rules.language.slots import Slot, named, slots_of
from quizgen.simulators.rules.language.terms import STATE, Term, call, constant, in_state, of_slot
from quizgen.simulators.rules.language.values import Scalar, Type, words
from quizgen.simulators.rules.language.written import (
    Expression,
    Mistake,
    Observed,
    Rules,
    expression,
)

MOST_PARTS: Final = 200_000
"""Of so many parts all rules may be, written out for every actor and message."""
_INLINE: Final = 12
"""An observation of so many parts is written where it is asked; a greater one is a function."""
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass
class Budget:
    """How many parts there may still be.

    Attributes:
        left: so many.
    """

    left: int = MOST_PARTS

    def take(self, count: int, path: ScenarioPath) -> None:
        """Take parts.

        Raises:
            Mistake: there are not so many.
        """
        self.left -= count
        if self.left < 0:
            message = f"the rules stand for more than {MOST_PARTS:,} parts, written out for every actor"
            raise Mistake(path, message, "take fewer actors, messages, or loops in loops")


@dataclass(frozen=True)
class Vocabulary:
    """All that expressions can speak of.

    Attributes:
        parameters: name -> value.
        actors: set -> names.
        slots: the parts of a state.
        declared: what can be named.
        scope: what that stands for.
        functions: what is to be compiled beside the steps: name -> what it gives.
        tables: what is looked up by actors: name -> actors -> name of a function.
        budget: what is left.
    """

    parameters: Mapping[str, bool | int]
    actors: Mapping[str, tuple[str, ...]]
    slots: tuple[Slot, ...]
    declared: Declared
    scope: Scope
    functions: dict[str, ast.expr] = field(default_factory=dict)
    tables: dict[str, dict[tuple[str, ...], str]] = field(default_factory=dict)
    budget: Budget = field(default_factory=Budget)

    @property
    def sizes(self) -> dict[str, int]:
        """Set -> how many its actors are; list -> how long it can be."""
        lists = {slot.name: slot.type.most for slot in self.slots if slot.type.kind == "list"}
        return {**{name: len(each) for name, each in self.actors.items()}, **lists}

    @property
    def texts(self) -> frozenset[str]:
        """Words and actors."""
        return frozenset(name for name, term in self.scope.names.items() if term.value == name)

    def slot(self, name: str, actor: str | None = None) -> int:
        """Return the number of a part of the state."""
        return next(number for number, one in enumerate(self.slots) if (one.name, one.actor) == (name, actor))

    def table(self, name: str) -> dict[str, int]:
        """Return actor -> number of the part that is theirs, of a variable; empty if there is none."""
        return {one.actor: number for number, one in enumerate(self.slots) if one.name == name and one.actor}


def vocabulary(rules: Rules, plain: sugar.Plain, given: Mapping[str, bool | int]) -> Vocabulary:
    """Return what rules speak of, with some parameters set.

    Raises:
        Mistake: something of it is wrong.
    """
    parameters = {**rules.parameters, **given}
    actors = {name: named(one, parameters, ("actors", name)) for name, one in rules.actors.items()}
    slots = slots_of(rules, plain, actors, parameters)
    _no_doubles(rules, plain, actors, parameters, slots)
    return _observed(rules, _spoken(parameters, actors, tuple(slots)))


def _no_doubles(
    rules: Rules,
    plain: sugar.Plain,
    actors: Mapping[str, tuple[str, ...]],
    parameters: Mapping[str, bool | int],
    slots: list[Slot],
) -> None:
    """Refuse names that stand for two things."""
    found: dict[str, str] = {}
    named: list[tuple[str, str, ScenarioPath]] = [
        *((name, "a parameter", ("parameters", name)) for name in parameters),
        *((name, "a set of actors", ("actors", name)) for name in actors),
        *((name, "an observation", ("observations", name)) for name in rules.observations),
        *((name, "a variable", ("state", name)) for name in rules.state),
    ]
    if plain.routines:
        named.append((sugar.PLACE, "the place of a process", plain.routines[0].path))
    for name, what, path in named:
        if name in found:
            raise Mistake(path, f"`{name}` is {found[name]} already", "give it another name")
        found[name] = what
    for name, each in actors.items():
        for actor in each:
            if actor in found:
                message = f"the actor `{actor}` is {found[actor]} already"
                raise Mistake(("actors", name), message, "give one of them another name")
    for slot in slots:
        element = slot.type.element or slot.type
        among = [element, *(slot.channel.fields.values() if slot.channel else ())]
        for word in sorted({word for one in among for word in one.words}):
            if word in found:
                raise Mistake(
                    (*slot.path, "is"), f"the word `{word}` is {found[word]} already", "give one of them another name"
                )


def _spoken(
    parameters: Mapping[str, bool | int], actors: Mapping[str, tuple[str, ...]], slots: tuple[Slot, ...]
) -> Vocabulary:
    """Return what can be spoken of but observations."""
    names: dict[str, Term] = {}
    tables: dict[str, dict[str, Term]] = {}
    for number_, slot in enumerate(slots):
        term = of_slot(number_, slot.type)
        among = [slot.type.element or slot.type, *(slot.channel.fields.values() if slot.channel else ())]
        names |= {word: constant(word) for one in among for word in sorted(one.words)}
        if slot.actor is None:
            names[slot.name] = term
        else:
            tables.setdefault(slot.name, {})[slot.actor] = term
    names |= {name: constant(value) for name, value in parameters.items()}
    for name, each in actors.items():
        names |= {actor: constant(actor) for actor in each}
        names[name] = constant(each, Type("list", 0, len(each), element=words(*each)))
    declared = Declared({name: term.type for name, term in names.items()}, _types(tables), {})
    return Vocabulary(parameters, actors, slots, declared, Scope(names, tables, {}))


def _types(tables: Mapping[str, Mapping[str, Term]]) -> dict[str, Type]:
    found: dict[str, Type] = {}
    for name, entries in tables.items():
        for term in entries.values():
            found[name] = found[name].joined(term.type) if name in found else term.type
    return found


def _observed(rules: Rules, spoken: Vocabulary) -> Vocabulary:
    """Return what can be spoken of, with observations, those first of which others are made."""
    waiting = {
        name: one if isinstance(one, Observed) else Observed(value=one) for name, one in rules.observations.items()
    }
    while waiting:
        ready = [name for name, one in waiting.items() if not _mentioned(one.value) & (waiting.keys())]
        if not ready:
            name = next(iter(waiting))
            told = " and ".join(f"`{each}`" for each in sorted(_mentioned(waiting[name].value) & waiting.keys()))
            raise Mistake(("observations", name), f"`{name}` is made of {told}, and that of it", "break the circle")
        for name in ready:
            spoken = _with(spoken, name, waiting.pop(name), is_short=not isinstance(rules.observations[name], Observed))
    return spoken


def _mentioned(value: Expression) -> set[str]:
    return set(_NAME.findall(expression(value)))


def _with(spoken: Vocabulary, name: str, one: Observed, *, is_short: bool) -> Vocabulary:
    """Return what can be spoken of with one more observation."""
    path: ScenarioPath = ("observations", name)
    sets = [_set(spoken, each, (*path, "of", variable)) for variable, each in one.of.items()]
    declared = spoken.declared
    variables = {variable: words(*each) for variable, each in zip(one.of, sets, strict=True)}
    where = path if is_short else (*path, "is")
    asked = Declared({**declared.names, **variables}, declared.tables, declared.functions)
    tree = asked.parsed(one.value, where)
    count = 1
    for each in sets:
        count *= len(each)
    spoken.budget.take(count * weight(tree, spoken.sizes), where)
    table = f"observed_{name}"
    answers = {
        chosen: _answer(spoken, table, tree, dict(zip(one.of, chosen, strict=True)), variables, where)
        for chosen in product(*sets)
    }
    returns = next(iter(answers.values())).type
    for term in answers.values():
        returns = returns.joined(term.type)
    if not sets:
        names = {**declared.names, name: returns}
        scope = spoken.scope.with_({name: answers[()]})
        return _extended(spoken, Declared(names, declared.tables, declared.functions), scope)
    functions = {**declared.functions, name: (len(sets), returns)}
    known = {**spoken.scope.functions, name: Function(table, answers, returns)}
    scope = Scope(spoken.scope.names, spoken.scope.tables, known)
    return _extended(spoken, Declared(declared.names, declared.tables, functions), scope)


def _extended(spoken: Vocabulary, declared: Declared, scope: Scope) -> Vocabulary:
    return Vocabulary(
        spoken.parameters, spoken.actors, spoken.slots, declared, scope, spoken.functions, spoken.tables, spoken.budget
    )


def _set(spoken: Vocabulary, name: str, path: ScenarioPath) -> tuple[str, ...]:
    if name not in spoken.actors:
        raise Mistake(path, f"`{name}` is no set of actors", did_you_mean(name, spoken.actors, ""))
    return spoken.actors[name]


def _answer(  # noqa: PLR0913, PLR0917 - an observation for some actors
    spoken: Vocabulary,
    table: str,
    tree: Node,
    chosen: Mapping[str, Scalar],
    variables: Mapping[str, Type],
    path: ScenarioPath,
) -> Term:
    """Return an observation for some actors: itself if it is short, or else a call of a function."""
    bound = {name: constant(actor, variables[name]) for name, actor in chosen.items()}
    term = spoken.scope.with_(bound).at(path).term(tree)
    name = f"{table}_{len(spoken.tables.setdefault(table, {}))}"
    spoken.tables[table][tuple(str(each) for each in chosen.values())] = name
    size = sum(1 for _ in ast.walk(term.node))
    spoken.functions[name] = in_state(term.node)
    if term.value is not None or size <= _INLINE:
        return term
    return Term(term.type, call(name, ast.Name(STATE, ast.Load())))
