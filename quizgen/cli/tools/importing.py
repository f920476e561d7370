"""``quizgen import``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quizgen.cli.console import CONTENT_ERROR, Command, existing, plug_in, print_diagnostics, usage_error


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What to import.")],
    name: Annotated[
        str | None,
        typer.Option(
            "--from", help="The format, by the name of its importer.  [default: by FILE's ending]", metavar="NAME"
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="The lesson to write; it must not be there yet.  [default: print it]", metavar="LESSON.yaml"),
    ] = None,
) -> None:
    """Make a lesson of a file of another program: a start, with nothing behind its answers yet."""
    from quizgen.diagnostics import did_you_mean, has_errors
    from quizgen.importers import IMPORTERS

    plug_in(Path())
    suffix = existing(file).suffix.lower()
    fitting = [one for one in IMPORTERS.values() if (name is None and suffix in one.suffixes) or one.name == name]
    if len(fitting) != 1:
        which = did_you_mean(name or suffix, [one.name for one in fitting] or IMPORTERS)
        usage_error(f"which importer reads {file.name}? Name it with --from; {which}")
    if out is not None and out.exists():
        usage_error(f"{out} is there already; nothing was changed")
    imported = fitting[0].read(file)
    if out is not None and imported.lesson:
        out.write_text(imported.lesson, encoding="utf-8")
    elif out is None:
        print(imported.lesson, end="")
    print_diagnostics(imported.diagnostics, "text", errors=True)
    raise typer.Exit(CONTENT_ERROR if has_errors(imported.diagnostics) else 0)


COMMAND = Command(
    import_,
    short_help="Make a lesson of a file of another program.",
    epilog="""\b
    Examples:
      quizgen import cards.tsv --out content/cards.yaml
      quizgen plugins                      which importers there are

    Exit status: 0 imported, 1 something in the file could not be, 2 wrong usage.
    """,
    name="import",
)
