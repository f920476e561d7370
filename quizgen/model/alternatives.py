"""Where a value may be one of several things: pydantic tells why it is none of them, an author is told one thing.

Of the alternatives the one is taken that the author is likeliest to have meant: for a mapping the one that knows most
of its keys, for a list a list. If the value is of no such kind, all that it could be is said at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

Place = tuple[str | int, ...]
Mistake = Mapping[str, Any]
"""One of pydantic's errors: ``loc``, ``type``, ``msg``, ``input`` and perhaps ``ctx``."""

_LITERAL = re.compile(r"literal\[(.*)\]")
_KINDS = {"str": "text", "int": "a whole number", "float": "a number", "bool": "`true` or `false`"}


def told_once(mistakes: Iterable[Mistake], data: object) -> list[Mistake]:
    """Return the mistakes with one alternative kept for each value, and their real places below the data."""
    kept: list[Mistake] = []
    for (place, is_choice), group in groupby(mistakes, key=lambda mistake: _choice(mistake, data)):
        among = [*group]
        if not is_choice:
            kept += among
            continue
        chosen = _likeliest(among, len(place), _at(data, place))
        kept += told_once(chosen, data)
    return kept


def _choice(mistake: Mistake, data: object) -> tuple[Place, bool]:
    """Return where a mistake's place leaves the data to name an alternative, and whether it does."""
    loc: Place = mistake["loc"]
    for number, step in enumerate(loc):
        last = number == len(loc) - 1
        if _has(data, step):
            data = _at(data, (step,))
        elif mistake["type"] == "missing" and last:
            return loc, False
        else:
            return loc[:number], True
    return loc, False


def _has(data: object, step: str | int) -> bool:
    if isinstance(data, list | tuple):
        return isinstance(step, int) and step < len(data)
    return isinstance(data, Mapping) and step in data


def _likeliest(mistakes: Sequence[Mistake], depth: int, value: object) -> list[Mistake]:
    """Return the mistakes of the alternative that was meant, placed below the value; or one for all of them."""
    alternatives: dict[str, list[Mistake]] = {}
    for mistake in mistakes:
        alternatives.setdefault(str(mistake["loc"][depth]), []).append(mistake)
    meant = [its for name, its in alternatives.items() if _is_of_kind(value, name)]
    if not meant:
        return [_none_of_them(alternatives, mistakes[0]["loc"][:depth], value)]
    best = min(meant, key=lambda its: (sum(one["type"] in _UNKNOWN_KEY for one in its), len(its)))
    return [{**one, "loc": (*one["loc"][:depth], *one["loc"][depth + 1 :])} for one in best]


_UNKNOWN_KEY = ("extra_forbidden", "unexpected_keyword_argument")


def _is_of_kind(value: object, alternative: str) -> bool:
    """Tell whether a value is of the kind of an alternative, as pydantic names it: a type, or a dataclass."""
    if isinstance(value, str):
        return alternative == "str" or bool(_LITERAL.match(alternative))
    if isinstance(value, list | tuple):
        return alternative.startswith(("tuple", "list"))
    if isinstance(value, Mapping):
        return alternative.startswith("dict") or alternative[:1].isupper()
    return not isinstance(value, bool) and type(value).__name__ == alternative


def _none_of_them(alternatives: Iterable[str], place: Place, value: object) -> Mistake:
    kinds = list(dict.fromkeys(_kind(name) for name in alternatives))
    text = f"should be {' or '.join(kinds)}, not {_shown(value)}"
    return {"loc": place, "type": "no_alternative", "msg": text, "input": value}


def _kind(alternative: str) -> str:
    if literal := _LITERAL.match(alternative):
        return f"`{literal[1].replace(chr(39), '').replace(',', '` or `')}`"
    if alternative.startswith(("tuple", "list")):
        return "a list"
    return _KINDS.get(alternative, "a mapping")


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    kinds: Iterator[str] = (kind for known, kind in ((list, "a list"), (dict, "a mapping")) if isinstance(value, known))
    return next(kinds, f"`{value}`")


def _at(data: Any, place: Place) -> object:  # noqa: ANN401
    for step in place:
        data = data[step]
    return data
