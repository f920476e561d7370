"""Words and pictures of rules: those that their author wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final

from quizgen.simulators.drawing import Drawing
from quizgen.simulators.phrases import Happening, Phrase
from quizgen.simulators.rules.language.sugar import Placed
from quizgen.simulators.rules.language.values import Value
from quizgen.simulators.rules.language.written import Expression, Measured, Observed, Rules, State, expression
from quizgen.simulators.rules.states.steps import Step

_PLACE: Final = re.compile(r"\{([A-Za-z_]\w*)(?:\.(\w+))?\}")
_WHOLE: Final = "{detail}"
"""The phrase of a step of which a whole sentence is told."""
_BEHIND: Final = frozenset(
    {"a", "an", "at", "by", "for", "from", "in", "of", "on", "that", "the", "to", "where", "which", "with"}
)
"""Words that stand behind the noun of a phrase."""
_COMES: Final = "can_come_to"
_COUNTED: Final[Mapping[str, str]] = {
    "ended": "nothing more can happen|something can still happen",
    "states": "the number of states",
    "ends": "the number of states in which nothing more can happen",
    "depth": "the number of steps to the farthest state",
    "runs": "the number of runs",
}
"""Words for what can be asked of any rules, where they use no such name for something else."""


def said(step: Step, message: Mapping[str, bool | int | str]) -> str:
    """Return what happens in a step, in its author's words: "r2 looks the key up"; or else in its name."""
    known = {**step.actors, **{f"message {name}": str(value) for name, value in message.items()}}

    def filled(match: re.Match[str]) -> str:
        name = f"message {match[2]}" if match[2] else match[1]
        return known.get(name, match[0])

    return (
        _PLACE.sub(filled, step.says) if step.says else " ".join([step.rule.replace("_", " "), *step.actors.values()])
    )


def sentence(placed: Placed) -> str:
    """Return what a rule is about, one line."""
    return placed.rule.says or placed.name.replace("_", " ")


def drawing(plain: Sequence[Placed], others: Iterable[str]) -> Drawing:
    """Return how steps show: what is said of them, without the actor whose line they stand on.

    Args:
        plain: the rules.
        others: what else can happen: crashes, messages that are lost or doubled.
    """
    told = {**{placed.name: _beside(placed) for placed in plain}, **dict.fromkeys(others, _WHOLE)}
    sentences = frozenset(name for name, phrase in told.items() if phrase == _WHOLE)
    return Drawing(phrases=told, sentences=sentences, unit="step", legend={"reply": "what a step goes by"})


def _beside(placed: Placed) -> str:
    """Return what is said of a step behind its actor's name; or all of it, if that does not stand in front."""
    says, actor = placed.rule.says or "", next(iter(placed.rule.actors or {}), "")
    if not says.startswith(f"{{{actor}}} "):
        return _WHOLE
    return _PLACE.sub(lambda match: f"{{{match[2] or match[1]}}}", says.removeprefix(f"{{{actor}}} "))


def happenings(plain: Sequence[Placed]) -> dict[str, Happening]:
    """Return words for the steps of which their author says something: of whom they are, and of which message."""
    return {
        placed.name: _happening(placed.rule.says, [*(placed.rule.actors or {})]) for placed in plain if placed.rule.says
    }


def _happening(says: str, actors: Sequence[str]) -> Happening:
    """Return words for a step: the first of its actors is whose it is, the others are facts of it, as messages are."""
    whose = dict.fromkeys(actors[:1], "0")
    at = _PLACE.sub(lambda match: f"{{{match[2] or whose.get(match[1], match[1])}}}", says)
    return Happening(at, f"{{n}} time {at}", f"{{n}} times {at}")


def at_the_start(rules: Rules, name: str, value: Expression) -> str:
    """Return that a variable starts elsewhere, in its author's words if there are any: "the key is known"."""
    variable, _, actor = name.removesuffix("]").partition("[")
    state = rules.state.get(variable)
    words = (state.yes if value else state.no) if state and isinstance(value, bool) else ""
    called = state.name if state and state.name else name.replace("_", " ")
    told = words or f"{called} is {expression(value).replace('_', ' ')}"
    return f"{told.replace('{0}', actor)} at the start"


def parameter(name: str, value: bool | int) -> str:  # noqa: FBT001 - what a scenario gives it
    """Return that a parameter, which has no words, is otherwise than in the file."""
    quoted = f"\N{LEFT DOUBLE QUOTATION MARK}{name.replace('_', ' ')}\N{RIGHT DOUBLE QUOTATION MARK}"
    return f"the parameter {quoted} is {str(value).lower()}"


def phrases(rules: Rules) -> dict[str, Phrase | str]:
    """Return words for variables, observations and measures, those that have any."""
    given = {*rules.state, *rules.observations, *rules.measures}
    found: dict[str, Phrase | str] = {name: words for name, words in _COUNTED.items() if name not in given}
    if _COMES not in given:
        yes, no = "it can still come to it that {a}", "it can no longer come to it that {a}"
        found[_COMES] = Phrase(yes=yes, no=no, of_conditions=True)
    for name, state in rules.state.items():
        if state.messages is None and (phrase := _phrase(state, ())):
            found[name] = phrase
    for name, one in rules.observations.items():
        if isinstance(one, Observed) and (phrase := _phrase(one, tuple(one.of))):
            found[name] = phrase
    return found | {name: _of_measure(one) for name, one in rules.measures.items() if one.name}


def _of_measure(one: Measured) -> Phrase:
    """Return words for a measure; of a list also for how long it is."""
    if one.values is None and one.at_ends is None:
        return Phrase(name=one.name, unit=one.unit)
    among = [f"{{n}} {told} among {one.name}" for told in ("value is", "values are")]
    plural = bool(one.values or one.at_ends) and _is_plural(one.name)
    return Phrase(name=one.name, unit=one.unit, plural=plural, size=among[0], sizes=among[1])


def _is_plural(name: str) -> bool:
    """Tell whether the noun phrase of a list is a plural: "the ways in which it can end"."""
    words = [*name.split(), "of"]
    head = next((before for before, word in pairwise(words) if word in _BEHIND and before not in _BEHIND), "")
    return head.endswith("s") and not head.endswith(("ss", "us", "is"))


def _phrase(one: State | Observed, names: Sequence[str]) -> Phrase | None:
    """Return words with numbers for the names of actors; None if there are none."""
    numbers = {name: str(number) for number, name in enumerate(names)}

    def numbered(text: str) -> str:
        return _PLACE.sub(lambda match: f"{{{numbers.get(match[1], match[1])}}}", text)

    if not any((one.yes, one.no, one.one, one.many, one.name)):
        return None
    return Phrase(
        name=numbered(one.name),
        yes=numbered(one.yes),
        no=numbered(one.no),
        count=f"{{n}} {numbered(one.one)}" if one.one else "",
        counts=f"{{n}} {numbered(one.many)}" if one.many else "",
        unit=one.unit,
    )


def cell(value: Value) -> str:
    """Return a value as a table has it."""
    if isinstance(value, tuple):
        return ", ".join(str(each) for each in value)
    return str(value).lower() if isinstance(value, bool) else str(value)
