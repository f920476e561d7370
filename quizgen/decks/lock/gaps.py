"""Which card asks for which gap of a cloze: a gap keeps its card's number, and no other gap ever gets it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, islice, permutations

from quizgen.cards import Card
from quizgen.decks.lock.hashes import answer_of
from quizgen.decks.lock.model import Item
from quizgen.exporters.anki.notes import MOST_CARDS

_MOST_TRIED = 10_000
"""How many arrangements of answers are compared with that of the release before."""


class Unnumbered(Exception):  # noqa: N818 - a state of an item
    """A cloze whose gaps cannot be given cards; the message says why, the hint what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def numbered(card: Card, old: Item | None) -> tuple[dict[str, int], dict[str, int]]:
    """Return the gaps of a card, in the order of its text, with the numbers of their cards; and those that are gone.

    Args:
        card: as it is now.
        old: what the lockfile knows of it; None if it is new.

    Raises:
        Unnumbered: what the release before had cannot be told, or all numbers are used up.
    """
    names = list(card.body.gaps)
    if not names:
        return {}, {}
    before = _before(card, old) if old else {}
    known = {**(old.gone if old else {}), **before, **_renamed(card, old, before)}
    free = (number for number in range(1, MOST_CARDS + 1) if number not in {*known.values()})
    gaps = {name: known[name] if name in known else next(free, 0) for name in names}
    if 0 in gaps.values():
        told = f"the gaps of `{card.id}`, with those that it once had, are more than the {MOST_CARDS} that it can have"
        raise Unnumbered(told, "give the question another id: learners get it as a new one, and this one is withdrawn")
    used = {*gaps.values()}
    return gaps, {name: number for name, number in known.items() if number not in used}


def _renamed(card: Card, old: Item | None, before: Mapping[str, int]) -> dict[str, int]:
    """Return the numbers of gaps that have another name, where all answers stand as they stood: gap is gap then."""
    names = list(card.body.gaps)
    if not old or len(names) != len(before) or {*names} == {*before}:
        return {}
    same = dict(zip(names, before.values(), strict=True))
    if answer_of(replace(card, body=card.body.with_gaps(same))) != old.answer:
        return {}
    pairs = zip(names, before.items(), strict=True)
    return {name: number for name, (was, number) in pairs if name not in before and was not in names}


def _before(card: Card, old: Item) -> Mapping[str, int]:
    """Return the gaps of the release before; of a file of version 1 as far as its hash of the answers proves them."""
    names = list(card.body.gaps)
    if old.gaps:
        return old.gaps
    if len(names) == old.cards and answer_of(card) == old.answer:
        return {name: place for place, name in enumerate(names, 1)}
    found = {order for order in _arrangements(len(names), old.cards) if answer_of(card, order) == old.answer}
    if len(found) == 1:
        return {names[index]: place for place, index in enumerate(found.pop(), 1)}
    told = f"the gaps of `{card.id}` have changed, and this file, of version 1, does not say which card asks for which"
    raise Unnumbered(told, _how_to_tell(names, old.cards))


def _how_to_tell(names: Sequence[str], cards: int) -> str:
    """Return what an author can do where the file does not tell which card asks for which gap."""
    shown = [*names, *["NAME"] * cards][:cards] if len(names) <= cards else ["NAME"] * cards
    line = ",".join(f"{name}:{number}" for number, name in enumerate(shown, 1))
    return (
        "build with `--from-decks` and the deck that was published last, or the content of the last release once with "
        f"this quizgen; or put `gaps={line}` into this line, behind `cards={cards}`, with the gaps that the last "
        "release had in the order of its text"
    )


def _arrangements(gaps: int, cards: int) -> Iterator[Sequence[int]]:
    """Yield orders in which so many of the gaps may have stood: first those in the order of the text."""
    yield from islice(combinations(range(gaps), cards), _MOST_TRIED)
    yield from islice(permutations(range(gaps), cards), _MOST_TRIED)
