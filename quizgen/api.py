"""quizgen as a library: what the commands do, as functions. ``import quizgen`` loads them when they are first named.

Nothing is done here in another way than there: content is files, mistakes are diagnostics, and an output is either
written whole or not at all. What stands here stays as it is from one version to the next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path

import yaml
from pydantic import BaseModel

from quizgen import compiler
from quizgen.compiler import Built, Checked, Content
from quizgen.diagnostics import Diagnostic
from quizgen.explaining import Explanation, Run, explanation
from quizgen.exporters import EXPORTERS, Options
from quizgen.system.publish import replace_file

__all__ = [
    "Built",
    "Checked",
    "Content",
    "Diagnostic",
    "Explanation",
    "build",
    "check",
    "explain",
    "load",
    "save",
]

Place = str | PathLike[str]
"""A folder of content, or one file."""


def load(path: Place) -> Content:
    """Read content, and ``quizgen.toml`` beside it. What is wrong with them is among the diagnostics.

    Raises:
        OSError: there is no such file or folder.
    """
    Path(path).stat()
    return compiler.read(Path(path))


def check(content: Content | Place, *, strict: bool = False) -> Checked:
    """Check content: is it well formed, and does every stated answer agree with what the simulators compute?

    Args:
        content: what was loaded, or what to load.
        strict: whether statements that nobody has read are an error.

    Raises:
        OSError: there is no such file or folder.
    """
    return compiler.check(_loaded(content), compiler.Silent(), unread="error" if strict else None)


def build(
    content: Content | Place,
    out: Place = "output",
    to: Sequence[str] | None = None,
    *,
    locked: bool = False,
    options: Mapping[str, Mapping[str, object]] | None = None,
) -> Built:
    """Check content and, if it is sound, write outputs: all of them, or none.

    Args:
        content: what was loaded, or what to load.
        out: the folder that they are written to.
        to: names of outputs; None for those that ``quizgen.toml`` names, or else the usual ones.
        locked: write nothing if the lockfile would change.
        options: name of an output -> its options, by the names of their fields; they come before those of
            ``quizgen.toml``.

    Raises:
        OSError: there is no such file or folder.
        KeyError: there is no such output.
        ValueError: an option makes no sense.
    """
    content = _loaded(content)
    usual = content.settings.build.to or [name for name, exporter in EXPORTERS.items() if exporter.usual]
    told: dict[str, Options] = {}
    for name in to or usual:
        exporter, given = EXPORTERS[name], (options or {}).get(name, {})
        told[name] = exporter.options(**exporter.options.merged(content.settings.told(exporter), given))
    if unused := sorted(set(options or {}) - told.keys()):
        raise ValueError(f"options for what is not written: {', '.join(unused)}")
    asked = compiler.Options(locked=locked, told=told)
    return compiler.build(content, list(told), Path(out), compiler.Silent(), asked)


def explain(
    content: Content | Place,
    name: str,
    *,
    seed: int | None = None,
    misconception: str | None = None,
    full: bool = False,
) -> Explanation:
    """Return what an answer rests on, in words, and the runs behind it.

    Args:
        content: what was loaded, or what to load.
        name: the id of an item, a family, a concept, a table or a lesson.
        seed: which run to show; None for the one that contradicts the answer, or else bears it out.
        misconception: the wrong rule that it follows; None for the true rules.
        full: whether routine events are shown, too.

    Raises:
        OSError: there is no such file or folder.
        LookupError: the content has nothing of that id, or the simulator no such misconception.
    """
    return explanation(_loaded(content), name, Run(seed, misconception, full))


def save(lesson: Mapping[str, object], path: Place) -> Path:
    """Write a lesson that was made in Python as a file of content, and return its path.

    Whether it makes sense `check` says, with lines of that file.

    Args:
        lesson: the fields of a lesson, as docs/content-format.md has them: mappings, sequences, texts, numbers, dates;
            and in their place any model of `quizgen.model` and `quizgen.kinds`.
        path: the file, whose name ends in ``.yaml``. What stands there is replaced.

    Raises:
        OSError: it cannot be written.
        ValueError: the file has another ending, or the lesson holds what is no value of YAML.
    """
    file = Path(path)
    if file.suffix not in _ENDINGS:
        raise ValueError(f"{file.name} is no file of content: its name has to end in {' or '.join(_ENDINGS)}")
    try:
        text = yaml.safe_dump(_plain(lesson), allow_unicode=True, sort_keys=False, width=100)
    except yaml.YAMLError as problem:
        raise ValueError(f"the lesson cannot be written: {problem}") from None
    replace_file(file, text.encode())
    return file


_ENDINGS = (".yaml", ".yml")


def _loaded(content: Content | Place) -> Content:
    return content if isinstance(content, Content) else load(content)


def _plain(value: object) -> object:
    """Return a value as YAML has it: mappings, lists, and what stands for itself."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True, exclude_unset=True)
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_plain(one) for one in value]
    return value
