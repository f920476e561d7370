"""What claims can ask of states that rules lead to, and what is measured over all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import lru_cache, partial
from operator import itemgetter
from typing import Any, Final

from quizgen.simulators.api import MeasureError, Observation, ObservationError, Parameter, ValueType
from quizgen.simulators.api import Value as Answer
from quizgen.simulators.domains import Domain, named
from quizgen.simulators.rules.executions import Reached
from quizgen.simulators.rules.language.values import Type
from quizgen.simulators.rules.language.written import Expression, Measured, Mistake, Observed, Rules
from quizgen.simulators.rules.states.exploring import Explored
from quizgen.simulators.rules.states.loops import endless
from quizgen.simulators.rules.states.machine import Machine, State

_CONDITION: Final = "condition"
_KINDS: Final[Mapping[str, ValueType]] = {"bool": "bool", "number": "int", "word": "string"}
_LISTS: Final[Mapping[str, ValueType]] = {"number": "list(int)", "word": "list(string)"}
_REMEMBERED: Final = 4_096


def observations(made: Machine, rules: Rules) -> tuple[Observation, ...]:
    """Return what can be asked of a state: its variables, the observations of its author, and what comes of it."""
    found = [_observation(name, one) for name, one in _asked(made, rules).items()]
    if conditions := _conditions(made, rules):
        for count in sorted({len(sets) for sets in conditions.values()}):
            about = Parameter(_CONDITION, "string", _CONDITION)
            more = tuple(Parameter(f"actor{number}", "string") for number in range(1, count + 1))
            doc = "Whether it can still come to a state in which something that is observed holds."
            found.append(Observation("can_come_to", (about, *more), "bool", doc, _can_come_to))
    ended = Observation("ended", (), "bool", "Whether nothing more can happen.", lambda run: run.is_end)
    return (*(each for each in found if each), ended)


def domains(made: Machine, rules: Rules) -> dict[str, Domain]:
    """Return what variables and observations can be, and of whom they are asked."""
    found: dict[str, Domain] = {_CONDITION: named(_CONDITION, tuple(_conditions(made, rules)))}
    for name, (sets, kind) in _asked(made, rules).items():
        for each in sets:
            found[_actors(each)] = named("actor", each)
        if domain := _domain(name, kind):
            found[name] = domain
    return found


def _domain(name: str, kind: Type) -> Domain | None:
    element = kind.element if kind.kind == "list" and kind.element else kind
    longest = kind.most if kind.kind == "list" else None
    if element.kind == "word":
        return Domain(name, tuple(sorted(element.words)), longest=longest)
    if element.kind == "number":
        return Domain(name, least=element.least, most=element.most, longest=longest)
    return None


def _actors(names: tuple[str, ...]) -> str:
    return f"one of {', '.join(names)}"


def _asked(made: Machine, rules: Rules) -> dict[str, tuple[tuple[tuple[str, ...], ...], Type]]:
    """Return what can be asked: name -> the actors of whom it is, and what it can be."""
    found: dict[str, tuple[tuple[tuple[str, ...], ...], Type]] = {}
    for slot in made.spoken.slots:
        if slot.channel is None and "." not in slot.name:
            whose = tuple(made.spoken.table(slot.name))
            found[slot.name] = ((whose,) if whose else (), made.spoken.declared.tables.get(slot.name, slot.type))
    for name, one in rules.observations.items():
        sets = tuple(made.spoken.actors[each] for each in one.of.values()) if isinstance(one, Observed) else ()
        declared = made.spoken.declared
        found[name] = (sets, declared.functions[name][1] if sets else declared.names[name])
    return found


def _observation(name: str, asked: tuple[tuple[tuple[str, ...], ...], Type]) -> Observation | None:
    """Return an observation; None of a list of what claims have no lists of."""
    sets, kind = asked
    returns = _KINDS.get(kind.kind) or _LISTS.get(kind.element.kind if kind.element else "word")
    if returns is None:
        return None
    called = ("actor",) if len(sets) == 1 else tuple(f"actor{number}" for number in range(1, len(sets) + 1))
    about = tuple(Parameter(one, "string", _actors(each)) for one, each in zip(called, sets, strict=True))
    domain = name if _domain(name, kind) else ""
    return Observation(name, about, returns, f"{name.replace('_', ' ')}: {kind}.", partial(_look, name), domain=domain)


def _look(name: str, run: Reached, *actors: str) -> Answer:
    found: Answer = answer(run.machine, name, actors)(run.state)
    return found


@lru_cache(maxsize=_REMEMBERED)
def answer(made: Machine, name: str, actors: tuple[str, ...]) -> Callable[[State], Any]:
    """Return what answers what is asked of states.

    Raises:
        ObservationError: there are no such actors.
    """
    slots = {(slot.name, slot.actor): number for number, slot in enumerate(made.spoken.slots)}
    slot = slots.get((name, actors[0] if actors else None))
    if slot is not None and len(actors) < 2:
        return itemgetter(slot)
    if not actors and name in made.spoken.scope.names and (name, None) not in slots:
        return made.compiled(made.spoken.scope.names[name])
    function = made.spoken.scope.functions.get(name)
    if function is not None and actors in function.answers:
        return made.compiled(function.answers[actors])
    known = function.answers if function else [(actor,) for one, actor in slots if one == name and actor]
    told = ", ".join(dict.fromkeys(actor for each in known for actor in each))
    raise ObservationError(f"there is no {name} of {' and '.join(actors)}; there is {told}")


def _conditions(made: Machine, rules: Rules) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return what is true or false: name -> of whom it is asked."""
    return {name: sets for name, (sets, kind) in _asked(made, rules).items() if kind.kind == "bool"}


def _can_come_to(run: Reached, condition: str, *actors: str) -> bool:
    if run.explored is None:
        raise ObservationError("what can still come is asked of states, not of runs by chance: leave `seeds` out")
    return bool(_reaching(run.explored, condition, actors)[run.seed])


@lru_cache(maxsize=_REMEMBERED)
def _reaching(explored: Explored, condition: str, actors: tuple[str, ...]) -> bytearray:
    return explored.can_come_to(answer(explored.machine, condition, actors))


MEASURED: Final[Mapping[str, ValueType]] = {"runs": "int", "steps": "int", "most": "int", "least": "int"}


def measured(one: Measured) -> tuple[str, Expression]:
    """Return what is measured, and of which expression; ValueError if that is not one thing."""
    given = [(each.name, value) for each in fields(one) if (value := getattr(one, each.name)) not in {None, ""}]
    said = [(name, value) for name, value in given if name not in {"name", "unit"}]
    ((what, value),) = said
    return what, value


def measure_type(made: Machine, name: str, one: Measured) -> ValueType:
    """Return of which type a measure is.

    Raises:
        Mistake: it is none.
    """
    path = ("measures", name)
    try:
        what, value = measured(one)
    except ValueError:
        known = "runs, most, least, values, at_ends, steps"
        raise Mistake(path, "a measure says what it measures, one thing", f"write one of {known}") from None
    kind = {"runs": "bool", "steps": "bool", "most": "number", "least": "number"}.get(what, "")
    term = made.term(value, (*path, what), kind)
    if what in MEASURED:
        return MEASURED[what]
    if term.type.kind not in _LISTS:
        hint = (
            "of what is true or false, `runs` counts the runs that end so; claims ask it with `sometimes` and `never`"
        )
        hint = hint if term.type.kind == "bool" else ""
        raise Mistake((*path, what), "the values should be numbers or words", hint)
    return _LISTS[term.type.kind]


def value_of(explored: Explored, one: Measured) -> Answer:
    """Return what a measure finds in every state.

    Raises:
        MeasureError: there is no such value.
    """
    what, written = measured(one)
    if not explored.found.exhausted:
        raise MeasureError(f"there are more than {len(explored.states):,} states, of which not all were seen")
    asked: Callable[[State], Any] = explored.machine.question(written)
    if what == "runs":
        runs = explored.runs(asked)
        if runs is None:
            raise MeasureError(f"runs can go on for ever, so they cannot be counted ({endless(explored)})")
        if runs >= 1 << 63:
            raise MeasureError("there are more runs than can be counted")
        return runs
    if what == "steps":
        number = explored.first(asked)
        if number is None:
            raise MeasureError("it never comes to that")
        return len(explored.way(number))
    among = [explored.states[number] for number in sorted(explored.ends)] if what == "at_ends" else explored.states
    found = sorted(set(map(asked, among)))
    if what in {"values", "at_ends"}:
        return tuple(found)
    least: Answer = found[0]
    most: Answer = found[-1]
    return most if what == "most" else least
