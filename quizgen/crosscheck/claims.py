"""Claims: CEL expressions over what a simulator observes, compiled and type-checked once, then asked of each run.

CEL is the expression language of Kubernetes' validation rules. The compiler behind it is the reference one, so a
misspelt name, a missing argument or a number compared with text is found before anything runs.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cel_expr_python import cel

from quizgen.simulators import SIMULATORS, Simulator
from quizgen.simulators.api import Execution, Measure, Observation, ObservationError, Value, ValueType

MAX_LOOPS = 2
_LOOPS = re.compile(r"\.\s*(all|exists|exists_one|map|filter|existsOne)\s*\(")
_PLACE = re.compile(r"<input>:(\d+):(\d+): (.*)")
_UNKNOWN = re.compile(r"undeclared reference to '([^']+)'")
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'')
_WORD = re.compile(r"[A-Za-z_]\w*")


class ClaimProblem(Exception):  # noqa: N818 - it is shown to the author, it is not an error of the program
    """A claim that cannot be compiled or asked; message and hint for the author."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True)
class Claim:
    """A compiled expression.

    Attributes:
        text: as the author wrote it.
        returns: CEL's name of its type, ``BOOL``.
        observes: whether it asks anything of a run, so that runs are needed to evaluate it.
        measures: names of the measures in it.
    """

    text: str
    returns: str
    observes: bool
    measures: tuple[str, ...]
    _program: Any = field(compare=False, repr=False)
    _environment: Environment = field(compare=False, repr=False)

    def ask(self, execution: Execution | None, measured: Mapping[str, Value]) -> Value:
        """Return the expression's value for a run.

        Raises:
            ClaimProblem: if it names something the run does not have, or fails (a division by zero).
        """
        return self._environment.evaluate(self._program, execution, measured)


class Environment:
    """What claims about one simulator can name."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator
        self._execution: Execution | None = None
        self._problem: str | None = None
        self._measures: dict[str, Measure] = {measure.name: measure for measure in simulator.measures}
        self._names = tuple(sorted({o.name for o in simulator.observations} | set(self._measures)))
        self._cel = cel.NewEnv(
            variables={name: _cel_type(measure.returns) for name, measure in self._measures.items()},
            functions=[cel.FunctionDecl(name, self._overloads(name)) for name in _function_names(simulator)],
        )

    def compile(self, text: str) -> Claim:
        """Compile an expression.

        Raises:
            ClaimProblem: if it does not parse, has a wrong type, or names what the simulator does not observe.
        """
        bare = _TEXT.sub('""', text)
        if len(_LOOPS.findall(bare)) > MAX_LOOPS:
            raise ClaimProblem(
                f"the claim loops more than {MAX_LOOPS} times", "say it with fewer `all`, `exists`, `map`"
            )
        try:
            program = self._cel.compile(text)
        except (RuntimeError, ValueError) as problem:
            raise self._explained(str(problem)) from None
        words = set(_WORD.findall(bare))
        functions = set(_function_names(self._simulator))
        measures = tuple(sorted(words & set(self._measures)))
        return Claim(text, str(program.return_type()), bool(words & functions), measures, program, self)

    def evaluate(self, program: Any, execution: Execution | None, measured: Mapping[str, Value]) -> Value:  # noqa: ANN401
        """Return a program's value; see `Claim.ask`."""
        self._execution, self._problem = execution, None
        try:
            result = program.eval(data={name: _to_cel(value) for name, value in measured.items()})
        finally:
            self._execution = None
        if self._problem is not None:
            raise ClaimProblem(self._problem)
        value = result.plain_value()
        if str(result.type()) in ("ERROR", "UNKNOWN"):
            raise ClaimProblem(f"the claim fails when it is asked: {value}")
        return _from_cel(value)

    def _overloads(self, name: str) -> list[Any]:
        return [
            cel.Overload(
                id="_".join((name, str(len(observation.parameters)), *(p.type for p in observation.parameters))),
                return_type=_cel_type(observation.returns),
                parameters=[_cel_type(parameter.type) for parameter in observation.parameters],
                is_member=False,
                impl=self._asker(observation),
            )
            for observation in self._simulator.observations
            if observation.name == name
        ]

    def _asker(self, observation: Observation) -> Callable[..., Any]:
        def ask(*arguments: Any) -> Any:  # noqa: ANN401
            try:
                return _to_cel(observation.observe(self._execution, *arguments))
            except ObservationError as problem:
                self._problem = str(problem)
                raise

        return ask

    def _explained(self, problem: str) -> ClaimProblem:
        match = _PLACE.search(problem)
        where = f" (line {match[1]}, column {match[2]} of the claim)" if match else ""
        what = match[3] if match else problem.splitlines()[0]
        if unknown := _UNKNOWN.search(what):
            return self._unknown(unknown[1], where)
        if "no matching overload" in what:
            hint = (
                "compare a number with a number, text in quotes with text; see each observation's type in the reference"
            )
            return ClaimProblem(f"the claim has a wrong type: {what}{where}", hint)
        return ClaimProblem(f"the claim does not parse: {what}{where}")

    def _unknown(self, name: str, where: str) -> ClaimProblem:
        signatures = [o.signature for o in self._simulator.observations if o.name == name]
        if signatures:
            return ClaimProblem(f"`{name}` does not take these arguments{where}", f"it is {' or '.join(signatures)}")
        close = difflib.get_close_matches(name, self._names, n=1)
        hint = f"did you mean `{close[0]}`?" if close else f"there are: {', '.join(self._names)}"
        return ClaimProblem(f"{self._simulator.name} observes and measures nothing called `{name}`{where}", hint)


@cache
def environment(simulator: str) -> Environment:
    """Return the environment of the claims about the simulator of that name; built once."""
    return Environment(SIMULATORS[simulator])


def _function_names(simulator: Simulator) -> tuple[str, ...]:
    return tuple(dict.fromkeys(observation.name for observation in simulator.observations))


def _cel_type(name: ValueType) -> Any:  # noqa: ANN401
    kinds = cel.Type
    return {
        "bool": kinds.BOOL,
        "int": kinds.INT,
        "string": kinds.STRING,
        "list(int)": kinds.List(kinds.INT),
        "list(string)": kinds.List(kinds.STRING),
    }[name]


def _to_cel(value: Value) -> Any:  # noqa: ANN401
    return list(value) if isinstance(value, tuple) else value


def _from_cel(value: Any) -> Value:  # noqa: ANN401
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, bool | int | str):
        return value
    raise ClaimProblem(f"the claim gives {value!r}, which is neither true or false, a whole number, text, nor a list")
