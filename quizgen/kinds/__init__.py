"""The kinds of question, and of cards besides. Each is a folder here; to add one, add its line to the list below.

A kind says all that is to be known of it (`quizgen.kinds.api.Kind`): what an author writes, what a card shows, what is
right, what of it counts, where it stands in Anki's fields. How the website and paper lay it out stands in
``templates/site/kinds/`` and ``templates/pdf/kinds/``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from quizgen.kinds.api import Kind
from quizgen.kinds.choice import MultipleChoiceKind, MultipleResponseKind
from quizgen.kinds.cloze import ClozeKind
from quizgen.kinds.concept import ConceptKind
from quizgen.kinds.matching import MatchingKind
from quizgen.kinds.numeric import NumericKind
from quizgen.kinds.ordering import OrderingKind
from quizgen.kinds.recall import RecallKind
from quizgen.model.item import Item


class Kinds(Mapping[str, Kind[Any, Any]]):
    """Kinds by name."""

    def __init__(self, *kinds: Kind[Any, Any]) -> None:
        self._kinds: dict[str, Kind[Any, Any]] = {}
        for kind in kinds:
            self.add(kind)

    def __getitem__(self, name: str) -> Kind[Any, Any]:
        return self._kinds[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)

    def add(self, kind: Kind[Any, Any]) -> None:
        """Add a kind; ValueError if its name, or the id of its note type, is another one's."""
        for other in self._kinds.values():
            if other.name == kind.name or other.note.id == kind.note.id:
                raise ValueError(f"{kind.name}: the name or the note type's id is that of {other.name}")
        self._kinds[kind.name] = kind

    def remove(self, name: str) -> None:
        """Take a kind out again."""
        del self._kinds[name]

    @property
    def questions(self) -> dict[str, Kind[Any, Any]]:
        """Those that an author can write in ``items``."""
        return {name: kind for name, kind in self._kinds.items() if issubclass(kind.question, Item)}


KINDS = Kinds(
    MultipleChoiceKind(),
    MultipleResponseKind(),
    NumericKind(),
    ClozeKind(),
    RecallKind(),
    OrderingKind(),
    MatchingKind(),
    ConceptKind(),
)
"""All kinds."""

__all__ = ["KINDS", "Kind", "Kinds"]
