"""Nothing that is laid out is a sum of floats: from Python 3.12 on, `sum` adds them up otherwise than before.

What is read is the code of all that writes, and not what it does: a sum is of floats if it names anything that is said,
or seen, to be one somewhere there.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.docs.pages import ROOT, sources

PACKAGES = ("cards", "diagrams", "exporters", "kinds", "press", "render", "text", "variants")
SUMS = {"sum()", "fsum()", "sumprod()", "mean()", "fmean()"}
WHOLE = {"len()", "int()", "floor()", "ceil()", "ord()", "bool()", "isinstance()", "str()", "round()"}
"""What gives a whole number, or no number, whatever it is given; `round` if it is not told how many digits."""

Names = set[str]


def _is_whole(node: ast.AST) -> bool:
    """Whether a part of an expression is no float, whatever stands in it."""
    if isinstance(node, ast.Compare | ast.JoinedStr) or isinstance(getattr(node, "op", None), ast.Not):
        return True
    if not isinstance(node, ast.Call):
        return False
    return _called(node.func) in WHOLE and (_called(node.func) != "round()" or len(node.args) == 1)


def _name(node: ast.AST) -> str:
    """Return what a name, an attribute or a function is called here: ``width``, ``.width``, ``width()``."""
    if isinstance(node, ast.FunctionDef):
        return f"{node.name}()"
    return f".{node.attr}" if isinstance(node, ast.Attribute) else getattr(node, "id", "") or getattr(node, "arg", "")


def _has_floats(node: ast.AST, floats: Names) -> bool:
    """Whether an expression names a float, or is made into one."""
    if _is_whole(node):
        return False
    if isinstance(getattr(node, "value", None), float) or isinstance(getattr(node, "op", None), ast.Div):
        return True
    if isinstance(node, ast.GeneratorExp | ast.ListComp | ast.SetComp):  # what it walks through is bound to names
        return _has_floats(node.elt, floats)
    children = list(ast.iter_child_nodes(node))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):  # a method, which no field is
        if _called(node.func) in floats:
            return True
        children[0] = node.func.value
    elif isinstance(node, ast.Name | ast.Attribute) and {_name(node), _called(node)} & floats:
        return True
    return any(_has_floats(child, floats) for child in children)


def _called(node: ast.AST) -> str:
    return f"{_name(node).removeprefix('.')}()"


def _bound(node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST | None]]:
    """Yield what a statement or a comprehension gives a name to, with what says what it is."""
    if isinstance(node, ast.Assign):
        yield from ((target, node.value) for target in node.targets)
    elif isinstance(node, ast.AnnAssign):
        yield node.target, node.annotation
        yield node.target, node.value
    elif isinstance(node, ast.AugAssign | ast.NamedExpr):
        yield node.target, node.value
    elif isinstance(node, ast.For | ast.comprehension):
        yield node.target, node.iter
    elif isinstance(node, ast.arg):
        yield node, node.annotation
    elif isinstance(node, ast.FunctionDef):
        yield node, node.returns


def _named(target: ast.AST) -> Iterator[ast.AST]:
    """Yield what is given a name, or a new value, one by one."""
    if isinstance(target, ast.Tuple | ast.List):
        for part in target.elts:
            yield from _named(part)
    elif isinstance(target, ast.Starred | ast.Subscript):
        yield from _named(target.value)
    else:
        yield target


def _floats(within: ast.AST, known: Names) -> Names:
    """Return what is a float there; each name that a float is given makes others floats."""
    found = known | {"float"}
    bound = [pair for node in ast.walk(within) for pair in _bound(node)]
    while True:
        floats = [target for target, says in bound if says is not None and _has_floats(says, found)]
        new = {_name(each) for target in floats for each in _named(target)} - found
        if not new:
            return found
        found |= new


def _seen_elsewhere(tree: ast.Module) -> Names:
    """Return those functions, fields of classes and constants of a module that are floats."""
    found = {name for name in _floats(tree, set()) if name.startswith(".") or name.endswith("()")}
    for node in tree.body:
        within = [each for each in ast.iter_child_nodes(node) if isinstance(each, ast.AnnAssign)]
        for target, says in (
            pair for each in (node, *within) if not isinstance(each, ast.FunctionDef) for pair in _bound(each)
        ):
            if says is not None and _has_floats(says, {"float"}):
                found |= {f".{_name(each)}" if within else _name(each) for each in _named(target)}
    return found


def _sums(tree: ast.AST, known: Names) -> Iterator[ast.Call]:
    """Yield the sums of floats: in each function, with what it calls by which name."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for scope in (*functions, *(node for node in ast.iter_child_nodes(tree) if not isinstance(node, ast.FunctionDef))):
        floats = _floats(scope, known)
        for node in ast.walk(scope):
            if (
                isinstance(node, ast.Call)
                and _called(node.func) in SUMS
                and any(_has_floats(a, floats) for a in node.args)
            ):
                yield node


def test_what_writes_sums_no_floats() -> None:
    """An author updates Python, and every learner's cards are changed by a hair, so that all of them count as new."""
    trees = dict(sources(*PACKAGES))
    known = set[str]().union(*map(_seen_elsewhere, trees.values()))
    found = {
        f"{path.relative_to(ROOT)}:{node.lineno}: {ast.unparse(node)}"
        for path, tree in trees.items()
        for node in _sums(tree, known)
    }
    assert sorted(found) == []


@pytest.mark.parametrize(
    ("code", "are_floats"),
    [
        ("def f(x): return sum(part / 3 for part in x)", True),
        ("def f(x: list[float]): return sum(x)", True),
        ("def f(x: list[int]): return sum(x)", False),
        ("W = {'a': 0.5}\ndef f(x): return sum(W[c] for c in x)", True),
        ("W = {'a': 5}\ndef f(x): return sum(W[c] for c in x)", False),
        ("def g(x) -> float: ...\ndef f(x): return sum(map(g, x))", True),
        ("class A:\n  w: float\ndef f(x): return sum(a.w for a in x)", True),
        ("def f(x: list[float]): return sum(len(x) for _ in x)", False),
        ("def f(x: list[float]): return sum(round(each) for each in x)", False),
        ("def f(x: list[float]): return sum(round(each, 2) for each in x)", True),
        ("def f(x: list[float]): return sum(each > 2.5 for each in x)", False),
        ("def f(x):\n  y = [0.1 * z for z in x]\n  for w in y: pass\n  return math.fsum([w])", True),
        ("def f(x, start=0): return sum(x, 0.0)", True),
        ("def f(x: list[A]) -> float: return sum(not a.is_there for a in x) / 2", False),
        ("class A:\n  index: float\ndef f(x): return sum('ab'.index(c) for c in x)", False),
    ],
)
def test_sums_of_floats_are_found(code: str, are_floats: bool) -> None:  # noqa: FBT001  # a column of a table
    """The test above finds nothing, whatever is written."""
    tree = ast.parse(code)
    assert bool([*_sums(tree, _seen_elsewhere(tree))]) == are_floats
