"""What is worded as a law rests on more than one script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from quizgen.checks.content import Content, span_of
from quizgen.checks.wording import named, runs
from quizgen.crosscheck import Subject, Verdict
from quizgen.diagnostics import Diagnostic, warning
from quizgen.wording import says_itself

_LAWS = (
    r"always|never|(?<!for )ever|any|every|at[\s*_]+most|no[\s*_]+more[\s*_]+than|exactly|whenever|whoever|whatever"
    r"|impossible|without[\s*_]+exception"
)
_STATED = re.compile(rf"(?<![\w-])(?:{_LAWS}|no(?![\s*_]+(?:longer|more)\b)(?=[\s*_]+\w))(?![\w-])", re.IGNORECASE)
"""Words of laws in what is stated: "no lock has two owners", but not "No; T3 waits"."""
_AROUND_VALUES = re.compile(rf"(?<![\w-])(?:{_LAWS})(?![\w-])", re.IGNORECASE)
"""The same in the sentence around a value, where "no" mostly makes a condition: "no message is lost"."""
_ASKED = re.compile(r"(?<![\w-])(?:always|(?<!for )ever|at[\s*_]+most)(?![\w-])", re.IGNORECASE)
"""The same in a question, where the others are part of a story: "before any thread waits"."""


def law_from_one_script(content: Content) -> Iterator[Diagnostic]:
    """What is said to be so always, never or in every case rests on more than the runs of one script."""
    told: set[object] = set()
    for verdict, word in laws(content):
        subject = verdict.subject
        if _owner(subject) not in told:
            told.add(_owner(subject))
            message = f'`{named(subject)}` says "{word}", but rests on one script: {runs(verdict)}'
            every = f"rest it on every state, as with `scenario: {_exploration(verdict)}`"
            hint = f"{every}; or say what this script shows; or name what it `assumes`"
            yield warning("law-from-one-script", span_of(subject), message, hint)


def laws(of: Content) -> Iterator[tuple[Verdict, str]]:
    """Yield what is worded as a law, and rests on the runs of one script, with the word that makes it one."""
    for verdicts in _by_owner(of):
        asked = not _is_backed(verdicts)
        for verdict in verdicts:
            if _exploration(verdict) and (word := _law(verdict.subject, asked=asked)):
                yield verdict, word


def _owner(subject: Subject) -> object:
    return subject.item.question.id if subject.item else subject.key


def _by_owner(content: Content) -> Iterator[list[Verdict]]:
    """Yield the verdicts on what is rightly stated, and under no condition: of an item together, others alone."""
    found: dict[object, list[Verdict]] = {}
    for verdict in content.verdicts():
        subject = verdict.subject
        stated = verdict.right and subject.role not in {"distractor", "order"} and subject.form != "sometimes"
        stated = stated and not says_itself(subject.statement, subject.scenario)  # it says what its runs show
        if stated and not subject.assumes and subject.lesson.head.language.startswith("en"):
            found.setdefault(_owner(subject), []).append(verdict)
    yield from found.values()


def _is_backed(verdicts: Sequence[Verdict]) -> bool:
    """Tell whether every state, or a source, stands behind the sentence that an item's values share."""
    item = verdicts[0].subject.item
    statements = item.question.statements() if item else ()
    return any(verdict.survey for verdict in verdicts) or any(
        statement.form == "cite" and statement.is_key is not False for _, statement in statements
    )


def _law(subject: Subject, *, asked: bool) -> str:
    """Return the word that makes a law of a statement, or else of what is asked; empty if there is none."""
    statement = subject.statement
    stated = [str(getattr(statement, name, "")) for name in ("text", "left", "definition")]
    found = _STATED.search("\n".join([*stated, *getattr(statement, "cells", ())]))
    if not found and asked and subject.item:
        question = subject.item.question.asking()[1]
        found = (_AROUND_VALUES if subject.form == "measure" else _ASKED).search(question)
    return " ".join(re.findall(r"\w+", found.group())) if found else ""


def _exploration(verdict: Verdict) -> str:
    """Return how to ask for every state instead; empty if no script stands behind it, or nothing can be explored."""
    bound = verdict.subject.scenario
    if bound is None or not verdict.executions or verdict.survey or verdict.is_still:
        return ""
    return bound.runs_on.every_state(bound.scenario)
