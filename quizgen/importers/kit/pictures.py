"""Pictures that a foreign file names: copied from beside it, and from nowhere else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from urllib.parse import quote

from quizgen.checks.pictures import KINDS, MAX_BYTES, Flaw, flaw
from quizgen.importers.kit.questions import Reading
from quizgen.importers.kit.words import slug

MAX_PICTURES: Final = 2_000
"""In one file."""
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_ENDINGS: Final = frozenset(ending for endings in KINDS.values() for ending in endings)
_OTHER: Final = Flaw("is of a kind that is not supported", "save it as PNG, JPEG, GIF or WebP")
_SAFE: Final = "/:?#[]@!$&'()*+,;=%-._~"


def picture(name: str, reading: Reading) -> tuple[str, str, str]:
    """Return the path in the content folder that a picture is copied to; or nothing, why, and a hint.

    Args:
        name: where it lies, from the folder of the file.
        reading: of the file; it takes note of what is to be copied.
    """
    folder = reading.path.parent.resolve()
    file, why, hint = _beside(folder, name)
    if file is None:
        return "", why, hint
    if file not in reading.pictures.values() and len(reading.pictures) >= MAX_PICTURES:
        return "", "there are too many", "divide the file"
    here = file.relative_to(folder)
    target = f"pictures/{slug(reading.path.stem)}/{slug('-'.join(here.with_suffix('').parts))}"
    ending = file.suffix.lower()
    number = 1
    while reading.pictures.get(made := f"{target}{f'-{number}' if number > 1 else ''}{ending}", file) != file:
        number += 1
    reading.pictures[made] = file
    return made, "", ""


def _beside(folder: Path, name: str) -> tuple[Path | None, str, str]:
    """Return the file that a name means, if it is a picture below a folder; else why not, and a hint."""
    if _SCHEME.match(name):
        return None, "nothing is fetched", "save it beside the file, and name it there"
    hint = "put it there, and import the file again"
    try:
        file = (folder / name).resolve()
        if not name or not file.is_relative_to(folder) or not file.is_file():
            return None, "it does not lie beside the file, or in a folder there", hint
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError, RuntimeError):  # a name that holds NUL, a link to itself
        return None, "it cannot be read", hint
    ending = file.suffix.lower()
    if len(data) > MAX_BYTES:
        return None, f"it is larger than {MAX_BYTES // 2**20} MiB", "make it smaller"
    problem = flaw(data, ending) if ending in _ENDINGS else _OTHER
    return (None, f"it {problem.message}", problem.hint) if problem and not problem.is_shown else (file, "", "")


def address_of(text: str) -> str:
    """Return an address as it stands between the brackets of a link."""
    return re.sub("[<>]", "", quote(text.strip(), safe=_SAFE))
