"""Questions to the bodies of cards, one function a kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from quizgen.cards import (
    BLANK_CLOSE,
    BLANK_OPEN,
    Blank,
    Body,
    Choice,
    Cloze,
    Html,
    Matching,
    Number,
    Option,
    Ordering,
    Pair,
    Point,
    Recall,
    Step,
)
from quizgen.crosscheck import Findings, Subject
from quizgen.model import questions
from quizgen.model.base import Place
from quizgen.model.questions import Question
from quizgen.render.evidence_lines import evidence_line
from quizgen.render.order import deranged, shuffled


@dataclass(frozen=True)
class Context:
    """What the bodies of one item are made with.

    Attributes:
        subjects: the item's subjects by place.
        block: Markdown to HTML with paragraphs.
        inline: Markdown to HTML without them.
    """

    subjects: Mapping[Place, Subject]
    findings: Findings
    block: Callable[[str], Html]
    inline: Callable[[str], Html]

    def evidence(self, place: Place) -> str:
        """Return the evidence line of the statement at a place."""
        subject = self.subjects.get(place)
        return evidence_line(subject, self.findings) if subject else ""


def body(question: Question, context: Context) -> Body:
    """Return the body of a question's card."""
    match question:
        case questions.Choice():
            return _choice(question, context)
        case questions.Numeric():
            answer = question.answer
            return Number(answer.value, answer.unit or "", answer.tolerance, context.evidence(("answer",)))
        case questions.Cloze():
            return _cloze(question, context)
        case questions.Recall():
            points = tuple(
                Point(context.inline(point.text), context.evidence(("points", index)))
                for index, point in enumerate(question.points)
            )
            return Recall(context.block(question.answer) if question.answer else Html(""), points)
        case questions.Ordering():
            return _ordering(question, context)
        case questions.Matching():
            return _matching(question, context)


def _choice(question: questions.Choice, context: Context) -> Choice:
    options = [
        Option(
            context.inline(option.text),
            option.key,
            context.inline(option.rationale) if option.rationale else Html(""),
            _belief(context.subjects.get(("options", index)), option.misconception),
            context.evidence(("options", index)),
        )
        for index, option in enumerate(question.options)
    ]
    return Choice(shuffled(options, question.id), isinstance(question, questions.MultipleResponse))


def _belief(subject: Subject | None, misconception: str | None) -> str:
    if subject is None or subject.scenario is None or misconception is None:
        return ""
    return next((m.belief for m in subject.scenario.runs_on.misconceptions if m.name == misconception), "")


def _cloze(question: questions.Cloze, context: Context) -> Cloze:
    used = question.used()
    text = question.text
    for index, name in enumerate(used):
        text = text.replace(f"[[{name}]]", f"{BLANK_OPEN}{index}{BLANK_CLOSE}")
    blanks = tuple(
        Blank(blank.answer, blank.accept, blank.hint or "", context.evidence(("blanks", name)))
        for name, blank in ((name, question.blanks[name]) for name in used)
    )
    return Cloze(context.block(text), blanks)


def _ordering(question: questions.Ordering, context: Context) -> Ordering:
    together = context.evidence(("steps",))
    steps = [
        Step(context.inline(step.text), index + 1, context.evidence(("steps", index)) or together)
        for index, step in enumerate(question.steps)
    ]
    shown = deranged(steps, question.id)
    body = Ordering(shown, tuple((min(pair), max(pair)) for pair in question.free))
    # What comes from the shuffle may be right where steps are free. Backwards, no pair keeps its order.
    return replace(body, steps=shown[::-1]) if body.is_right([step.position for step in shown]) else body


def _matching(question: questions.Matching, context: Context) -> Matching:
    rights = list(dict.fromkeys(pair.right for pair in question.pairs))
    choices = deranged(rights, question.id) if len(rights) > 1 else tuple(rights)
    pairs = tuple(
        Pair(context.inline(pair.left), choices.index(pair.right), context.evidence(("pairs", index)))
        for index, pair in enumerate(question.pairs)
    )
    return Matching(pairs, tuple(context.inline(choice) for choice in choices))
