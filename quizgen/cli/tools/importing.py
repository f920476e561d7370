"""``quizgen import``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quizgen.cli.console import CONTENT_ERROR, Command, existing, plug_in, print_diagnostics, usage_error

if TYPE_CHECKING:
    from quizgen.diagnostics import Diagnostic
    from quizgen.importers import Imported, Importer


def _list(wanted: bool) -> None:
    """Print which formats there are."""
    if not wanted:
        return
    from quizgen.importers import IMPORTERS

    plug_in(Path())
    wide = max(map(len, IMPORTERS))
    for name, one in sorted(IMPORTERS.items()):
        print(f"{name:<{wide}}  {one.line} ({', '.join(one.suffixes)})")
    raise typer.Exit


_To = Annotated[
    Path | None,
    typer.Option(
        help="The content folder to write the lesson into. One that was imported before is brought up to date.",
        metavar="FOLDER",
    ),
]
_Out = Annotated[
    Path | None,
    typer.Option(help="The lesson to write; it must not be there yet.  [default: print it]", metavar="LESSON.yaml"),
]
_From = Annotated[
    str | None,
    typer.Option("--from", help="The format.  [default: by what is in FILE, and by its ending]", metavar="FORMAT"),
]
_Map = Annotated[
    list[str] | None,
    typer.Option(
        "--map", help="Which column of a table holds what: its head, or its number from 1.", metavar="FIELD=COLUMN"
    ),
]
_Encoding = Annotated[str, typer.Option(help="Of the text, such as cp1251.  [default: found out]", show_default=False)]
_Language = Annotated[
    str, typer.Option(help="Of the lesson, such as de.  [default: as FILE says, or en]", show_default=False)
]
_List = Annotated[bool, typer.Option("--list", help="Print which formats there are.", is_eager=True, callback=_list)]


def import_(  # noqa: PLR0913, PLR0917 - the options of a command
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What to import.")],
    to: _To = None,
    out: _Out = None,
    name: _From = None,
    columns: _Map = None,
    encoding: _Encoding = "",
    language: _Language = "",
    _: _List = False,
) -> None:
    """Make a lesson of a file of another program: a start, with nothing behind its answers yet."""
    from quizgen.diagnostics import has_errors
    from quizgen.importers.kit.source import Wishes

    plug_in(Path())
    if to is not None and out is not None:
        usage_error("--to writes a lesson into a folder, and --out into a file: name one of them")
    if out is not None and out.exists():
        usage_error(f"{out} is there already; nothing was changed")
    importer = _importer(existing(file), name, encoding)
    wishes = Wishes(_mapping(columns or []), encoding, language)
    if importer.asked is None and wishes != Wishes():
        usage_error(f"the importer {importer.name} takes neither --map, --encoding nor --language")
    imported = importer.asked(file, wishes) if importer.asked else importer.read(file)
    found = imported.diagnostics
    if imported.lesson and (to is not None or out is not None):
        found += _written(imported, file, to, out)
    elif imported.lesson:
        print(imported.lesson, end="")
    print_diagnostics(found, "text", errors=True)
    raise typer.Exit(CONTENT_ERROR if has_errors(found) else 0)


def _importer(file: Path, name: str | None, encoding: str) -> Importer:
    """Return who reads a file: who is named, or knows what is in it, or else the ending."""
    from quizgen.diagnostics import did_you_mean
    from quizgen.importers import IMPORTERS
    from quizgen.importers.kit.source import head_of

    suffix = file.suffix.lower()
    if name is not None:
        fitting = [one for one in IMPORTERS.values() if one.name == name]
    else:
        fitting = [one for one in IMPORTERS.values() if suffix in one.suffixes]
        if len(fitting) > 1:
            head = head_of(file, encoding)
            knowing = [one for one in fitting if one.recognises and one.recognises(head)]
            fitting = knowing[:1] or [one for one in fitting if not one.recognises]
    if len(fitting) != 1:
        which = did_you_mean(name or suffix, [one.name for one in fitting] or IMPORTERS)
        usage_error(f"which importer reads {file.name}? Name it with --from; {which}")
    return fitting[0]


def _mapping(columns: list[str]) -> Mapping[str, str]:
    """Return what ``--map`` says."""
    from quizgen.importers.kit.tables import FIELDS

    made: dict[str, str] = {}
    for one in columns:
        field, equals, column = one.partition("=")
        if not equals or not column.strip() or field.strip() not in FIELDS:
            usage_error(f"--map {one}: write FIELD=COLUMN; fields are {', '.join(FIELDS)}")
        made[field.strip()] = column.strip()
    return made


def _written(imported: Imported, file: Path, to: Path | None, out: Path | None) -> tuple[Diagnostic, ...]:
    """Write a lesson and its pictures; return what is to be told."""
    from quizgen.importers.kit.keeping import NotOurs, marked, merged
    from quizgen.simulators.words import plural
    from quizgen.system.publish import replace_file

    found: tuple[Diagnostic, ...] = ()
    lesson = imported.lesson
    try:
        folder = to if to is not None else out.parent if out is not None else Path()
        folder.mkdir(parents=True, exist_ok=True)
        target = out or _target(lesson, folder)
        if to is not None and target.exists():
            lesson, found = merged(target.read_text(encoding="utf-8"), lesson, target.as_posix(), file.name)
        elif to is not None:
            with suppress(NotOurs):  # a lesson of another package, written as none of ours is
                lesson = marked(lesson)
        for name, picture in _safe(imported.pictures, file).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            replace_file(folder / name, picture.read_bytes())
        replace_file(target, lesson.encode())
    except NotOurs as problem:
        hint = "move it away, or write the import beside it: --out OTHER.yaml"
        usage_error(f"{target} cannot be brought up to date: {problem}; nothing was changed", hint)
    except (OSError, UnicodeDecodeError) as problem:
        usage_error(f"{to or out} cannot be written: {getattr(problem, 'strerror', None) or problem}")
    number = len(re.findall("^ *- id: .*# imported", lesson, re.MULTILINE)) or lesson.count("  kind: ")
    print(f"{target}: {number} {plural(number, 'item')}")
    return found


def _target(lesson: str, folder: Path) -> Path:
    """Return the file of a lesson in a folder: the one that has its id, or else a new one that is called so."""
    found = re.search(r"^id: *([a-z0-9-]+)", lesson, re.MULTILINE)
    name = found[1] if found else "imported"
    pattern = re.compile(rf"^id: *['\"]?{name}['\"]?\s*(?:#.*)?$".encode(), re.MULTILINE)
    for file in sorted(folder.rglob("*")):
        if file.suffix.lower() in {".yaml", ".yml", ".md"} and file.is_file() and not file.is_symlink():
            with file.open("rb") as stream:
                if pattern.search(stream.read(4096)):
                    return file
    return folder / f"{name}.yaml"


def _safe(pictures: Mapping[str, Path], file: Path) -> Mapping[str, Path]:
    """Return pictures that are copied from beside the file to below ``pictures/``; an importer may be a stranger's."""
    beside = file.parent.resolve()
    return {
        name: picture
        for name, picture in pictures.items()
        if re.fullmatch(r"pictures/[a-z0-9][a-z0-9./-]*", name) and ".." not in name
        if picture.resolve().is_relative_to(beside) and picture.is_file()
    }


COMMAND = Command(
    import_,
    epilog="""\b
    Examples:
      quizgen import cards.csv --to content/
      quizgen import words.xlsx --to content/ --map question=Frage --map answer=Antwort
      quizgen import quiz.txt --from gift      print the lesson
      quizgen import --list                    which formats there are

    Exit status: 0 imported, 1 something in the file could not be, 2 wrong usage.
    """,
)
