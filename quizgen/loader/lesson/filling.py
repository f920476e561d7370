"""Templates filled in, and scenarios bound, wherever in a lesson they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from quizgen.diagnostics import Diagnostic, did_you_mean, error
from quizgen.loader.document import MAX_EXPANDED, Data, Document
from quizgen.loader.naming import pieces
from quizgen.loader.recordings import RecordingsBeside
from quizgen.loader.template import TemplateProblem, Value, is_template, render
from quizgen.loader.validate import diagnose
from quizgen.model.base import Place, Strict, takes_markdown
from quizgen.model.lesson import redirected
from quizgen.model.named import Pieces
from quizgen.model.scenario import BoundScenario, bind
from quizgen.model.scenario_keys import below as types_at
from quizgen.simulators import SIMULATORS


@dataclass
class Filled:
    """Data with its templates rendered and its scenarios bound; of a model, in whose texts computed values may stand.

    ``named`` has the texts that wait for such a value, by their places below the model.
    """

    data: Data
    redirects: dict[Place, Place] = field(default_factory=dict)
    model: type[Strict] | None = None
    named: dict[Place, Pieces] = field(default_factory=dict)
    broken: bool = False


@dataclass(frozen=True)
class Known:
    """What templates can name at some place: what has a value, and the scenario that is run for it."""

    values: Mapping[str, Value] = field(default_factory=dict)
    scenario: BoundScenario | None = None


class Filler:
    """Fills in what stands in one lesson; a scenario that several things name is bound once.

    Args:
        document: the file.
        scenarios: what stands there under ``scenarios``.
        recordings: beside the file.
        found: receives what is wrong.
    """

    def __init__(
        self, document: Document, scenarios: Data, recordings: RecordingsBeside, found: list[Diagnostic]
    ) -> None:
        self._document = document
        self._recordings = recordings
        self._found = found
        self._scenarios = dict(scenarios) if isinstance(scenarios, dict) else {}
        self._shared: dict[str, Place] = {}
        self._bound: dict[str, BoundScenario | None] = {}
        self._figures = 0
        self._shown_by = {figure.shows: figure.name for each in SIMULATORS.values() for figure in each.figures}
        if scenarios is not None and not isinstance(scenarios, dict):
            message = "`scenarios` is a mapping from names to scenarios"
            found.append(error("invalid-value", document.span(("scenarios",)), message))

    def share(self, name: str, scenario: Data, place: Place) -> None:
        """Let a scenario that was written elsewhere be named."""
        self._scenarios[name], self._shared[name] = scenario, place

    def bind_rest(self) -> None:
        """Bind the scenarios that nothing has named, so that what is wrong with them is told."""
        for name, scenario in self._scenarios.items():
            if name not in self._bound and not has_template(scenario):
                self._named(name, {}, ("scenarios", name))

    def fill(
        self,
        data: Data,
        place: Place,
        known: Known,
        redirects: dict[Place, Place],
        model: type[Strict] | None = None,
    ) -> Filled:
        """Return data of a place in the file, filled in.

        Args:
            data: as it was written.
            place: where.
            known: what its templates can name.
            redirects: receives place below the data -> place where a scenario was written.
            model: what it is to be, if computed values may stand in its texts.
        """
        filled = Filled(None, redirects, model)
        filled.data = self._filled(data, place, (), known, filled)
        return filled

    def scenario(self, data: Data, place: Place, variables: Mapping[str, Value]) -> tuple[BoundScenario | None, Place]:
        """Return a scenario, named or written at a place, and where it stands; None, and told, if it is none."""
        if isinstance(data, str):
            return self._named(data, variables, place), self._place_of(data)
        return self._bind(data, place, variables), place

    @property
    def _no_figures(self) -> dict[str, str]:
        """What a scenario that is refused shows: what else is said against its texts would not help."""
        return {name: name for name in self._shown_by.values()}

    def _filled(self, data: Data, base: Place, below: Place, known: Known, state: Filled) -> Data:
        if isinstance(data, str):
            return self._rendered(data, base, below, known, state) if is_template(data) else data
        if isinstance(data, list):
            return [self._filled(value, base, (*below, index), known, state) for index, value in enumerate(data)]
        if not isinstance(data, dict):
            return data
        result: dict[str, Data] = {}
        own = data.get("scenario")
        if isinstance(own, str | dict):
            here = (*below, "scenario")
            written = state.redirects.get(here, (*base, *here))
            scenario, state.redirects[here] = self.scenario(own, written, known.values)
            state.broken |= scenario is None
            result["scenario"] = scenario  # type: ignore[assignment] # bound already; the model takes it as it is
            if has_template(data):
                shown = scenario.figures if scenario else self._no_figures
                plain = scenario.variables if scenario else {}
                known = Known({**plain, **known.values, **shown}, scenario)
        for key, value in data.items():
            if key not in result:
                result[key] = self._filled(value, base, (*below, key), known, state)
        return result

    def _rendered(self, text: str, base: Place, below: Place, known: Known, state: Filled) -> Data:
        place = redirected(below, state.redirects) or (*base, *below)
        try:
            filled = self._render(text, below, known, state)
        except TemplateProblem as problem:
            state.broken = True
            self._found.append(error("template", self._document.span(place), str(problem), problem.hint))
            return text
        self._figures += max(len(str(filled)) - len(text), 0)
        if self._figures > MAX_EXPANDED:
            state.broken = True
            message = f"the templates of this lesson stand for more than {MAX_EXPANDED:,} characters"
            self._found.append(error("too-many-items", self._document.span(place), message, "show fewer figures"))
            return text
        return filled

    def _render(self, text: str, below: Place, known: Known, state: Filled) -> Value:
        """Return a text with its templates filled in; as it is if it names what has to be computed first."""
        try:
            return render(text, known.values, self._shown_by)
        except TemplateProblem as problem:
            if known.scenario is None or state.model is None:
                raise
            found = pieces(text, known.values, self._shown_by, known.scenario)
            if not _takes_markdown(state.model, below):
                message = "what is computed can be named in texts only"
                raise TemplateProblem(message, "write the value, or leave it to a `measure`") from problem
            state.named[below] = found
            return text

    def _named(self, name: str, variables: Mapping[str, Value], place: Place) -> BoundScenario | None:
        if name not in self._scenarios:
            hint = did_you_mean(name, [one for one in self._scenarios if one not in self._shared])
            span = self._document.span(place)
            message = f"there is no scenario `{name}`"
            self._found.append(error("unknown-scenario", span, message, hint, cause=name))
            return None
        data = self._scenarios[name]
        if has_template(data):
            return self._bind(data, self._place_of(name), variables)
        if name not in self._bound:
            self._bound[name] = self._bind(data, self._place_of(name), {})
        return self._bound[name]

    def _place_of(self, scenario: str) -> Place:
        return self._shared.get(scenario, ("scenarios", scenario))

    def _bind(self, data: Data, place: Place, variables: Mapping[str, Value]) -> BoundScenario | None:
        state = Filled(None)
        state.data = self._filled(data, place, (), Known(variables), state)
        if state.broken:
            return None
        try:
            bound = bind(state.data)
        except ValidationError as problems:
            self._found += diagnose(problems, BoundScenario, state.data, self._document, lambda below: (*place, *below))
            return None
        return self._recordings.completed(bound, lambda *below: self._document.span((*place, *below)), self._found)


def texts(data: Data) -> Iterator[str]:
    """Yield all texts in the data, but keys."""
    if isinstance(data, str):
        yield data
    children = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    for child in children:
        yield from texts(child)


def _takes_markdown(model: type[Strict], place: Place) -> bool:
    """Tell whether something at a place below a model is Markdown, or an entry of a list of it."""
    last = max(index for index, step in enumerate(place) if isinstance(step, str))
    return takes_markdown(types_at(model, place[:last]), place[last:])


def has_template(data: Data) -> bool:
    """Tell whether a template stands in one of the texts."""
    return any(map(is_template, texts(data)))
