"""``quizgen new``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from quizgen.cli.console import Command, usage_error

if TYPE_CHECKING:
    from quizgen.loader.document import Data, Document

_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")


def new(
    what: Annotated[Literal["lesson", "question", "rules"], typer.Argument(help="What to write.", show_default=False)],
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME", help="Of the file to write; of a question, the lesson to add it to.", show_default=False
        ),
    ] = None,
    kind: Annotated[str, typer.Option(help="The kind of question.")] = "multiple_choice",
) -> None:
    """Write a lesson, a question or rules to start from: filled in, and sound as they are.

    Files go into ./content, or into this folder if there is none. Nothing that is there is written over; a question is
    added behind the last one of a lesson, and the rest of the lesson stays as it is.
    """
    if what == "question":
        _add(_lesson(name), kind)
        return
    file = _file(name or f"my-{what}")
    title = file.stem.replace("-", " ").replace("_", " ")
    text = _filled(f"{what}.yaml", id=_slug(file.stem), title=title[:1].upper() + title[1:])
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as written:
            written.write(text)
    except FileExistsError:
        usage_error(f"{file} is there already; nothing was written", "name another")
    except OSError as problem:
        usage_error(f"{file}: {problem.strerror}")
    print(f"wrote {file}\nnext: quizgen {'check' if what == 'lesson' else 'rules'} {file}")


def _file(name: str) -> Path:
    """Return the file that is meant: a path as it is, a mere name in the folder of content."""
    path = Path(name if name.endswith((".yaml", ".yml")) else f"{name}.yaml")
    folder = Path("content")
    return folder / path if len(path.parts) == 1 and folder.is_dir() else path


def _slug(name: str) -> str:
    return _NOT_IN_IDS.sub("-", name.lower()).strip("-")[:60].strip("-") or "lesson"


def _filled(template: str, **values: str) -> str:
    import datetime as dt
    from string import Template

    from quizgen.system import resources

    text = (resources.templates("new") / template).read_text(encoding="utf-8")
    today = dt.datetime.now(tz=dt.UTC).date().isoformat()
    return Template(text).safe_substitute(values, today=today)


def _lesson(name: str | None) -> Path:
    """Return the lesson that a question is added to: the one that is named, or the only one there is."""
    if name is not None:
        named = Path(name)
        file = named if named.exists() else _file(name)
        if not file.is_file():
            usage_error(f"there is no lesson {file}", "name a file; `quizgen new lesson` writes one")
        return file
    from quizgen.loader.files import content_files, read_text

    folder = Path("content") if Path("content").is_dir() else Path()
    files, _ = content_files(folder)
    lessons = [file for file in files if re.search(r"^format:\s*[\"']?lesson/", read_text(file), re.MULTILINE)]
    if len(lessons) != 1:
        there = ", ".join(map(str, lessons[:5])) or "none"
        usage_error("to which lesson is the question to be added? Name its file", f"there are: {there}")
    return lessons[0]


def _add(file: Path, kind: str) -> None:
    """Add a question behind the last one of a lesson; nothing else of the file changes."""
    from quizgen.diagnostics import did_you_mean
    from quizgen.kinds import KINDS
    from quizgen.loader.document import Reader, Refused, parse
    from quizgen.loader.files import read_text
    from quizgen.system.publish import replace_file

    if kind not in KINDS.questions:
        usage_error(f"there is no kind {kind!r}", did_you_mean(kind, KINDS.questions))
    try:
        text = read_text(file)
        document = parse(str(file), text)
        data = Reader(document).read()
    except Refused as refused:
        usage_error(f"{refused.diagnostic.span}: {refused.diagnostic.message}", "mend it first")
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(items, list):
        usage_error(f"{file} is no lesson in YAML with `items`", "name one")
    taken = {str(item.get("id")) for item in items if isinstance(item, dict)}
    stem = f"{data.get('id', 'my')}-question"
    name = next(each for number in range(1, len(taken) + 2) if (each := f"{stem}-{number}") not in taken)
    entry = _filled(f"questions/{kind}.yaml", id=name, concept=_concept(data.get("concepts")))
    made, line = _with_entry(text, document, entry)
    try:
        after = Reader(parse(str(file), made)).read()
    except Refused:
        after = None
    if not isinstance(after, dict) or after != {**data, "items": [*items, _last(after)]}:
        usage_error(f"a question cannot be added to {file} without changing the rest", "write `items` as lines")
    with file.open("rb") as stream:
        mark = b"\xef\xbb\xbf" if stream.read(3) == b"\xef\xbb\xbf" else b""
    replace_file(file, mark + made.encode())
    print(f"added the question {name} to {file}, line {line}: give it an id of its own")
    print(f"next: quizgen check {file}")


def _last(lesson: dict[str, Data]) -> Data:
    items = lesson.get("items")
    return items[-1] if isinstance(items, list) and items else None


def _concept(concepts: object) -> str:
    first = concepts[0] if isinstance(concepts, list) and concepts else {}
    return str(first.get("id", "concept")) if isinstance(first, dict) else "concept"


def _with_entry(text: str, document: Document, entry: str) -> tuple[str, int]:
    """Return a lesson's text with one more entry in its `items`, indented as they are, and the entry's line."""
    ends = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    first, behind = document.span(("items", 0)), document.line_behind("items")
    above = lines[first.line - 1]
    dash = above[: len(above) - len(above.lstrip())]
    start, *rest = entry.splitlines()
    added = [f"{dash}- {start}", *(f"{dash}  {line}" for line in rest)]
    at = len(lines) if behind is None else behind
    while at and (not lines[at - 1].strip() or lines[at - 1].startswith("#")):
        at -= 1
    before = "".join(lines[:at])
    before += "" if before.endswith("\n") else ends
    return before + ends.join(added) + ends + "".join(lines[at:]), at + 1


COMMAND = Command(
    new,
    epilog="""\b
    Examples:
      quizgen new lesson capitals              content/capitals.yaml, or ./capitals.yaml
      quizgen new question capitals.yaml --kind cloze
                                               one more question in that lesson
      quizgen new rules river                  a subject of your own, as data

    Exit status: 0 written, 2 wrong usage; then nothing was written.
    """,
)
