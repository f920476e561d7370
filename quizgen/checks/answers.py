"""What is stated as right is what the simulators compute."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.content import Content, claim_span, span_of
from quizgen.checks.wording import evidence, falsity, named, see, see_belief, see_or, truth, value
from quizgen.crosscheck import Subject, Verdict
from quizgen.crosscheck.values import is_another_number
from quizgen.diagnostics import Diagnostic, did_you_mean, error
from quizgen.kinds.cloze.question import Cloze
from quizgen.model.evidence import COMPUTED_FORMS
from quizgen.model.named import Named

_WRITTEN = "texts stand in quotes, and what is asked has brackets: `count() == 1`"


def key_is_false(content: Content) -> Iterator[Diagnostic]:
    """What a key asserts holds, as the simulator computes it."""
    for verdict in content.verdicts():
        subject = verdict.subject
        if verdict.right is not False or not subject.statement.is_key:
            continue
        if subject.form == "measure":
            message = f"the key states {subject.stated}, but {value(verdict)} (`{subject.expression}`)"
        else:
            message = f"the key states {evidence(subject)}, but {truth(verdict)}"
        yield error("key-is-false", span_of(subject), message, see_or(verdict, "correct the key, or the claim"))


def distractor_is_true(content: Content) -> Iterator[Diagnostic]:
    """No distractor can turn out right, in any execution explored.

    A misconception may give the right answer, such as "half is enough" of three: that is told as the reason.
    """
    for verdict in content.verdicts():
        subject = verdict.subject
        if verdict.right is not False or subject.role != "distractor":
            continue
        if subject.form == "measure":
            message = f"the distractor states {subject.stated}, and it is right: "
            message += f"{value(verdict)} (`{subject.expression}`)"
        elif verdict.needs_one:
            message = f"the distractor states {evidence(subject)}, and that is right: {truth(verdict)}"
        elif subject.form == "never":
            claim = falsity(verdict).replace("it is", f"`{subject.expression}` is", 1)
            message = f"the distractor states {evidence(subject)}, and it can turn out right: {claim}"
        else:
            message = f"the distractor states {evidence(subject)}, and it can turn out right: {truth(verdict)}"
        hint = see_or(verdict, "make it wrong, or make it a key")
        if subject.form == "always" and verdict.agreeing < verdict.executions:
            message += ", and a distractor is wrong in each"
            hint = f"{_of_all_at_once(subject)}; {hint}"
        elif verdict.under_misconception:
            message += f"; the misconception `{subject.misconception}` gives the right answer here"
            hint = see_or(verdict, "leave this instance out, or choose a scenario in which the misconception errs")
        yield error("distractor-is-true", span_of(subject), message, hint)


def _of_all_at_once(subject: Subject) -> str:
    """Return how a distractor can be wrong about all states, of which some are as it says."""
    measures = subject.scenario.runs_on.measures if subject.scenario else ()
    found = next((one.name for one in measures if one.returns.startswith("list")), "")
    hint = "ask for what is true in none"
    return (
        f"{hint}, or of all at once: `always: {found} == [...]`, with the values it says there are" if found else hint
    )


def value_differs(content: Content) -> Iterator[Diagnostic]:
    """A number, a gap or a partner that is stated is the one that the simulator computes."""
    for verdict in content.verdicts():
        subject = verdict.subject
        if verdict.right is False and subject.role == "value" and subject.statement.is_key is None:
            if _is_unfilled(subject):
                continue
            stated = verdict.wrongly_accepted or subject.stated
            states = "accepts" if verdict.wrongly_accepted else "states"
            message = f"`{named(subject)}` {states} {stated}, but {value(verdict)} (`{subject.expression}`)"
            hint = see_or(verdict, "correct the answer, or the measure")
            yield error("value-differs", span_of(subject), message, hint)
    for lesson, item in content.items:
        blanks = item.question.blanks if isinstance(item.question, Cloze) else {}
        for name, blank in blanks.items():
            wrong = next((text for text in blank.accept if is_another_number(text, blank.answer)), "")
            if wrong and blank.form not in COMPUTED_FORMS:
                message = f"`{item.question.id}` accepts {wrong} where the answer is {blank.answer}"
                yield error("value-differs", lesson.item_span(item, ("blanks", name)), message, "leave it out")


def _is_unfilled(subject: Subject) -> bool:
    """Tell whether its value was left out, and what came out can be none, which is told already."""
    pieces = subject.lesson.named_by(subject.item).get((*subject.place, subject.statement.value_in), ())
    return any(isinstance(piece, Named) and piece.compared and not piece.value for piece in pieces)


def assertion_is_false(content: Content) -> Iterator[Diagnostic]:
    """What a key point, a definition, a sentence of the summary or a row asserts holds."""
    for verdict in content.verdicts():
        subject = verdict.subject
        if verdict.right is False and subject.role == "assertion" and subject.statement.is_key is None:
            message = f"`{named(subject)}` states {evidence(subject)}, but {truth(verdict)}"
            hint = see_or(verdict, "correct the statement, or the claim")
            yield error("assertion-is-false", span_of(subject), message, hint)


def misconception(content: Content) -> Iterator[Diagnostic]:
    """A distractor that names a misconception is true under it, and only under it."""
    for subject in content.subjects:
        if subject.misconception is None:
            continue
        span = span_of(subject, ("misconception",))
        if subject.role != "distractor":
            yield error("misconception", span, "a key is right: no misconception leads to it", "take it out")
            continue
        if subject.scenario is None:
            message = "a misconception is tried in a scenario, and there is none"
            yield error("misconception", span, message, "give the item one")
            continue
        if subject.form is not None and not subject.computed:
            message = f"`{subject.form}` is not computed, so whether the misconception leads here cannot be tried"
            yield error("misconception", span, message, "give the distractor a claim, or write a `rationale` instead")
            continue
        known = [misconception.name for misconception in subject.scenario.misconceptions]
        if subject.misconception not in known:
            message = f"there is no misconception `{subject.misconception}`"
            yield error("misconception", span, message, did_you_mean(subject.misconception, known))
            continue
        verdict = content.findings.of(subject)
        if verdict is not None and verdict.under_misconception is False:
            hint = see_belief(verdict) or "name another misconception, or change the scenario"
            yield error("misconception", span, _told(verdict), hint)


def _told(verdict: Verdict) -> str:
    subject = verdict.subject
    if subject.form == "measure":
        return f"the misconception `{subject.misconception}` leads to {verdict.believed}, not to {subject.stated}"
    told = f"the misconception `{subject.misconception}` does not make {evidence(subject)} true"
    return f"{told} ({verdict.believed})" if verdict.believed else told


def invalid_claim(content: Content) -> Iterator[Diagnostic]:
    """A claim compiles, asks something that a run could contradict, names what there is, and can always be answered."""
    for verdict in content.verdicts():
        subject = verdict.subject
        if not verdict.problem or subject.scenario in content.findings.failed:
            continue
        hint = verdict.hint or (_WRITTEN if "does not parse" in verdict.problem else "")
        first = (verdict.problem, "; ".join(filter(None, (hint, see(verdict)))), verdict.offset)
        for problem, hint, offset in (first, *((one.message, one.hint, one.offset) for one in verdict.others)):
            message = f"`{subject.expression}`: {problem}" if subject.expression else problem
            yield error("invalid-claim", claim_span(subject, offset), message, hint)
