"""The way back from a scenario to what an author would write: the inverse of `quizgen.model.scenario.bind`."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from quizgen.model.scenario import BoundScenario
from quizgen.simulators import AnySimulator
from quizgen.simulators.api import written_name

Json = bool | int | float | str | list["Json"] | dict[str, "Json"] | None


def as_written(bound: BoundScenario) -> dict[str, Json]:
    """Return a scenario as plain JSON that `bind` makes an equal one of.

    Settings that have their default value are left out, and the others stand in alphabetical order. Mappings with names
    of the author's own, such as the groups of a partition, keep their order: a run's trace may tell them in it.
    """
    written = {"simulator": bound.simulator, **dict(_fields(bound.scenario))}
    if "events" in written:
        written["events"] = [_plain(event, whole=True) for event in bound.scenario.events]
    return {name: written[name] for name in sorted(written)}


def as_yaml(bound: BoundScenario) -> str:
    """Return a scenario as a file of it has it, the simulator first; programs are written line by line."""
    written = as_written(bound)
    ordered = {"simulator": written.pop("simulator"), **written}
    return yaml.dump(ordered, Dumper=_Lines, sort_keys=False, allow_unicode=True, default_flow_style=None, width=72)


class _Lines(yaml.SafeDumper):
    """Writes texts of several lines line by line."""

    def represent_str(self, text: str) -> yaml.ScalarNode:
        """Return a text; where YAML cannot have it line by line, it is quoted."""
        lines = text.split("\n")
        style = '"' if not all(map(str.isprintable, lines)) else "|" if len(lines) > 1 else None
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Lines.add_representer(str, _Lines.represent_str)


def definition(simulator: AnySimulator) -> Json:
    """Return what content wrote to make a simulator, as plain JSON that makes an equal one; None of a program."""
    return None if simulator.definition is None else _plain(simulator.definition)


def _fields(record: Any, *, whole: bool = False) -> Iterator[tuple[str, Json]]:  # noqa: ANN401  # any dataclass
    """Yield the fields of a dataclass that have to be written: all, or those that do not have their default value."""
    for field in dataclasses.fields(record):
        value = getattr(record, field.name)
        default = field.default_factory() if callable(field.default_factory) else field.default
        if whole or value != default:
            yield written_name(field), _plain(value)


def _plain(value: object, *, whole: bool = False) -> Json:
    if dataclasses.is_dataclass(value):
        return dict(sorted(_fields(value, whole=whole)))
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"a scenario holds no {type(value).__name__}")
