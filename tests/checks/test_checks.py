"""Each check on its case file: the bad example is refused, at its place and in these words; the good one is not."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from inspect import isfunction, signature
from pathlib import Path
from typing import Any

import pytest
import yaml

from quizgen import checks, compiler
from quizgen.checks import CHECKS, Check
from tests.small import lines_before, write

CASES = Path(__file__).parent / "cases"
CODES = sorted({*CHECKS} - {"plugin-failed"})  # no content alone shows it: tests/plugins
NO_CHECKS = {"content", "silencing", "places", "wording"}


def _case(code: str) -> Any:  # noqa: ANN401
    return yaml.safe_load((CASES / f"{code}.yaml").read_text(encoding="utf-8"))


def _found(folder: Path, body: str, rules: str = "") -> list[dict[str, object]]:
    """Return what is said against a lesson, with lines counted from the body's first, and against rules beside it."""
    content = folder / "content"
    content.mkdir()
    lesson = write(content, body)
    if rules:
        (content / "rules.yaml").write_text(rules, encoding="utf-8")
    checked = compiler.check(content if rules else lesson, compiler.Silent())
    return [
        {
            "code": found.code,
            "line": found.span.line - (0 if found.span.file.endswith("rules.yaml") else lines_before(body)),
            "column": found.span.column,
            "message": found.message,
            "hint": found.hint,
        }
        for found in checked.diagnostics
    ]


@pytest.mark.parametrize("code", CODES)
def test_bad_example_is_refused_at_its_place(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise a fault reaches the learner, or the author is sent to the wrong line."""
    monkeypatch.chdir(tmp_path)
    case = _case(code)
    assert _found(tmp_path, case["bad"], case.get("bad_rules", "")) == case["expected"]
    assert {found["code"] for found in case["expected"]} == {code}


@pytest.mark.parametrize("code", CODES)
def test_good_example_passes(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise an author cannot build a lesson with which nothing is wrong."""
    monkeypatch.chdir(tmp_path)
    case = _case(code)
    assert _found(tmp_path, case["good"], case.get("good_rules", "")) == []


def test_every_check_has_a_case_and_every_case_a_check() -> None:
    """A check without an example is one that nobody has seen refuse anything."""
    assert sorted(file.stem for file in CASES.glob("*.yaml")) == CODES


def test_every_check_is_listed_and_documented() -> None:
    """A function that is forgotten in the list checks nothing; a code that is not its name cannot be looked up."""
    found: dict[str, Check] = {}
    for module in pkgutil.iter_modules(checks.__path__):
        if module.name not in NO_CHECKS:
            here = vars(import_module(f"quizgen.checks.{module.name}"))
            functions = {name: each for name, each in here.items() if isfunction(each) and not name.startswith("_")}
            found |= {name: each for name, each in functions.items() if [*signature(each).parameters] == ["content"]}
    assert sorted(name.replace("_", "-") for name in found) == sorted(CHECKS)
    for name, each in found.items():
        assert CHECKS[name.replace("_", "-")] is each
        assert (each.__doc__ or "").splitlines()[0].endswith(".")
