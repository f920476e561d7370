"""``quizgen check --fix``: the changes that diagnostics propose, made in the files of content."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from quizgen.cli.console import usage_error

if TYPE_CHECKING:
    from quizgen.diagnostics import Diagnostic

_ROUNDS: Final = 20
"""What hides something else, as bad YAML does, is mended first; so the content is checked again and again."""


def mend_all(path: Path, *, quiet: bool) -> None:
    """Make all changes that are safe, and tell each; only files of the content are written, each in one step."""
    from quizgen import compiler
    from quizgen.diagnostics.fixes import fixable
    from quizgen.system import resources

    if resources.is_bundled(path):
        usage_error(f"{path} came with quizgen, and is not to be changed", "copy it to a folder of your own")
    for _ in range(_ROUNDS):
        checked = compiler.check(path, compiler.Silent())
        files = fixable(checked.diagnostics)
        if not sum(_mend(file, files, quiet=quiet) for file in checked.deck.files):
            return


def _mend(file: Path, files: dict[str, list[Diagnostic]], *, quiet: bool) -> int:
    """Make the changes of one file; return how many."""
    from quizgen.diagnostics import printable
    from quizgen.diagnostics.fixes import mended
    from quizgen.loader.files import shown
    from quizgen.system.publish import replace_file

    wanted = files.get(shown(file), [])
    if not wanted:
        return 0
    data = file.read_bytes()
    text = data.decode("utf-8-sig")
    result = mended(text, wanted)
    if result.text == text:
        return 0
    mark = data[: len(data) - len(text.encode())]
    try:
        replace_file(file.resolve(), mark + result.text.encode())
    except OSError as problem:
        usage_error(f"{file} cannot be written: {problem.strerror}", "change its permissions")
    for found in result.by if not quiet else ():
        print(printable(f"{found.span}: mended[{found.code}]: {found.message}"))
    return len(result.by)
