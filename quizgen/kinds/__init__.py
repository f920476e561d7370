"""The kinds of question, and of cards besides. Each is a folder here; to add one, add its line to the list below.

A kind says all that is to be known of it (`quizgen.kinds.api.Kind`): what an author writes, what a card shows, what is
right, what of it counts, where it stands in Anki's fields. How the website and paper lay it out stands in
``templates/site/kinds/`` and ``templates/pdf/kinds/``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from quizgen.kinds.api import Kind
from quizgen.kinds.choice import MULTIPLE_CHOICE, MULTIPLE_RESPONSE
from quizgen.kinds.cloze import CLOZE
from quizgen.kinds.concept import TERM
from quizgen.kinds.matching import MATCHING
from quizgen.kinds.numeric import NUMERIC
from quizgen.kinds.ordering import ORDERING
from quizgen.kinds.recall import RECALL
from quizgen.model.item import Item


class Kinds(Mapping[str, Kind]):
    """Kinds by name."""

    def __init__(self, *kinds: Kind) -> None:
        self._kinds: dict[str, Kind] = {}
        for kind in kinds:
            self.add(kind)

    def __getitem__(self, name: str) -> Kind:
        return self._kinds[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)

    def add(self, kind: Kind) -> None:
        """Add a kind; ValueError if its name, or the id of its note type, is another one's."""
        for other in self._kinds.values():
            if other.name == kind.name or other.note.id == kind.note.id:
                raise ValueError(f"{kind.name}: the name or the note type's id is that of {other.name}")
        self._kinds[kind.name] = kind

    def remove(self, name: str) -> None:
        """Take a kind out again."""
        del self._kinds[name]

    @property
    def questions(self) -> dict[str, Kind]:
        """Those that an author can write in ``items``."""
        return {name: kind for name, kind in self._kinds.items() if issubclass(kind.question, Item)}


KINDS = Kinds(MULTIPLE_CHOICE, MULTIPLE_RESPONSE, NUMERIC, CLOZE, RECALL, ORDERING, MATCHING, TERM)
"""All kinds."""

__all__ = ["KINDS", "Kind", "Kinds"]
