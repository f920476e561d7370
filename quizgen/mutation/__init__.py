"""Mutation: what a deck would notice if the protocol were another one.

A deck is asked the other way round. Its simulators get a wrong rule, and the items that then disagree are those that
expose the misconception; a misconception that no item exposes is a blind spot of its learners. And its scenarios get
an assumption turned round, such as PreVote: an item whose answer turns with it has to tell the learner which holds.
And in its scripts something goes wrong, such as a crash; an item that then holds no longer may need a condition.

After R. DeMillo, R. Lipton and F. Sayward, "Hints on Test Data Selection" (1978), where programs are mutated to judge
their tests.
"""

from __future__ import annotations

from quizgen.mutation.assumptions import Dependence, dependences, unstated
from quizgen.mutation.exposure import Exposure, exposures
from quizgen.mutation.faults import Flip, flips
from quizgen.mutation.score import Score, score
from quizgen.mutation.unshaken import Unshaken, unshaken

__all__ = [
    "Dependence",
    "Exposure",
    "Flip",
    "Score",
    "Unshaken",
    "dependences",
    "exposures",
    "flips",
    "score",
    "unshaken",
    "unstated",
]
