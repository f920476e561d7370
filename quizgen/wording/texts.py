"""The texts that claims give to the statements that they stand behind."""

from __future__ import annotations

import re
from typing import Final

from quizgen.crosscheck import Subject
from quizgen.model.evidence import EventPattern, Statement
from quizgen.model.scenario import BoundScenario
from quizgen.plugins.guard import PluginFailed
from quizgen.simulators import AnySimulator
from quizgen.text.inserting import MARKUP
from quizgen.wording.claims import in_words, sentence
from quizgen.wording.events import event_in_words
from quizgen.wording.language import ENGLISH

SAYING: Final = ("always", "sometimes", "never")
"""The forms of evidence that are sentences."""

_TEXT: Final = re.compile(r"""["']([^"']+)["']""")
"""A value that a claim names: its first letter stays as it is."""


def text_of(form: str, claim: str, scenario: BoundScenario) -> str:
    """Return the text of a statement, in Markdown: its claim as a sentence; empty if there are no words for that.

    There are none either if the scenario cannot be run.

    Of what always holds in runs it is not said that all runs are meant: the scenario is what the item tells of.

    Args:
        form: how the claim is asked, one of `SAYING`; ``measure`` for a name of the value, without a full stop.
        claim: in CEL.
        scenario: of which it is asked.
    """
    simulator = scenario.runs_on
    if not simulator.phrases or scenario.problems:
        return ""
    explored, still = simulator.is_explored(scenario.scenario), simulator.is_still(scenario.scenario)
    if form == "measure" or (form == "always" and not explored):
        told = in_words(claim, simulator, explored=still or explored)
    else:
        told = sentence(form, claim, simulator, explored=explored, ends=simulator.is_of_ends(scenario.scenario))
    return _shown(told, claim, end="" if form == "measure" else ".")


def text_of_event(event: EventPattern, simulator: AnySimulator) -> str:
    """Return the text of a step that stands for an event, in Markdown; empty if there are no words for it."""
    facts = {**({"peer": event.peer} if event.peer else {}), **event.attributes}
    told = event_in_words(event.type, event.actor or "", facts, simulator)
    return _shown(told, f'"{event.actor}"', end=".")


def _shown(told: str, claim: str, *, end: str) -> str:
    """Return a clause as a sentence in Markdown; its first letter stays if a value begins it."""
    if not any(told.startswith(f"{value} ") for value in _TEXT.findall(claim)):
        told = f"{told[:1].upper()}{told[1:]}"
    return MARKUP.sub(r"\\\1", f"{told}{end}") if told else ""


def after(question: str, text: str) -> str:
    """Return a text as it stands below a question: if that says "at the end", the text does not say it again."""
    return text.replace(ENGLISH.end, "", 1) if ENGLISH.end in question else text


def says_itself(statement: Statement, scenario: BoundScenario | None) -> bool:
    """Tell whether a statement's text is what its evidence gives it, so that the two cannot part; of a row its end."""
    text = getattr(statement, statement.said_in, "")
    try:
        told = _given(statement, scenario) if scenario and text else ""
    except PluginFailed:  # that is told where the scenario is checked
        return False
    shown = text[-1] if isinstance(text, tuple) else text
    return bool(told) and shown in {told, after(ENGLISH.end, told)}


def _given(statement: Statement, scenario: BoundScenario) -> str:
    """Return the text that its evidence gives a statement; empty if it gives none."""
    form, event = statement.form, getattr(statement, "event", None)
    if isinstance(event, EventPattern):
        return text_of_event(event, scenario.runs_on)
    named = form == "measure" and statement.said_in != statement.value_in
    return text_of(form, getattr(statement, form), scenario) if form and (form in SAYING or named) else ""


def is_made(subject: Subject) -> bool:
    """Tell whether a subject says itself: of an order each of its steps."""
    if subject.role != "order":
        return says_itself(subject.statement, subject.scenario)
    order = subject.item.question.order() if subject.item else None
    return order is not None and all(says_itself(step, subject.scenario) for _, step, _ in order.steps)
