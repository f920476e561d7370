"""Choice questions: one key (``multiple_choice``) or several (``multiple_response``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from quizgen.cards import Html
from quizgen.kinds.api import CardPlace, Evidence, Fields, Kind, NoteLook, NotRebuilt, Setting
from quizgen.kinds.choice import anki
from quizgen.kinds.choice.body import Choice as Body
from quizgen.kinds.choice.body import Option
from quizgen.kinds.choice.question import Choice, MultipleChoice, MultipleResponse
from quizgen.kinds.orders import shuffled
from quizgen.model.base import Place

Q = TypeVar("Q", bound=Choice)
_SCRIPTS = ("pressing", "choice")


class _ChoiceKind(Kind[Q, Body]):
    """What both have in common."""

    points = 1
    body = Body
    layout = "choice"

    def lowered(self, question: Q, setting: Setting) -> Body:
        """Return the options with their reasons, shuffled."""
        options = [
            Option(
                setting.inline(option.text),
                option.key,
                setting.inline(option.rationale) if option.rationale else Html(""),
                setting.belief(("options", index)),
                setting.evidence(("options", index)),
            )
            for index, option in enumerate(question.options)
        ]
        return Body(shuffled(options, question.id), self._multiple)

    def places(self, question: Q, body: Body) -> Mapping[Place, CardPlace]:  # noqa: ARG002 - the shuffle tells
        """Return where each option stands on the card."""
        order = shuffled(range(len(question.options)), question.id)
        return {("options", written): ["option", shown] for shown, written in enumerate(order)}

    def written(self, body: Body, evidence: Evidence) -> dict[str, Any]:
        """Return the options; what is marked right on the card is the key."""
        options = []
        for number, option in enumerate(body.options):
            stated: dict[str, Any] = {"text": option.text, "key": option.key, **evidence.of("option", number)}
            role = evidence.role("option", number)
            if (role == "key") != option.key:
                mark = "right" if option.key else "wrong"
                raise NotRebuilt(f"option {number + 1} is marked {mark}; its receipt has it as {role}")
            options.append(stated | ({"rationale": option.rationale} if option.rationale else {}))
        return {"options": options}

    def fields(self, body: Body) -> Fields:
        """Return the options, and the options marked."""
        return anki.fields(body)

    def read(self, fields: Mapping[str, str]) -> Body:
        """Return the options."""
        return anki.read(fields, multiple=self._multiple)

    @property
    def _multiple(self) -> bool:
        return issubclass(self.question, MultipleResponse)


class MultipleChoiceKind(_ChoiceKind[MultipleChoice]):
    """A question with exactly one right option."""

    name = "multiple_choice"
    label = "Multiple choice"
    question = MultipleChoice
    note = NoteLook(1_700_020_170_001, (("Question", "multiple_choice"),), _SCRIPTS)


class MultipleResponseKind(_ChoiceKind[MultipleResponse]):
    """A question with one or more right options, all of which must be picked."""

    name = "multiple_response"
    label = "Multiple response"
    question = MultipleResponse
    note = NoteLook(1_700_020_170_002, (("Question", "multiple_response"),), _SCRIPTS)
