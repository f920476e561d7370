"""Choice questions: one key (``multiple_choice``) or several (``multiple_response``)."""

from __future__ import annotations

from quizgen.kinds.api import Kind, NoteLook
from quizgen.kinds.choice.body import Choice
from quizgen.kinds.choice.question import MultipleChoice, MultipleResponse

_SCRIPTS = ("pressing", "choice")

MULTIPLE_CHOICE = Kind(
    name="multiple_choice",
    label="Multiple choice",
    points=1,
    question=MultipleChoice,
    body=Choice,
    layout="choice",
    note=NoteLook(1_700_020_170_001, (("Question", "multiple_choice"),), _SCRIPTS),
)
MULTIPLE_RESPONSE = Kind(
    name="multiple_response",
    label="Multiple response",
    points=1,
    question=MultipleResponse,
    body=Choice,
    layout="choice",
    note=NoteLook(1_700_020_170_002, (("Question", "multiple_response"),), _SCRIPTS),
)
