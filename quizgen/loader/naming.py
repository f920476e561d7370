"""Texts that name what is computed: ``{{ total }}``, ``{{ first("x") }}``; they are filled in once it is known.

What stands between the braces is a template if it can be one. Else it is an expression in the CEL of claims, in which
names with a value stand for it. Nothing is run here: an expression is compiled, and kept with its scenario.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Final

from quizgen.diagnostics import did_you_mean
from quizgen.loader.template import TemplateProblem, Value, render
from quizgen.model.named import Named, Pieces
from quizgen.model.scenario import BoundScenario

MAX_NAMED: Final = 50
"""Values in one text that are computed."""

_INSIDE: Final = re.compile(r"""\{\{((?:"(?:\\.|[^"\\])*+"|'(?:\\.|[^'\\])*+'|(?!\}\})[^"'])*+)\}\}""", re.DOTALL)
_WORD: Final = re.compile(
    r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(?<![\w.])(?P<name>[A-Za-z_]\w*)(?!\w|\s*\()""", re.DOTALL
)
_QUOTED: Final = re.compile(r""""[^"]*"|'[^']*'""")
_LOOP: Final = re.compile(r"\b(?:all|exists|exists_one|map|filter)\(\s*(\w+)\s*,")
_AS_IN_CLAIMS: Final = "it is written as claims are: `/` divides whole numbers, `a ? b : c` chooses; no filters"
_NAME: Final = re.compile(r"[A-Za-z_]\w*")


def pieces(text: str, values: Mapping[str, Value], shown_by: Mapping[str, str], scenario: BoundScenario) -> Pieces:
    """Return a text in pieces: templates filled in, and what is to be computed.

    Args:
        text: as the author wrote it.
        values: name -> value, of what has one while reading.
        shown_by: name of something that has no plain value -> name of the figure that shows it.
        scenario: of which everything else is asked.

    Raises:
        TemplateProblem: for what can be neither.
    """
    found: list[str | Named] = []
    last = 0
    while (start := text.find("{{", last)) != -1:
        inside = _INSIDE.match(text, start)
        if inside is None:
            break
        found += [text[last:start], _piece(inside, values, shown_by, scenario)]
        last = inside.end()
    found.append(text[last:])
    if any(isinstance(piece, str) and re.search(r"\{[{%#]", piece) for piece in found[::2]):
        render(text, values, shown_by)
        raise TemplateProblem("the template is not well formed", "close what `{{` opens with `}}`")
    if sum(isinstance(piece, Named) for piece in found) > MAX_NAMED:
        raise TemplateProblem(f"the text names more than {MAX_NAMED} computed values", "split it")
    return tuple(found)


def _piece(
    inside: re.Match[str], values: Mapping[str, Value], shown_by: Mapping[str, str], scenario: BoundScenario
) -> str | Named:
    try:
        return str(render(inside[0], values, shown_by))
    except TemplateProblem as problem:
        plain = {name: value for name, value in values.items() if name not in shown_by.values()}
        return _named(inside[1].strip(" \n-"), plain, shown_by, scenario, problem)


def _named(
    expression: str,
    values: Mapping[str, Value],
    shown_by: Mapping[str, str],
    scenario: BoundScenario,
    problem: TemplateProblem,
) -> Named:
    from quizgen.crosscheck import ClaimProblem, environment_of  # noqa: PLC0415 - CEL is not needed to read a file

    simulator = scenario.runs_on
    known = {*(one.name for one in simulator.observations), *(one.name for one in simulator.measures)}
    if _NAME.fullmatch(expression) and expression not in known:
        hint = problem.hint if expression in shown_by else did_you_mean(expression, [*values, *known], problem.hint)
        raise TemplateProblem(str(problem), hint) from None
    asked = _with_values(expression, values)
    if "//" in _QUOTED.sub("", expression) and not known.isdisjoint(re.findall(r"\w+", expression)):
        raise TemplateProblem(f"`{expression}` cannot be computed: `//` begins a remark in it", _AS_IN_CLAIMS)
    try:
        claim = environment_of(simulator).compile(asked)
    except ClaimProblem as refused:
        if known.isdisjoint(re.findall(r"\w+", expression)) and not re.search(r"\w\(", expression):
            raise problem from None
        message = f"`{expression}` cannot be computed: {str(refused).replace('the claim', 'it')}"
        raise TemplateProblem(message, refused.hint or _AS_IN_CLAIMS) from None
    if not claim.observes and not claim.measures:
        raise problem
    if claim.returns == "BOOL":
        message = f"`{expression}` is true or false, which is no word of a text"
        hint = f'say it in words and write a claim beside it, or choose words: `{expression} ? "it is" : "it is not"`'
        raise TemplateProblem(message, hint)
    return Named(asked, scenario)


def _with_values(expression: str, values: Mapping[str, Value]) -> str:
    """Return an expression in CEL with what has a value while reading written out, but for the names of loops."""
    own = set(_LOOP.findall(expression))

    def written(found: re.Match[str]) -> str:
        name = found["name"]
        return json.dumps(values[name], ensure_ascii=False) if name in values and name not in own else found[0]

    return _WORD.sub(written, expression)
