"""Cells as a spreadsheet shows them: numbers and dates by their number formats (ECMA-376, part 1, 18.8.31).

What depends on the reader's country is shown alike for all: a point is the decimal mark, a narrow space parts
thousands, and a date without a format of its own is written 2026-01-31.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SYSTEM_DATE: Final = "mm-dd-yy"
"""How the format is called that shows dates as the reader's country does."""
_LITERAL: Final = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]')
_DIGITS: Final = re.compile(r"[#0?][#0?,]*(?:\.([#0?]*))?(E[+-]0+)?")
_TOKEN: Final = re.compile(
    r'"([^"]*)"|\\(.)|\[(h+|m+|s+)\]|\[[^\]]*\]|_.|\*.|(AM/PM|A/P|am/pm|y+|m+|d+|h+|s+(?:\.0+)?)|(.)',
    re.IGNORECASE | re.DOTALL,
)
_MOST_DECIMALS: Final = 30
_MOST_LITERALS: Final = 50


def shown(value: object, number_format: str) -> str:
    """Return a value of a cell as it is shown."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    sections = number_format.split(";")
    section = sections[0] or "General"
    if isinstance(value, dt.datetime | dt.date | dt.time | dt.timedelta):
        return _date(value, section)
    if not isinstance(value, int | float):
        return str(value)
    if value < 0 and len(sections) > 1 and sections[1]:
        return _number(-value, sections[1])
    return _number(value, sections[2] if value == 0 and len(sections) > 2 and sections[2] else section)


def _general(value: float) -> str:
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _number(value: float, section: str) -> str:
    """Return a number by one section of a format."""
    literals: list[str] = []

    def kept(match: re.Match[str]) -> str:
        literals.append(next((group for group in match.groups() if group), ""))
        return f"\0{chr(0xE100 + len(literals) - 1)}"

    bare = _LITERAL.sub(kept, section)
    found = _DIGITS.search(bare)
    general = re.search("general|@", bare, re.IGNORECASE)
    if len(literals) > _MOST_LITERALS or "/" in bare or not (found or general or literals):
        return _general(value)
    if general or found is None:
        made = re.sub("general|@", _general(value), bare, flags=re.IGNORECASE)
    else:
        value *= 100 if "%" in bare else 1
        decimals = (found[1] or "")[:_MOST_DECIMALS]
        if found[2]:
            digits = f"{value:.{len(decimals)}E}"
        else:
            digits = f"{value:{',' if ',' in found[0] else ''}.{len(decimals)}f}".replace(",", "\u202f")
        optional = len(decimals) - len(decimals.rstrip("#?"))
        for _ in range(optional):
            digits = digits.removesuffix("0")
        made = bare[: found.start()] + digits.rstrip(".") + bare[found.end() :]
    return re.sub("\0(.)", lambda match: literals[ord(match[1]) - 0xE100], made).strip()


def _date(value: dt.datetime | dt.date | dt.time | dt.timedelta, section: str) -> str:
    """Return a date or a time by a format."""
    if section == _SYSTEM_DATE or section.lower() == "general":
        return str(value).removesuffix(" 00:00:00")
    seconds = value.total_seconds() if isinstance(value, dt.timedelta) else 0.0
    if isinstance(value, dt.timedelta):
        moment = dt.datetime(1900, 1, 1) + dt.timedelta(seconds=seconds % 86_400)  # noqa: DTZ001 - it has no zone
    elif isinstance(value, dt.time):
        moment = dt.datetime.combine(dt.date(1900, 1, 1), value)
    else:
        moment = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
    half = bool(re.search("am/pm|a/p", section, re.IGNORECASE))
    made, before = [], ""
    tokens = list(_TOKEN.finditer(section))
    for place, token in enumerate(tokens):
        quoted, escaped, elapsed, field, other = token.groups()
        if elapsed:
            made.append(str(int(seconds // {"h": 3600, "m": 60, "s": 1}[elapsed[0].lower()])))
            before = elapsed[0].lower()
        elif field:
            after = next((t[4].lower() for t in tokens[place + 1 :] if t[4]), "")
            made.append(_field(field.lower(), moment, half=half, minutes=before == "h" or after.startswith("s")))
            before = field[0].lower()
        else:
            made.append(quoted or escaped or other or "")
    return "".join(made).strip()


def _field(field: str, moment: dt.datetime, *, half: bool, minutes: bool) -> str:
    """Return one part of a date or a time."""
    kind, wide = field[0], len(field)
    if kind == "a":
        return field.split("/")[moment.hour >= 12].upper()
    if kind == "y":
        return f"{moment.year:04}" if wide > 2 else f"{moment.year % 100:02}"
    if kind == "s":
        whole, point, parts = field.partition(".")
        return f"{moment.second:0{len(whole)}}" + f"{point}{moment.microsecond:06}"[: len(point + parts)]
    if wide > 2 and kind in "md":
        name = _MONTHS[moment.month - 1] if kind == "m" else _DAYS[moment.weekday()]
        return name[:3] if wide == 3 else name
    hour = (moment.hour - 1) % 12 + 1 if half else moment.hour
    number = {"h": hour, "d": moment.day, "m": moment.minute if minutes else moment.month}[kind]
    return f"{number:0{min(wide, 2)}}"
