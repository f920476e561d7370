"""JSON of strangers, as strictly as Anki's reader takes it, so that both read the same."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NoReturn

from quizgen.decks.reading.unreadable import Unreadable


def json_object(content: bytes | str, what: str) -> dict[str, Any]:
    """Return an object.

    Raises:
        Unreadable: it is none, a key stands in it twice, or a number in it is none.
    """
    try:
        text = content.decode() if isinstance(content, bytes) else content
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
        json.dumps(found, ensure_ascii=False).encode()  # half a pair of surrogates is no text
    except (ValueError, RecursionError) as problem:
        raise Unreadable(f"{what} is damaged: {problem}") from None
    if not isinstance(found, dict):
        raise Unreadable(f"{what} is damaged")
    return found


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands there twice")
    return found


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")
