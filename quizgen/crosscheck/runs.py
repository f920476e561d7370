"""The runs behind items: of all that was computed for one, the run that bears its answer out.

Which run that will be is known before anything runs, as long as the answers are right: so it is kept when it is made.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial

from quizgen.crosscheck.groups import FIRST
from quizgen.crosscheck.laboratory import Laboratory, Progress, Request
from quizgen.crosscheck.subjects import Subject
from quizgen.crosscheck.values import as_text, words
from quizgen.crosscheck.verdicts import Behind, ItemKey, SubjectKey, Verdict
from quizgen.plugins.guard import PluginFailed
from quizgen.simulators.api import Value, Witness

_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"|\'((?:[^\'\\]|\\.)*)\'|\b([0-9]+)\b')


def telling(verdicts: Iterable[Verdict]) -> Verdict | None:
    """Return the verdict whose run tells most about an item: that of its key, else the first that has one."""
    return next((verdict for verdict in _keys_first(verdicts) if verdict.seed is not None), None)


def _keys_first(verdicts: Iterable[Verdict]) -> list[Verdict]:
    return sorted(verdicts, key=lambda verdict: verdict.subject.role == "distractor")


def to_keep(plans: Iterable[tuple[Subject, Request]]) -> dict[Request, frozenset[Hashable]]:
    """Return of which answers the first runs will stand behind items, if the answers are right."""
    items: dict[ItemKey, list[tuple[Subject, Request]]] = {}
    for subject, request in plans:
        if subject.item and request.probe.observes:
            items.setdefault(subject.key[:2], []).append((subject, request))
    kept: dict[Request, frozenset[Hashable]] = {}
    for pairs in items.values():
        subject, request = min(pairs, key=lambda pair: pair[0].role == "distractor")
        if not request.scenario.runs_on.is_still(request.scenario.scenario):
            kept[request] = kept.get(request, frozenset()) | {_borne_out(subject)}
    return kept


def _borne_out(subject: Subject) -> Hashable:
    """Return the answer of the run to look at, if the statement is right."""
    if subject.role == "order" or subject.form == "measure":
        return FIRST
    return (subject.role != "distractor") == (subject.form != "never")


def runs_behind(
    verdicts: Mapping[SubjectKey, Verdict], laboratory: Laboratory, progress: Progress
) -> dict[ItemKey, Behind]:
    """Return the runs behind the items of a deck whose answers are right; nothing for an item that has none."""
    items: dict[ItemKey, list[Verdict]] = {}
    for verdict in verdicts.values():
        if verdict.subject.item:
            items.setdefault(verdict.subject.key[:2], []).append(verdict)
    told = {item: best for item, found in items.items() if (best := telling(found))}
    wanted = {
        item: (verdict.subject.scenario, verdict.seed)
        for item, verdict in told.items()
        if verdict.right and verdict.seed is not None and verdict.subject.scenario and not verdict.is_still
    }
    runs = laboratory.runs(wanted.values(), progress)
    behind = {
        item: Behind(told[item], runs[run].trace, runs[run].digest) for item, run in wanted.items() if run in runs
    }
    for item, found in items.items():
        if item not in told and (shown := _witnessed(found, laboratory)):
            behind[item] = shown
    return behind


def _witnessed(verdicts: Sequence[Verdict], laboratory: Laboratory) -> Behind | None:
    """Return the run that shows why a measure has its value: one of an experiment."""
    for verdict in _keys_first(verdicts):
        subject = verdict.subject
        if not verdict.right or not subject.scenario or not verdict.measured:
            continue
        measured = sorted(verdict.measured.items())
        what = f"witness {(subject.form, subject.expression, subject.stated, measured)!r}"
        found: Witness | None = None
        with suppress(PluginFailed):  # a card does without
            found = laboratory.remembered(subject.scenario, what, partial(witness, verdict))
        if found and found.trace is not None:
            return Behind(verdict, found.trace, sentence=found.sentence)
    return None


def witness(verdict: Verdict, misconception: str | None = None) -> Witness | None:
    """Return what shows why a verdict's measures have their values; None if no run of theirs does.

    Args:
        verdict: on a statement whose evidence names a measure.
        misconception: under which wrong rule; None for the true rules. Then measures are measured anew.
    """
    bound = verdict.subject.scenario
    if bound is None or bound.problems:
        return None
    for measure in bound.runs_on.measures:
        if measure.name not in verdict.measured:
            continue
        try:
            value = verdict.measured[measure.name]
            if misconception is not None:
                value = measure.measure(bound.scenario, misconception)
            found = measure.witness(bound.scenario, misconception, value, tuple(_in_doubt(verdict, value)))
        except ValueError:  # it has no single value
            continue
        if found is not None:
            return found
    return None


def _in_doubt(verdict: Verdict, value: Value) -> Iterator[str]:
    """Yield what a claim names, or in what a stated value differs from what was measured."""
    subject = verdict.subject
    if subject.form != "measure":
        yield from (next(filter(None, groups), "") for groups in _LITERAL.findall(subject.expression))
        return
    stated, found = words(subject.stated), words(as_text(value))
    yield from (word for word in stated if word not in found)
    yield from (word for word in found if word not in stated)
