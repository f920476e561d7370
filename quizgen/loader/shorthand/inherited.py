"""Evidence that stands once, on a lesson, a concept, a table or an item, and holds for the statements in it.

What is nearest holds. A statement that has evidence of its own takes none; an item that computes something takes
`cite` and `unverified` from nobody but itself, so that a claim that was forgotten is still told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from quizgen.kinds.choice.question import Choice
from quizgen.loader.document import Data
from quizgen.loader.shorthand.shapes import statements_of, with_parts
from quizgen.loader.template import is_template
from quizgen.model.base import Place, Strict
from quizgen.model.evidence import COMPUTED_FORMS, FORMS, Statement
from quizgen.model.item import Item
from quizgen.model.lesson import Lesson

FORMS_HANDED_DOWN: Final = ("cite", "unverified")
HANDED_DOWN: Final = (*FORMS_HANDED_DOWN, "scenario", "assumes")
"""What of a lesson holds for what is in it."""

Written = tuple[Data, Place]
"""A value, and the place in the file where it was written."""


@dataclass(frozen=True)
class Said:
    """What is said around statements.

    Attributes:
        evidence: form -> its text.
        run: `scenario` and `assumes`, which go together.
    """

    evidence: Mapping[str, Written] = field(default_factory=dict)
    run: Mapping[str, Written] = field(default_factory=dict)

    def within(self, data: Mapping[str, Data], place: Place) -> Said:
        """Return what holds in a mapping: what it says itself, or else what is said around it."""
        evidence = {name: (data[name], (*place, name)) for name in FORMS_HANDED_DOWN if _is_plain(data.get(name))}
        run = {name: (data[name], (*place, name)) for name in ("scenario", "assumes") if name in data}
        return Said(evidence or self.evidence, run if "scenario" in run else {**self.run, **run})


class Inheritance:
    """What a lesson and its concepts say for the statements in them.

    Attributes:
        scenarios: mappings that hold for several items, by a name that no author can write -> where they stand.
    """

    def __init__(self, data: Mapping[str, Data]) -> None:
        self.scenarios: dict[str, Written] = {}
        self._offered: list[Place] = []
        self._taken: set[Place] = set()
        self._lesson = self._shared(Said().within(data, ()))
        concepts = data.get("concepts")
        self._concepts = {
            one["id"]: self._shared(self._lesson.within(one, ("concepts", index)))
            for index, one in enumerate(concepts if isinstance(concepts, list) else ())
            if isinstance(one, dict) and isinstance(one.get("id"), str)
        }

    def head(self, data: dict[str, Data], redirects: dict[Place, Place]) -> dict[str, Data]:
        """Return a lesson without its items, what it says handed down to its statements.

        Args:
            data: as it was written.
            redirects: receives place below the lesson -> place where it was written.
        """
        made = self._handed(data, Lesson, (), self._lesson, redirects)
        return {name: value for name, value in made.items() if name not in {"scenario", "assumes"}}

    def item(
        self, data: dict[str, Data], model: type[Item], place: Place, redirects: dict[Place, Place]
    ) -> dict[str, Data]:
        """Return an item, as above, with what its concept and its lesson say; it is about the only concept.

        Args:
            data: as it was written, plain values written out.
            model: of its kind.
            place: of it in the file.
            redirects: as above, below the item.
        """
        if "concept" not in data and len(self._concepts) == 1:
            data = {**data, "concept": next(iter(self._concepts))}
        around = self._concepts.get(str(data.get("concept")), self._lesson)
        if "scenario" in data or _computes(data, model):
            around = replace(around, evidence={})
        return self._handed(data, model, place, around, redirects)

    def unused(self) -> Iterator[Place]:
        """Yield where evidence was written that holds for nothing, once all has been handed down."""
        yield from (place for place in self._offered if place not in self._taken)

    def _handed(
        self, data: dict[str, Data], model: type[Strict], place: Place, around: Said, redirects: dict[Place, Place]
    ) -> dict[str, Data]:
        handing = _Handing(place, redirects, self._offered)
        made = handing.whole(data, model, (), around)
        self._taken.update(redirects.values())
        return made

    def _shared(self, said: Said) -> Said:
        """Return the same with a name for a scenario that is a mapping, so that it is bound once."""
        scenario, place = said.run.get("scenario", ("", ()))
        if isinstance(scenario, str):
            return said
        name = f"\0{'.'.join(map(str, place))}"
        self.scenarios[name] = (scenario, place)
        return replace(said, run={**said.run, "scenario": (name, place)})


@dataclass(frozen=True)
class _Handing:
    """Hands down what is said around the statements of one part of a file, and notes where it was written."""

    place: Place
    redirects: dict[Place, Place]
    offered: list[Place]

    def whole(self, data: dict[str, Data], model: type[Strict], below: Place, around: Said) -> dict[str, Data]:
        """Return what has statements in it, such as an item."""
        said = around.within(data, (*self.place, *below))
        own = [name for name in FORMS_HANDED_DOWN if _is_plain(data.get(name))]
        self.offered.extend((*self.place, *below, name) for name in own)
        made = {name: value for name, value in data.items() if name not in own}
        if "scenario" in model.model_fields:
            fitting = {name: written for name, written in said.run.items() if name in model.model_fields}
            made = self._given(made, fitting, below) if _needs_scenario(data, model) else made
            said = replace(said, run={name: one for name, one in said.run.items() if name not in fitting})
        if issubclass(model, Choice) and not own and any(map(_has_evidence, statements_of(data, model))):
            said = replace(said, evidence={})  # options beside it need none, and had none in earlier releases
        return with_parts(made, model, below, lambda entry, one, place: self._entry(entry, one, place, said))

    def _entry(self, entry: Data, model: type[Strict], below: Place, said: Said) -> Data:
        if not isinstance(entry, dict):
            return entry
        if not issubclass(model, Statement):
            return self.whole(entry, model, below, said)
        if _is_computed(entry):
            return entry if "scenario" in entry else self._given(entry, said.run, below)
        return entry if _has_evidence(entry) else self._given(entry, said.evidence, below)

    def _given(self, data: dict[str, Data], said: Mapping[str, Written], below: Place) -> dict[str, Data]:
        """Return a mapping with what is said of it elsewhere, as far as it says nothing of it itself."""
        new = {name: written for name, written in said.items() if name not in data}
        self.redirects.update({(*below, name): place for name, (_, place) in new.items()})
        return {**data, **{name: value for name, (value, _) in new.items()}}


def _is_plain(value: Data) -> bool:
    return value is not None and not isinstance(value, list | dict)


def _has_evidence(statement: Mapping[str, Data]) -> bool:
    return any(form in statement for form in FORMS)


def _is_computed(statement: Mapping[str, Data]) -> bool:
    return "event" in statement or any(form in statement for form in COMPUTED_FORMS)


def _computes(data: Mapping[str, Data], model: type[Strict]) -> bool:
    """Tell whether any statement of an item rests on a run: on a claim or event of its own, or on a measure for all."""
    measured = issubclass(model, Choice) and "answer" in data
    return measured or any(map(_is_computed, statements_of(data, model)))


def _needs_scenario(data: Mapping[str, Data], model: type[Strict]) -> bool:
    """Tell whether something of an item or a table is computed and does not say in which scenario."""
    if issubclass(model, Choice) and "answer" in data:
        return True
    names = "for_each" not in data and any(isinstance(text, str) and is_template(text) for text in data.values())
    needing = (statement for statement in statements_of(data, model) if "scenario" not in statement)
    return names or any(map(_is_computed, needing))
