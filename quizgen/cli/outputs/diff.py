"""``quizgen diff``."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from quizgen.cli.console import Command, existing, usage_error

if TYPE_CHECKING:
    from quizgen.decks.diff import Difference
    from quizgen.decks.lock import Lock
    from quizgen.decks.reading import DeckFile


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The release before: a deck, or its quizgen.lock.")],
    new: Annotated[Path, typer.Argument(metavar="NEW.apkg", help="The new release, a deck.")],
    style: Annotated[
        Literal["text", "json", "markdown"],
        typer.Option("--format", help="For people, for tools, or as a section of a changelog."),
    ] = "text",
) -> None:
    """Compare two releases of a deck: what was added, changed and withdrawn, and whose answers have changed.

    The notes whose answers have changed come first: who has learnt them has to learn them anew. With a lockfile as the
    old release, only hashes are known of it, so that fields cannot be compared word by word.
    """
    from quizgen.decks.diff import writing

    found = _compared(existing(old), existing(new))
    write = {"text": writing.as_text, "json": writing.as_json, "markdown": writing.as_markdown}
    print(write[style](found), end="")


def _compared(old: Path, new: Path) -> Difference:
    from quizgen.decks.diff import compare, compare_with_lock
    from quizgen.decks.lock import NAME

    names = (old.as_posix(), new.as_posix())
    if old.name == NAME or old.suffix == ".lock":
        return compare_with_lock(_lock(old), _read(new), *names)
    return compare(_read(old), _read(new), *names)


def _read(path: Path) -> DeckFile:
    from quizgen.decks.reading import Unreadable, read

    try:
        return read(path)
    except (Unreadable, OSError) as problem:
        usage_error(f"{path}: {problem}", getattr(problem, "hint", ""))


def _lock(path: Path) -> Lock:
    from quizgen.decks.lock import from_text

    try:
        lock, problems = from_text(path.read_text(encoding="utf-8"), path.as_posix(), int(time.time()))
    except (OSError, UnicodeError) as problem:
        usage_error(f"{path}: {problem}")
    if problems:
        usage_error(f"{path}: {problems[0].span}: {problems[0].message}", problems[0].hint)
    return lock


COMMAND = Command(
    diff,
    epilog="""\b
    Examples:
      quizgen diff old.apkg output/raft-roles-terms-quorums.apkg
      quizgen diff old.apkg new.apkg --format markdown >> CHANGELOG.md
      git show v1:content/quizgen.lock > v1.lock; quizgen diff v1.lock output/raft-roles-terms-quorums.apkg

    Exit status: 0 compared, whatever the difference, 2 no deck or lockfile that can be read.
    """,
)
