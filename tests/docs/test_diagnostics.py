"""docs/diagnostics.md: every code that quizgen can report, and no other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from quizgen.checks import CHECKS
from tests.docs.pages import code, read, sources, tables

PAGE = read("docs/diagnostics.md")
MAKERS = {"error", "warning"}


def _rows() -> dict[str, list[str]]:
    return {code(row[0]): row[1:] for _, rows in tables(PAGE) for row in rows}


def _codes() -> Iterator[tuple[str, str]]:
    """Yield (code, maker) of every call in the package that makes a diagnostic."""
    for path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS:
                codes = _values(node.args[0], tree)
                assert codes, f"{path.name}:{node.lineno}: its code cannot be told from the source"
                yield from ((each, node.func.id) for each in codes)


def _values(code: ast.expr, tree: ast.Module) -> list[str]:
    """Return what a code can be: a string, a module's constant, or what the module's function of that name gives."""
    if isinstance(code, ast.Constant):
        return [str(code.value)]
    name = getattr(code, "id", "")
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(target.id == name for target in _names(node)):
            return [ast.literal_eval(node.value)]
        if isinstance(node, ast.FunctionDef) and node.name == f"_{name}":
            keys = {key for each in ast.walk(node) if isinstance(each, ast.Dict) for key in each.keys}
            strings = [each for each in ast.walk(node) if isinstance(each, ast.Constant) and each not in keys]
            return [each.value for each in strings if isinstance(each.value, str)]
    return []


def test_every_code_is_explained() -> None:
    """An author who searches for a code finds what it means; a code that is gone leads nobody astray."""
    assert set(_rows()) == {name for name, _ in _codes()}


def test_each_code_stands_once() -> None:
    """Two explanations of one code would be one too many."""
    listed = [code(row[0]) for _, rows in tables(PAGE) for row in rows]
    assert len(listed) == len(set(listed))


def test_rules_are_those_of_the_checks() -> None:
    """The page states the rule that the check really enforces, in the check's own words."""
    rows = _rows()
    for name, check in CHECKS.items():
        assert rows[name][0] == (check.__doc__ or "").partition("\n")[0]
    assert len(CHECKS) > 20


def _names(node: ast.Assign) -> list[ast.Name]:
    return [target for target in node.targets if isinstance(target, ast.Name)]


def test_each_says_what_to_do() -> None:
    """A diagnostic without a remedy leaves the author alone with it."""
    assert all(meaning.endswith(".") and remedy.endswith(".") for meaning, remedy in _rows().values())


def test_severities_are_told_truly() -> None:
    """Whoever lets a build pass on warnings knows whether there are any."""
    assert ("All diagnostics are errors" in PAGE) == all(maker == "error" for _, maker in _codes())


def test_the_example_is_written_as_quizgen_writes_it() -> None:
    """A tool that is built on the shape of the lines finds the shape that it was told."""
    (line,) = re.findall(r"^    (lesson\.yaml:.*)$", PAGE, re.MULTILINE)
    assert re.fullmatch(r"[^:]+:\d+:\d+: error\[([a-z-]+)\]: .+", line)
    assert line.partition("[")[2].partition("]")[0] in _rows()
