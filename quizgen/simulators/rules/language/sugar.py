"""What is written shortly, written out: misconceptions as other rules, processes as rules with places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Final

from quizgen.simulators.api import ScenarioPath, written_name
from quizgen.simulators.rules.language.written import Mistake, Rule, Rules, Wrong

PLACE: Final = "at"
"""The variable that says where in its process an actor is."""
WITHOUT: Final = "without-"
"""What the name of rules begins with that lack one of theirs."""
DONE: Final = "done"
"""Where an actor is behind the last step."""

_NAME: Final = re.compile(r"[A-Za-z_]\w*")

Paths = Mapping[str, ScenarioPath]


@dataclass(frozen=True)
class Placed:
    """A rule, and where it is written.

    Attributes:
        name: of the rule.
        rule: what it says.
        path: where.
        keys: key -> where it is written, if that is somewhere else.
        next: of a step of a process, the one behind it; empty for any other rule.
    """

    name: str
    rule: Rule
    path: ScenarioPath
    keys: Paths
    next: str = ""

    def at(self, *keys: str | int) -> ScenarioPath:
        """Return where something of it is written."""
        return (*self.keys.get(str(keys[0]), (*self.path, keys[0])), *keys[1:])


@dataclass(frozen=True)
class Routine:
    """A process: which actors take which steps.

    Attributes:
        actors: the set of actors.
        steps: names, in order.
        path: where it is written.
    """

    actors: str
    steps: tuple[str, ...]
    path: ScenarioPath


@dataclass(frozen=True)
class Plain:
    """Rules without processes and misconceptions."""

    rules: tuple[Placed, ...]
    routines: tuple[Routine, ...]


def wrong(rules: Rules, misconception: str | None) -> Wrong | None:
    """Return what a misconception says, or that rules are without one of theirs ("without-hit"); None of None."""
    if misconception is None or misconception in rules.misconceptions:
        return None if misconception is None else rules.misconceptions[misconception]
    name = misconception.removeprefix(WITHOUT)
    if name in rules.rules:
        return Wrong(belief=name, rules={name: None})
    return Wrong(belief=name, steps={name: None})


def parts(rules: Rules) -> tuple[str, ...]:
    """Return the names of all rules and steps."""
    return (*rules.rules, *(name for one in rules.process.values() for step in one.steps for name in step))


def plain(rules: Rules, misconception: str | None) -> Plain:
    """Return all rules, as a misconception has them.

    Raises:
        Mistake: the same name stands for two, or a misconception changes a step that there is not.
    """
    changed = wrong(rules, misconception)
    path: ScenarioPath = ("misconceptions", misconception or "")
    changes = changed.rules if changed else {}
    found = [placed for name, rule in rules.rules.items() for placed in _changed(name, rule, changes, path)]
    for name, rule in changes.items():
        if name not in rules.rules:
            if rule is None:
                raise Mistake((*path, "rules", name), f"there is no rule `{name}` to take out", _or(rules.rules))
            found.append(Placed(name, rule, (*path, "rules", name), {}))
    routines = []
    unknown = dict.fromkeys(changed.steps if changed else ())
    for process in rules.process:
        steps = list(_steps(rules, process, changed.steps if changed else {}, path))
        for step in steps:
            unknown.pop(step.name, None)
        names = tuple(step.name for step in steps)
        following = dict(zip(names, (*names[1:], DONE), strict=True))
        behind = _behind(rules, process, names)
        found += [replace(step, rule=_led(step.rule, behind), next=following[step.name]) for step in steps]
        (actors,) = rules.process[process].actors.values()
        routines.append(Routine(actors, (*names, DONE), ("process", process)))
    removed = {name for name, step in (changed.steps if changed else {}).items() if step is None}
    for name in unknown:
        if name not in removed or not any(name in step for one in rules.process.values() for step in one.steps):
            raise Mistake((*path, "steps", name), f"no process has a step `{name}`")
    _no_doubles(found)
    return Plain(tuple(found), tuple(routines))


def _steps(rules: Rules, process: str, changes: Mapping[str, Rule | None], path: ScenarioPath) -> Iterator[Placed]:
    """Yield the steps of a process."""
    one = rules.process[process]
    if len(one.actors) != 1:
        hint = "write `for: {r: requests}`"
        raise Mistake(("process", process, "for"), "a process is of the actors of one set", hint)
    for number, step in enumerate(one.steps):
        where: ScenarioPath = ("process", process, "steps", number)
        if len(step) != 1:
            raise Mistake(where, "a step is a mapping with one key, its name", "write `- check: {set: ...}`")
        ((name, rule),) = step.items()
        if rule.actors is not None:
            raise Mistake((*where, name, "for"), "a step is of the actor of its process", "take `for` out")
        for placed in _changed(name, rule, changes, path, (*where, name), "steps"):
            yield replace(placed, rule=replace(placed.rule, actors=one.actors))


def _behind(rules: Rules, process: str, left: Sequence[str]) -> dict[str, str]:
    """Return step that is taken out -> the one behind it that is left: who would have come to the one goes there."""
    found, coming = {}, DONE
    for step in reversed(rules.process[process].steps):
        for name in step:
            coming = name if name in left else coming
            found[name] = coming
    return {name: to for name, to in found.items() if name != to}


def _led(rule: Rule, behind: Mapping[str, str]) -> Rule:
    """Return a step whose ``next`` names no step that is taken out."""
    if not behind or not isinstance(rule.next, str):
        return rule
    return replace(rule, next=_NAME.sub(lambda found: behind.get(found[0], found[0]), rule.next))


def _changed(  # noqa: PLR0913, PLR0917 - a rule and its change, each with its place
    name: str,
    rule: Rule,
    changes: Mapping[str, Rule | None],
    path: ScenarioPath,
    where: ScenarioPath = (),
    kind: str = "rules",
) -> Iterator[Placed]:
    """Yield a rule as a misconception has it; nothing if it takes it out."""
    where = where or ("rules", name)
    if name not in changes:
        yield Placed(name, rule, where, {})
    elif (change := changes[name]) is not None:
        given = [written_name(one) for one in fields(change) if getattr(change, one.name) is not None]
        yield Placed(name, rule.with_(change), where, {key: (*path, kind, name, key) for key in given})


def _no_doubles(found: list[Placed]) -> None:
    seen: dict[str, Placed] = {}
    for one in found:
        if one.name in seen:
            raise Mistake(one.path, f"two rules or steps are called `{one.name}`", "give each a name of its own")
        seen[one.name] = one


def crashes(rules: Rules) -> dict[str, str]:
    """Return set of actors -> what the step is called in which one of them crashes."""
    return {name: "crash" if len(rules.crash) == 1 else f"crash_{name}" for name in rules.crash}


def _or(names: Mapping[str, object]) -> str:
    return f"there is {', '.join(names)}" if names else ""
