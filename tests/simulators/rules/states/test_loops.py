"""Runs that can go on for ever are told by the steps that come again."""

from __future__ import annotations

import pytest

from quizgen.simulators.rules.states.exploring import Explored
from quizgen.simulators.rules.states.loops import endless
from quizgen.simulators.rules.states.machine import machine
from tests.simulators.rules.models import rules_of

HEAD = """\
format: rules/1
id: lamp
title: A lamp
state:
  place: {is: 0..9, start: 0}
rules:
"""
UP = "  go: {when: place < 3, set: {place: place + 1}}\n"
FAR = """\
  far: {when: 'place >= 3 && place < 9', set: {place: place + 1}}
  home: {when: place == 9, set: {place: 0}}
"""
SWING = """\
  hop: {when: place == 0, set: {place: 5}}
  swing: {when: place == 5, set: {place: 6}}
  back: {when: place == 6, set: {place: 5}}
  leave: {when: place == 6, set: {place: 7}}
  pass: {when: place == 7, set: {place: 8}}
  stand: {when: place == 8, set: {place: 9}}
  return: {when: place == 9, set: {place: 8}}
"""


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ("", ""),
        ("  stay: {when: place == 2}\n", "after go, go: stay can be taken again and again, and changes nothing"),
        ("  back: {when: place == 3, set: {place: 1}}\n", "after go: go, go, back, and so on"),
        ("  back: {when: place == 3, set: {place: 0}}\n", "go, go, go, back, and so on"),
        (
            FAR,
            "go, go, go, far, far, far, far, ..., home, and so on",
        ),
        (  # what lies between two loops is in neither
            SWING,
            "after hop: swing, back, and so on",
        ),
    ],
)
def test_a_loop_is_told(rules: str, told: str) -> None:
    """An author reads that runs go on for ever, and cannot find where among forty rules."""
    assert endless(Explored(machine(rules_of(HEAD + UP + rules)))) == told
