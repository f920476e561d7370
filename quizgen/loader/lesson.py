"""One lesson's data to a placed lesson: families expanded, templates rendered, scenarios bound, the rest validated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from quizgen.diagnostics import Diagnostic, did_you_mean, error, warning
from quizgen.kinds import KINDS
from quizgen.loader.document import MAX_EXPANDED, MOST_TOLD, Data, Document, shortened
from quizgen.loader.draws import FamilyProblem
from quizgen.loader.families import NAME, instances, suffixes
from quizgen.loader.naming import pieces
from quizgen.loader.recordings import RecordingsBeside
from quizgen.loader.shorthand.inherited import Inheritance
from quizgen.loader.shorthand.plain import WriterOut
from quizgen.loader.slips.names import is_term, kind_meant
from quizgen.loader.spoken import Speaker
from quizgen.loader.template import TemplateProblem, Value, is_template, render
from quizgen.loader.validate import Locate, diagnose, validate
from quizgen.model.base import Place, Strict, takes_markdown
from quizgen.model.item import Item
from quizgen.model.lesson import Lesson, PlacedItem, PlacedLesson, redirected
from quizgen.model.named import Pieces
from quizgen.model.scenario import BoundScenario, bind
from quizgen.model.scenario_keys import below as types_at
from quizgen.simulators import SIMULATORS

MAX_ITEMS = 100_000

Model = TypeVar("Model", bound=Strict)


def read_lesson(
    data: Mapping[str, Data], document: Document, folder: Path, recordings: RecordingsBeside
) -> tuple[PlacedLesson | None, list[Diagnostic]]:
    """Return the lesson, or None if its head is wrong, and what is wrong with it."""
    return _LessonReader(document, data.get("scenarios"), folder, recordings).read(data)


@dataclass
class _Filled:
    """Data with its templates rendered and its scenarios bound; of a model, in whose texts computed values may stand.

    ``named`` has the texts that wait for such a value, by their places below the model.
    """

    data: Data
    redirects: dict[Place, Place] = field(default_factory=dict)
    model: type[Strict] | None = None
    named: dict[Place, Pieces] = field(default_factory=dict)
    broken: bool = False


@dataclass(frozen=True)
class _Known:
    """What templates can name at some place: what has a value, and the scenario that is run for it."""

    values: Mapping[str, Value] = field(default_factory=dict)
    scenario: BoundScenario | None = None


class _LessonReader:
    def __init__(self, document: Document, scenarios: Data, folder: Path, recordings: RecordingsBeside) -> None:
        self._document = document
        self._folder = folder
        self._recordings = recordings
        self._found: list[Diagnostic] = []
        self._scenarios = dict(scenarios) if isinstance(scenarios, dict) else {}
        self._shared: dict[str, Place] = {}
        self._inherited = Inheritance({})
        self._writer = WriterOut(document.written, self._tell)
        self._bound: dict[str, BoundScenario | None] = {}
        self._written = 0
        self._figures = 0
        self._shown_by = {figure.shows: figure.name for each in SIMULATORS.values() for figure in each.figures}
        if scenarios is not None and not isinstance(scenarios, dict):
            message = "`scenarios` is a mapping from names to scenarios"
            self._found.append(error("invalid-value", document.span(("scenarios",)), message))

    @property
    def _no_figures(self) -> dict[str, str]:
        """What a scenario that is refused shows: what else is said against its texts would not help."""
        return {name: name for name in self._shown_by.values()}

    def read(self, data: Mapping[str, Data]) -> tuple[PlacedLesson | None, list[Diagnostic]]:
        rest = {key: value for key, value in data.items() if key not in ("scenarios", "items")}
        redirects: dict[Place, Place] = {}
        rest = self._writer.whole(rest, Lesson, ())
        self._inherited = Inheritance(rest)
        for name, (scenario, place) in self._inherited.scenarios.items():
            self._scenarios[name], self._shared[name] = scenario, place
        filled = self._fill(self._inherited.head(rest, redirects), (), _Known(), redirects, Lesson)
        head = self._validated(Lesson, filled, lambda place: redirected(place, filled.redirects) or place)
        items = self._items(data.get("items"))
        for unused in self._inherited.unused():
            message = f"this `{unused[-1]}` holds for nothing: all below it has evidence of its own"
            self._found.append(warning("evidence-unused", self._document.span(unused), message, "take it out"))
        for name, scenario in self._scenarios.items():
            if name not in self._bound and not _has_template(scenario):
                self._named(name, {}, ("scenarios", name))
        if head is None or filled.broken:
            return None, self._found
        source = self._document.text
        span = self._document.span
        lesson = PlacedLesson(head, tuple(items), span, self._folder, filled.redirects, source, filled.named)
        return lesson, self._found

    def _tell(self, place: Place, message: str, hint: str) -> None:
        self._found.append(error("invalid-value", self._document.span(place), message, hint))

    def _items(self, data: Data) -> list[PlacedItem]:
        if not isinstance(data, list) or not data:
            if not any(one.code == "unknown-key" and "`items`" in one.hint for one in self._found):
                message = "a lesson needs `items`, a list of questions"
                hint = "write `items:`, and each question below it behind a dash: `- id: ...`"
                self._found.append(error("missing-key", self._document.span(("items",)), message, hint))
            return []
        items: list[PlacedItem] = []
        for index, entry in enumerate(data):
            place: Place = ("items", index)
            if not isinstance(entry, dict):
                self._found.append(error("invalid-value", self._document.span(place), "an item is a mapping"))
            elif str(entry.get("kind")) not in KINDS.questions:
                self._found.append(self._unknown_kind(entry, place))
            else:
                items += self._instances(entry, place)
            if len(self._found) > MOST_TOLD:
                self._found = shortened(self._found)
                break
            if len(items) > MAX_ITEMS:
                message = f"the lesson makes more than {MAX_ITEMS:,} items"
                self._found.append(error("too-many-items", self._document.span(place), message, "split the lesson"))
                break
        return items

    def _unknown_kind(self, entry: dict[str, Data], place: Place) -> Diagnostic:
        meant = kind_meant(str(entry.get("kind")), tuple(KINDS.questions))
        hint = f"did you mean `{meant}`?" if meant else f"there are: {', '.join(KINDS.questions)}"
        hint = "a term with its definition stands under `concepts`" if is_term(str(entry.get("kind"))) else hint
        if "kind" not in entry:
            return error("missing-key", self._document.span(place), "the item does not name its `kind`", hint)
        span = self._document.span((*place, "kind"))
        edit = self._document.edit((*place, "kind"), meant) if meant else None
        return error("unknown-kind", span, f"unknown kind `{entry['kind']}`", hint, edit=edit)

    def _instances(self, entry: dict[str, Data], place: Place) -> list[PlacedItem]:
        redirects: dict[Place, Place] = {}
        model = KINDS[str(entry["kind"])].question
        raw = self._writer.whole(entry, model, place)
        if "points" in raw and "points" not in entry:
            redirects[("points",)] = (*place, "answer")
        raw = self._inherited.item(raw, model, place, redirects)
        raw.pop("for_each", None)
        if "for_each" not in entry:
            item = self._instance(raw, place, {}, "", redirects)
            return [item] if item else []
        try:
            rows = list(instances(entry["for_each"]))
            endings = suffixes(rows)
        except FamilyProblem as problem:
            self._found.append(error("for-each", self._document.span((*place, "for_each")), str(problem)))
            return []
        self._written += _length(raw) * len(rows)
        if self._written > MAX_EXPANDED:
            message = f"the families of this lesson stand for more than {MAX_EXPANDED:,} characters"
            self._found.append(error("too-many-items", self._document.span(place), message, "write fewer instances"))
            return []
        values = [{name: value for name, value in row.items() if name != NAME} for row in rows]
        made = (self._instance(raw, place, row, ending, redirects) for row, ending in zip(values, endings, strict=True))
        return [item for item in made if item]

    def _instance(
        self, raw: dict[str, Data], place: Place, row: dict[str, Value], ending: str, inherited: dict[Place, Place]
    ) -> PlacedItem | None:
        redirects = dict(inherited)
        variables, scenario = dict(row), None
        if "scenario" in raw:
            written = redirects.get(("scenario",), (*place, "scenario"))
            scenario, redirects[("scenario",)] = self._scenario(raw["scenario"], written, row)
            if scenario is None:
                self._judge_alone(raw, place, redirects)
                return None
            self._refuse_shadows(scenario, row, place)
            variables = {**scenario.variables, **(scenario.figures if _has_template(raw) else {}), **row}
            raw = {**raw, "scenario": scenario}  # type: ignore[dict-item] # bound already; the model takes it as it is
        filled = self._fill(raw, place, _Known(variables, scenario), redirects, KINDS[str(raw["kind"])].question)
        if filled.broken or not isinstance(filled.data, dict):
            return None
        family = str(filled.data.get("id"))
        if "id" in filled.data:
            filled.data["id"] = family + ending
        question = self._question(filled, place)
        return PlacedItem(question, family, place, redirects, variables, filled.named) if question else None

    def _question(self, filled: _Filled, place: Place) -> Item | None:
        assert isinstance(filled.data, dict)  # noqa: S101 - as an item is
        model: type[Item] = KINDS[str(filled.data["kind"])].question
        return self._validated(model, filled, lambda below: redirected(below, filled.redirects) or (*place, *below))

    def _validated(self, model: type[Model], filled: _Filled, locate: Locate) -> Model | None:
        """Return what was filled in as a model, with the texts that were left out; None if it is none."""

        def tell(place: Place, message: str, hint: str) -> None:
            self._found.append(error("missing-key", self._document.span(locate(place)), message, hint))

        speaker, data = Speaker(tell), filled.data
        whole = speaker.spoken(data, model) if isinstance(data, dict) else data
        filled.named |= speaker.named
        return validate(model, whole, self._document, locate, self._found)

    def _judge_alone(self, raw: dict[str, Data], place: Place, redirects: dict[Place, Place]) -> None:
        """Find what else is wrong with an item whose scenario cannot be read."""
        rest = {key: value for key, value in raw.items() if key != "scenario"}
        if not _has_template(rest):
            filled = self._fill(rest, place, _Known(), redirects)
            if not filled.broken and isinstance(filled.data, dict):
                self._question(filled, place)

    def _refuse_shadows(self, scenario: BoundScenario, row: dict[str, Value], place: Place) -> None:
        """Refuse a family's variable that says something else than the scenario's setting of that name."""
        for name, value in row.items():
            setting = scenario.variables.get(name, value)
            if setting != value:
                message = (
                    f"`{name}` is {value} here and {setting} in the scenario, so a text could contradict what is run"
                )
                hint = f'write `{name}: "{{{{ {name} }}}}"` in the scenario, or choose another name'
                self._found.append(error("for-each", self._document.span((*place, "for_each")), message, hint))

    def _fill(
        self,
        data: Data,
        place: Place,
        known: _Known,
        redirects: dict[Place, Place],
        model: type[Strict] | None = None,
    ) -> _Filled:
        filled = _Filled(None, redirects, model)
        filled.data = self._filled(data, place, (), known, filled)
        return filled

    def _filled(self, data: Data, base: Place, below: Place, known: _Known, state: _Filled) -> Data:
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
            scenario, state.redirects[here] = self._scenario(own, written, known.values)
            state.broken |= scenario is None
            result["scenario"] = scenario  # type: ignore[assignment] # bound already; the model takes it as it is
            if _has_template(data):
                shown = scenario.figures if scenario else self._no_figures
                plain = scenario.variables if scenario else {}
                known = _Known({**plain, **known.values, **shown}, scenario)
        for key, value in data.items():
            if key not in result:
                result[key] = self._filled(value, base, (*below, key), known, state)
        return result

    def _rendered(self, text: str, base: Place, below: Place, known: _Known, state: _Filled) -> Data:
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

    def _render(self, text: str, below: Place, known: _Known, state: _Filled) -> Value:
        """Return a text with its templates filled in; as it is if it names what has to be computed first."""
        try:
            return render(text, known.values, self._shown_by)
        except TemplateProblem as problem:
            if known.scenario is None or state.model is None:
                raise
            found = pieces(text, known.values, self._shown_by, known.scenario)
            if not _takes_markdown(state.model, below):
                message = "what is computed can be named in texts only"
                raise TemplateProblem(message, "write the value; what it rests on is compared with it") from problem
            state.named[below] = found
            return text

    def _scenario(self, data: Data, place: Place, variables: Mapping[str, Value]) -> tuple[BoundScenario | None, Place]:
        if isinstance(data, str):
            return self._named(data, variables, place), self._place_of(data)
        return self._bind(data, place, variables), place

    def _named(self, name: str, variables: Mapping[str, Value], place: Place) -> BoundScenario | None:
        if name not in self._scenarios:
            hint = did_you_mean(name, [one for one in self._scenarios if one not in self._shared])
            span = self._document.span(place)
            message = f"there is no scenario `{name}`"
            self._found.append(error("unknown-scenario", span, message, hint, cause=name))
            return None
        data = self._scenarios[name]
        if _has_template(data):
            return self._bind(data, self._place_of(name), variables)
        if name not in self._bound:
            self._bound[name] = self._bind(data, self._place_of(name), {})
        return self._bound[name]

    def _place_of(self, scenario: str) -> Place:
        return self._shared.get(scenario, ("scenarios", scenario))

    def _bind(self, data: Data, place: Place, variables: Mapping[str, Value]) -> BoundScenario | None:
        state = _Filled(None)
        state.data = self._filled(data, place, (), _Known(variables), state)
        if state.broken:
            return None
        try:
            bound = bind(state.data)
        except ValidationError as problems:
            self._found += diagnose(problems, BoundScenario, state.data, self._document, lambda below: (*place, *below))
            return None
        return self._recordings.completed(bound, lambda *below: self._document.span((*place, *below)), self._found)


def _texts(data: Data) -> Iterator[str]:
    """Yield all texts in the data, but keys."""
    if isinstance(data, str):
        yield data
    children = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    for child in children:
        yield from _texts(child)


def _takes_markdown(model: type[Strict], place: Place) -> bool:
    """Tell whether something at a place below a model is Markdown, or an entry of a list of it."""
    last = max(index for index, step in enumerate(place) if isinstance(step, str))
    return takes_markdown(types_at(model, place[:last]), place[last:])


def _has_template(data: Data) -> bool:
    return any(map(is_template, _texts(data)))


def _length(data: Data) -> int:
    """Return how many characters of text the data holds."""
    return sum(map(len, _texts(data)))
