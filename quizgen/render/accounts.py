"""Accounts: how what a card states was computed, told to the learner in sentences.

A receipt says the same to a program (`quizgen.render.receipts`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Final

from quizgen.cards import Html
from quizgen.crosscheck import Findings, Subject, Verdict
from quizgen.crosscheck.values import as_text, bare
from quizgen.kinds.api import CardPlace
from quizgen.model.base import Place
from quizgen.model.named import Named
from quizgen.model.scenario import BoundScenario
from quizgen.render.evidence_lines import bounds, count, everywhere, simulator_name
from quizgen.simulators.words import counted
from quizgen.text.fragments import letter
from quizgen.wording import in_words

_MOST_STEPS: Final = 12
"""Of a scenario, that are told."""
_MOST_VALUES: Final = 12
"""Of a list whose length was asked, that are told."""
_SIZE: Final = re.compile(r"size\(\w+\)|\w+\.size\(\)")
_LONGEST: Final = 200
"""Characters of one thing that a simulator tells."""
_NAMES: Final = {"blank": "Gap", "point": "Point", "step": "Step", "pair": "Pair"}


def account(
    found: Sequence[Subject], shown: Mapping[Place, CardPlace], findings: Findings, named: Iterable[Named] = ()
) -> Html:
    """Return how an item was computed, as HTML: what was run, and what that said to each statement.

    Args:
        found: the item's subjects.
        shown: place below the item -> place on the card.
        findings: what was computed.
        named: the values that its texts name.
    """
    told: dict[BoundScenario, list[Verdict]] = {}
    for subject in sorted(found, key=lambda subject: [str(part).zfill(4) for part in shown[subject.place]]):
        verdict = findings.of(subject)
        if verdict and subject.scenario:
            told.setdefault(subject.scenario, []).append(verdict)
    parts = []
    for scenario, verdicts in told.items():
        lines = "".join(f"<li>{sentence}</li>" for sentence in _sentences(verdicts, shown))
        steps = "".join(f"<li>{escape(step)}</li>" for step in scenario.runs_on.working(scenario.scenario))
        working = f'<ol class="qz-working">{steps}</ol>' if steps else ""
        parts.append(f"<p>{escape(run_told(scenario, verdicts))}</p>{working}<ul>{lines}</ul>")
    parts += _filled_in(list(dict.fromkeys(named)))
    assumed = dict.fromkeys(subject.assumes for subject in found if subject.assumes)
    parts += [f"<p>This holds under a condition: {escape(condition)}</p>" for condition in assumed]
    return Html("".join(parts))


def _filled_in(named: Sequence[Named]) -> Iterator[str]:
    """Yield how many values of the texts were computed, and each in words."""
    if named:
        lines = "".join(f"<li>{_worded(one.expression, one.scenario)}: {escape(one.value)}</li>" for one in named)
        was = "was" if len(named) == 1 else "were"
        yield f"<p>{counted(len(named), 'value')} in the texts of this card {was} computed:</p><ul>{lines}</ul>"


def run_told(scenario: BoundScenario, verdicts: Sequence[Verdict]) -> str:
    """Return what was run, how often, and by which simulator."""
    what, *steps = (str(step)[:_LONGEST] for step in scenario.runs_on.told(scenario.scenario))
    shown = "; ".join(steps[:_MOST_STEPS])
    more = f"; and {counted(len(steps) - _MOST_STEPS, 'more step')}" if len(steps) > _MOST_STEPS else ""
    story = f": {shown}{more}." if steps else "."
    if scenario.runs_on.words.how:
        return f"{what[:1].upper()}{what[1:]}{story}"
    return f"{_how_often(verdicts)} {what}{story} Computed by the {simulator_name(scenario)}."


def _how_often(verdicts: Sequence[Verdict]) -> str:
    asked = next((verdict for verdict in verdicts if verdict.executions), None)
    if asked is None:
        return "By experiments with"
    if asked.is_still:
        return "From the start of"
    told = count(asked)
    if asked.survey:
        every = "the only state" if asked.executions == 1 else f"all {told}"
        return f"In {every} ({bounds(asked.survey, asked.words)}) of"
    differ = f", {asked.words.differ}," if asked.words.differ and asked.words.seed and asked.executions > 1 else ""
    return f"In {told}{differ} of"


def _sentences(verdicts: Sequence[Verdict], shown: Mapping[Place, CardPlace]) -> Iterator[str]:
    """Yield what was asked and what came out, once for all that compare with the same value."""
    values: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        subject, name = verdict.subject, _name(shown[verdict.subject.place])
        if subject.form == "measure":
            values.setdefault(subject.expression, []).append(verdict)
        elif subject.role == "order":
            order = f"the order {verdict.computed}" if subject.free else "this order, and no other"
            yield escape(f"{order}{' in time' if subject.by == 'time' else ''}, in {everywhere(verdict)}")
        else:
            yield f"{name}{_asked(verdict)}: {escape(_outcome(verdict))}"
    for same in values.values():
        yield _measured(same, shown)


def _measured(verdicts: Sequence[Verdict], shown: Mapping[Place, CardPlace]) -> str:
    """Return what one value was, and for which places on the card that decides."""
    value = verdicts[0].computed
    right = [verdict for verdict in verdicts if verdict.subject.role != "distractor"]
    wrong = [verdict for verdict in verdicts if verdict.subject.role == "distractor"]
    names = "".join(_name(shown[verdict.subject.place]) for verdict in right)
    others = [f"{_name(shown[verdict.subject.place])}{escape(bare(verdict.subject.stated))}" for verdict in wrong]
    not_those = f", and not {' or '.join(others)}" if others else ""
    return f"{names}{_asked(verdicts[0], value)}: {escape(value)}{_listed(verdicts[0])}{not_those}"


def _listed(verdict: Verdict) -> str:
    """Return the values of which only the number was asked: " (accepted, lapsed)"; empty if there are none."""
    lists = [value for value in verdict.measured.values() if isinstance(value, tuple)]
    few = len(lists) == 1 and len(lists[0]) <= _MOST_VALUES and _SIZE.fullmatch(verdict.subject.expression.strip())
    return f" ({escape(bare(as_text(lists[0])))})" if few and lists[0] else ""


def _outcome(verdict: Verdict) -> str:
    """Return whether what a claim says came out so, and where."""
    right = verdict.agreeing
    if not verdict.executions or verdict.is_still:
        return "true" if right or (not verdict.executions and verdict.subject.role != "distractor") else "false"
    if right == 0:
        return f"never so, in {count(verdict)}"
    if right == verdict.executions:
        return f"so in {'the one' if right == 1 else 'all'} {count(verdict).removeprefix('1 ')}"
    return f"so in {right:,} of {count(verdict)}"


def _asked(verdict: Verdict, value: str = "") -> str:
    """Return what was asked of the runs: in words, or as the author wrote it if there are none."""
    return _worded(verdict.subject.expression, verdict.subject.scenario, value, explored=verdict.survey is not None)


def _worded(expression: str, scenario: BoundScenario | None, value: str = "", *, explored: bool = False) -> str:
    words = in_words(expression, scenario.runs_on, value, explored=explored) if scenario else ""
    return f"<q>{escape(words)}</q>" if words else f"<code>{escape(expression)}</code>"


def _name(place: CardPlace) -> str:
    """Return what a place on the card is called, in front of what is said of it."""
    kind, *number = place
    if not number:
        return ""
    index = int(number[0])
    return (
        f'<b data-of="{index}">{letter(index)}</b> ' if kind == "option" else f"<b>{_NAMES[str(kind)]} {index + 1}</b> "
    )
