"""``quizgen.review`` as a file: found, read whatever lies there, written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from quizgen.decks import LOCK
from quizgen.diagnostics import Diagnostic, Span, error
from quizgen.loader.files import Unreadable, beside, bounded, home, shown
from quizgen.review.signatures import NAME, Key, Signatures, from_text, to_text
from quizgen.system import resources
from quizgen.system.publish import replace_file

MAX_BYTES: Final = 2**24
"""Most bytes of the file: enough for some 150,000 statements."""
UNION: Final = f"{NAME} merge=union\n"
"""By this line in ``.gitattributes`` git keeps what was read on either of two branches."""


class Unwritable(OSError):  # noqa: N818 - a state of the folder
    """The file cannot be written; the message says why."""


@dataclass(frozen=True)
class Review:
    """What was read of some content.

    Attributes:
        file: where that is kept.
        is_kept: whether there is such a file.
        signatures: what stands in it.
        diagnostics: what is wrong with it.
    """

    file: Path = Path(NAME)
    is_kept: bool = False
    signatures: Signatures = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()


def read_review(path: Path) -> Review:
    """Return what was read of content, by the file beside it, as `quizgen.loader.files.beside` finds it.

    It is begun beside ``quizgen.lock`` if there is one: so that of a single lesson does for the whole folder.
    """
    found = beside(path, NAME)
    if found is None:
        lock = beside(path, LOCK)
        return Review((lock.parent if lock else home(path)) / NAME)
    try:
        text = bounded(found, MAX_BYTES).decode()
    except UnicodeDecodeError as problem:
        before = problem.object[: problem.start]
        place = Span(shown(found), before.count(b"\n") + 1, len(before) - before.rfind(b"\n"))
        told = error("review-damaged", place, "the file is not UTF-8", "take an older version of the file")
        return Review(found, is_kept=True, diagnostics=(told,))
    except FileNotFoundError:  # between the two looks
        return Review(found)
    except Unreadable as problem:
        told = error("review-damaged", Span(shown(found)), str(problem), problem.hint)
        return Review(found, is_kept=True, diagnostics=(told,))
    signatures, diagnostics = from_text(text, shown(found))
    return Review(found, is_kept=True, signatures=signatures, diagnostics=diagnostics)


def sign(path: Path, key: Key, day: str, gone: Iterable[Key] = ()) -> bool:
    """Put down that a statement was read, beside what stands in the file by now.

    Args:
        path: the content.
        key: the statement.
        day: today.
        gone: what need not be kept any longer.

    Returns:
        Whether ``.gitattributes`` was told how git merges the file; that is done when the file is begun.

    Raises:
        Unwritable: it was not put down.
    """
    review = read_review(path)
    if review.diagnostics:
        raise Unwritable(str(review.diagnostics[0].span) + ": " + review.diagnostics[0].message)
    if resources.is_bundled(review.file):
        raise Unwritable("the content came with quizgen; copy it to a folder of your own")
    dropped = set(gone)
    kept = {name: when for name, when in review.signatures.items() if name not in dropped}
    try:
        replace_file(review.file, to_text({**kept, key: day}).encode())
        return not review.is_kept and _merged_by_git(review.file.parent)
    except OSError as problem:
        raise Unwritable(f"{shown(review.file)} cannot be written: {problem.strerror}") from None


def _merged_by_git(folder: Path) -> bool:
    """Tell git to keep the lines of both sides, if the folder is in a repository and nothing is said of the file."""
    if not any(os.path.lexists(above / ".git") for above in (folder, *folder.parents)):
        return False
    attributes = folder / ".gitattributes"
    if attributes.is_symlink() or (attributes.exists() and not attributes.is_file()):
        return False
    before = attributes.read_bytes() if attributes.exists() else b""
    if NAME.encode() in before:
        return False
    replace_file(attributes, before + (b"\n" if before and not before.endswith(b"\n") else b"") + UNION.encode())
    return True
