"""Writes docs/simulators/NAME.md, the author's reference of each simulator, from what the code says of itself.

Run it with ``python docs/reference.py`` after a change to a simulator; a test compares. What it takes from the code:
the docstrings of the scenario and its events ("Attributes:"), the types and defaults of their fields, and the one-line
documentation of observations, measures, misconceptions and events. Beside the page of a simulator with scripts stands
NAME.examples.yaml with an example of each event.
"""

# ruff: noqa: INP001 - a script beside the pages that it writes

from __future__ import annotations

import dataclasses
import inspect
import re
import sys
import textwrap
import types
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import yaml

from quizgen.simulators import SIMULATORS, AnySimulator
from quizgen.simulators.api import Observation, meanings, written_name
from quizgen.simulators.words import a

PAGES = Path(__file__).parent / "simulators"

_WIDTH = 120
_NAME = re.compile(r"(?<![`\w])[a-z]+(?:_[a-z]+)+(?![`\w])(?:\(\))?")
_PLAIN = {str: "text", int: "number", float: "number", bool: "`true` or `false`"}
_SECTIONS = ("Scenario", "Script", "Observations", "Measures", "Misconceptions", "Events of a trace")
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def page(simulator: AnySimulator) -> str:
    """Return the page of a simulator."""
    beside = PAGES / f"{simulator.name}.examples.yaml"
    examples: Mapping[str, str] = yaml.safe_load(beside.read_text("utf-8")) if simulator.script_events else {}
    sections = (
        _head(simulator),
        _scenario(simulator),
        _figures(simulator),
        _script(simulator, examples),
        _observations(simulator),
        _measures(simulator),
        _misconceptions(simulator),
        _trace(simulator),
    )
    return "\n".join(line for section in sections for line in section)


def _head(simulator: AnySimulator) -> Iterator[str]:
    yield "<!-- Written by docs/reference.py from the code. Change the code's docstrings, then run it again. -->\n"
    yield f"# The simulator `{simulator.name}`\n"
    yield f"{simulator.doc}\n"
    seed = f" and {simulator.words.seed}" if simulator.words.seed else ""
    yield _wrapped(
        f"This is version {simulator.version}. The version is raised whenever the same scenario{seed} may give "
        f"another {simulator.words.run}; it stands on every card that rests on this simulator. How a scenario and a "
        "claim are written is told in [the content format](../content-format.md).\n"
    )
    has = {
        "Script": simulator.script_events,
        "Measures": simulator.measures,
        "Misconceptions": simulator.misconceptions,
        "Events of a trace": simulator.trace_events,
    }
    links = [link for link in _SECTIONS if has.get(link, True)]
    yield " ·\n".join(f"[{link}](#{link.lower().replace(' ', '-')})" for link in links) + "\n"


def _scenario(simulator: AnySimulator) -> Iterator[str]:
    yield "## Scenario\n"
    yield f"{_summary(simulator.scenario)}\n"
    yield from _fields(simulator.scenario)
    for nested in _nested(simulator.scenario):
        yield f"### {nested.__name__}\n"
        yield f"{_summary(nested)}\n"
        yield from _fields(nested)


def _figures(simulator: AnySimulator) -> Iterator[str]:
    if simulator.figures:
        yield "### Figures\n"
        yield "Texts can show them; see [templates](../content-format.md#templates).\n"
        yield "| Figure | Of | What it shows |\n| --- | --- | --- |"
        for figure in simulator.figures:
            yield f"| `{{{{ {figure.name} }}}}` | `{figure.shows}` | {_cell(figure.doc)} |"
        yield ""


def _script(simulator: AnySimulator, examples: Mapping[str, str]) -> Iterator[str]:
    if not simulator.script_events:
        return
    yield "## Script\n"
    yield f"The script is the list `events`. There are {_number(len(simulator.script_events))} of them.\n"
    described: dict[type[Any], str] = {}
    for verb, event in simulator.script_events.items():
        yield f"### {verb}\n"
        yield f"{_summary(event)}\n"
        (meaning,) = meanings(event).values()
        yield _wrapped(f"`{verb}`: {meaning}\n")
        for nested in _nested(event):
            before = described.setdefault(nested, verb)
            if before == verb:
                yield from _fields(nested)
            else:
                yield f"Its fields are those of [{before}](#{before}).\n"
        yield f"```yaml\nevents:\n{_indented(examples[verb])}```\n"


def _observations(simulator: AnySimulator) -> Iterator[str]:
    yield "## Observations\n"
    yield _wrapped(
        "A claim calls them by name; text stands in double quotes. All are asked at the end of "
        f"{a(simulator.words.run)}. An argument that the scenario does not have, such as an unknown "
        f"{simulator.words.actor}, is an error.\n"
    )
    for module, group in groupby(simulator.observations, key=lambda observation: observation.observe.__module__):
        yield f"{_first_line(sys.modules[module].__doc__)}\n"
        yield "| Observation | Type | What it gives |\n| --- | --- | --- |"
        for observation in group:
            yield f"| `{_call(observation)}` | {observation.returns} | {_cell(observation.doc)} |"
        yield ""


def _measures(simulator: AnySimulator) -> Iterator[str]:
    if not simulator.measures:
        return
    yield "## Measures\n"
    found = "that need no run" if simulator.words.how else "found by running the protocol many times"
    yield _wrapped(
        f"Values {found}. A claim or a `measure` names them, without brackets: "
        f"`{simulator.measures[0].name}`. A measure that has no single value for a scenario is an error.\n"
    )
    yield "| Measure | Type | What it gives |\n| --- | --- | --- |"
    for measure in simulator.measures:
        yield f"| `{measure.name}` | {measure.returns} | {_cell(measure.doc)} |"
    yield ""


def _misconceptions(simulator: AnySimulator) -> Iterator[str]:
    if not simulator.misconceptions:
        return
    yield "## Misconceptions\n"
    yield "Each is the true rules with exactly one of them changed. A distractor names the one that leads to it.\n"
    yield "| Misconception | What a learner believes | What it breaks or changes |\n| --- | --- | --- |"
    for wrong in simulator.misconceptions:
        yield f"| `{wrong.name}` | {_cell(wrong.belief)} | {_cell(wrong.breaks)} |"
    yield ""


def _trace(simulator: AnySimulator) -> Iterator[str]:
    if not simulator.trace_events:
        return
    yield "## Events of a trace\n"
    run = a(simulator.words.run)
    yield _wrapped(
        f"What {run} records, what `quizgen explain` shows, and what the steps of an ordering match. Those with a star "
        f"are routine; a short text of {run} leaves them out.\n"
    )
    yield "| Event | What happened |\n| --- | --- |"
    for event, meaning in simulator.trace_events.items():
        yield f"| `{event}`{' *' if event in simulator.routine_events else ''} | {_cell(meaning)} |"
    yield "\n### Attributes of events\n"
    yield "| Attribute | What it tells |\n| --- | --- |"
    for attribute, meaning in simulator.trace_attributes.items():
        yield f"| `{attribute}` | {_cell(meaning)} |"
    yield ""


# --- dataclasses and their docstrings


def _fields(described: type[Any]) -> Iterator[str]:
    """Yield a table of a dataclass's fields."""
    hints, told = get_type_hints(described), meanings(described)
    yield "| Field | Type | Without it | Meaning |\n| --- | --- | --- | --- |"
    for field in dataclasses.fields(described):
        meaning = _cell(told[field.name])
        yield f"| `{written_name(field)}` | {_type(hints[field.name])} | {_default(field)} | {meaning} |"
    yield ""


def _default(field: dataclasses.Field[Any]) -> str:
    if field.default is not dataclasses.MISSING:
        return _value(field.default)
    if field.default_factory is not dataclasses.MISSING:
        return _value(field.default_factory())
    return "required"


def _value(value: object) -> str:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        inside = ", ".join(f"{f.name}: {getattr(value, f.name)}" for f in dataclasses.fields(value))
        return f"`{{{inside}}}`"
    if value is None:
        return "see there"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return f"`[{', '.join(map(str, value))}]`"
    return f"`{value}`"


def _type(hint: Any) -> str:  # noqa: ANN401
    """Return a type in an author's words."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return " or ".join(f"`{word}`" for word in arguments)
    if origin in (Union, types.UnionType):
        written = [argument for argument in arguments if argument is not types.NoneType]
        return " or ".join(
            dict.fromkeys("an event" if _is_event(argument) else _type(argument) for argument in written)
        )
    if origin is tuple:
        return _list_of(arguments)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return f"mapping to {_type(arguments[1])}"
    return _PLAIN[hint] if hint in _PLAIN else f"[{hint.__name__}](#{hint.__name__.lower()})"


def _list_of(arguments: tuple[Any, ...]) -> str:
    kind = _type(arguments[0])
    if kind == "an event":
        return "list of events"
    if arguments[1:] != (...,):
        return f"list of {_number(len(arguments))} {kind}s"
    return f"list, each {kind}" if " or " in kind else f"list of {kind}s"


def _is_event(hint: Any) -> bool:  # noqa: ANN401
    return any(hint in simulator.script_events.values() for simulator in SIMULATORS.values())


def _nested(described: type[Any]) -> tuple[type[Any], ...]:
    """Return the dataclasses among the types of a dataclass's fields, and theirs, without a scenario's events."""
    found: dict[type[Any], None] = {}
    for hint in get_type_hints(described).values():
        for nested in _records(hint):
            found |= dict.fromkeys((nested, *_nested(nested)))
    return tuple(found)


def _records(hint: Any) -> Iterator[type[Any]]:  # noqa: ANN401
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        if not _is_event(hint):
            yield hint
        return
    for argument in get_args(hint):
        yield from _records(argument)


def _summary(described: type[Any]) -> str:
    """Return a docstring without its sections, line ends as they are."""
    return _text(described).partition("Attributes:")[0].strip()


def _text(described: type[Any]) -> str:
    return (inspect.getdoc(described) or "").replace("``", "`")


def _first_line(text: str | None) -> str:
    return (text or "").strip().partition("\n")[0]


def _call(observation: Observation) -> str:
    return f"{observation.name}({', '.join(f'{p.name}: {p.type}' for p in observation.parameters)})"


def _cell(text: str) -> str:
    """Return a line of documentation as a sentence of a table, with names in code."""
    sentence = _NAME.sub(lambda match: f"`{match[0]}`", text.replace("``", "`").replace("|", "\\|"))
    return sentence[:1].upper() + sentence[1:].removesuffix(".") + "."


def _wrapped(text: str) -> str:
    """Return a paragraph broken into lines, with the line's end that it has."""
    filled = textwrap.fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)
    return filled + "\n" * text.endswith("\n")


def _number(number: int) -> str:
    return _WORDS[number] if number < len(_WORDS) else str(number)


def _indented(text: str) -> str:
    return "".join(f"  {line}\n" for line in text.splitlines())


if __name__ == "__main__":
    for each in SIMULATORS.values():
        (PAGES / f"{each.name}.md").write_text(page(each), encoding="utf-8")
