"""One lesson's data to a placed lesson: families expanded, the rest filled in (`filling`) and validated."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from quizgen.diagnostics import Diagnostic, error, warning
from quizgen.kinds import KINDS
from quizgen.loader.document import MAX_EXPANDED, MOST_TOLD, Data, Document, shortened
from quizgen.loader.draws import FamilyProblem
from quizgen.loader.families import NAME, instances, suffixes
from quizgen.loader.lesson.filling import Filled, Filler, Known, has_template, texts
from quizgen.loader.recordings import RecordingsBeside
from quizgen.loader.shorthand.inherited import Inheritance
from quizgen.loader.shorthand.plain import WriterOut
from quizgen.loader.slips.names import is_term, kind_meant
from quizgen.loader.spoken import Speaker
from quizgen.loader.template import Value
from quizgen.loader.validate import Locate, validate
from quizgen.model.base import Place, Strict
from quizgen.model.item import Item
from quizgen.model.lesson import Lesson, PlacedItem, PlacedLesson, redirected
from quizgen.model.scenario import BoundScenario

MAX_ITEMS = 100_000

Model = TypeVar("Model", bound=Strict)


def read_lesson(
    data: Mapping[str, Data], document: Document, folder: Path, recordings: RecordingsBeside
) -> tuple[PlacedLesson | None, list[Diagnostic]]:
    """Return the lesson, or None if its head is wrong, and what is wrong with it."""
    return _LessonReader(document, data.get("scenarios"), folder, recordings).read(data)


class _LessonReader:
    def __init__(self, document: Document, scenarios: Data, folder: Path, recordings: RecordingsBeside) -> None:
        self._document = document
        self._folder = folder
        self._found: list[Diagnostic] = []
        self._inherited = Inheritance({})
        self._writer = WriterOut(document.written, self._tell)
        self._filler = Filler(document, scenarios, recordings, self._found)
        self._written = 0

    def read(self, data: Mapping[str, Data]) -> tuple[PlacedLesson | None, list[Diagnostic]]:
        rest = {key: value for key, value in data.items() if key not in ("scenarios", "items")}
        redirects: dict[Place, Place] = {}
        rest = self._writer.whole(rest, Lesson, ())
        self._inherited = Inheritance(rest)
        for name, (scenario, place) in self._inherited.scenarios.items():
            self._filler.share(name, scenario, place)
        filled = self._filler.fill(self._inherited.head(rest, redirects), (), Known(), redirects, Lesson)
        head = self._validated(Lesson, filled, lambda place: redirected(place, filled.redirects) or place)
        items = self._items(data.get("items"))
        for unused in self._inherited.unused():
            message = f"this `{unused[-1]}` holds for nothing: all below it has evidence of its own"
            self._found.append(warning("evidence-unused", self._document.span(unused), message, "take it out"))
        self._filler.bind_rest()
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
                self._found[:] = shortened(self._found)
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
            scenario, redirects[("scenario",)] = self._filler.scenario(raw["scenario"], written, row)
            if scenario is None:
                self._judge_alone(raw, place, redirects)
                return None
            self._refuse_shadows(scenario, row, place)
            variables = {**scenario.variables, **(scenario.figures if has_template(raw) else {}), **row}
            raw = {**raw, "scenario": scenario}  # type: ignore[dict-item] # bound already; the model takes it as it is
        filled = self._filler.fill(raw, place, Known(variables, scenario), redirects, KINDS[str(raw["kind"])].question)
        if filled.broken or not isinstance(filled.data, dict):
            return None
        family = str(filled.data.get("id"))
        if "id" in filled.data:
            filled.data["id"] = family + ending
        question = self._question(filled, place)
        return PlacedItem(question, family, place, redirects, variables, filled.named) if question else None

    def _question(self, filled: Filled, place: Place) -> Item | None:
        assert isinstance(filled.data, dict)  # noqa: S101 - as an item is
        model: type[Item] = KINDS[str(filled.data["kind"])].question
        return self._validated(model, filled, lambda below: redirected(below, filled.redirects) or (*place, *below))

    def _validated(self, model: type[Model], filled: Filled, locate: Locate) -> Model | None:
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
        if not has_template(rest):
            filled = self._filler.fill(rest, place, Known(), redirects)
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


def _length(data: Data) -> int:
    """Return how many characters of text the data holds."""
    return sum(map(len, texts(data)))
