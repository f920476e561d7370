"""The picture in README.md: ``python -m tests.pictures.readme`` writes docs/card.png from the shipped lesson."""

from __future__ import annotations

from pathlib import Path

from quizgen.compiler import Silent, check
from quizgen.render import render
from quizgen.system import resources
from tests.pictures.anki_cards import readme_picture

ITEM = "link-cut-between-dcs"


def main() -> None:
    """Compile the lesson, answer the item in a page that stands in for Anki's reviewer, and photograph its back."""
    checked = check(resources.content() / "distributed-systems" / "raft-roles-terms-quorums.yaml", Silent(), runs=True)
    (lesson,) = render(checked.deck, checked.findings, lambda done, total: None)  # noqa: ARG005
    readme_picture(lesson, ITEM, Path(__file__).parents[2] / "docs" / "card.png")


if __name__ == "__main__":
    main()
