"""A laid-out diagram as SVG: one picture, with nothing outside it, no script, and words for who cannot see it.

It may stand on a page of its own, light or dark as the reader's system is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from math import isqrt

from quizgen.diagrams.palette import attributes, stylesheet
from quizgen.diagrams.shapes import Arrow, Badge, HeldBox, Label, LabelKind, Layout, MessageKind

_STROKES = {
    "thin": 'stroke-width="1.5"',
    "thick": 'stroke-width="7"',
    "dashed": 'stroke-width="6" stroke-dasharray="2.5 2.5"',
    "dotted": 'stroke-width="4" stroke-dasharray="1.5 3.5"',
    "request": 'stroke-width="1.4"',
    "reply": 'stroke-width="1.3" stroke-dasharray="5 2.5"',
    "broadcast": 'stroke-width="1.1" stroke-dasharray="1.5 2.5"',
}
_INK_OF_LINE = {"thin": "life", "thick": "thick", "dashed": "dashed", "dotted": "dotted"}
_INK_OF_LABEL: dict[LabelKind, str] = {
    "name": "text",
    "time": "soft",
    "told": "text",
    "fold": "soft",
    "legend": "soft",
}
_KINDS: tuple[MessageKind, ...] = ("request", "reply", "broadcast")
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"
_ROOT = f'role="img" font-family="{_FONT}"'
_HEAD_LENGTH, _HEAD_HALF = 73, 33
"""Of an arrow's head, and half of its width."""
_FITTING = ' style="max-width:100%;height:auto"'


_PAGE_STYLE = """\
:root { color-scheme: light dark; }
body { margin: 0 auto; max-width: 48rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif;
       background: #ffffff; color: #1d232a; }
h1 { font-size: 1.15rem; line-height: 1.3; overflow-wrap: anywhere; }
svg { display: block; }
pre { overflow-x: auto; font-size: 0.8rem; }
@media screen and (prefers-color-scheme: dark) { body { background: #15191e; color: #e8ecf0; } }
@media print { details { display: none; } }
"""


def to_svg(layout: Layout, title: str, description: str, percent: int = 125, *, styled: bool = True) -> str:
    """Return the picture.

    Args:
        layout: what is drawn.
        title: what it is, one line.
        description: the run in words.
        percent: natural size, of the layout's; narrower pages shrink it.
        styled: with styles inside, for dark pages and narrow ones; without, it is the page that brings `dark_colours`
            and makes room. A page may well forbid styles that do not come from its own files.
    """
    size = f'width="{_n(layout.width * percent // 100)}" height="{_n(layout.height * percent // 100)}"'
    box = f'viewBox="0 0 {_n(layout.width)} {_n(layout.height)}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="qd-diagram" {size} {box} {_ROOT}{_FITTING if styled else ""}>',
        f"<title>{escape(title)}</title>",
        f"<desc>{escape(description)}</desc>",
        *([f"<style>{stylesheet()}</style>"] if styled else []),
        f'<g{attributes("paper")}><rect width="100%" height="100%"/></g>',
        *_separations(layout),
        *_group("guide", (_line(x0, y, x1, y) for x0, x1, y in layout.guides), 'stroke-width="0.7"'),
        *_group("guide", (_line(layout.lanes[0], y, layout.lanes[1], y) for y in layout.rules), 'stroke-width="3"'),
        *_lifelines(layout),
        *_folds(layout),
        *_arrows(layout.arrows),
        *_marks(layout),
        *_badges(layout.badges),
        *_held(layout.held),
        *_legend(layout),
        *_labels(layout.labels),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def page(title: str, svg: str, text: str, run: str = "run") -> str:
    """Return an HTML document with the picture, and its run's text folded below it; ``run`` is what that is called."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_PAGE_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(title)}</h1>\n{svg}"
        f'<details><summary>The {escape(run)} as text</summary>\n<pre tabindex="0">{escape(text)}</pre>\n</details>\n'
        "</main>\n</body>\n</html>\n"
    )


def _n(tenths: int) -> str:
    """Write a length in pixels, with one decimal at most."""
    whole, rest = divmod(abs(tenths), 10)
    return f"{'-' if tenths < 0 else ''}{whole}{f'.{rest}' if rest else ''}"


def _group(ink: str, shapes: Iterable[str], more: str = "") -> Iterator[str]:
    inside = "".join(shapes)
    if inside:
        yield f"<g{attributes(ink)}{' ' if more else ''}{more}>{inside}</g>"


def _line(x0: int, y0: int, x1: int, y1: int) -> str:
    return f'<path d="M{_n(x0)} {_n(y0)}L{_n(x1)} {_n(y1)}"/>'


def _rectangle(left: int, top: int, right: int, bottom: int, radius: int = 0) -> str:
    corners = f' rx="{_n(radius)}"' if radius else ""
    return f'<rect x="{_n(left)}" y="{_n(top)}" width="{_n(right - left)}" height="{_n(bottom - top)}"{corners}/>'


def _separations(layout: Layout) -> Iterator[str]:
    for each in layout.separations:
        yield from _group("tint", (_rectangle(x0, each.y0, x1, each.y1) for x0, x1 in each.tints))
        walls = (_line(x, each.y0, x, each.y1) for x in each.walls)
        yield from _group("wall", walls, 'stroke-width="2" stroke-dasharray="7 4"')


def _lifelines(layout: Layout) -> Iterator[str]:
    for line, ink in _INK_OF_LINE.items():
        drawn = (_line(each.x, each.y0, each.x, each.y1) for each in layout.lifelines if each.line == line)
        yield from _group(ink, drawn, _STROKES[line])


def _folds(layout: Layout) -> Iterator[str]:
    """Interrupt what goes on while something is left out: a strip of paper with dots on it."""
    left, right = layout.lanes
    yield from _group("paper", (_rectangle(left, y0 + 40, right, y1 - 40) for y0, y1 in layout.folds))
    for y0, y1 in layout.folds:
        alive = (each for each in layout.lifelines if each.y0 < y1 and each.y1 > y0)
        xs = sorted({each.x for each in alive})
        dots = (_line(x, y0 + 60, x, y1 - 40) for x in xs)
        yield from _group("life", dots, 'stroke-width="2" stroke-dasharray="0.1 5" stroke-linecap="round"')


# --- messages


def _arrows(arrows: Sequence[Arrow]) -> Iterator[str]:
    for kind in _KINDS:
        shafts = (_line(each.x0, each.y0, each.x1, each.y1) for each in arrows if each.kind == kind)
        yield from _group(kind, shafts, _STROKES[kind])
        yield from _group(kind, (_head(each) for each in arrows if each.kind == kind and not each.is_lost))
    yield from _mark_group("lost", ((each.x1, each.y1) for each in arrows if each.is_lost))


def _head(arrow: Arrow) -> str:
    """Return the head of an arrow; a broadcast's is open."""
    across, down = arrow.x1 - arrow.x0, arrow.y1 - arrow.y0
    length = max(1, isqrt(across * across + down * down))
    back = (arrow.x1 - _HEAD_LENGTH * across // length, arrow.y1 - _HEAD_LENGTH * down // length)
    aside = (_HEAD_HALF * down // length, _HEAD_HALF * across // length)
    one, two = (back[0] + aside[0], back[1] - aside[1]), (back[0] - aside[0], back[1] + aside[1])
    if arrow.kind == "broadcast":
        return (
            f'<path fill="none" stroke-width="1.1" '
            f'd="M{_n(one[0])} {_n(one[1])}L{_n(arrow.x1)} {_n(arrow.y1)}L{_n(two[0])} {_n(two[1])}"/>'
        )
    return f'<path d="M{_n(arrow.x1)} {_n(arrow.y1)}L{_n(one[0])} {_n(one[1])}L{_n(two[0])} {_n(two[1])}z"/>'


def _cross(x: int, y: int, reach: int) -> str:
    return _line(x - reach, y - reach, x + reach, y + reach) + _line(x - reach, y + reach, x + reach, y - reach)


# --- marks


def _marks(layout: Layout) -> Iterator[str]:
    for kind in dict.fromkeys(mark.kind for mark in layout.marks):
        yield from _mark_group(kind, ((mark.x, mark.y) for mark in layout.marks if mark.kind == kind))


def _mark_group(kind: str, places: Iterable[tuple[int, int]]) -> Iterator[str]:
    ink, stroke, shape = _MARKS.get(kind, _MARKS["dot"])
    yield from _group(ink, (shape(x, y) for x, y in places), f'stroke-width="{stroke}"')


def _circle(x: int, y: int, radius: int) -> str:
    return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"/>'


def _polygon(x: int, y: int, corners: Iterable[tuple[int, int]]) -> str:
    path = "L".join(f"{_n(x + across)} {_n(y + down)}" for across, down in corners)
    return f'<path d="M{path}z"/>'


_MARKS: Mapping[str, tuple[str, str, Callable[[int, int], str]]] = {
    "down": ("lost", "3.2", lambda x, y: _cross(x, y, 60)),
    "lost": ("lost", "2", lambda x, y: _cross(x, y, 40)),
    "timer": ("hollow", "1.2", lambda x, y: _circle(x, y, 45) + _line(x, y - 28, x, y) + _line(x, y, x + 24, y)),
    "done": ("mark", "1.2", lambda x, y: _polygon(x, y, ((0, -70), (70, 0), (0, 70), (-70, 0)))),
    "input": ("mark", "1.2", lambda x, y: _polygon(x, y, ((-60, -60), (70, 0), (-60, 60)))),
    "up": ("hollow", "1.6", lambda x, y: _polygon(x, y, ((0, -60), (60, 50), (-60, 50)))),
    "dot": ("mark", "1.2", lambda x, y: _circle(x, y, 36)),
}
"""Kind of mark -> its ink, the width of its line, and its shape."""


def _badges(badges: Sequence[Badge]) -> Iterator[str]:
    for line in _INK_OF_LINE:
        boxes = [each.box for each in badges if each.line == line]
        dashes = ' stroke-dasharray="3 1.5"' if line in ("dashed", "dotted") else ""
        shapes = (_rectangle(box.left, box.top, box.right, box.bottom, 50) for box in boxes)
        yield from _group(f"badge-{line}", shapes, f'stroke-width="1.4"{dashes}')
        texts = (_text(each.label) for each in badges if each.line == line)
        yield from _group("inverse" if line == "thick" else "text", texts, 'font-weight="700"')


def _held(boxes: Sequence[HeldBox]) -> Iterator[str]:
    for is_firm, ink in ((False, "held"), (True, "held-firm")):
        shapes = (_rectangle(b.box.left, b.box.top, b.box.right, b.box.bottom) for b in boxes if b.is_firm == is_firm)
        yield from _group(ink, shapes, f'stroke-width="{"1.8" if is_firm else "0.8"}"')
        texts = (_text(each.label) for each in boxes if each.is_firm == is_firm)
        yield from _group("text", texts, 'font-weight="700"' if is_firm else "")


# --- words


def _legend(layout: Layout) -> Iterator[str]:
    for sample, x, y in layout.legend:
        if sample.startswith("line-"):
            line = sample.removeprefix("line-")
            yield from _group(_INK_OF_LINE[line], [_line(x + 100, y - 60, x + 100, y + 60)], _STROKES[line])
        elif sample in _KINDS:
            kind = _KINDS[_KINDS.index(sample)]
            yield from _arrows((Arrow(kind, x + 10, y, x + 200, y),))
        else:
            yield from _mark_group(sample, [(x + 100, y)])


def _labels(labels: Sequence[Label]) -> Iterator[str]:
    for kind, ink in _INK_OF_LABEL.items():
        more = {"name": 'font-weight="700"', "fold": 'font-style="italic"'}.get(kind, "")
        yield from _group(ink, (_text(label) for label in labels if label.kind == kind), more)


def _text(label: Label) -> str:
    anchor = "" if label.anchor == "start" else f' text-anchor="{label.anchor}"'
    place = f'x="{_n(label.x)}" y="{_n(label.y)}" font-size="{_n(label.size)}"'
    return f"<text {place}{anchor}>{escape(label.text)}</text>"
