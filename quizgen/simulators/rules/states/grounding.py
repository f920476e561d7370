"""Rules written out: a step for every choice of actors and, where one is received, for every message."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product
from typing import Final

from quizgen.diagnostics import did_you_mean
from quizgen.simulators.api import ScenarioPath
from quizgen.simulators.kit.syntax import Node
from quizgen.simulators.rules.language import sugar
from quizgen.simulators.rules.language.expressions import Declared, weight
from quizgen.simulators.rules.language.scope import Scope
from quizgen.simulators.rules.language.terms import Term, choice, constant, equal, joined
from quizgen.simulators.rules.language.values import Channel, Scalar, Type, words
from quizgen.simulators.rules.language.vocabulary import Vocabulary
from quizgen.simulators.rules.language.written import Expression, Mistake, Rules, number
from quizgen.simulators.rules.states.faults import crashes, mishaps
from quizgen.simulators.rules.states.steps import Sent, Step, counted

MOST_STEPS: Final = 2_000
"""So many steps there may be, written out."""
_TARGET: Final = re.compile(r"\s*([A-Za-z_]\w*)\s*(?:\[(.+)\])?\s*", re.DOTALL)
_SENDING: Final = frozenset({"on", "each", "if"})


def ground(rules: Rules, plain: sugar.Plain, spoken: Vocabulary) -> tuple[Step, ...]:
    """Return every step that rules stand for, but those that can never be taken.

    Raises:
        ExceptionGroup: something is wrong with rules, or they are too many: a `Mistake` for each rule.
    """
    found: list[Step] = []
    mistakes: list[Mistake] = []
    for placed in plain.rules:
        try:
            found += islice(_Grounding(placed, spoken).steps(), MOST_STEPS + 1 - len(found))
        except Mistake as mistake:
            mistakes.append(mistake)
        if len(found) > MOST_STEPS:
            message = f"the rules stand for more than {MOST_STEPS:,} steps"
            mistakes.append(Mistake(placed.path, message, "take fewer actors"))
            break
    if mistakes:
        raise ExceptionGroup("rules", mistakes)
    return (*found, *crashes(rules, spoken), *mishaps(spoken))


@dataclass(frozen=True)
class _Target:
    """What is set: a variable, of all its actors or of one."""

    name: str
    index: Node | None
    value: Node
    key: str


class _Grounding:
    """Writes one rule out."""

    def __init__(self, placed: sugar.Placed, spoken: Vocabulary) -> None:
        self._placed, self._spoken, rule = placed, spoken, placed.rule
        self._sets = {name: self._actors(each, ("for", name)) for name, each in (rule.actors or {}).items()}
        self._channel = self._received()
        names = {name: words(*each) for name, each in self._sets.items()}
        self._message = next(iter(rule.receive)) if rule.receive else ""
        if self._channel is not None:
            fields = spoken.slots[self._channel].channel
            names |= {f"{self._message}.{name}": kind for name, kind in (fields.fields if fields else {}).items()}
        if doubled := sorted({*names, self._message} & set(spoken.declared.known)):
            raise Mistake(placed.at("for"), f"`{doubled[0]}` means something else already", "give it another name")
        self._types = names
        self._declared = self._with(names)
        self._when = self._parsed(rule.when, "when", kind="bool") if rule.when is not None else None
        self._targets = [self._target(key, value) for key, value in (rule.set or {}).items()]
        self._next = self._parsed(rule.next, "next") if rule.next is not None else None
        sends = rule.send if isinstance(rule.send, tuple) else (rule.send,) if rule.send else ()
        many = isinstance(rule.send, tuple)
        self._sends = [_Sending(self, send, ("send", n) if many else ("send",)) for n, send in enumerate(sends)]

    def _actors(self, name: str, path: ScenarioPath) -> tuple[str, ...]:
        known = self._spoken.actors
        if name not in known:
            raise Mistake(self._placed.at(*path), f"`{name}` is no set of actors", did_you_mean(name, known, ""))
        return known[name]

    def _received(self) -> int | None:
        received = self._placed.rule.receive
        if not received:
            return None
        if len(received) > 1:
            raise Mistake(self._placed.at("receive"), "a step receives one message", "write `receive: {m: CHANNEL}`")
        ((name, channel),) = received.items()
        return self.channel(channel, ("receive", name))

    def channel(self, name: object, path: ScenarioPath) -> int:
        """Return the slot of a channel."""
        channels = {slot.name: n for n, slot in enumerate(self._spoken.slots) if slot.channel is not None}
        if name not in channels:
            hint = did_you_mean(str(name), channels, "a channel is a variable with `messages`")
            raise Mistake(self._placed.at(*path), f"`{name}` is no channel", hint)
        return channels[str(name)]

    def _with(self, names: Mapping[str, Type]) -> Declared:
        known = self._spoken.declared
        return Declared({**known.names, **names}, known.tables, known.functions)

    def _parsed(self, value: Expression, *path: str | int, kind: str = "") -> Node:
        return self.parsed(value, path, {}, kind)

    def parsed(self, value: Expression, path: ScenarioPath, more: Mapping[str, Type], kind: str = "") -> Node:
        """Return the tree of an expression of the rule, in which there are more names."""
        declared = self._with({**self._types, **more}) if more else self._declared
        where = self._placed.at(*path)
        tree = declared.parsed(value, where, kind)
        count = 1
        for each in self._sets.values():
            count *= len(each)
        if self._channel is not None and (fields := self._spoken.slots[self._channel].channel):
            count *= len(fields.codes)
        self._spoken.budget.take(count * weight(tree, self._spoken.sizes), where)
        return tree

    def _target(self, key: str, value: Expression) -> _Target:
        match = _TARGET.fullmatch(key)
        spoken, path = self._spoken, ("set", key)
        variables = {slot.name for slot in spoken.slots if slot.channel is None and "." not in slot.name}
        if match is None or match[1] not in variables:
            name = match[1] if match else key
            raise Mistake(self._placed.at(*path), f"`{name}` is no variable", did_you_mean(name, variables, ""))
        name, index = match[1], match[2]
        if bool(spoken.table(name)) != (index is not None):
            hint = f"write `{name}`" if index else f"write `{name}[ACTOR]`, or `{name}[*]` for all"
            told = "is nobody's" if index else "is a variable of each actor"
            raise Mistake(self._placed.at(*path), f"`{name}` {told}", hint)
        kind = "" if index is None or index.strip() == "*" else "index"
        node = self._parsed(index, *path) if kind and index is not None else None
        return _Target(name, node, self._parsed(value, *path), key)

    def steps(self) -> Iterator[Step]:
        """Yield it for every choice."""
        spoken = self._spoken
        messages: list[tuple[int, Mapping[str, Scalar]] | None] = [None]
        if self._channel is not None and (channel := spoken.slots[self._channel].channel):
            messages = [(code, dict(zip(channel.fields, each, strict=True))) for each, code in channel.codes.items()]
        for chosen in product(*self._sets.values()):
            actors = dict(zip(self._sets, chosen, strict=True))
            for message in messages:
                bound = {name: constant(actor, self._types[name]) for name, actor in actors.items()}
                for name, value in (message[1] if message else {}).items():
                    called = f"{self._message}.{name}"
                    bound[called] = constant(value, self._types[called])
                step = self._step(actors, message[0] if message else None, spoken.scope.with_(bound))
                if step.guard.value is not False:
                    yield step

    def _step(self, actors: Mapping[str, str], message: int | None, scope: Scope) -> Step:
        placed, rule, spoken = self._placed, self._placed.rule, self._spoken
        guards = [] if self._when is None else [scope.at(placed.at("when")).term(self._when)]
        effects: dict[int, Term] = {}
        for target in self._targets:
            self._set(effects, target, scope.at(placed.at("set", target.key)))
        if placed.next:
            (actor,) = actors.values()
            slot = spoken.slot(sugar.PLACE, actor)
            guards.insert(0, equal(spoken.scope.tables[sugar.PLACE][actor], constant(placed.name)))
            follows = constant(placed.next)
            if self._next is not None:
                follows = self._fitting(scope.at(placed.at("next")).term(self._next), slot, placed.at("next"))
            effects.setdefault(slot, follows)
        if rule.at_most is not None:
            most = number(rule.at_most, spoken.parameters, placed.at("at_most"))
            slot = spoken.slot(f"times.{placed.name}")
            guard, effects[slot] = counted(spoken, slot, most)
            guards.append(guard)
        sends = tuple(one for sending in self._sends for one in sending.sent(scope))
        received = None if message is None or self._channel is None else (self._channel, message)
        says = rule.says or ""
        return Step(
            placed.name,
            actors,
            received,
            joined(*guards, conjunction=True),
            effects,
            sends,
            bool(rule.fault),
            says,
            placed.path,
        )

    def _set(self, effects: dict[int, Term], target: _Target, scope: Scope) -> None:
        """Add what a rule sets to its effects."""
        value, table = scope.term(target.value), self._spoken.table(target.name)
        if not table:
            slot = self._spoken.slot(target.name)
            effects[slot] = self._fitting(value, slot, scope.path)
            return
        index = None if target.index is None else scope.term(target.index)
        if index is not None and (index.type.kind != "word" or not index.type.words <= table.keys()):
            hint = f"it can be {index.type}"
            raise Mistake(scope.path, f"`{target.index}` is not always an actor that has `{target.name}`", hint)
        for actor, slot in table.items():
            fitting = self._fitting(value, slot, scope.path)
            if index is None or index.value == actor:
                effects[slot] = fitting
            elif index.value is None:
                before = self._spoken.scope.tables[target.name][actor]
                effects[slot] = choice(equal(index, constant(actor)), fitting, effects.get(slot, before))

    def _fitting(self, value: Term, slot: int, path: ScenarioPath) -> Term:
        """Return a value that a slot may take."""
        kind = self._spoken.slots[slot].type
        if value.type.kind == kind.kind == "list":
            element, wanted = value.type.element, kind.element
            fits = element is None or (wanted is not None and wanted.holds(element))
        else:
            fits = kind.meets(value.type)
        if not fits:
            called = self._spoken.slots[slot]
            raise Mistake(path, f"`{called}` is never {_told(value)}", f"it can be {kind}")
        return value

    @property
    def spoken(self) -> Vocabulary:
        """What can be spoken of."""
        return self._spoken

    @property
    def placed(self) -> sugar.Placed:
        """The rule."""
        return self._placed


class _Sending:
    """Writes what a rule sends out."""

    def __init__(self, rule: _Grounding, send: Mapping[str, Expression | dict[str, str]], path: ScenarioPath) -> None:
        self._rule, self._path = rule, path
        placed, spoken = rule.placed, rule.spoken
        self._slot = rule.channel(send.get("on"), (*path, "on") if "on" in send else path)
        each = send.get("each", {})
        if not isinstance(each, dict) or any(name not in spoken.actors for name in each.values()):
            raise Mistake(placed.at(*path, "each"), "`each` names a set of actors", "write `each: {o: SET}`")
        self._each = {name: spoken.actors[one] for name, one in each.items()}
        self._types = {name: words(*one) for name, one in self._each.items()}
        channel = spoken.slots[self._slot].channel
        assert channel is not None  # noqa: S101 - `_Grounding.channel` gave it
        self._channel: Channel = channel
        unknown = next((name for name in send if name not in _SENDING and name not in channel.fields), None)
        if unknown is not None:
            hint = did_you_mean(unknown, channel.fields, f"a message has {', '.join(channel.fields)}")
            raise Mistake(placed.at(*path, unknown), f"a message has no `{unknown}`", hint)
        self._fields: dict[str, Node] = {}
        for name in channel.fields:
            value = send.get(name)
            if value is None or isinstance(value, dict):
                raise Mistake(placed.at(*path), f"the message does not say its `{name}`", f"add `{name}: ...`")
            self._fields[name] = rule.parsed(value, (*path, name), self._types)
        asked = send.get("if", True)
        if isinstance(asked, dict):
            raise Mistake(placed.at(*path, "if"), "`if` is an expression")
        self._if = rule.parsed(asked, (*path, "if") if "if" in send else path, self._types, "bool")

    def sent(self, scope: Scope) -> Iterator[Sent]:
        """Yield what is sent."""
        placed = self._rule.placed
        for chosen in product(*self._each.values()):
            bound = {name: constant(one, self._types[name]) for name, one in zip(self._each, chosen, strict=True)}
            inside = scope.with_(bound)
            condition = inside.at(placed.at(*self._path, "if")).term(self._if)
            if condition.value is False:
                continue
            fields: list[Term] = []
            for name, node in self._fields.items():
                where = placed.at(*self._path, name)
                fields.append(inside.at(where).term(node))
                if not self._channel.fields[name].meets(fields[-1].type):
                    hint = f"it can be {self._channel.fields[name]}"
                    raise Mistake(where, f"`{name}` is never {_told(fields[-1])}", hint)
            yield Sent(self._slot, condition, tuple(fields))


def _told(value: Term) -> str:
    if value.value is None:
        return str(value.type)
    return f"`{value.value}`" if isinstance(value.value, str) else str(value.value).lower()
