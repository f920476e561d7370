"""The order of study: concepts before what builds on them."""

from __future__ import annotations

from collections.abc import Sequence

from quizgen.model.lesson import Concept


def study_order(concepts: Sequence[Concept]) -> tuple[Concept, ...]:
    """Return the concepts with prerequisites first, otherwise as they are written."""
    by_id = {concept.id: concept for concept in concepts}
    done: dict[str, Concept] = {}
    for concept in concepts:
        pending = [concept]
        while pending:
            here = pending[-1]
            missing = [by_id[name] for name in here.requires if name in by_id and name not in done]
            if missing and here.id not in done:
                pending.append(missing[0])
            else:
                done.setdefault(here.id, pending.pop())
    return tuple(done.values())
