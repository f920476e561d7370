"""The texts that claims give to the statements that they stand behind."""

from __future__ import annotations

import re
from typing import Final

from quizgen.model.evidence import Statement
from quizgen.model.scenario import BoundScenario
from quizgen.plugins.guard import PluginFailed
from quizgen.text.inserting import MARKUP
from quizgen.wording.claims import in_words, sentence

SAYING: Final = ("always", "sometimes", "never")
"""The forms of evidence that are sentences."""

_TEXT: Final = re.compile(r"""["']([^"']+)["']""")
"""A value that a claim names: its first letter stays as it is."""


def text_of(form: str, claim: str, scenario: BoundScenario) -> str:
    """Return the text of a statement, in Markdown: its claim as a sentence; empty if there are no words for that.

    Of what always holds in runs it is not said that all runs are meant: the scenario is what the item tells of.

    Args:
        form: how the claim is asked, one of `SAYING`.
        claim: in CEL.
        scenario: of which it is asked.
    """
    simulator = scenario.runs_on
    if not simulator.phrases:
        return ""
    explored, still = simulator.is_explored(scenario.scenario), simulator.is_still(scenario.scenario)
    if form == "always" and not explored:
        told = in_words(claim, simulator, explored=still)
    else:
        told = sentence(form, claim, simulator, explored=explored)
    if not any(told.startswith(f"{value} ") for value in _TEXT.findall(claim)):
        told = f"{told[:1].upper()}{told[1:]}"
    return MARKUP.sub(r"\\\1", f"{told}.") if told else ""


def says_itself(statement: Statement, scenario: BoundScenario | None) -> bool:
    """Tell whether a statement's text is its claim's own sentence, so that the two cannot part."""
    form = statement.form
    if scenario is None or form not in SAYING:
        return False
    try:
        told = text_of(form, getattr(statement, form), scenario)
    except PluginFailed:  # that is told where the scenario is checked
        return False
    return bool(told) and told == getattr(statement, "text", "")
