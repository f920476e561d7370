"""What commands there are. Each is loaded when it is run or its own help is asked for, and none for the list of all."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any, Final

import typer
from typer.core import TyperGroup

from quizgen.cli.console import CONTENT_ERROR, Command

COMMANDS: Final[Mapping[str, tuple[str, str]]] = {
    "new": ("authoring.new", "Write a lesson, a question or rules to start from."),
    "check": ("authoring.check", "Check content against the rules and the simulators."),
    "fmt": ("authoring.fmt", "Put files of content into good order, or into the other form."),
    "build": ("outputs.build", "Check content and write Anki decks, PDFs and a website."),
    "serve": ("outputs.serve", "Show content as a site on this machine, and again whenever it is saved."),
    "review": ("authoring.review", "Read texts beside what was computed, and sign what says the same."),
    "verify": ("outputs.verify", "Compute the answers of a deck again, from the deck alone."),
    "diff": ("outputs.diff", "Compare two releases of a deck."),
    "key": ("outputs.key", "Print the key to a sheet from the code on it."),
    "explain": ("authoring.explain", "Show an item, its evidence, and the run behind it."),
    "simulate": ("authoring.simulate", "Run or explore a scenario without any question."),
    "rules": ("authoring.rules", "What comes of a file of rules; or the rules as TLA+."),
    "record": (
        "authoring.record",
        "Run the programs of content with real software, and record what comes of them.",
    ),
    "stats": ("authoring.stats", "Tell in numbers what content consists of."),
    "mutate": ("authoring.mutate", "Find what a deck does not notice: misconceptions and unstated assumptions."),
    "misconceptions": (
        "authoring.misconceptions",
        "List the wrong rules that learners believe, and what each leads to.",
    ),
    "import": ("tools.importing", "Make a lesson of a file of another program."),
    "plugins": ("tools.plugins", "List simulators, outputs, importers and checks."),
}
"""Name -> module in this package, which has a `Command`, and a line of help; in the order of the list of all."""


class Commands(TyperGroup):
    """The program as a group of the commands above."""

    def __init__(self, **told: Any) -> None:  # noqa: ANN401 - Typer's own types are not for others
        super().__init__(**told)
        self.commands = _Loaded()  # type: ignore[assignment]

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002 - as above
        """Return the names of all commands."""
        return list(COMMANDS)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401, ARG002 - as above
        """Write the list of all commands."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, told) for name, (_, told) in COMMANDS.items()])


class _Loaded(Mapping[str, Any]):
    """Commands as Typer has them, made of their modules when they are asked for."""

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - as above
        module, told = COMMANDS[name]
        command: Command = import_module(f"quizgen.cli.{module}").COMMAND
        app = typer.Typer(
            add_completion=False, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]}
        )
        app.command(name, short_help=told, epilog=command.epilog, cls=command.cls)(_told(command.run))
        return typer.main.get_command(app)

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


def _told(run: Callable[..., None]) -> Callable[..., None]:
    """Return a command that tells in words that a plug-in failed, if it did not itself."""

    @functools.wraps(run)
    def told(*arguments: object, **options: object) -> None:
        try:
            run(*arguments, **options)
        except Exception as problem:
            from quizgen.plugins.guard import PluginFailed

            if not isinstance(problem, PluginFailed):
                raise
            print(f"quizgen: {problem}\n    help: {problem.hint}", file=sys.stderr)
            raise typer.Exit(CONTENT_ERROR) from None

    return told
