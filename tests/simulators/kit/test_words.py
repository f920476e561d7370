"""What simulators are built of knows none of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import quizgen.simulators.kit

SOURCES = sorted(Path(quizgen.simulators.kit.__file__).parent.glob("*.py"))
RAFTS = re.compile(r"\b(raft|servers?|terms?|leaders?|elect\w*|heartbeats?|votes?|quorums?)\b", re.IGNORECASE)


@pytest.mark.parametrize("source", SOURCES, ids=[source.name for source in SOURCES])
def test_no_word_of_raft(source: Path) -> None:
    """Whoever writes another simulator has to find out first which part of the kit holds for theirs."""
    assert RAFTS.findall(source.read_text(encoding="utf-8")) == []
