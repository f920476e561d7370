"""From the file to settings, with a diagnostic for everything in it that cannot be understood."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from quizgen.diagnostics import Diagnostic, Span, error, in_order
from quizgen.loader.files import beside, refusal, shown
from quizgen.loader.validate import diagnose
from quizgen.plugins import Limits, use
from quizgen.settings.model import Plugging, Settings, settings_model
from quizgen.settings.toml import TomlDocument, parse

NAME: Final = "quizgen.toml"
MAX_BYTES: Final = 2**16


def read_settings(path: Path) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """Return what the file beside content says, and what is wrong with it; then its settings are the usual ones.

    The distributions that it names are used from now on, and no others: what else it may say depends on them.

    Args:
        path: the folder of content, or the one file. The file is looked for as `quizgen.loader.files.beside` says.
    """
    use(())
    file = beside(path, NAME)
    text = _text(file) if file else ""
    if isinstance(text, Diagnostic):
        return Settings(), (text,)
    if not file or not text:
        return Settings(), ()
    document = TomlDocument(shown(file), text)
    data = parse(document)
    if isinstance(data, Diagnostic):
        return Settings(), (data,)
    found, model = [*_plug_in(data, document)], settings_model()
    try:
        return model.model_validate(data, by_alias=True, by_name=False), in_order(found)
    except ValidationError as problems:
        return Settings(), in_order((*found, *diagnose(problems, model, data, document, lambda place: place)))


def _plug_in(data: dict[str, object], document: TomlDocument) -> Iterator[Diagnostic]:
    """Use the distributions that the file names; what makes no sense there is told with all else."""
    table = data.get("plugins")
    try:
        plugging = Plugging.model_validate(table or {})
    except ValidationError:
        return
    for refused in use(plugging.use, Limits(plugging.seconds)):
        span = document.span(("plugins", "use", refused.number))
        yield error("plugin", span, refused.message, refused.hint)


def _text(file: Path) -> str | Diagnostic:
    refused = refusal(file, file.parent.resolve())
    if refused:
        return error("settings-damaged", Span(shown(file)), *refused)
    try:
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
        if len(content) <= MAX_BYTES:
            return content.decode()
        why, hint = f"it is larger than {MAX_BYTES // 1024} KiB", "take out what is not needed"
    except OSError as problem:
        why, hint = f"it cannot be read: {problem.strerror}", "change its permissions"
    except UnicodeDecodeError:
        why, hint = "it is not UTF-8", "save it as UTF-8"
    return error("settings-damaged", Span(shown(file)), why, hint)
