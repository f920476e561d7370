"""Data to YAML that quizgen reads as the same data."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import yaml

from quizgen.loader.document import Data, WrittenFloat, WrittenInt, is_text

WIDTH = 120
_DECIMAL = re.compile("-?(?:0|[1-9][0-9]*)")
_POINT = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+")
"""Numbers that YAML 1.1 and 1.2 read alike."""
_IN_A_LINE = 100
"""A mapping or list of plain values stands in one line if it has no more characters."""


class _Dumper(yaml.SafeDumper):
    yaml_implicit_resolvers: ClassVar[Any] = {  # type: ignore[misc] # PyYAML's own is one of the class as well
        first: [(tag, form) for tag, form in resolvers if not tag.endswith(("timestamp", "merge", "value"))]
        for first, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
    }
    """What YAML 1.1 took for something else than text; of dates and the like YAML 1.2 knows nothing."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        super().increase_indent(flow, indentless=False)  # lists are indented below their key

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - PyYAML's interface
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else None if is_text(text) else "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _number(dumper: yaml.SafeDumper, number: float) -> yaml.Node:
    kind, form = ("int", _DECIMAL) if isinstance(number, int) else ("float", _POINT)
    written = str(number) if form.fullmatch(str(number)) else repr(int(number) if kind == "int" else float(number))
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", written)


def _mapping(dumper: yaml.SafeDumper, data: Mapping[str, Data]) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=_fits_a_line(data))


def _list(dumper: yaml.SafeDumper, data: Sequence[Data]) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=_fits_a_line(data))


def _fits_a_line(data: Any) -> bool:  # noqa: ANN401 - a mapping or a list
    if not data:
        return True
    texts = str(data)
    return len(texts) <= _IN_A_LINE and "\\n" not in texts and "id" not in data


class _Entries(list[Data]):
    """A list that stands in no line, however short it is."""


class _Whole(dict[str, Data]):
    """A mapping of which the same holds."""


def _whole(dumper: yaml.SafeDumper, data: _Whole) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=False)


def _entries(dumper: yaml.SafeDumper, data: _Entries) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=False)


_Dumper.add_representer(_Whole, _whole)
_Dumper.add_representer(_Entries, _entries)
_Dumper.add_representer(str, _text)
_Dumper.add_representer(dict, _mapping)
_Dumper.add_representer(list, _list)
for _one in (WrittenInt, WrittenFloat, int, float):
    _Dumper.add_representer(_one, _number)


def block(data: Data) -> str:
    """Return data over several lines, without a line end behind it."""
    data = _Whole(data) if isinstance(data, dict) else _Entries(data) if isinstance(data, list) else data
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH).rstrip("\n")


def in_a_line(data: Data) -> str:
    """Return data in one line."""
    dumped = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**6, default_flow_style=True)
    return dumped.rstrip("\n").removesuffix("\n...")
