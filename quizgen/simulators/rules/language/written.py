"""What a file of rules holds, as its author wrote it; what in it cannot be, `vocabulary` and later rooms find.

An expression is CEL, or a plain value. A number of actors, a bound or a budget may be the name of a parameter.
"""

# ruff: noqa: RUF009 - `written` gives a field, as `dataclasses.field` does

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from quizgen.simulators.api import ScenarioPath, written

Expression = bool | int | str
Number = int | str
"""A whole number, or the name of a parameter."""
Domain = str | tuple[str, ...]
"""``bool``, ``0..3``, the name of a set of actors, or a list of words and of such names."""


@dataclass(frozen=True, kw_only=True)
class Numbered:
    """A set of actors that are called by numbers.

    Attributes:
        prefix: what each name begins with.
        count: how many there are.
    """

    prefix: str
    count: Number


@dataclass(frozen=True, kw_only=True)
class State:
    """A variable.

    Attributes:
        among: what it can be.
        of: the set of actors of which each has one.
        start: where it starts, or for each actor where; ``else`` stands for all others.
        elements: of a list, what its elements can be.
        messages: of a channel, field -> what it can be.
        most: how many elements or messages there may be.
        order: of a channel, in which order messages arrive; in a ``set`` the same message is there once.
        loses: how many messages may be lost.
        duplicates: how many messages may be doubled.
        durable: whether it outlives a crash of its actor.
        yes, no, one, many, name, unit: words for it; see `quizgen.simulators.phrases`.
    """

    among: Domain | None = written("is", default=None)
    of: str | None = None
    start: Expression | dict[str, Expression] | None = None
    elements: Domain | None = written("list", default=None)
    messages: dict[str, Domain] | None = None
    most: Number | None = written("max", default=None)
    order: str | None = None
    loses: Number = 0
    duplicates: Number = 0
    durable: bool = False
    yes: str = ""
    no: str = ""
    one: str = ""
    many: str = ""
    name: str = ""
    unit: str = ""


Send = dict[str, Expression | dict[str, str]]
"""A message to send: ``on`` a channel, ``each`` of some actors, ``if`` something holds; all else are its fields."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """An atomic step that may be taken whenever ``when`` holds; what is not written is None.

    Attributes:
        actors: name -> set of actors; each choice is a step of its own.
        receive: name -> channel: the step takes a message from it.
        when: what has to hold.
        set: variable -> value; all are read before any is set. ``x[*]`` stands for all of ``x``.
        send: what is sent.
        at_most: how often the step may be taken in all.
        fault: whether it is something that goes wrong.
        says: what happens, in words.
        next: of a step of a process, the step that comes then.
    """

    actors: dict[str, str] | None = written("for", default=None)
    receive: dict[str, str] | None = None
    when: Expression | None = None
    set: dict[str, Expression] | None = None
    send: Send | tuple[Send, ...] | None = None
    at_most: Number | None = None
    fault: bool | None = None
    says: str | None = None
    next: Expression | None = None

    def with_(self, other: Rule) -> Rule:
        """Return it with what another rule writes in place of its own."""
        given = {one.name: value for one in fields(other) if (value := getattr(other, one.name)) is not None}
        return replace(self, **given)


@dataclass(frozen=True, kw_only=True)
class Process:
    """Steps that an actor takes one after the other.

    Attributes:
        actors: name -> set of actors; each takes the steps.
        steps: name -> step, one of each.
    """

    actors: dict[str, str] = written("for")
    steps: tuple[dict[str, Rule], ...]


@dataclass(frozen=True, kw_only=True)
class Crash:
    """What is lost when an actor of a set crashes, at any time: all of it that is not durable.

    Attributes:
        at_most: how often it happens in all.
        says: what happens, in words.
    """

    at_most: Number
    says: str = ""


@dataclass(frozen=True, kw_only=True)
class Observed:
    """A named expression.

    Attributes:
        of: name -> set of actors that it is asked of.
        value: the expression.
        yes, no, one, many, name, unit: words for it, as of a variable.
    """

    of: dict[str, str] = field(default_factory=dict)
    value: Expression = written("is")
    yes: str = ""
    no: str = ""
    one: str = ""
    many: str = ""
    name: str = ""
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A value that is found by looking at all that can happen; one of what it can be.

    Attributes:
        runs: in how many runs something holds at the end.
        most: the largest value in any state.
        least: the smallest value in any state.
        values: all values, in any state, in order.
        at_ends: all values where nothing more can happen, in order.
        steps: how many steps it takes at least until something holds.
        name, unit: words for it.
    """

    runs: Expression | None = None
    most: Expression | None = None
    least: Expression | None = None
    values: Expression | None = None
    at_ends: Expression | None = None
    steps: Expression | None = None
    name: str = ""
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """A misconception: rules, steps or parameters that are otherwise than learners believe.

    Attributes:
        belief: one sentence, what the learner believes.
        rules: name -> what a rule writes instead; null takes it out.
        steps: the same of steps of processes.
        parameters: name -> value.
    """

    belief: str
    rules: dict[str, Rule | None] = field(default_factory=dict)
    steps: dict[str, Rule | None] = field(default_factory=dict)
    parameters: dict[str, bool | int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Rules:
    """A file of rules.

    Attributes:
        format: ``rules/1``.
        id: by which scenarios name it.
        title: what it is about.
        parameters: name -> value, which scenarios may change.
        actors: name of a set -> its actors.
        state: variables.
        rules: steps.
        process: what actors do step by step.
        crash: set of actors -> how often one of them may crash.
        observations: named expressions, which claims may ask for.
        invariants: what holds in every state, by name.
        measures: values that questions can ask for, by name.
        misconceptions: wrong rules.
    """

    format: str
    id: str
    title: str
    parameters: dict[str, bool | int] = field(default_factory=dict)
    actors: dict[str, tuple[str, ...] | Numbered] = field(default_factory=dict)
    state: dict[str, State]
    rules: dict[str, Rule] = field(default_factory=dict)
    process: dict[str, Process] = field(default_factory=dict)
    crash: dict[str, Crash] = field(default_factory=dict)
    observations: dict[str, Expression | Observed] = field(default_factory=dict)
    invariants: dict[str, Expression] = field(default_factory=dict)
    measures: dict[str, Measured] = field(default_factory=dict)
    misconceptions: dict[str, Wrong] = field(default_factory=dict)


class Mistake(Exception):  # noqa: N818 - it is shown to the author, it is no error of the program
    """Something that is wrong with rules.

    Attributes:
        path: where, as keys and indices.
        message: what is wrong.
        hint: how to mend it.
        offset: where in the text at that place, in characters.
    """

    def __init__(self, path: ScenarioPath, message: str, hint: str = "", offset: int = 0) -> None:
        super().__init__(message)
        self.path, self.message, self.hint, self.offset = path, message, hint, offset


def expression(value: Expression) -> str:
    """Return an expression as CEL has it, of a plain value too."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def number(value: Number, parameters: Mapping[str, bool | int], path: ScenarioPath) -> int:
    """Return a number that may be written as a parameter's name.

    Raises:
        Mistake: there is no such parameter, or it is no number.
    """
    found = parameters.get(value, value) if isinstance(value, str) else value
    if isinstance(found, bool) or not isinstance(found, int):
        raise Mistake(path, f"`{expression(value)}` is no whole number, and no parameter that is one")
    return found
