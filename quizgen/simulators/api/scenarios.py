"""What authors write for a simulator to run: the names of its fields, what is wrong with it, how it is shown."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import Field, dataclass, field
from typing import Any, Generic, TypeVar

S = TypeVar("S")
"""A simulator's type of scenario."""


ScenarioPath = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """Why a scenario cannot be simulated: where in it (keys and indices), what is wrong, and how to mend it."""

    path: ScenarioPath
    message: str
    hint: str = ""


@dataclass(frozen=True)
class Remark(Problem):
    """What the author of a simulator that content makes should know of it; the path is one in its file.

    Attributes:
        code: of the diagnostic.
    """

    code: str = ""


@dataclass(frozen=True)
class Figure(Generic[S]):
    """A picture of what a scenario states, which texts about it can show: ``{{ logs }}``.

    Attributes:
        name: as templates name it.
        doc: one line for authors.
        shows: the scenario's field that it shows.
        markdown: scenario -> the figure in Markdown, code-free and apart from what is around it; empty if the scenario
            states nothing of the kind. Asked of a scenario without problems only.
    """

    name: str
    doc: str
    shows: str
    markdown: Callable[[S], str]


def written(name: str, **given: Any) -> Any:  # noqa: ANN401  # what a dataclass takes for a field
    """Return a field of a scenario or event that authors write by another name, such as a keyword: ``written("if")``.

    Args:
        name: as authors write it.
        **given: what else `dataclasses.field` takes.
    """
    return field(**{**given, "metadata": {**given.get("metadata", {}), "alias": name}})


def written_name(one: Field[Any]) -> str:
    """Return what an author writes for a field of a scenario or event."""
    return str(one.metadata.get("alias", one.name))


def meanings(described: type[Any]) -> dict[str, str]:
    """Return what the docstring of a scenario, or of a part of it, says of each field below ``Attributes:``."""
    section = (inspect.getdoc(described) or "").replace("``", "`").partition("Attributes:\n")[2]
    entries = re.findall(r"^    (\w+): (.*(?:\n {5,}.*)*)", section, re.MULTILINE)
    return {name: " ".join(meaning.split()) for name, meaning in entries}
