"""Templates in content: ``{{ threads - 1 }}``, an expression over named values, in jinja2's sandbox.

Only expressions are allowed, and of these only names, literals, arithmetic, comparisons, conditions and a few filters:
nothing that loops, calls, or reaches into an object, so that a stranger's content costs no more than its length.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, Undefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from quizgen.diagnostics import did_you_mean

Value = int | float | str | bool

MAX_NUMBER = 10**15
MAX_NODES = 200
MAX_DECIMALS = 15
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
    nodes.If: "holds a statement",
    nodes.Assign: "sets a value",
    nodes.Pow: "raises to a power",
}
_ALLOWED_WORDS = f"names, numbers, + - * / // %, comparisons, `a if c else b` and {', '.join(FILTERS)}"


_COMMENT = (
    "`{# ... #}` is a comment of templates, which no reader would see",
    "to show these signs write `{{ '{#' }}`; a remark for authors stands behind `#` in YAML",
)
_ANKI = re.compile(r"\{\{c\d+::(?P<answer>.*?)(?:::.*?)?\}\}", re.DOTALL)


def _name(answer: str) -> str:
    """Return a name for a gap, made of its answer."""
    return re.sub("[^a-z0-9]+", "-", answer.lower()).strip("-")[:30] or "gap"


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
                raise TemplateProblem(f"`{operator}` takes numbers, not {_shown(operand)}", "join texts with `~`")
            if abs(operand) > MAX_NUMBER:
                raise TemplateProblem(f"a number is larger than {MAX_NUMBER:,}")
        return super().call_binop(context, operator, left, right)


@dataclass(frozen=True)
class _Compiled:
    """A template: what fills it in, and the names that it uses."""

    fill: Callable[..., object]
    names: tuple[str, ...]


def _whole_number(value: object) -> int:
    """Return the value as a whole number; jinja2's own filter turns what is none into 0."""
    if isinstance(value, int | float | str):
        return int(value)
    raise TemplateProblem(f"`int` takes a number, not {_shown(value)}")


def _rounded(value: object, digits: object = 0) -> float:
    """Return a number rounded; jinja2's own filter raises ten to whatever power it is asked for."""
    if not isinstance(value, int | float) or not isinstance(digits, int) or not 0 <= digits <= MAX_DECIMALS:
        raise TemplateProblem(f"`round` takes a number and 0 to {MAX_DECIMALS} decimals")
    return round(value, digits)


@cache
def _environment() -> _Sandbox:
    environment = _Sandbox(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True, optimized=False)
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in FILTERS}
    environment.filters.update({"int": _whole_number, "round": _rounded})
    return environment


def is_template(text: str) -> bool:
    """Tell whether the text is more than literal text to jinja2."""
    return "{{" in text or "{%" in text or "{#" in text


def render(text: str, variables: Mapping[str, Value], shown_by: Mapping[str, str] = MappingProxyType({})) -> Value:
    """Return the text with its expressions replaced by their values.

    A text that is one expression and nothing else keeps the value's type, so that ``threads: "{{ n }}"`` is a number.

    Args:
        text: as the author wrote it.
        variables: name -> value.
        shown_by: name of something that has no plain value -> name of the figure that shows it.

    Raises:
        TemplateProblem: for what an author may not write, an unknown name, or an error such as a division by zero.
    """
    if not is_template(text):
        return text
    try:
        compiled = _compile(text)
        for name in compiled.names:
            if name not in variables:
                raise _unknown(name, variables, shown_by.get(name, ""))
        return _plain(compiled.fill(**variables))
    except TemplateSyntaxError as problem:
        if gap := _ANKI.search(text):
            hint = f"write `[[{_name(gap['answer'])}]]` in the `text` of a `kind: cloze`, and its answer under `blanks`"
            raise TemplateProblem(f"`{gap[0]}` is a gap in Anki's own words, and none here", hint) from None
        if "{#" in text:
            raise TemplateProblem(*_COMMENT) from None
        hint = "close what `{{` opens with `}}`; for the braces themselves write `{{ '{{' }}`"
        if text.count("{{") > text.count("}}"):
            raise TemplateProblem("`{{` opens a template that is never closed", hint) from None
        raise TemplateProblem(f"the template is not well formed: {problem.message}", hint) from None
    except (RecursionError, MemoryError, SyntaxError):  # the last two from Python's compiler
        raise TemplateProblem("the template nests too deep", "work the value out in smaller steps") from None
    except (TemplateError, ArithmeticError, ValueError, TypeError) as problem:
        raise TemplateProblem(f"the template fails: {problem}") from None


def _unknown(name: str, variables: Mapping[str, Value], figure: str) -> TemplateProblem:
    known = sorted(variables)
    if figure in known:
        hint = f"it is neither a number nor text; `{{{{ {figure} }}}}` shows it"
        return TemplateProblem(f"the template names `{name}`, which has no value here", hint)
    names = f"names that can be used here: {', '.join(known)}"
    none = "no names have a value here: give the item a `scenario` or `for_each`"
    hint = did_you_mean(name, known, names if known else none)
    return TemplateProblem(f"the template names `{name}`, which has no value here", hint)


def _plain(value: object) -> Value:
    if isinstance(value, Undefined):
        raise TemplateProblem("the template gives nothing", "give every `if` an `else`")
    if isinstance(value, int | float | str):
        return value
    raise TemplateProblem("the template gives neither a number nor text")


def _shown(value: object) -> str:
    return repr(value) if isinstance(value, int | float | str) else "nothing"


@lru_cache(maxsize=4096)
def _compile(text: str) -> _Compiled:
    environment = _environment()
    if any(what == "comment" for _, what, _ in environment.lex(text)):
        raise TemplateProblem(*_COMMENT)
    tree = environment.parse(text)
    found = list(tree.find_all(nodes.Node))
    if len(found) > MAX_NODES:
        raise TemplateProblem("the template is too long", f"a text may have {MAX_NODES} operations and names at most")
    for node in found:
        _refuse(node)
    names = tuple(dict.fromkeys(node.name for node in found if isinstance(node, nodes.Name)))
    if _is_whole(tree):
        inside = text.strip().removeprefix("{{").removesuffix("}}").removeprefix("-").removesuffix("-")
        return _Compiled(environment.compile_expression(inside, undefined_to_none=False), names)
    return _Compiled(environment.from_string(tree).render, names)


def _refuse(node: nodes.Node) -> None:
    """Raise TemplateProblem for what only a program needs."""
    what = _WHAT.get(type(node), f"uses a {type(node).__name__.lower()}")
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        what = f"uses the filter `{node.name}`"
    elif isinstance(node, nodes.Filter) and (node.args or node.kwargs) and node.name != "round":
        what = f"hands something to the filter `{node.name}`"
    elif isinstance(node, _ALLOWED):
        return
    raise TemplateProblem(f"the template {what}, which is not allowed", f"allowed are: {_ALLOWED_WORDS}")


def _is_whole(tree: nodes.Template) -> bool:
    """Tell whether a template is one expression, with nothing but white space around it."""
    parts = [part for output in tree.body if isinstance(output, nodes.Output) for part in output.nodes]
    values = [part for part in parts if not (isinstance(part, nodes.TemplateData) and not part.data.strip())]
    return len(values) == 1 and not isinstance(values[0], nodes.TemplateData)
