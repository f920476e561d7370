"""Lessons from one form to the other, and either in good order; nothing that they say is changed.

Whatever is made is read again before it is given out: if it does not say the same, it is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml

from quizgen.diagnostics import Diagnostic, Span, error
from quizgen.formatting.lesson import read, same, to_short, to_yaml
from quizgen.formatting.plain import NotPlain, written
from quizgen.formatting.tidying import tidy_short, tidy_yaml, unix
from quizgen.loader.document import Reader, Refused, parse
from quizgen.loader.files import SHORT, read_text, shown
from quizgen.loader.short import parse_short, with_ids

Form = Literal["yaml", "short"]


@dataclass(frozen=True)
class Formatted:
    """A file in another form, or in good order.

    Attributes:
        path: where it belongs.
        text: what belongs there.
        changed: whether that is something else than what is there.
    """

    path: Path
    text: str
    changed: bool


class NotFormatted(Exception):  # noqa: N818 - a state of a file
    """A file cannot be written anew; carries the diagnostic that says why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def formatted(path: Path, to: Form | None = None) -> Formatted:
    """Return a file of content in a form; what is no lesson keeps its own.

    Args:
        path: of the file.
        to: the form; without one the file keeps its own.

    Raises:
        NotFormatted: it cannot be understood, or there is a file already where it would belong.
    """
    file = shown(path)
    form: Form = "short" if path.suffix == SHORT else "yaml"
    try:
        text = read_text(path)
        tidied = _tidied(file, text, form)
        if to in {None, form} or not _is_lesson(file, tidied, form):
            return Formatted(path, tidied, tidied != text)
        target = path.with_suffix(SHORT if to == "short" else ".yaml")
        if target.exists():
            message = f"{shown(target)} is there already; nothing was changed"
            raise NotFormatted(error("not-formatted", Span(file), message, "move one of the two away"))
        return Formatted(target, to_short(file, tidied) if to == "short" else to_yaml(file, tidied), changed=True)
    except Refused as refused:
        raise NotFormatted(refused.diagnostic) from None
    except NotPlain as problem:
        message = f"this is no lesson that can be written anew{f': {problem}' if str(problem) else ''}"
        hint = "mend what `quizgen check` tells of it first"
        raise NotFormatted(error("not-formatted", Span(file), message, hint)) from None


def _is_lesson(file: str, text: str, form: Form) -> bool:
    data = {"format": "lesson/1"} if form == "short" else Reader(parse(file, text)).read()
    return isinstance(data, dict) and data.get("format") == "lesson/1"


def _tidied(file: str, text: str, form: Form) -> str:
    """Return a text in good order, as far as it says the same then."""
    if form == "yaml":
        before = yaml.serialize(parse(file, text).root)
        made = tidy_yaml(text)
        return made if yaml.serialize(parse(file, made).root) == before else unix(text)
    rows, short = unix(text).split("\n"), parse_short(file, unix(text))
    lesson, named = written(*read(file, text)), "\n".join(with_ids(rows, short.unnamed))
    return next(each for each in (tidy_short(named), named, unix(text)) if same(written(*read(file, each)), lesson))
