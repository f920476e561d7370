"""The kinds of question. To add one: write its file, and add one line to each of the two lists below."""

from __future__ import annotations

from collections.abc import Mapping

from quizgen.model.questions.choice import Choice, MultipleChoice, MultipleResponse, Option
from quizgen.model.questions.cloze import BLANK, Blank, Cloze
from quizgen.model.questions.item import Item, Level
from quizgen.model.questions.matching import Matching, Pair
from quizgen.model.questions.numeric import Numeric, NumericAnswer
from quizgen.model.questions.ordering import EventPattern, Ordering, Step
from quizgen.model.questions.recall import Point, Recall

Question = MultipleChoice | MultipleResponse | Numeric | Cloze | Recall | Ordering | Matching

KINDS: Mapping[str, type[Question]] = {
    "multiple_choice": MultipleChoice,
    "multiple_response": MultipleResponse,
    "numeric": Numeric,
    "cloze": Cloze,
    "recall": Recall,
    "ordering": Ordering,
    "matching": Matching,
}
"""``kind:`` -> what it is validated as."""

__all__ = [
    "BLANK",
    "KINDS",
    "Blank",
    "Choice",
    "Cloze",
    "EventPattern",
    "Item",
    "Level",
    "Matching",
    "MultipleChoice",
    "MultipleResponse",
    "Numeric",
    "NumericAnswer",
    "Option",
    "Ordering",
    "Pair",
    "Point",
    "Question",
    "Recall",
    "Step",
]
