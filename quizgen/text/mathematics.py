"""Formulas: how they stand in rendered text, and what each output makes of them.

In a rendered text a formula is ``<span class="math" data-tex="x^2">x^2</span>`` (class ``math display`` for a displayed
one). Anki has MathJax and takes TeX (`as_mathjax`); print and the site take pictures (`as_svg`), which need
`stylesheet` beside them. TeX is what both MathJax and ziamath understand: LaTeX's mathematics without macros.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape, unescape
from math import ceil
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from quizgen.cards import Html
from quizgen.text.speech import speak
from quizgen.text.vocabulary import COMMANDS, flattened, unshown

if TYPE_CHECKING:
    from types import ModuleType

MAX_FORMULA: Final = 500
"""Characters. A formula on a card is read at a glance; what is longer is an accident."""
MAX_BRACES: Final = 20
"""Braces within braces: reading TeX recurses."""
MAX_WORK: Final = 10_000
"""What `_work` may come to; about a second of drawing."""
MAX_EXTENT: Final = 100.0
"""Width and height of a drawn formula, in em."""
DEPTH_STEP: Final = 0.05
"""How finely `stylesheet` places pictures below the line, in em."""
_MAX_STEPS: Final = 80

_SPAN: Final = re.compile(r'<span class="math( display)?" data-tex="([^"]*)">[^<]*</span>')
_BRACE: Final = re.compile(r"\\.|[{}]", re.DOTALL)
_UNKNOWN: Final = re.compile(r"<m[a-z]+[^>]*>\s*(\\[A-Za-z]+)")
_REFUSED: Final = re.compile(
    r"\\(?:def|edef|gdef|let|(?:re)?newcommand|newenvironment|DeclareMathOperator|require|input|include|href|url|tag"
    r"|label|ref|unicode|class|cssId|style|rule|hspace|vspace|kern|mkern|hskip|mskip|html\w*)(?![A-Za-z])"
)
_COMMAND: Final = re.compile(r"\\(?:\\|([A-Za-z]+))")
_FORMULA_WITHIN: Final = re.compile(r"(?<!\\)(?:\\\\)*(\\[()\[\]]|\$)")
_ENVIRONMENT: Final = re.compile(r"\\begin\s*\{([^}]*)\}")
_ENVIRONMENTS: Final = ("aligned", "array", "bmatrix", "cases", "matrix", "pmatrix", "vmatrix")
_SPECIAL: Final = re.compile(r"(?<!\\)(?:\\\\)*([#%])")
_PLAIN: Final = re.compile(
    r"(?:[A-Za-z0-9]|[A-Za-z0-9][\^_][A-Za-z0-9](?![\^_])|[ +=<>()/,.-]"
    r"|\\(?:[lr]floor|[lr]ceil|times|cdot|le|ge|ne)(?![A-Za-z\^_])){1,40}"
)
"""Formulas that can be drawn whatever they are, which spares the drawing where nothing else is asked."""
_SIZE: Final = 100.0


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A drawn formula: SVG paths, and the box around them in hundredths of an em (y grows downward, baseline at 0)."""

    paths: str
    left: float
    top: float
    width: float
    bottom: float
    spoken: str


def span(tex: str, *, display: bool = False) -> Html:
    """Return a formula as it stands in rendered text."""
    escaped = escape(tex)
    return Html(f'<span class="math{" display" if display else ""}" data-tex="{escaped}">{escaped}</span>')


def tex_problem(tex: str) -> str | None:
    """Return in words why a formula is refused, or None if it can be shown everywhere."""
    if not tex.strip():
        return "the formula is empty"
    if len(tex) > MAX_FORMULA:
        return f"the formula has {len(tex)} characters; at most {MAX_FORMULA} are allowed"
    return _brace_problem(tex) or _vocabulary_problem(tex) or _drawing_problem(tex)


class FormulaError(ValueError):
    """TeX that cannot be drawn; the message says why, in words for its author."""


def as_mathjax(html: str) -> Html:
    r"""Replace formulas by ``\( \)`` and ``\[ \]``, which is what Anki hands to MathJax.

    Anki's manual, "Math & Symbols". Entities stay: MathJax reads the text that the browser has decoded.
    """

    def tex(match: re.Match[str]) -> str:
        opening, closing = (r"\[", r"\]") if match[1] else (r"\(", r"\)")
        return f"{opening}{match[2]}{closing}"

    return Html(_SPAN.sub(tex, html))


def as_svg(html: str) -> Html:
    """Replace formulas by inline SVG pictures with a spoken title, in the colour of the text around them.

    The pictures hold no ids, no styles and no scripts; `stylesheet` puts them on the line.

    Raises:
        FormulaError: a formula cannot be drawn (`tex_problem` says so beforehand).
    """
    return Html(_SPAN.sub(lambda match: _svg(unescape(match[2]), display=bool(match[1])), html))


def stylesheet() -> str:
    """Return the CSS that `as_svg`'s pictures need: how far each depth hangs below the line, and width limits."""
    rules = [
        "svg.math{overflow:visible;max-width:100%}",
        "svg.math.display{display:block;margin:.75em auto;height:auto}",
    ]
    rules += [f".math-depth-{step}{{vertical-align:{-step * DEPTH_STEP:.2f}em}}" for step in range(1, _MAX_STEPS + 1)]
    return "\n".join(rules) + "\n"


def _brace_problem(tex: str) -> str | None:
    depth = deepest = 0
    for match in _BRACE.finditer(tex):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        deepest = max(deepest, depth)
        if depth < 0:
            return "a } in the formula closes nothing"
    if depth:
        return "a { in the formula is not closed"
    return f"braces are nested {deepest} deep; at most {MAX_BRACES} are allowed" if deepest > MAX_BRACES else None


def _vocabulary_problem(tex: str) -> str | None:
    if (refused := _REFUSED.search(tex)) is not None:
        return f"the command {refused[0]} is not allowed in a formula"
    for environment in _ENVIRONMENT.findall(tex):
        if environment not in _ENVIRONMENTS:
            return f"the environment {environment} is not allowed in a formula; use {', '.join(_ENVIRONMENTS)}"
    if (within := _FORMULA_WITHIN.search(tex)) is not None:
        return f"{within[1]} begins or ends a formula, and stands within one"
    if (special := _SPECIAL.search(tex)) is not None:
        return rf"{special[1]} has a meaning of its own in TeX; write \{special[1]}"
    if (len(tex) - len(tex.rstrip("\\"))) % 2:
        return "the formula ends in a backslash"
    return None


def _drawing_problem(tex: str) -> str | None:
    if _PLAIN.fullmatch(tex):
        return None
    if unknown := next((word for word in _COMMAND.findall(tex) if word and word not in COMMANDS), ""):
        return f"the command \\{unknown} is not known"
    try:
        drawing = _draw(tex, display=False)
    except FormulaError as error:
        return str(error)
    extent = max(drawing.width, drawing.bottom - drawing.top) / _SIZE
    return f"the formula would be {extent:.0f} em large; at most {MAX_EXTENT:.0f} fit" if extent > MAX_EXTENT else None


@cache
def _ziamath() -> ModuleType:
    """Import ziamath when the first formula is drawn: it loads a font, which takes a third of a second."""
    import ziamath  # noqa: PLC0415

    ziamath.config.svg2 = False
    ziamath.config.precision = 1
    ziamath.config.math.color = "currentColor"
    return ziamath  # type: ignore[no-any-return]


@lru_cache(maxsize=4096)
def _draw(tex: str, *, display: bool) -> _Drawing:
    ziamath = _ziamath()
    try:
        mathml = ziamath.tex.tex2mml(tex, inline=not display)
        tree = ET.fromstring(mathml)  # noqa: S314 - made from TeX by tex2mml, not read from a file
        if (problem := _mathml_problem(mathml, tree)) is not None:
            raise FormulaError(problem)  # noqa: TRY301 - with the library's own errors
        flattened(tree)
        drawn = ziamath.Math(deepcopy(tree), size=_SIZE, margin=0)
        picture = drawn.svgxml()
    except FormulaError:
        raise
    except Exception as error:  # the library raises whatever it stumbles over, even AssertionError
        raise FormulaError(f"the formula cannot be read: {_reason(error)}") from error
    if lost := unshown(tex, tree, drawn.node):
        raise FormulaError(lost)
    box = drawn.node.bbox
    paths = "".join(ET.tostring(child, encoding="unicode") for child in picture)
    return _Drawing(paths, box.xmin, -box.ymax, box.xmax - box.xmin, -box.ymin, speak(tree))


def _mathml_problem(mathml: str, tree: ET.Element) -> str | None:
    if (unknown := _UNKNOWN.search(mathml)) is not None:
        return f"the command {unknown[1]} is not known"
    return "the formula is nested too deeply to be drawn" if _work(tree) > MAX_WORK else None


def _work(element: ET.Element) -> int:
    """Return how much drawing costs: ziamath lays an element's content out twice, so each level doubles it."""
    return 1 + 2 * sum(map(_work, element))


_REASONS: Final[dict[str, str]] = {
    "NumeratorNotFoundError": "a fraction has no numerator",
    "DenominatorNotFoundError": "a fraction has no denominator",
    "ExtraLeftOrMissingRightError": r"\left and \right do not pair up",
    "MissingSuperScriptOrSubscriptError": "nothing stands after ^ or _",
    "DoubleSubscriptsError": "two subscripts follow each other; use braces",
    "DoubleSuperscriptsError": "two superscripts follow each other; use braces",
    "MissingEndError": r"\begin has no \end",
    "NoAvailableTokensError": "an argument is missing",
    "ParseError": "a character such as & stands outside a table",
}


def _reason(error: Exception) -> str:
    name = type(error).__name__
    return _REASONS.get(name, f"it is not LaTeX that can be drawn ({name})")


@lru_cache(maxsize=4096)
def _svg(tex: str, *, display: bool) -> str:
    drawing = _draw(tex, display=display)
    step = DEPTH_STEP * _SIZE
    steps = min(max(0, ceil(drawing.bottom / step)), _MAX_STEPS)
    bottom = drawing.bottom if display else steps * step
    top = min(drawing.top, bottom - step)
    height, width = bottom - top, max(drawing.width, step)
    names = "math display" if display else f"math math-depth-{steps}" if steps else "math"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{names}" role="img" width="{width / _SIZE:.3g}em"'
        f' height="{height / _SIZE:.3g}em" viewBox="{drawing.left:.0f} {top:.0f} {width:.0f} {height:.0f}">'
        f"<title>{escape(drawing.spoken, quote=False)}</title>{drawing.paths}</svg>"
    )
