"""What a state is made of: actors, and for each variable or each actor of it what it can be and where it starts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final

from quizgen.diagnostics import did_you_mean
from quizgen.simulators.api import ScenarioPath
from quizgen.simulators.rules.language import sugar
from quizgen.simulators.rules.language.expressions import LONGEST_LIST
from quizgen.simulators.rules.language.values import Channel, Type, Value, typed, words
from quizgen.simulators.rules.language.written import Mistake, Numbered, Rules, State, expression, number

MOST_ACTORS: Final = LONGEST_LIST
MOST_SLOTS: Final = 64
"""So many values a state has at most: one for each variable, or for each actor of it."""
MOST_MESSAGES: Final = 1_000
"""So many different messages a channel knows."""


@dataclass(frozen=True)
class Slot:
    """A part of a state.

    Attributes:
        name: of the variable.
        actor: whose it is; None of what is nobody's.
        type: what it can be; of a channel, its length.
        start: where it starts.
        durable: whether it outlives a crash.
        channel: what a channel holds.
        path: where it is written.
    """

    name: str
    actor: str | None
    type: Type
    start: Value
    durable: bool
    channel: Channel | None
    path: ScenarioPath

    def __str__(self) -> str:
        """Return what it is called: "saw[r1]"."""
        return self.name if self.actor is None else f"{self.name}[{self.actor}]"


def slots_of(
    rules: Rules, plain: sugar.Plain, actors: Mapping[str, tuple[str, ...]], parameters: Mapping[str, bool | int]
) -> list[Slot]:
    """Return the parts of a state: variables, places of processes, and counters of what may happen so often only.

    Raises:
        Mistake: something of it is wrong.
    """
    budgets = {f"times.{one.name}": one.rule.at_most for one in plain.rules if one.rule.at_most is not None}
    budgets |= {f"times.{called}": rules.crash[name].at_most for name, called in sugar.crashes(rules).items()}
    slots = [slot for name, state in rules.state.items() for slot in _slots(name, state, actors, parameters)]
    slots += _places(plain, actors)
    for name, most in budgets.items():
        kind = Type("number", 0, number(most, parameters, ("rules", name.removeprefix("times."), "at_most")))
        slots.append(Slot(name, None, kind, 0, True, None, ()))  # noqa: FBT003 - a counter is durable
    slots += _channel_budgets(rules, parameters)
    if len(slots) > MOST_SLOTS:
        message = f"a state has {len(slots)} values, one for each variable or each actor of one; {MOST_SLOTS} is most"
        raise Mistake(("state",), message, "take fewer actors or variables")
    return slots


def named(
    written: tuple[str, ...] | Numbered, parameters: Mapping[str, bool | int], path: ScenarioPath
) -> tuple[str, ...]:
    """Return the names of a set of actors.

    Raises:
        Mistake: there are none, too many, or one of them twice.
    """
    names = written if isinstance(written, tuple) else ()
    if isinstance(written, Numbered):
        count = number(written.count, parameters, (*path, "count"))
        if not 0 <= count <= MOST_ACTORS:
            raise Mistake((*path, "count"), f"there cannot be {count} actors", f"at most {MOST_ACTORS}")
        names = tuple(f"{written.prefix}{each}" for each in range(1, count + 1))
    if not 1 <= len(names) <= MOST_ACTORS or len(set(names)) < len(names):
        raise Mistake(path, f"a set has from 1 to {MOST_ACTORS} actors, each once")
    return names


def _slots(
    name: str, state: State, actors: Mapping[str, tuple[str, ...]], parameters: Mapping[str, bool | int]
) -> Iterator[Slot]:
    """Yield the parts of a state that a variable is."""
    path: ScenarioPath = ("state", name)
    if (state.among is not None) + (state.elements is not None) + (state.messages is not None) != 1:
        hint = "write `is: bool`, `list: SET` or `messages: {field: ...}`"
        raise Mistake(path, f"`{name}` has to be one of `is`, `list` and `messages`", hint)
    if state.of is not None and state.of not in actors:
        raise Mistake((*path, "of"), f"`{state.of}` is no set of actors", did_you_mean(state.of, actors, ""))
    kind, channel = _kind(state, actors, parameters, path)
    whose: tuple[str | None, ...] = (None,) if state.of is None else actors[state.of]
    if channel is not None and (state.of is not None or state.start is not None):
        raise Mistake(path, "a channel starts empty, and is nobody's", "take `of` and `start` out")
    for actor in whose:
        yield Slot(name, actor, kind, _start(state, actor, kind, parameters, path), state.durable, channel, path)


def _kind(
    state: State,
    actors: Mapping[str, tuple[str, ...]],
    parameters: Mapping[str, bool | int],
    path: ScenarioPath,
) -> tuple[Type, Channel | None]:
    """Return what a variable can be, and of a channel what it holds."""
    if state.among is not None:
        return typed(state.among, actors, parameters, (*path, "is")), None
    if state.most is None:
        raise Mistake(path, "how long may it become?", "write `max: 3`")
    most = number(state.most, parameters, (*path, "max"))
    if not 1 <= most <= MOST_ACTORS:
        raise Mistake((*path, "max"), f"`max` is from 1 to {MOST_ACTORS}, not {most}")
    if state.elements is not None:
        return Type("list", 0, most, element=typed(state.elements, actors, parameters, (*path, "list"))), None
    messages = state.messages or {}
    types = {one: typed(kind, actors, parameters, (*path, "messages", one)) for one, kind in messages.items()}
    count = 1
    for one in types.values():
        count *= len(one.values)
    if not 1 <= count <= MOST_MESSAGES or not types:
        raise Mistake((*path, "messages"), f"there are {count:,} different messages; {MOST_MESSAGES:,} is most")
    if (order := state.order or "any") not in {"any", "fifo", "set"}:
        raise Mistake((*path, "order"), f"`{order}` is no order", "write any, fifo or set")
    if order == "set":
        most = max(most, 1)
    codes = {each: number for number, each in enumerate(product(*(one.values for one in types.values())))}
    return Type("list", 0, most, element=words()), Channel(types, most, order, codes)


def _start(
    state: State, actor: str | None, kind: Type, parameters: Mapping[str, bool | int], path: ScenarioPath
) -> Value:
    """Return where a part of a state starts."""
    if kind.kind == "list":
        if state.start is not None:
            raise Mistake((*path, "start"), "a list starts empty", "take `start` out")
        return ()
    start, where = state.start, (*path, "start")
    if isinstance(start, dict):
        if actor is None or not {actor, "else"} & start.keys():
            raise Mistake(where, f"it is not said where {actor or 'it'} starts", "add `else: ...`")
        where = (*where, actor if actor in start else "else")
        start = start[actor] if actor in start else start["else"]
    if start is None:
        raise Mistake(path, "where does it start?", f"write `start:`, {kind}")
    found = parameters.get(start, start) if isinstance(start, str) else start
    if not kind.has(found):
        hint = did_you_mean(str(found), kind.words, f"it can be {kind}")
        raise Mistake(where, f"`{expression(found)}` is nothing that it can be", hint)
    return found


def _places(plain: sugar.Plain, actors: Mapping[str, tuple[str, ...]]) -> Iterator[Slot]:
    """Yield where each actor is in its process."""
    seen: set[str] = set()
    for routine in plain.routines:
        if routine.actors not in actors:
            hint = did_you_mean(routine.actors, actors, "")
            raise Mistake((*routine.path, "for"), f"`{routine.actors}` is no set of actors", hint)
        for actor in actors[routine.actors]:
            if actor in seen:
                raise Mistake((*routine.path, "for"), f"{actor} has two processes")
            seen.add(actor)
            kind = words(*routine.steps)
            yield Slot(sugar.PLACE, actor, kind, routine.steps[0], False, None, routine.path)  # noqa: FBT003 - lost


def _channel_budgets(rules: Rules, parameters: Mapping[str, bool | int]) -> Iterator[Slot]:
    """Yield how many messages were lost and doubled, where any may be."""
    for name, state in rules.state.items():
        for what in ("loses", "duplicates"):
            most = number(getattr(state, what), parameters, ("state", name, what))
            if most:
                kind = Type("number", 0, most)
                yield Slot(f"{name}.{what}", None, kind, 0, True, None, ("state", name, what))  # noqa: FBT003
