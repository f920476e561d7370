"""What goes wrong by itself: actors that crash, messages that are lost or doubled."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from quizgen.diagnostics import did_you_mean
from quizgen.simulators.rules.language.slots import Slot
from quizgen.simulators.rules.language.sugar import crashes as named
from quizgen.simulators.rules.language.terms import Term, call, constant, constants, equal, joined, of_slot, opposite
from quizgen.simulators.rules.language.vocabulary import Vocabulary
from quizgen.simulators.rules.language.written import Mistake, Rules, number
from quizgen.simulators.rules.states.steps import Step, counted


def crashes(rules: Rules, spoken: Vocabulary) -> Iterator[Step]:
    """Yield a crash of each actor that may: all of it that is not durable is as at the start, and was not."""
    for name, called in named(rules).items():
        if name not in spoken.actors:
            hint = did_you_mean(name, spoken.actors, "")
            raise Mistake(("crash", name), f"`{name}` is no set of actors", hint)
        crash = rules.crash[name]
        most = number(crash.at_most, spoken.parameters, ("crash", name, "at_most"))
        slot = spoken.slot(f"times.{called}")
        for actor in spoken.actors[name]:
            guard, count = counted(spoken, slot, most)
            lost = {n: one for n, one in enumerate(spoken.slots) if one.actor == actor and not one.durable}
            effects = {n: constant(one.start, one.type) for n, one in lost.items()}
            kept = joined(*(equal(of_slot(n, one.type), effects[n]) for n, one in lost.items()), conjunction=True)
            guard = joined(guard, opposite(kept), conjunction=True)
            says = crash.says or "{actor} crashes"
            yield Step(called, {"actor": actor}, None, guard, {**effects, slot: count}, (), True, says, ("crash", name))  # noqa: FBT003


def mishaps(spoken: Vocabulary) -> Iterator[Step]:
    """Yield the loss and the doubling of each message of a channel that has a budget for it."""
    for slot, channel in enumerate(spoken.slots):
        if channel.channel is None:
            continue
        for what, verb in (("loses", "lose"), ("duplicates", "duplicate")):
            budget = next((n for n, one in enumerate(spoken.slots) if one.name == f"{channel.name}.{what}"), None)
            if budget is None:
                continue
            for code in channel.channel.codes.values():
                guard, count = counted(spoken, budget, spoken.slots[budget].type.most)
                effects = {budget: count}
                if what == "duplicates":
                    effects[slot] = _doubled(channel, code)
                says = f"a message is {'lost' if what == 'loses' else 'doubled'}"
                yield Step(verb, {}, (slot, code), guard, effects, (), True, says, channel.path)  # noqa: FBT003


def _doubled(channel: Slot, code: int) -> Term:
    """Return what is in a channel when a message that was taken is there twice instead, in its old place."""
    twice: ast.expr = ast.BinOp(constants((code, code)), ast.Add(), ast.Name("rest", ast.Load()))
    if channel.channel is not None and channel.channel.order != "fifo":
        twice = call("tuple", call("sorted", twice))
    return Term(replace(channel.type, most=channel.type.most + 1), twice)
