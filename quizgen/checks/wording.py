"""How diagnostics speak of statements, and of the runs or explored states behind them."""

from __future__ import annotations

import shlex

from quizgen.crosscheck import Subject, Verdict
from quizgen.crosscheck.asking.orders import DerivedOrder
from quizgen.crosscheck.runs import witness
from quizgen.crosscheck.values import as_text


def runs(verdict: Verdict) -> str:
    """Return what stands behind a verdict: "20 runs of loop", "944 states of loop", "experiments with loop"."""
    simulator = verdict.subject.scenario.simulator if verdict.subject.scenario else ""
    if not verdict.executions:
        return f"experiments with {simulator}"
    return f"{verdict.words.counted(verdict.executions, explored=verdict.survey is not None)} of {simulator}"


def all_runs(verdict: Verdict) -> str:
    """Return the same for what holds in every run: "all 20 runs of loop", "the one run of loop"."""
    if not verdict.executions:
        return runs(verdict)
    return f"all {runs(verdict)}" if verdict.executions > 1 else f"the one {runs(verdict).removeprefix('1 ')}"


def share(verdict: Verdict, count: int) -> str:
    """Return some of the runs: "all 20 runs of loop", "3 of 20 runs of loop"."""
    return all_runs(verdict) if count == verdict.executions else f"{count:,} of {runs(verdict)}"


def falsity(verdict: Verdict) -> str:
    """Return in how many runs a claim is false: "it is false in 3 of 20 runs of loop"."""
    false = verdict.executions - verdict.agreeing
    if verdict.is_still or not (verdict.executions and false):
        return truth(verdict)
    return _measured(f"it is false in {share(verdict, false)}", verdict)


def truth(verdict: Verdict) -> str:
    """Return in how many runs a claim is true: "it is true in 3 of 20 runs of loop"."""
    true = verdict.agreeing
    if verdict.words.how:
        found = f"by the {verdict.words.run} it is {'true' if true else 'false'}"
    elif verdict.is_still:
        found = f"it is {'true' if true else 'false'} at the start"
    elif not verdict.executions:
        found = f"{all_runs(verdict)} find it {'true' if true else 'false'}"
    elif true:
        found = f"it is true in {share(verdict, true)}"
    else:
        found = f"it is false in {all_runs(verdict)}"
    return _measured(found, verdict)


def _measured(found: str, verdict: Verdict) -> str:
    values = ", ".join(f"{name} is {as_text(value)}" for name, value in verdict.measured.items())
    return f"{found} ({values})" if values else found


def value(verdict: Verdict) -> str:
    """Return the computed value: "all 20 runs of loop give 2"; of an order what all runs force."""
    if verdict.order is not None:
        return _order(verdict, verdict.order)
    if verdict.words.how:
        return f"the {verdict.words.run} gives {verdict.computed}"
    if verdict.is_still:
        return f"at the start it is {verdict.computed}"
    return f"{all_runs(verdict)} give{'s' if verdict.executions == 1 else ''} {verdict.computed}"


def _order(verdict: Verdict, order: DerivedOrder) -> str:
    """Return the order that all runs force: "in all 20 runs of loop the order is 1 < 2"."""
    if verdict.words.how or verdict.is_still:
        where = f"by the {verdict.words.run}" if verdict.words.how else "at the start"
    else:
        where = f"in {all_runs(verdict)}"
    if not order.steps:
        return f"{where} there is no order: no step happens in every {verdict.words.run}"
    return f"{where} the order is {order.words}"


def evidence(subject: Subject) -> str:
    """Return a statement's evidence as it was written."""
    return f"`{subject.form}: {subject.expression}`"


def see(verdict: Verdict) -> str:
    """Return how to see the run that decided it; empty if there is none.

    Of what should happen at some time, or is not to be said never to, and happens in no explored state, there is none.
    """
    if verdict.survey and verdict.needs_one and not verdict.agreeing:
        return f"no state shows it, of all {verdict.executions:,} within {verdict.survey.bounds}"
    if verdict.is_still or verdict.words.how:
        return f"see why: {_explain(verdict)}"
    return _command(verdict, verdict.seed)


def see_or(verdict: Verdict, otherwise: str) -> str:
    """Return how to see the run that decided it, or else another hint; of an experiment both."""
    if told := see(verdict):
        return told
    return f"{otherwise}; see what was found: {_explain(verdict)}" if witness(verdict) else otherwise


def see_belief(verdict: Verdict) -> str:
    """Return the command that shows a run under the misconception; empty if there is none."""
    if verdict.survey and verdict.subject.form == "sometimes" and not verdict.under_misconception:
        return ""  # no state shows it under the wrong rule
    command = _command(verdict, verdict.belief_seed)
    return f"{command} --misconception {verdict.subject.misconception}" if command else ""


def named(subject: Subject) -> str:
    """Return the id under which `quizgen explain` finds a statement: of its item, concept, table, or else lesson."""
    if subject.item is not None:
        return subject.item.question.id
    head, place = subject.lesson.head, subject.place
    if place[0] == "concepts" and isinstance(place[1], int):
        return head.concepts[place[1]].id
    if place[0] == "tables" and isinstance(place[1], int):
        return head.tables[place[1]].id
    return head.id


def _command(verdict: Verdict, seed: int | None) -> str:
    if seed is None:
        return ""
    run = verdict.words.run
    if verdict.survey:
        return f"see the shortest {run} to such a state: {_explain(verdict)} --seed {seed}"
    which = f" --seed {seed}" if verdict.words.numbered(seed) else ""
    return f"see the {run}: {_explain(verdict)}{which}"


def _explain(verdict: Verdict) -> str:
    file = verdict.subject.lesson.span(()).file
    path = "" if file.startswith("content/") else f" {shlex.quote(file)}"
    return f"quizgen explain {named(verdict.subject)}{path}"
