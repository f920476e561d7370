"""Instances of variable fonts, made quickly: of the glyphs that are there.

WeasyPrint 70 cuts a variable font down to the glyphs of a document, which keep their numbers, and then has fontTools
make an instance of it. That walks through all 2,236 numbers, nearly all of which have become empty, and takes half of
the time of a short document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

_MODULE, _NAME = "weasyprint.pdf.fonts", "instantiateVariableFont"


@contextmanager
def quick_instances() -> Iterator[None]:
    """Let WeasyPrint make instances quickly while the block runs; the bytes are the same."""
    module = import_module(_MODULE)
    before = getattr(module, _NAME, None)
    if before is None:  # another version, which does it in another way
        yield
        return
    setattr(module, _NAME, _quick(before))
    try:
        yield
    finally:
        setattr(module, _NAME, before)


def _quick(instantiate: Callable[..., Any]) -> Callable[..., Any]:
    def instance(font: Any, limits: Any, **options: Any) -> Any:  # noqa: ANN401  # fontTools has no types
        if "glyf" not in font or "gvar" not in font:
            return instantiate(font, limits, **options)
        glyphs, variations = font["glyf"], font["gvar"].variations
        order = glyphs.glyphOrder
        varied = {name: found for name in order if (found := variations.get(name))}
        font["gvar"].variations = varied
        glyphs.glyphOrder = [name for name in order if name in varied or glyphs[name].numberOfContours]
        try:
            return instantiate(font, limits, **{**options, "inplace": True})
        finally:
            glyphs.glyphOrder = order

    return instance
