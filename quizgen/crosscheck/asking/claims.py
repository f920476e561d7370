"""Claims: CEL expressions over what a simulator observes, compiled and type-checked once, then asked of each run.

CEL is the expression language of Kubernetes' validation rules. The compiler behind it is the reference one, so a
misspelt name, a missing argument or a number compared with text is found before anything runs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache
from typing import Any

from cel_expr_python import cel  # type: ignore[import-untyped]

from quizgen.crosscheck.asking.imagined import IMAGINED_RUNS, ImaginedRun, can_be_imagined
from quizgen.crosscheck.asking.questions import Asked, Refusal
from quizgen.crosscheck.asking.slips import claim_slip
from quizgen.crosscheck.asking.vacuity import Objection, Vocabulary, objections, overload
from quizgen.diagnostics import did_you_mean
from quizgen.simulators import SIMULATORS, AnySimulator
from quizgen.simulators.api import Execution, Measure, Observation, ObservationError, Value, ValueType
from quizgen.simulators.domains import Domain
from quizgen.simulators.kit.syntax import Node, syntax

MAX_LOOPS = 2
MAX_QUESTIONS = 1_000
"""How many observations one claim may ask of one run; CEL's own budget bounds the rest of its work."""

_LOOPS = frozenset({"all", "exists", "exists_one", "map", "filter"})
_TOKEN = re.compile(
    r"(?P<skip>\s+|//[^\n]*)"
    r"|(?P<text>(?:[bB]?[rR]|[rR][bB])(?:\"\"\".*?\"\"\"|\'\'\'.*?\'\'\'|\"[^\"\n]*\"|\'[^\'\n]*\')"
    r"|[bB]?(?:\"\"\"(?:\\.|.)*?\"\"\"|\'\'\'(?:\\.|.)*?\'\'\'|\"(?:\\.|[^\"\\\n])*\"|\'(?:\\.|[^\'\\\n])*\'))"
    r"|(?P<word>[A-Za-z_]\w*)|(?P<sign>.)",
    re.DOTALL,
)

with suppress(ImportError):  # CEL loads it by itself otherwise, and aborts if Ctrl-C comes just then
    import google.protobuf.message_factory  # type: ignore[import-untyped]  # noqa: F401
"""CEL's tokens, as far as is needed to tell names from texts and comments (language definition, "Syntax")."""

_TOO_DEEP, _LESS_DEEP = "the claim is too long or nests too deep", "split it, or leave out brackets"
_PLACE = re.compile(r"<input>:(\d+):(\d+): (.*)")
_NAMING = re.compile(r"\b(\w+)\(\s*(\w+)\b")
_UNKNOWN = re.compile(r"undeclared reference to '([^']+)'")
_OPERATION = re.compile(r"overload for '[_@]?(.+?)_?' applied to '\(([^']*)\)'")
_OVERLOAD = re.compile(r"found no matching overload for '([A-Za-z_]\w*)'")


class ClaimProblem(Exception):  # noqa: N818 - it is shown to the author, it is not an error of the program
    """A claim that cannot be compiled or asked; message and hint for the author, and where in it."""

    def __init__(self, message: str, hint: str = "", offset: int | None = None) -> None:
        super().__init__(message)
        self.hint = hint
        self.offset = offset


@dataclass(frozen=True)
class Claim:
    """A compiled expression.

    Attributes:
        text: as the author wrote it.
        returns: CEL's name of its type, ``BOOL``.
        observes: whether it asks anything of a run, so that runs are needed to evaluate it.
        measures: names of the measures in it.
        questions: how many times it names an observation or a measure.
    """

    text: str
    returns: str
    observes: bool
    measures: tuple[str, ...]
    questions: int
    _program: Any = field(compare=False, repr=False)
    _environment: Environment = field(compare=False, repr=False)

    def __reduce__(self) -> tuple[Callable[[str, str], Claim], tuple[str, str]]:
        """Return how it is made again in another process: a compiled program cannot be sent there."""
        return compiled, (self._environment.simulator, self.text)

    def ask(
        self, execution: Execution | None, measured: Mapping[str, Value], asked: list[Asked] | None = None
    ) -> Value:
        """Return the expression's value for a run.

        Args:
            execution: the run; None for a claim that observes nothing.
            measured: the values of the measures that it names.
            asked: takes every question that the claim asks of the run, with its answer.

        Raises:
            ClaimProblem: if it names something the run does not have, or fails (a division by zero).
        """
        return self._environment.evaluate(self._program, execution, measured, asked)

    @property
    def is_constant(self) -> bool:
        """Whether its value is the same whatever is observed and measured: then it proves nothing."""
        return self.is_constant_among({})

    def is_constant_among(self, domains: Mapping[str, Domain]) -> bool:
        """Tell whether its value is the same whatever is observed and measured, if it can be no more than that.

        CEL lets a value win over an error (``error || true`` is true). So a claim that still has a value when every
        observation and measure fails does not depend on any of them: ``true // size()``, ``size() == 1 || true``.
        One of few questions that is true, or has one value, in every imagined run says nothing either:
        ``size() >= 0``.
        """
        try:
            self._environment.evaluate(self._program, None, {})
        except ClaimProblem:
            imaginable = can_be_imagined(self.text, self.questions)
            return imaginable and self._environment.is_never_false(self._program, self.text, self.measures, domains)
        return True

    @property
    def syntax(self) -> Node:
        """Its tree. RecursionError if it nests too deep."""
        return self._environment.read(syntax(self._program.serialize()))

    def objections(self, domains: Mapping[str, Domain]) -> tuple[Objection, ...]:
        """Return why it is refused, in the order of the text, each cause once: what cannot be, or what says nothing."""
        try:
            found = sorted(objections(self.syntax, self._environment.vocabulary(domains)), key=lambda one: one.offset)
        except RecursionError:
            return (Objection(_TOO_DEEP, _LESS_DEEP, 0),)
        causes: dict[str, Objection] = {}
        for one in found:
            causes.setdefault(one.message, one)
        return tuple(causes.values())


class Environment:
    """What claims about one simulator can name."""

    def __init__(self, simulator: AnySimulator) -> None:
        self._simulator = simulator
        self._execution: Execution | ImaginedRun | None = None
        self._asked: list[Asked] | None = None
        self._problem: str | None = None
        self._questions = 0
        self._interrupted = False
        self._measures: dict[str, Measure[Any]] = {measure.name: measure for measure in simulator.measures}
        self._overloaded = {overload(one): one for one in simulator.observations}
        self._names = tuple(sorted({o.name for o in simulator.observations} | set(self._measures)))
        self._texts = {name: name for name in sorted(simulator.texts.difference(self._names))}
        self._cel = cel.NewEnv(
            variables=dict.fromkeys(self._texts, _cel_type("string"))
            | {name: _cel_type(measure.returns) for name, measure in self._measures.items()},
            functions=[cel.FunctionDecl(name, self._overloads(name)) for name in _function_names(simulator)],
        )

    @property
    def simulator(self) -> str:
        """The simulator's name."""
        return self._simulator.name

    def vocabulary(self, domains: Mapping[str, Domain]) -> Vocabulary:
        """Return what claims can name, with what it can be."""
        return Vocabulary(self._overloaded, self._measures, domains)

    def compile(self, text: str) -> Claim:
        """Compile an expression.

        Raises:
            ClaimProblem: if it does not parse, has a wrong type, or names what the simulator does not observe.
        """
        tokens = [match for match in _TOKEN.finditer(text) if match.lastgroup != "skip"]
        words = [match[0] for match in tokens if match.lastgroup == "word"]
        if sum(word in _LOOPS for word in words) > MAX_LOOPS:
            hint = "say it with fewer `all`, `exists`, `map`, or split it"
            raise ClaimProblem(f"the claim loops more than {MAX_LOOPS} times", hint)
        try:
            program = self._cel.compile(text)
        except (RuntimeError, ValueError) as problem:
            raise self._explained(str(problem), text) from None
        measures = tuple(sorted(set(words) & set(self._measures)))
        observes = not set(words).isdisjoint(_function_names(self._simulator))
        questions = sum(word in self._names for word in words)
        return Claim(text, str(program.return_type()), observes, measures, questions, program, self)

    def read(self, node: Node) -> Node:
        """Return a tree in which texts without quotes are texts, but where a loop's variable has the name."""
        return _with_texts(node, frozenset(self._texts))

    def evaluate(
        self,
        program: Any,  # noqa: ANN401
        execution: Execution | ImaginedRun | None,
        measured: Mapping[str, Value],
        asked: list[Asked] | None = None,
    ) -> Value:
        """Return a program's value; see `Claim.ask`."""
        self._execution, self._problem, self._questions, self._interrupted = execution, None, 0, False
        self._asked = asked
        try:
            result = program.eval(data=self._texts | {name: _to_cel(value) for name, value in measured.items()})
            kind, value = str(result.type()), result.plain_value()
        except (RuntimeError, ValueError) as problem:
            raise ClaimProblem(f"the claim fails when it is asked: {_without_status(str(problem))}") from None
        finally:
            self._execution = self._asked = None
        if self._interrupted:
            raise KeyboardInterrupt  # CEL made a value of it
        if self._problem is not None:
            raise ClaimProblem(self._problem)
        if kind in ("ERROR", "UNKNOWN"):
            raise ClaimProblem(f"the claim fails when it is asked: {_without_status(str(value))}")
        return _from_cel(value)

    def is_never_false(
        self,
        program: Any,  # noqa: ANN401
        text: str,
        measures: tuple[str, ...],
        domains: Mapping[str, Domain],
    ) -> bool:
        """Tell whether a program is true, or has one and the same value, in every run that can be imagined."""
        seen: set[Value] = set()
        for number in range(IMAGINED_RUNS):
            run = ImaginedRun(number, text, domains)
            named = [self._measures[name] for name in measures]
            measured = {one.name: run.value(one.returns, one.name, domain=one.domain) for one in named}
            try:
                seen.add(self.evaluate(program, run, measured))
            except ClaimProblem:
                return False
            if len(seen) > 1 or False in seen:
                return False
        return True

    def _overloads(self, name: str) -> list[Any]:
        return [
            cel.Overload(
                id=overload(observation),
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
            self._questions += 1
            if self._questions > MAX_QUESTIONS:
                self._problem = f"the claim asks more than {MAX_QUESTIONS:,} things of one run"
                raise ObservationError(self._problem)
            if self._execution is None:
                raise ObservationError("nothing was run")
            if isinstance(self._execution, ImaginedRun):
                kind, name = observation.returns, observation.name
                return _to_cel(self._execution.value(kind, name, *arguments, domain=observation.domain))
            try:
                answer = observation.observe(self._execution, *arguments)
                self._note(observation, arguments, answer)
                return _to_cel(answer)
            except ObservationError as problem:
                self._problem = str(problem)
                self._note(observation, arguments, Refusal(self._problem))
                raise
            except KeyboardInterrupt:
                self._interrupted = True
                raise

        return ask

    def _note(self, observation: Observation, arguments: tuple[Any, ...], answer: Value | Refusal) -> None:
        if self._asked is not None:
            self._asked.append(Asked(observation.observe, arguments, answer))

    def _explained(self, problem: str, text: str) -> ClaimProblem:
        if slip := claim_slip(text):
            return ClaimProblem(slip.message, f"write `{slip.instead}`", slip.offset)
        match = _PLACE.search(problem)
        what = match[3] if match else problem.splitlines()[0]
        unknown = _UNKNOWN.search(what) or _OVERLOAD.search(what)
        if unknown and (unknown[1] in _function_names(self._simulator) or "undeclared" in what):
            return self._unknown(unknown[1], text)
        line, column = (int(match[1]), int(match[2])) if match else (0, 0)
        where = f" ({f'line {line}, ' if line > 1 else ''}column {column} of the claim)" if line > 0 else ""
        if "no matching overload" in what:
            hint = "compare a number with a number, and text in quotes with text; the reference has each one's type"
            operation = _OPERATION.search(what)
            told = f"`{operation[1]}` does not go with {operation[2].replace(', ', ' and ')}" if operation else what
            return ClaimProblem(f"the claim has a wrong type: {told}{where}", hint)
        if "recursion" in what:
            return ClaimProblem(_TOO_DEEP, _LESS_DEEP)
        return ClaimProblem(f"the claim does not parse: {_readable(what)}{where}", _brackets(text))

    def _unknown(self, name: str, text: str) -> ClaimProblem:
        signatures = [o.signature for o in self._simulator.observations if o.name == name]
        if signatures:
            hint = _quoted(self._simulator, text) or f"it is {_or(signatures)}"
            return ClaimProblem(f"`{name}` is not used with the arguments that it takes", hint)
        place = re.search(rf"\b{re.escape(name)}\b(?!\s*\()", text)
        nearest = ", ".join(sorted(get_close_matches(name, self._names, n=6, cutoff=0)))
        otherwise = f'if it is text, put it into quotes: `"{name}"`' if place else f"there are, among others: {nearest}"
        hint = did_you_mean(name, (*self._names, *self._texts), otherwise)
        return ClaimProblem(f"{self._simulator.name} observes and measures nothing called `{name}`", hint)


def _with_texts(node: Node, texts: frozenset[str]) -> Node:
    if node.kind == "name" and node.value in texts:
        return replace(node, kind="literal")
    inside = texts - {str(node.value)} if node.kind == "loop" else texts
    return replace(node, parts=tuple(_with_texts(part, inside) for part in node.parts))


def _brackets(text: str) -> str:
    """Return what to do about brackets of which one is missing; empty if as many close as open."""
    plain = _TOKEN.sub(lambda token: "" if token.lastgroup == "text" else token[0], text)
    missing = plain.count("(") - plain.count(")")
    if not missing:
        return ""
    return "a bracket `)` is missing" if missing > 0 else "a bracket `)` is one too many"


def _quoted(simulator: AnySimulator, text: str) -> str:
    """Return how a claim can name something that is true or false to what asks by names; empty if it does not try."""
    asking = {one.name for one in simulator.observations if one.parameters and one.parameters[0].name == "condition"}
    named = {one.name for one in simulator.observations if one.returns == "bool"}
    tried = [match for match in _NAMING.finditer(text) if match[1] in asking and match[2] in named]
    return f'write `{tried[0][1]}("{tried[0][2]}")`: what is asked about stands in quotes' if tried else ""


def _readable(what: str) -> str:
    """Return a message of CEL's parser without its list of all tokens that it would have taken."""
    what = what.removeprefix("Syntax error: ").partition(" expecting ")[0]
    return "it ends too early" if "<EOF>" in what else what


def _without_status(what: str) -> str:
    """Return a message of CEL's runtime without the name of its status."""
    return re.sub(r"^[A-Z_]+: | \[[A-Z_]+\]$", "", what)


def _or(words: list[str]) -> str:
    return " or ".join(f"`{word}`" for word in words)


def environment(simulator: str) -> Environment:
    """Return the environment of the claims about the simulator of that name; built once."""
    return environment_of(SIMULATORS[simulator])


@cache
def environment_of(simulator: AnySimulator) -> Environment:
    """Return the environment of the claims about a simulator; built once."""
    return Environment(simulator)


def compiled(simulator: str, text: str) -> Claim:
    """Return a claim about the simulator of that name."""
    return environment(simulator).compile(text)


def _function_names(simulator: AnySimulator) -> tuple[str, ...]:
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
