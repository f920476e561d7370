"""What ``quizgen.toml`` may say: which plug-ins are used, which outputs are written, and what each of them is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints, create_model
from pydantic_core import PydanticKnownError

from quizgen.exporters import EXPORTERS, Exporter
from quizgen.model.base import Line, Strict
from quizgen.plugins import Limits

Unread = Literal["ignore", "warning", "error"]
"""What is said of statements that nobody has read."""


def _known(name: str) -> str:
    """Return the name of an output, if there is one of that name."""
    if name not in EXPORTERS:
        *others, last = map(repr, EXPORTERS)
        raise PydanticKnownError("literal_error", {"expected": f"{', '.join(others)} or {last}"})
    return name


class Plugging(Strict):
    """The table ``[plugins]``.

    Attributes:
        use: names of installed distributions, whose simulators, outputs, importers and checks are used.
        seconds: on the processor, for a single thing that one of these is asked.
    """

    use: tuple[Line, ...] = ()
    seconds: Annotated[int, Field(ge=1, le=3_600)] = Limits().seconds


class Building(Strict):
    """The table ``[build]``.

    Attributes:
        to: the outputs.
    """

    to: Annotated[tuple[Annotated[str, AfterValidator(_known)], ...], Field(min_length=1)] | None = None


class Checking(Strict):
    """The table ``[check]``.

    Attributes:
        unread: what is said of statements that nobody has read beside their claims; None for a warning if there is a
            ``quizgen.review``, and else nothing.
    """

    unread: Unread | None = None


Word = Annotated[str, StringConstraints(min_length=1, max_length=4_000)]


class Tool(Strict):
    """A table ``[tools.NAME]``: real software, which `quizgen record` runs, and nothing else does.

    Attributes:
        run: the command, word by word; ``{program}`` stands for the program's file. Without it the program is what the
            tool reads.
        version: the command that prints its version, word by word.
        name: as cards say it, such as ``PostgreSQL``; by default the name of the table.
        file: the name of the program's file, where its ending matters.
    """

    run: Annotated[tuple[Word, ...], Field(min_length=1, max_length=100)]
    version: Annotated[tuple[Word, ...], Field(min_length=1, max_length=100)]
    name: Line = ""
    file: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,60}$")] = "program"


class Settings(Strict):
    """The whole file. Beside its fields it has one for each output that can be told something."""

    plugins: Plugging = Plugging()
    build: Building = Building()
    check: Checking = Checking()
    tools: Mapping[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,40}$")], Tool] = {}

    def told(self, exporter: Exporter[Any]) -> Mapping[str, object]:
        """Return what the file says to an output: the fields that it sets."""
        options = getattr(self, _field(exporter), None)
        return {name: getattr(options, name) for name in options.model_fields_set} if options else {}


def settings_model() -> type[Settings]:
    """Return the settings with the tables of all outputs."""
    tables: dict[str, Any] = {
        _field(exporter): (exporter.options | None, Field(None, alias=exporter.key))
        for exporter in EXPORTERS.values()
        if exporter.options.model_fields
    }
    return create_model("Settings", __base__=Settings, **tables)


def _field(exporter: Exporter[Any]) -> str:
    """Return the name of an output's field, which no attribute of a model has."""
    return f"told_{exporter.key.replace('-', '_')}"
