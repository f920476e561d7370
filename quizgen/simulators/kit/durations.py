"""Durations as authors write them: ``300ms``, ``1.5s``, ``10m``."""

from __future__ import annotations

import re
from decimal import Decimal

_UNITS = {"us": 1, "ms": 1_000, "s": 1_000_000, "m": 60_000_000, "h": 3_600_000_000}
_DURATION = re.compile(r"(\d{1,12}(?:\.\d{1,9})?) ?(us|ms|s|m|h)", re.ASCII)


def microseconds(text: str) -> int:
    """Return a duration in microseconds.

    Raises:
        ValueError: if the text is not a number followed by us, ms, s, m or h, or is finer than a microsecond.
    """
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a duration: write a number and a unit (us, ms, s, m, h), such as 300ms")
    exact = Decimal(match[1]) * _UNITS[match[2]]
    whole = int(exact)
    if whole != exact:
        raise ValueError(f"{text!r} is finer than a microsecond, the simulator's unit of time")
    return whole
