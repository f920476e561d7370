"""Templates in content: ``{{ servers - 1 }}``, an expression over named values, in jinja2's sandbox.

Only expressions are allowed, and of these only names, literals, arithmetic, comparisons, conditions and a few filters:
nothing that loops, calls, or reaches into an object, so that a stranger's content costs no more than its length.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, UndefinedError, nodes
from jinja2.environment import TemplateExpression
from jinja2.sandbox import ImmutableSandboxedEnvironment

Value = int | float | str | bool

MAX_NUMBER = 10**15
FILTERS = ("abs", "int", "round", "upper", "lower", "capitalize", "string")

_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.Add,
    nodes.Sub,
    nodes.Mul,
    nodes.Div,
    nodes.FloorDiv,
    nodes.Mod,
    nodes.Neg,
    nodes.Pos,
    nodes.Compare,
    nodes.Operand,
    nodes.CondExpr,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Concat,
    nodes.Filter,
)
_WHAT = {
    nodes.Getattr: "reaches for an attribute",
    nodes.Getitem: "reaches into a value",
    nodes.Call: "calls something",
    nodes.For: "loops",
    nodes.Pow: "raises to a power",
}


class TemplateProblem(Exception):  # noqa: N818 - it is shown to the author, it is not an error of the program
    """A template that cannot be rendered; message and hint for the author."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class _Sandbox(ImmutableSandboxedEnvironment):
    """The sandbox, with arithmetic on numbers of bounded size only."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401
        for operand in (left, right):
            if isinstance(operand, bool) or not isinstance(operand, int | float):
                raise TemplateProblem(f"`{operator}` takes numbers, not {operand!r}")
            if abs(operand) > MAX_NUMBER:
                raise TemplateProblem(f"a number is larger than {MAX_NUMBER:,}")
        return super().call_binop(context, operator, left, right)


@cache
def _environment() -> _Sandbox:
    environment = _Sandbox(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in FILTERS}
    return environment


def is_template(text: str) -> bool:
    """Tell whether the text is more than literal text to jinja2."""
    return "{{" in text or "{%" in text or "{#" in text


def render(text: str, variables: Mapping[str, Value]) -> Value:
    """Return the text with its expressions replaced by their values.

    A text that is one expression and nothing else keeps the value's type, so that ``servers: "{{ n }}"`` is a number.

    Raises:
        TemplateProblem: for what an author may not write, an unknown name, or an error such as a division by zero.
    """
    if not is_template(text):
        return text
    try:
        template, expression = _compile(text)
        if expression is not None:
            return _plain(expression(**variables))
        return template.render(**variables)
    except UndefinedError as problem:
        name = str(problem).split("'")[1] if "'" in str(problem) else ""
        close = difflib.get_close_matches(name, list(variables), n=1)
        known = ", ".join(sorted(variables)) or "none"
        hint = f"did you mean `{close[0]}`?" if close else f"names that can be used here: {known}"
        raise TemplateProblem(f"the template names `{name}`, which has no value here", hint) from None
    except TemplateProblem:
        raise
    except (TemplateError, ArithmeticError, ValueError, TypeError, RecursionError) as problem:
        raise TemplateProblem(f"the template fails: {problem}") from None


def _plain(value: object) -> Value:
    if isinstance(value, StrictUndefined):
        str(value)  # raises UndefinedError
    if isinstance(value, int | float | str):
        return value
    raise TemplateProblem(f"the template gives {value!r}, which is neither a number nor text")


@lru_cache(maxsize=4096)
def _compile(text: str) -> tuple[Template, TemplateExpression | None]:
    environment = _environment()
    tree = environment.parse(text)
    for node in tree.find_all(nodes.Node):
        if isinstance(node, _ALLOWED) and not (isinstance(node, nodes.Filter) and node.name not in FILTERS):
            continue
        what = _WHAT.get(type(node), f"uses {type(node).__name__.lower()}")
        if isinstance(node, nodes.Filter):
            what = f"uses the filter `{node.name}`"
        if isinstance(node, nodes.Stmt) and not isinstance(node, nodes.Output):
            what = f"holds a statement ({type(node).__name__.lower()})"
        hint = (
            f"only expressions of names, numbers, + - * / // %, comparisons, `a if c else b` and {', '.join(FILTERS)}"
        )
        raise TemplateProblem(f"the template {what}, which is not allowed", hint)
    stripped = text.strip()
    whole = len(tree.body) == 1 and stripped.startswith("{{") and stripped.endswith("}}") and stripped.count("{{") == 1
    inside = stripped[2:-2].removeprefix("-").removesuffix("-")
    expression = environment.compile_expression(inside, undefined_to_none=False) if whole else None
    return environment.from_string(text), expression
