"""A scenario without any question: what the simulator makes of it."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from quizgen.diagnostics import Diagnostic, did_you_mean, error, in_order, printable
from quizgen.loader.document import Document, Reader, Refused, parse
from quizgen.loader.files import RULES, content_rules, neighbouring_rules, read_text, shown
from quizgen.loader.recordings import RecordingsBeside
from quizgen.loader.rules import known_from
from quizgen.loader.validate import diagnose
from quizgen.model.base import Place
from quizgen.model.scenario import BoundScenario, bind
from quizgen.render.traces import column_text
from quizgen.simulators import AnySimulator
from quizgen.simulators.api import Execution, Survey
from quizgen.simulators.columns import in_table


class UnknownRun(LookupError):  # noqa: N818 - the command line turns it into words
    """There is no such misconception, or no state of that number; the message says what there is."""


@dataclass(frozen=True)
class Simulated:
    """What a simulator makes of a scenario.

    Attributes:
        simulator: what ran.
        misconception: the wrong rule that was followed; None for the true rules.
        survey: how far the exploration went; None where a run was made.
        execution: the run, or the explored state that is shown: the one that was asked for, or else the first in
            which a property is broken; None where none is.
        broken: the properties that it breaks, each with how.
    """

    simulator: AnySimulator
    misconception: str | None
    survey: Survey | None
    execution: Execution | None
    broken: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether the script was carried out and every property held."""
        return not self.broken and (self.execution is None or self.execution.gave_up is None)

    @property
    def title(self) -> str:
        """What was simulated, one line."""
        seed = 0 if self.execution is None else self.execution.seed
        return self.simulator.title(seed, self.misconception, explored=self.survey is not None)


def read_scenario(path: Path, content: Path | None = None) -> tuple[BoundScenario | None, tuple[Diagnostic, ...]]:
    """Read a file that is a scenario, or has one below its only key ``scenario``.

    Args:
        path: the file.
        content: whose rules it can name; without it, those beside the file.

    Returns:
        The scenario, if the simulator can run it, and what is wrong with it.
    """
    rules = neighbouring_rules(path) if content is None else content_rules(content)
    known_from((), [file for file in rules if file != path])
    try:
        document = parse(shown(path), read_text(path))
        reader = Reader(document)
        data = reader.read()
    except Refused as refused:
        return None, (refused.diagnostic,)
    if reader.diagnostics:
        return None, in_order(reader.diagnostics)
    if isinstance(data, dict) and data.get("format") == RULES:
        hint = f"`quizgen rules {shlex.quote(shown(path))}` tells what comes of them"
        return None, (error("file-format", document.span(("format",)), "this is a file of rules, no scenario", hint),)
    below: Place = ()
    if isinstance(data, dict) and list(data) == ["scenario"]:
        below, data = ("scenario",), data["scenario"]
    return _bound(data, document, below, RecordingsBeside(path))


def _bound(
    data: object, document: Document, below: Place, recordings: RecordingsBeside
) -> tuple[BoundScenario | None, tuple[Diagnostic, ...]]:
    try:
        bound = bind(data)
    except ValidationError as problems:
        found = diagnose(problems, BoundScenario, data, document, lambda place: (*below, *place))
        return None, in_order(map(_advised, found))
    told: list[Diagnostic] = []
    whole = recordings.completed(bound, lambda *place: document.span((*below, *place)), told)
    if whole is None:
        return None, tuple(told)
    bound = whole
    refused = [
        error("impossible-scenario", document.span((*below, *problem.path)), problem.message, problem.hint)
        for problem in bound.problems
    ]
    return (None if refused else bound), in_order(refused)


def _advised(found: Diagnostic) -> Diagnostic:
    """Return what is wrong, and of a simulator that is not known that rules may lie elsewhere."""
    if "unknown simulator" not in found.message:
        return found
    elsewhere = "rules in another folder are found with `--content FOLDER`"
    return replace(found, hint=found.hint if "did you mean" in found.hint else elsewhere)


def simulate(bound: BoundScenario, seed: int | None, misconception: str | None) -> Simulated:
    """Run a scenario once, or explore it.

    Args:
        bound: the scenario; its simulator must be able to run it.
        seed: which run to make, 0 by default; of an exploration, the number of the state to show.
        misconception: a wrong rule to follow; None for the true rules.

    Raises:
        UnknownRun: if there is no such misconception or state.
    """
    simulator, scenario = bound.runs_on, bound.scenario
    names = [known.name for known in bound.misconceptions]
    if misconception is not None and misconception not in names:
        raise UnknownRun(
            f"{simulator.name} has no misconception {misconception!r}; {did_you_mean(misconception, names)}"
        )
    survey = simulator.survey(scenario, misconception)
    if survey is not None and seed is None:
        found = (each for each in simulator.executions(scenario, misconception) if simulator.broken(each))
        execution = next(found, None)
    else:
        try:
            execution = simulator.execution(scenario, seed or 0, misconception)
        except IndexError:
            raise UnknownRun(f"there is no state {seed}: {survey.states if survey else 0:,} were found") from None
    broken = () if execution is None else simulator.broken(execution)
    return Simulated(simulator, misconception, survey, execution, broken)


def as_text(simulated: Simulated, *, full: bool) -> str:
    """Return what happened, for people: the run, where it ends, and which properties broke."""
    parts: list[str] = []
    if simulated.survey is not None:
        parts.append(_surveyed(simulated.survey, simulated.simulator.words.actor))
    execution = simulated.execution
    if execution is not None:
        trace = execution.trace
        run = column_text(trace, simulated.simulator, full=full)
        parts.append(f"{simulated.title}:\n\n{run}")
        parts.append(f"At its end:\n\n{in_table(simulated.simulator.outcome(execution))}")
        if execution.gave_up is not None:
            told = " ".join(part for part in (execution.gave_up.type, execution.gave_up.detail) if part)
            parts.append(f"The script could not be carried out as written: {told}.\n")
    parts.append(_judged(simulated))
    return printable("\n".join(parts))


def _surveyed(survey: Survey, actor: str) -> str:
    how = "every state within the bounds was seen" if survey.exhausted else "the exploration was cut: there are more"
    names = f", up to a renaming of {actor}s" if survey.symmetric else ""
    return f"{survey.bounds}: {survey.states:,} distinct states{names}, {survey.depth} steps deep; {how}.\n"


def _judged(simulated: Simulated) -> str:
    if simulated.broken:
        return "Broken:\n" + "".join(f"    {broken}\n" for broken in simulated.broken)
    if not simulated.simulator.judges:
        return "No property was judged: none is declared.\n"
    everywhere = simulated.survey is not None and simulated.execution is None
    return f"Every property held{' in every state seen' if everywhere else ''}.\n"


def as_json(simulated: Simulated) -> str:
    """Return the same as one JSON object, for a tool.

    ``simulator``, ``version``, ``misconception``, ``survey`` (null for a run), ``sound`` and ``broken``; of the run, if
    one is shown, ``seed``, ``states`` (an object for each actor) and ``trace`` (see `Trace.to_json`).
    """
    survey, execution = simulated.survey, simulated.execution
    data: dict[str, Any] = {
        "simulator": simulated.simulator.name,
        "version": simulated.simulator.version,
        "misconception": simulated.misconception,
        "survey": None if survey is None else {name: getattr(survey, name) for name in survey.__dataclass_fields__},
        "sound": simulated.sound,
        "broken": list(simulated.broken),
    }
    if execution is not None:
        outcome = simulated.simulator.outcome(execution)
        data["seed"] = execution.seed
        data["states"] = [dict(zip(outcome.columns, row, strict=True)) for row in outcome.rows]
        data["trace"] = json.loads(execution.trace.to_json())
    return json.dumps(data, indent=1) + "\n"
