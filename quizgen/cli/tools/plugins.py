"""``quizgen plugins``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from quizgen.cli.console import CONTENT_ERROR, Command, existing, print_diagnostics

if TYPE_CHECKING:
    from quizgen.plugins import Plugin


def plugins(
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="PATH",
            help="Content, whose quizgen.toml says what is used.  [default: ./content, or else this folder]",
            show_default=False,
        ),
    ] = None,
    style: Annotated[
        Literal["text", "json"], typer.Option("--format", help="A table for people, or one JSON object.")
    ] = "text",
) -> None:
    """List the simulators, outputs, importers and checks that there are: quizgen's own, and those of other packages.

    What quizgen.toml does not name is not used. It is not even imported, so that nothing more can be told of it.
    """
    from quizgen.diagnostics import has_errors
    from quizgen.plugins import GROUPS, installed, offered
    from quizgen.settings import read_settings

    usual = Path("content") if Path("content").is_dir() else Path()
    _, found = read_settings(usual if path is None else existing(path))
    print_diagnostics(found, "text")
    used = dict.fromkeys((plugin for group in GROUPS for plugin in offered(group).values()), True)
    listed = {**used, **{plugin: False for plugin in installed() if plugin not in used}}
    print(_as_json(listed) if style == "json" else _as_text(listed), end="")
    raise typer.Exit(CONTENT_ERROR if has_errors(found) else 0)


def _as_text(listed: dict[Plugin, bool]) -> str:
    """Return a heading for each group, and a line for each plug-in."""
    from quizgen.diagnostics import printable

    wide = max(len(plugin.name) for plugin in listed)
    wider = max(len(plugin.origin) for plugin in listed)
    lines: list[str] = []
    for group in dict.fromkeys(plugin.group for plugin in listed):
        lines.append(f"{group}:")
        for plugin, used in listed.items():
            if plugin.group == group:
                told = plugin.doc if used else f'not used: [plugins] use = ["{plugin.distribution}"] in quizgen.toml'
                lines.append(f"  {plugin.name:<{wide}}  {plugin.origin:<{wider}}  {told}")
    return printable("\n".join(lines)) + "\n"


def _as_json(listed: dict[Plugin, bool]) -> str:
    """Return one object, ``plugins``: a list; what is not used has no ``doc``."""
    made = [
        {
            "group": plugin.group,
            "name": plugin.name,
            "distribution": plugin.distribution,
            "version": plugin.version,
            "used": used,
            "doc": plugin.doc if used else None,
        }
        for plugin, used in listed.items()
    ]
    return json.dumps({"plugins": made}, indent=1) + "\n"


COMMAND = Command(
    plugins,
    epilog="""\b
    Examples:
      quizgen plugins                      what there is, and what ./content uses
      quizgen plugins --format json        for a tool

    Exit status: 0 listed, 1 quizgen.toml has errors, 2 wrong usage.
    """,
)
