"""What the body of an item's card is made with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from quizgen.cards import Html
from quizgen.crosscheck import Findings, Subject
from quizgen.model.base import Place
from quizgen.render.evidence_lines import evidence_line


@dataclass(frozen=True)
class Context:
    """A `quizgen.kinds.api.Setting`.

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

    def belief(self, place: Place) -> str:
        """Return the belief that the statement at a place names."""
        subject = self.subjects.get(place)
        if subject is None or subject.scenario is None:
            return ""
        known = subject.scenario.runs_on.misconceptions
        return next((wrong.belief for wrong in known if wrong.name == subject.misconception), "")
