"""The options that outputs declare, on the command line of ``quizgen build`` and together with ``quizgen.toml``."""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

import typer
from typer.core import TyperCommand

from quizgen.cli.console import usage_error

if TYPE_CHECKING:
    from pydantic import ValidationError

    from quizgen.exporters import Exporter, Options
    from quizgen.settings import Settings


class WithOutputs(TyperCommand):
    """A command whose last parameter, ``**told``, stands for the options that outputs declare.

    Outputs are asked for them only when the command is run or its help is shown, as no other command needs them.
    """

    _made: Any = None

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - Typer's own types are not for others
        """Look for options that no known output has, or for a question for help: then settings may name more outputs.

        They stand beside the content, which is the first of the arguments that is a file or folder.
        """
        parser = self.make_parser(ctx)
        parser.ignore_unknown_options = True
        given, rest, _ = parser.parse_args(list(args))
        words = [each for each in (given.get("path"), *rest) if each]
        if given.get("help") or any(each.startswith("-") for each in words):
            self._use_plugins([Path(each) for each in words])
        return super().parse_args(ctx, args)

    def _use_plugins(self, paths: list[Path]) -> None:
        content = next((path for path in paths if path.exists()), Path("content"))
        if any((folder / "quizgen.toml").exists() for folder in (content, *content.resolve().parents)):
            from quizgen.settings import read_settings

            read_settings(content)
            self._made = None

    def _whole(self) -> Any:  # noqa: ANN401 - as above
        """Return the command with the options of all outputs."""
        if self._made is None:
            from quizgen.exporters import EXPORTERS

            app = typer.Typer(add_completion=False)
            app.command()(_with_declared(getattr(self.callback, "__wrapped__", print)))
            self._made = typer.main.get_command(app)
            usual = ",".join(name for name, exporter in EXPORTERS.items() if exporter.usual)
            to: Any = next(each for each in self._made.params if each.name == "to")
            to.help = f"What to write: any of {', '.join(EXPORTERS)}, with commas.  [default: {usual}]"
        return self._made

    def get_params(self, ctx: Any) -> list[Any]:  # noqa: ANN401 - as above
        """Return the parameters of the command and of all outputs."""
        self.params = self._whole().params
        return super().get_params(ctx)

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - as above
        """Run the command."""
        return ctx.invoke(self._whole().callback, **ctx.params)


def _with_declared(run: Callable[..., None]) -> Callable[..., None]:
    """Return a function that has, in the place of ``**told``, a parameter for each option that outputs declare.

    They come before those that can be given by name only.
    """

    @functools.wraps(run)
    def whole(**values: object) -> None:
        run(**values)

    own = list(inspect.signature(run, eval_str=True).parameters.values())
    parameters = [each.replace(kind=each.KEYWORD_ONLY) for each in own if each.kind is each.POSITIONAL_OR_KEYWORD]
    parameters += [*_declared(), *(each for each in own if each.kind is each.KEYWORD_ONLY)]
    whole.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return whole


def _declared() -> Iterator[inspect.Parameter]:
    from quizgen.exporters import EXPORTERS

    for exporter in EXPORTERS.values():
        for field in exporter.options.model_fields:
            name, taken = _parameter(exporter, field), Annotated[_taken(exporter, field), _shown(exporter, field)]
            yield inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=taken)


def _taken(exporter: Exporter[Any], field: str) -> Any:  # noqa: ANN401 - a type
    """Return the type that Typer is to take for a field: several values come with commas."""
    plain = _plain(exporter.options.model_fields[field].annotation)
    if get_origin(plain) is tuple:
        return list[str] | None
    return (plain if plain in {bool, int, float} or get_origin(plain) is Literal else str) | None


def _shown(exporter: Exporter[Any], field: str) -> Any:  # noqa: ANN401 - as above
    """Return what the help shows of a field."""
    declared, more = exporter.options.model_fields[field], exporter.on_command_line(field)
    plain, option, default = _plain(declared.annotation), exporter.option(field), declared.default
    usual = more.usual or (",".join(default) if isinstance(default, tuple) else default)
    if plain is bool:
        option, usual = f"{option}/--no-{option.removeprefix('--')}", more.usual
    return typer.Option(
        option,
        help="  ".join(filter(None, (declared.description, usual and f"[default: {usual}]"))),
        metavar=more.metavar or ("NAME,..." if get_origin(plain) is tuple else None),
        show_default=False,
    )


def _plain(annotation: Any) -> Any:  # noqa: ANN401 - annotations are of any type
    """Return a type without what is annotated, and without None."""
    if get_origin(annotation) is Annotated:
        return _plain(get_args(annotation)[0])
    if get_origin(annotation) in {Union, UnionType}:
        return _plain(next(each for each in get_args(annotation) if each is not NoneType))
    return annotation


def _parameter(exporter: Exporter[Any], field: str) -> str:
    return f"{exporter.name}_{field}".replace("-", "_")


def asked(told: Mapping[str, object], outputs: Collection[str], settings: Settings) -> dict[str, Options]:
    """Return what each output is told. What makes no sense is wrong usage.

    Args:
        told: the declared options by their parameters, which come first; None for those that were not given.
        outputs: what is written.
        settings: what ``quizgen.toml`` says.
    """
    from pydantic import ValidationError

    from quizgen.exporters import EXPORTERS

    found: dict[str, Options] = {}
    for exporter in EXPORTERS.values():
        fields = {field: told.get(_parameter(exporter, field)) for field in exporter.options.model_fields}
        given = {field: _value(exporter, field, value) for field, value in fields.items() if value is not None}
        if exporter.name not in outputs:
            if given:
                named = [exporter.option(field) for field in given]
                are = "is" if len(named) == 1 else "are"
                usage_error(f"{', '.join(named)} {are} for {exporter.files}; add {exporter.name} to --to")
            continue
        try:
            options = exporter.options(**exporter.options.merged(settings.told(exporter), given))
        except ValidationError as problem:
            usage_error(_words(problem, exporter))
        if without_effect := options.without_effect(given.keys()):
            usage_error(_with_options(without_effect, exporter))
        found[exporter.name] = options
    return found


def _value(exporter: Exporter[Any], field: str, value: Any) -> object:  # noqa: ANN401 - as Typer gives it
    """Return a value as the model takes it."""
    plain = _plain(exporter.options.model_fields[field].annotation)
    if get_origin(plain) is not tuple:
        return value
    element = _plain(get_args(plain)[0])
    if get_origin(element) is Literal:
        return chosen(exporter.option(field), value, get_args(element))
    return tuple(separated(value))


def chosen(option: str, texts: Iterable[str], choices: Collection[str]) -> tuple[str, ...]:
    """Return which of the choices are named, with commas, in their own order; anything else is wrong usage."""
    names = separated(texts)
    unknown = [name for name in names if name not in choices]
    if unknown or not names:
        usage_error(f"{option} takes any of {', '.join(choices)}, not {', '.join(unknown) or 'nothing'}")
    return tuple(name for name in choices if name in names)


def separated(texts: Iterable[str]) -> list[str]:
    """Return what stands between commas."""
    return [name.strip() for text in texts for name in text.split(",") if name.strip()]


def _words(problem: ValidationError, exporter: Exporter[Any]) -> str:
    """Return the first of pydantic's errors in words."""
    from quizgen.loader.validate import words

    first = problem.errors(include_url=False)[0]
    if first["type"] == "value_error":
        return _with_options(words(first), exporter)
    key = first["loc"][0]
    return _with_options(f"`{key}` {words(first)}", exporter)


def _with_options(text: str, exporter: Exporter[Any]) -> str:
    """Return a text with options in the place of keys in backticks."""
    fields = {name: name for name in exporter.options.model_fields}
    fields |= {str(field.alias): name for name, field in exporter.options.model_fields.items()}
    return re.sub(r"`([\w-]+)`", lambda key: exporter.option(fields[key[1]]) if key[1] in fields else key[0], text)
