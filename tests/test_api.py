"""quizgen as a library: it loads when it is used, does what the commands do, and says what went wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import quizgen
from tests.small import lesson, write

ITEM = """\
items: [{id: one, kind: recall, concept: thing, scenario: elected, stem: "What?",
  points: [{text: That., always: leaders() == 1}]}]
"""


def test_import_loads_nothing() -> None:
    """Every program that imports quizgen starts half a second later."""
    program = (
        "import sys; before = set(sys.modules); import quizgen\n"
        "print([name for name in sys.modules if name not in before | {'quizgen'} and 'editable' not in name])\n"
        "print(quizgen.check.__name__, 'quizgen.compiler' in sys.modules, 'weasyprint' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded, used = done.stdout.splitlines()
    assert set(eval(loaded)) <= {"__future__", "_typing", "typing", "importlib"}  # noqa: S307 - a list of names
    assert used == "check True False"


def test_names_are_known_to_editors_and_nothing_else_is() -> None:
    """A misspelt name is no error until the program runs; or it loads what is not there."""
    assert set(quizgen.__all__) <= set(dir(quizgen))
    with pytest.raises(AttributeError, match="has no attribute 'chekc'"):
        quizgen.chekc  # type: ignore[attr-defined]  # noqa: B018
    stub = Path(quizgen.__file__).with_suffix(".pyi").read_text(encoding="utf-8")
    assert all(f"import {name} as {name}\n" in stub for name in quizgen.__all__)
    assert Path(quizgen.__file__).with_name("py.typed").exists()


def test_module_runs_as_the_command() -> None:
    """`python -m quizgen` is what is typed where no scripts are installed."""
    done = subprocess.run([sys.executable, "-m", "quizgen", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"quizgen {quizgen.__version__}\n"


def test_mistakes_are_diagnostics_as_those_of_the_command(tmp_path: Path) -> None:
    """A program takes a wrong deck for a right one, or has to catch what nobody told."""
    file = write(tmp_path, ITEM.replace("== 1", "== 0"))
    checked = quizgen.check(file)
    assert not checked.sound
    assert [(each.code, each.span.line) for each in checked.diagnostics] == [("assertion-is-false", 13)]
    assert not quizgen.build(file, tmp_path / "out", ["tsv"]).written
    assert not (tmp_path / "out").exists()
    assert not quizgen.check(write(tmp_path, ITEM), strict=True).sound


def test_wrong_use_is_told(tmp_path: Path) -> None:
    """What is misspelt in a program passes in silence."""
    file = write(tmp_path, ITEM)
    for call in (quizgen.load, quizgen.check, quizgen.build):
        with pytest.raises(FileNotFoundError):
            call(tmp_path / "none.yaml")
    with pytest.raises(KeyError):
        quizgen.build(file, tmp_path / "out", ["word"])
    with pytest.raises(ValueError, match="paper"):
        quizgen.build(file, tmp_path / "out", ["pdf"], options={"pdf": {"paper": "a9"}})
    with pytest.raises(ValueError, match="not written: pdf"):
        quizgen.build(file, tmp_path / "out", ["tsv"], options={"pdf": {"paper": "a4"}})
    with pytest.raises(LookupError, match="did you mean"):
        quizgen.explain(file, "ones")
    with pytest.raises(ValueError, match="has to end in"):
        quizgen.save({}, tmp_path / "a.txt")
    with pytest.raises(ValueError, match="cannot be written"):
        quizgen.save({"items": [object()]}, tmp_path / "a.yaml")
    assert not (tmp_path / "a.yaml").exists()


def test_what_is_saved_is_read_as_it_was(tmp_path: Path) -> None:
    """Texts that YAML would take for something else come out otherwise."""
    import yaml  # noqa: PLC0415 - only here

    data = yaml.safe_load(lesson(ITEM))
    words = ["yes", "1e3", "0x10", "2026-01-31", "null", "a: b", "a #b", "  #", "'", '"', "äß𝄞", "- x", "a\nb\n"]
    (item,) = data["items"]
    data["items"] = [{**item, "id": f"item-{n}", "stem": f"What is {word}?"} for n, word in enumerate(words)]
    for each, word in zip(data["items"], words, strict=True):
        each["points"] = [{"text": word, "cite": "paper §1"}]
    assert yaml.safe_load(quizgen.save(data, tmp_path / "small.yaml").read_text(encoding="utf-8")) == data
