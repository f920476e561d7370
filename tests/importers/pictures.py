"""A picture for files that name one."""

from __future__ import annotations

from pathlib import Path

from PIL import Image


def draw(path: Path) -> None:
    """Write a small PNG."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (8, 8), "white").save(path, "PNG")
