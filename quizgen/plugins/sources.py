"""The source of a distribution, as a hash: what it computed is not asked for any more once a byte of it is another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from re import match

from quizgen.plugins.registry import Plugin

_HASH_BYTES = 16


@cache
def distribution_hash(plugin: Plugin) -> str:
    """Return a hash of all files of a plug-in's distribution, and of the versions of what it requires.

    Files are those that its installation lists and those of the package that the plug-in is in: of an editable
    installation, only a pointer to the latter is listed.
    """
    digest = blake2b(repr((plugin.distribution, plugin.version)).encode(), digest_size=_HASH_BYTES)
    digest.update(repr(_versions(plugin.distribution, {})).encode())
    for file in sorted({*_listed(plugin.distribution), *_imported(plugin.place)}):
        with suppress(OSError):
            data = file.read_bytes()
            digest.update(repr((file.as_posix(), len(data))).encode() + data)
    return digest.hexdigest()


def _listed(name: str) -> Iterator[Path]:
    for file in distribution(name).files or ():
        path = Path(str(file.locate()))
        if path.suffix != ".pyc" and path.is_file():
            yield path.resolve()


def _imported(place: str) -> Iterator[Path]:
    """Yield the files of the package that a plug-in is in, or its only module."""
    spec = find_spec(place.partition(":")[0].partition(".")[0])
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        yield from (path.resolve() for path in Path(folder).rglob("*") if path.suffix != ".pyc" and path.is_file())
    if spec and spec.origin and Path(spec.origin).is_file():
        yield Path(spec.origin).resolve()


def _versions(name: str, known: dict[str, str]) -> dict[str, str]:
    """Return the versions of what a distribution requires, and of what that requires; without what is not there."""
    for requirement in distribution(name).requires or ():
        required = match(r"[\w.-]+", requirement)
        if required and required[0] not in known:
            with suppress(PackageNotFoundError):
                known[required[0]] = str(distribution(required[0]).version)
                _versions(required[0], known)
    return known
