"""The hash over what somebody read: it changes when the text, the claim, the scenario or the question does.

How YAML was laid out does not count: runs of white space are one space, but within code that is fenced.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from quizgen.model.scenario import BoundScenario
from quizgen.model.unbinding import as_written

DIGITS: Final = 32
"""Hexadecimal digits of a hash: half of SHA-256, so that nobody finds two texts of one hash."""
_FENCED: Final = re.compile(r"^(`{3,}|~{3,})[^\n]*\n.*?^\1[^\n]*$", re.MULTILINE | re.DOTALL)
_QUOTED: Final = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\s+""")


def digest(text: str, context: Iterable[str], claims: Iterable[tuple[str, str, BoundScenario | None]]) -> str:
    """Return the hash of a text as it is read.

    Args:
        text: the text.
        context: what it is read in.
        claims: form, expression and scenario of each; their order does not count.
    """
    asked = sorted([form, plain_claim(expression), _written(scenario)] for form, expression, scenario in claims)
    whole = json.dumps([plain(text), [plain(one) for one in context], asked], ensure_ascii=True)
    return hashlib.sha256(whole.encode()).hexdigest()[:DIGITS]


def plain(text: str) -> str:
    """Return a text with its white space as it is read: one space, but in fenced code, where only line ends are."""
    parts, last = [], 0
    for fenced in _FENCED.finditer(text):
        parts += [" ".join(text[last : fenced.start()].split()), "\n".join(map(str.rstrip, fenced[0].split("\n")))]
        last = fenced.end()
    return "\n".join(filter(None, (*parts, " ".join(text[last:].split()))))


def plain_claim(expression: str) -> str:
    """Return a claim with runs of white space as one space, but in texts between quotes."""
    return _QUOTED.sub(lambda found: " " if found[0].isspace() else found[0], expression.strip())


@lru_cache(maxsize=4_096)
def _written(scenario: BoundScenario | None) -> str:
    return "" if scenario is None else json.dumps(as_written(scenario), ensure_ascii=True)
