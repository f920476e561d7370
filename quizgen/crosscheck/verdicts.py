"""Verdicts: what the simulators say to each statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import isclose

from quizgen.crosscheck.claims import Claim, ClaimProblem, environment
from quizgen.crosscheck.laboratory import ClaimProbe, Laboratory, OrderProbe, Outcome, Progress, Request
from quizgen.crosscheck.orders import ObservedOrder
from quizgen.crosscheck.subjects import Subject
from quizgen.simulators.api import Value


@dataclass(frozen=True)
class Verdict:
    """What was computed for one subject.

    Attributes:
        subject: what was judged.
        right: whether content and simulator agree; None if nothing could be computed.
        executions: how many runs stand behind it; 0 for a measure, which makes runs of its own.
        agreeing: in how many of them the expression was true.
        computed: the value, or the order as step numbers from 1, as text; empty for a claim.
        seed: the run to look at: one that contradicts what is stated, else one that shows it.
        problem: why nothing could be computed; empty otherwise.
        hint: how to mend the problem.
        under_misconception: whether the statement is true under the misconception that it names; None without one.
        believed: the value under the misconception, for a distractor that is a value.
        order: what the run to look at says to an ordering.
    """

    subject: Subject
    right: bool | None
    executions: int = 0
    agreeing: int = 0
    computed: str = ""
    seed: int | None = None
    problem: str = ""
    hint: str = ""
    under_misconception: bool | None = None
    believed: str = ""
    order: ObservedOrder | None = None


@dataclass(frozen=True)
class Findings:
    """All verdicts of a deck, by `Subject.key`. A statement that only cites has none."""

    verdicts: Mapping[tuple[str, str, tuple[str | int, ...]], Verdict] = field(default_factory=dict)

    def of(self, subject: Subject) -> Verdict | None:
        """Return the verdict on a subject, or None if no simulator decides it."""
        return self.verdicts.get(subject.key)


def judge(subjects: Iterable[Subject], laboratory: Laboratory, progress: Progress) -> Findings:
    """Compute every subject that a simulator decides, running each scenario once."""
    plans: list[tuple[Subject, Request | Verdict]] = []
    for subject in subjects:
        if subject.computed and subject.scenario is not None and not subject.scenario.problems:
            plans.append((subject, _plan(subject)))
    requests = [plan for _, plan in plans if isinstance(plan, Request)]
    wrong_rules = [
        replace(plan, misconception=subject.misconception)
        for subject, plan in plans
        if isinstance(plan, Request) and _known_misconception(subject)
    ]
    laboratory.run([*requests, *wrong_rules], progress)
    found: dict[tuple[str, str, tuple[str | int, ...]], Verdict] = {}
    for subject, plan in plans:
        found[subject.key] = plan if isinstance(plan, Verdict) else _verdict(subject, plan, laboratory)
    return Findings(found)


def _known_misconception(subject: Subject) -> bool:
    scenario = subject.scenario
    return scenario is not None and subject.misconception in {m.name for m in scenario.runs_on.misconceptions}


def _plan(subject: Subject) -> Request | Verdict:
    scenario = subject.scenario
    if scenario is None:
        raise ValueError("only a subject with a scenario can be planned")
    if subject.role == "order":
        return Request(scenario, None, OrderProbe(tuple(pattern for _, pattern in subject.patterns)))
    try:
        claim = environment(scenario.simulator).compile(subject.expression)
    except ClaimProblem as problem:
        return Verdict(subject, None, problem=str(problem), hint=problem.hint)
    if refusal := _refusal(subject, claim):
        return Verdict(subject, None, problem=refusal)
    return Request(scenario, None, ClaimProbe(claim))


def _refusal(subject: Subject, claim: Claim) -> str:
    """Return why a claim that compiles proves nothing, or an empty text."""
    if not claim.observes and not claim.measures:
        return "the claim asks nothing of the simulator, so it proves nothing"
    if subject.form != "measure" and claim.returns != "BOOL":
        return f"the claim gives a value of type {claim.returns.lower()}, where true or false is asked for"
    return ""


def _verdict(subject: Subject, request: Request, laboratory: Laboratory) -> Verdict:
    outcome = laboratory.outcome(request)
    if outcome.failure is not None:
        return Verdict(subject, None, outcome.executions, problem=outcome.failure.message)
    if subject.role == "order":
        return _judge_order(subject, outcome)
    if subject.form == "measure":
        verdict = _judge_value(subject, outcome)
    else:
        verdict = _judge_claim(subject, outcome)
    if _known_misconception(subject):
        verdict = _with_misconception(
            verdict, laboratory.outcome(replace(request, misconception=subject.misconception))
        )
    return verdict


def _judge_claim(subject: Subject, outcome: Outcome) -> Verdict:
    true, false = outcome.counts.get(True, 0), outcome.counts.get(False, 0)
    if subject.role == "distractor":
        # No distractor may turn out right: what it says must fail in every execution.
        right = true == 0 if subject.form != "never" else false == 0
    else:
        right = asserted(subject, outcome)
    # The run to look at contradicts a statement that is not right, and bears out one that is.
    answer = right == ((subject.role != "distractor") == (subject.form != "never"))
    seed = outcome.first_seeds.get(answer, next(iter(outcome.first_seeds.values()), None))
    return Verdict(subject, right, outcome.executions, true, seed=seed)


def asserted(subject: Subject, outcome: Outcome) -> bool:
    """Tell whether what a claim asserts holds: always, sometimes or never."""
    true, false = outcome.counts.get(True, 0), outcome.counts.get(False, 0)
    return {"always": false == 0, "sometimes": true > 0, "never": true == 0}[str(subject.form)]


def _judge_value(subject: Subject, outcome: Outcome) -> Verdict:
    answers = list(outcome.counts)
    if len(answers) > 1:
        shown = ", ".join(f"{_text(answer)} in {outcome.counts[answer]}" for answer in answers[:5])
        problem = f"the value is not the same in all {outcome.executions} runs: {shown}"
        return Verdict(subject, None, outcome.executions, problem=problem, hint="measure what is the same in every run")
    computed = _text(answers[0])
    same = equal(subject.stated, computed)
    right = not same if subject.role == "distractor" else same
    seed = outcome.first_seeds[answers[0]]
    return Verdict(subject, right, outcome.executions, outcome.executions, computed, seed)


def _judge_order(subject: Subject, outcome: Outcome) -> Verdict:
    observed = [answer for answer in outcome.counts if isinstance(answer, ObservedOrder)]
    bad = next((order for order in observed if not order.as_stated), None)
    shown = bad or observed[0]
    numbers = [subject.patterns[step][0] + 1 for step in shown.order]
    agreeing = sum(outcome.counts[order] for order in observed if order.as_stated)
    computed = ", ".join(map(str, numbers))
    seed = outcome.first_seeds[shown]
    return Verdict(subject, bad is None, outcome.executions, agreeing, computed, seed, order=shown)


def _with_misconception(verdict: Verdict, outcome: Outcome) -> Verdict:
    subject = verdict.subject
    if outcome.failure is not None:
        return replace(verdict, under_misconception=False)
    if subject.form == "measure":
        believed = _text(next(iter(outcome.counts))) if len(outcome.counts) == 1 else ""
        return replace(verdict, under_misconception=equal(subject.stated, believed), believed=believed)
    return replace(verdict, under_misconception=asserted(subject, outcome))


def equal(stated: str, computed: str) -> bool:
    """Tell whether a stated value is the computed one: as numbers if both are, else as text without its Markdown marks."""
    plain = stated.strip("`*_$ \n")
    try:
        return isclose(float(plain), float(computed), rel_tol=1e-12)
    except ValueError:
        return plain.casefold() == computed.casefold()


def _text(value: Value | object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
