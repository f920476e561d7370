"""What an output is: a name, what it writes, what it can be told, and a function that does it.

The options of an output are one pydantic model. The options of ``quizgen build``, the output's table in
``quizgen.toml``, what is checked of both and the words in which a mistake is told are made from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, cast

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, ValidationError, model_validator

if TYPE_CHECKING:
    from quizgen.cards import RenderedLesson

_TAKEN = frozenset({"build", "embed", "no", "plugins", "print"})
"""What no output can be called: other tables of ``quizgen.toml``, and how other options begin."""

Progress = Callable[[str], None]


class ExportError(Exception):
    """Content that cannot be written in this format; the message says what and names the item."""


@dataclass(frozen=True)
class OnCommandLine:
    """What is told of an option on the command line alone; it stands in the ``Annotated`` of a field.

    Attributes:
        name: the option, without hyphens before it; by default the key of the file.
        metavar: what stands for its value in the help.
        usual: the default in words, if the field's own says too little.
    """

    name: str = ""
    metavar: str = ""
    usual: str = ""


class Options(BaseModel):
    """What an output can be told: nothing. An output that can be told something derives a model of its own.

    Each field has a default and a description, which is its help. Values are what TOML has: text, numbers, truth
    values, ``Literal`` for one of several words, and a tuple of a ``Literal`` for some of several. A `ValueError` of a
    validator is told as it is; in it, other keys stand in backticks, which become options on the command line.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        coerce_numbers_to_str=True,
        alias_generator=lambda name: name.replace("_", "-"),
        validate_by_name=True,
    )

    @model_validator(mode="wrap")
    @classmethod
    def _told_in_words(cls, values: Any, check: ModelWrapValidatorHandler[Self]) -> Self:  # noqa: ANN401 - of any type
        """Let whatever a validator raises be a mistake in the values, and no end of the program."""
        try:
            return check(values)
        except (ValidationError, ValueError, AssertionError):
            raise
        except Exception as problem:
            raise ValueError(f"this cannot be checked: {type(problem).__name__}: {problem}") from problem

    @classmethod
    def merged(cls, usual: Mapping[str, object], given: Mapping[str, object]) -> Mapping[str, object]:
        """Return what is meant by values of the command line, ``given``, and of the file, both by the fields' names."""
        return {**usual, **given}

    def without_effect(self, given: Collection[str]) -> str:  # noqa: ARG002 - for who derives a model
        """Return what is to be told of options that were given and change nothing; empty if there are none."""
        return ""

    def for_content(self, content: Path) -> Self:  # noqa: ARG002 - as above
        """Return the same for lessons that were read there. An output reads no content, but it may have to know."""
        return self


OptionsT = TypeVar("OptionsT", bound=Options)
Export = Callable[["Sequence[RenderedLesson]", Path, Progress, OptionsT], Sequence[Path]]
"""Writes lessons into a folder, which is new, and returns the top-level files and folders written, sorted.

It calls ``progress`` with a few words before each longer step, and raises `ExportError` for what an author can mend.
"""


@dataclass(frozen=True)
class Exporter(Generic[OptionsT]):
    """An output.

    Attributes:
        name: as ``--to`` takes it.
        doc: what it writes, one line; behind a colon what more there is to say.
        export: does it.
        options: what it can be told.
        notes: whether a learner's collection takes it in again and again: what is known of earlier releases goes in.
        usual: whether it is written if nothing else is asked for.
        table: of its options in ``quizgen.toml``: its name, but for one of quizgen's own.
        prefix: of its options on the command line: its name and a hyphen, but for the same one.
    """

    name: str
    doc: str
    export: Export[OptionsT]
    options: type[OptionsT]
    notes: bool = False
    usual: bool = False
    table: str = ""
    prefix: str | None = None

    def __post_init__(self) -> None:
        """Raise `ValueError` for a name that means something else, and for an option without a default."""
        if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", self.name) or self.name in _TAKEN:
            raise ValueError(f"an output cannot be called {self.name!r}")
        for name, field in self.options.model_fields.items():
            if field.is_required():
                raise ValueError(f"the option `{name}` of the output {self.name} has no default")

    @property
    def files(self) -> str:
        """What it writes, in a word or two."""
        return self.doc.partition(":")[0]

    @property
    def key(self) -> str:
        """Its table in ``quizgen.toml``."""
        return self.table or self.name

    def option(self, field: str) -> str:
        """Return how a field is called on the command line: ``--paper``."""
        shown = self.on_command_line(field)
        prefix = f"{self.name}-" if self.prefix is None else self.prefix
        return f"--{prefix}{shown.name or field.replace('_', '-')}"

    def on_command_line(self, field: str) -> OnCommandLine:
        """Return what is told of a field on the command line alone."""
        metadata = self.options.model_fields[field].metadata
        return next((each for each in metadata if isinstance(each, OnCommandLine)), OnCommandLine())


def lazily(where: str) -> Export[Any]:
    """Return the function at ``module:name``, imported only when it is called: what writes formats is slow to load."""

    def export(lessons: Sequence[RenderedLesson], folder: Path, progress: Progress, options: Options) -> Sequence[Path]:
        module, _, name = where.partition(":")
        return cast("Export[Options]", getattr(import_module(module), name))(lessons, folder, progress, options)

    return export
