"""What an output is: names that can be told apart, and options that need not be given."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pytest
from pydantic import Field

from quizgen.exporters import EXPORTERS, Exporter, OnCommandLine, Options
from quizgen.exporters.api import lazily


class Told(Options):
    """Options that an output can be told."""

    long_lines: Annotated[int, Field(description="How long."), OnCommandLine("length")] = 3
    in_ink: Annotated[bool, Field(description="Whether in ink.")] = False


class Demanding(Options):
    """Options that have to be given."""

    who: str


@pytest.mark.parametrize("name", ["", "build", "plugins", "print", "embed", "no", "Verse", "a b", "-a", "1a", "a--b"])
def test_names_that_mean_something_else_are_refused(name: str) -> None:
    """An output takes over a table of `quizgen.toml`, or the options of another; or its name cannot be typed."""
    with pytest.raises(ValueError, match="cannot be called"):
        Exporter(name, "verses", lazily("a:b"), Options)


def test_options_that_have_to_be_given_are_refused() -> None:
    """Every build of everybody who uses that output fails."""
    with pytest.raises(ValueError, match="the option `who` of the output verse has no default"):
        Exporter("verse", "verses", lazily("a:b"), Demanding)


def test_options_are_called_after_their_output() -> None:
    """Two outputs share an option, and one gets what is meant for the other."""
    verse = Exporter("verse", "verses: in ink", lazily("a:b"), Told)
    assert [verse.option(name) for name in Told.model_fields] == ["--verse-length", "--verse-in-ink"]
    assert (verse.key, verse.files) == ("verse", "verses")


def test_what_writes_is_imported_when_it_is_called(tmp_path: Path) -> None:
    """A check of content waits for what only a build needs."""
    with pytest.raises(ModuleNotFoundError, match="quizgen_nowhere"):
        lazily("quizgen_nowhere:export")([], tmp_path, print, Options())


def test_every_output_says_what_it_writes() -> None:
    """A list of outputs, or the help of an option, leaves the reader to guess."""
    for name, exporter in EXPORTERS.items():
        assert exporter.name == name
        assert exporter.doc
        assert all(field.description for field in exporter.options.model_fields.values())
