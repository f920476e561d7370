"""A statement beside its claims, in words: for the terminal, for a list, and for tools."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from quizgen.checks.wording import truth, value
from quizgen.crosscheck import Findings, Verdict
from quizgen.diagnostics import printable
from quizgen.render.accounts import run_told
from quizgen.review.digests import plain, plain_claim
from quizgen.review.marks import only_in
from quizgen.review.statements import EVENT, Claim, Statement
from quizgen.wording import in_words

_WIDTH: Final = 8
_MARK: Final = ("\x1b[1;7m", "\x1b[0m")
"""Bold and reversed, and back (ECMA-48)."""


@dataclass(frozen=True)
class Beside:
    """A text and its claims in words, with what came out.

    Attributes:
        statement: what is read.
        claims: each in words, or as it was written if there are none for it.
        outcomes: what the simulator said to each; empty where it said nothing.
        runs: what was run for them, each scenario once.
        names: the actors of their scenarios.
    """

    statement: Statement
    claims: tuple[str, ...]
    outcomes: tuple[str, ...]
    runs: tuple[str, ...]
    names: frozenset[str]

    @property
    def text(self) -> str:
        """The text as it is read."""
        return plain(self.statement.text)

    @property
    def only_in_text(self) -> tuple[str, ...]:
        """Numbers and names that no claim has, nor the value that came out."""
        spans = only_in(self.text, self._claimed, self.names)
        return _each(self.text[start:end] for start, end in spans)

    @property
    def only_in_claims(self) -> tuple[str, ...]:
        """Numbers and names of the claims that the text lacks."""
        claims = "\n".join(self.claims)
        return _each(claims[start:end] for start, end in only_in(claims, self.text, self.names))

    @property
    def _claimed(self) -> str:
        values = (claim.subject.stated for claim in self.statement.claims if claim.form == "measure")
        return "\n".join((*self.claims, *values, *(one.value for one in self.statement.named)))

    def in_text(self, *, marked: bool) -> str:
        """Return all of it for people: a line for each thing that is to be read.

        Args:
            marked: whether numbers and names that one side lacks are shown in reverse video.
        """
        statement = self.statement
        head = printable(f"{statement.owner}, {statement.part}   {statement.span}")
        asked = [f"{claim.form}: {plain_claim(claim.expression)}" for claim in statement.claims]
        lines = [("In", plain(one)) for one in statement.context]
        lines += [("If", plain(one)) for one in statement.assumed]
        text, claims = printable(self.text), [printable(one) for one in self.claims]
        if marked:
            claims = [_marked(one, only_in(one, text, self.names)) for one in claims]
            text = _marked(text, only_in(text, printable(self._claimed), self.names))
        shown = [*((name, printable(one)) for name, one in lines), ("Text", text)]
        for words, written, outcome in zip(claims, map(printable, asked), self.outcomes, strict=True):
            shown += [("Claim", words if words.endswith(written) else f"{words}   [{written}]")]
            shown += [("Found", printable(outcome))] if outcome else []
        shown += [("Filled", printable(f"{one.value}   [{one.expression}]")) for one in statement.named]
        shown += [("Run", printable(run)) for run in self.runs]
        for name, found in (("text", self.only_in_text), ("claim", self.only_in_claims)):
            shown += [("Look", f"only in the {name}: {printable(', '.join(found))}")] if found else []
        return "\n".join((head, *(f"  {name:{_WIDTH}}{_indented(told)}" for name, told in shown))) + "\n"

    def as_json(self, day: str) -> str:
        """Return it as one line for tools; ``read`` is the day on which it was read, or null."""
        statement, span = self.statement, self.statement.span
        made = {
            "id": statement.owner,
            "part": statement.part,
            "hash": statement.digest,
            "file": span.file,
            "line": span.line,
            "column": span.column,
            "text": self.text,
            "context": [plain(one) for one in statement.context],
            "assumed": statement.assumed,
            "claims": [
                {"form": claim.form, "claim": plain_claim(claim.expression), "words": words, "found": outcome}
                for claim, words, outcome in zip(statement.claims, self.claims, self.outcomes, strict=True)
            ],
            "filled": [(one.expression, one.value) for one in statement.named],
            "only_in_text": self.only_in_text,
            "only_in_claims": self.only_in_claims,
            "read": day or None,
        }
        return json.dumps(made)


def beside(statement: Statement, findings: Findings) -> Beside:
    """Return a statement beside its claims in words."""
    verdicts = [findings.of(claim.subject) for claim in statement.claims]
    names = {
        actor
        for claim in statement.claims
        if claim.scenario and not claim.scenario.problems
        for actor in claim.scenario.runs_on.actors(claim.scenario.scenario)
    }
    pairs = list(zip(statement.claims, verdicts, strict=True))
    claims = tuple(_words(claim, verdict) for claim, verdict in pairs)
    outcomes = tuple(_outcome(claim, verdict) for claim, verdict in pairs)
    return Beside(statement, claims, outcomes, tuple(_runs(verdicts)), frozenset(names))


def _words(claim: Claim, verdict: Verdict | None) -> str:
    """Return a claim in words; as it was written if there are none for it."""
    written = f"{claim.form}: {plain_claim(claim.expression)}"
    if claim.scenario is None:
        return written
    simulator = claim.scenario.runs_on
    if claim.form == EVENT and claim.event:
        meaning = simulator.trace_events.get(claim.event.type, "")
        return f"{claim.expression} ({meaning.removesuffix('.')})" if meaning else written
    explored = bool(verdict and verdict.survey)
    told = in_words(claim.expression, simulator, verdict.computed if verdict else "", explored=explored)
    how = {"sometimes": "at least once: ", "never": "never: "}.get(claim.form, "")
    return f"{how}{told}" if told else written


def _outcome(claim: Claim, verdict: Verdict | None) -> str:
    """Return what came out, and what a wrong option is to be."""
    if verdict is None or claim.form == EVENT:
        return ""
    if verdict.problem:
        return f"not computed: {verdict.problem}"
    wrong = " (this option is wrong)" if claim.subject.role == "distractor" else ""
    return f"{value(verdict) if verdict.computed else truth(verdict)}{wrong}"


def _runs(verdicts: Sequence[Verdict | None]) -> Iterator[str]:
    by_scenario: Mapping[object, list[Verdict]] = {}
    found = dict(by_scenario)
    for verdict in verdicts:
        if verdict and verdict.subject.scenario:
            found.setdefault(verdict.subject.scenario, []).append(verdict)
    for same in found.values():
        if scenario := same[0].subject.scenario:
            yield run_told(scenario, same)


def _marked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return a text with marks around what stands in some places."""
    for start, end in reversed(spans):
        text = f"{text[:start]}{_MARK[0]}{text[start:end]}{_MARK[1]}{text[end:]}"
    return text


def _indented(text: str) -> str:
    return text.replace("\n", "\n" + " " * (_WIDTH + 2))


def _each(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
