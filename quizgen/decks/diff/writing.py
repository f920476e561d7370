"""A difference as text for a terminal, as JSON for tools, and as Markdown for a changelog; texts word by word."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from difflib import SequenceMatcher
from typing import Final, Literal

from quizgen.decks.diff.difference import Change, Difference, Entry, FieldChange
from quizgen.diagnostics import printable
from quizgen.simulators.words import plural

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>~#|&])")
Sort = Literal["same", "removed", "added"]
Piece = tuple[Sort, str]
Marked = Callable[[Piece], str]
MAX_WORDS: Final = 3_000
"""The longest texts that are compared word by word; of longer ones the whole is told."""
AROUND: Final = 5
"""How many words that stayed are told before and behind a change."""


def as_text(found: Difference) -> str:
    """Return the difference for people: a line of counts, then what has changed, answers first."""
    return "".join(f"{printable(line)}\n" for line in _text(found))


def as_markdown(found: Difference) -> str:
    """Return the difference as a section of a changelog."""
    return "".join(f"{printable(line)}\n" for line in _markdown(found))


def as_json(found: Difference) -> str:
    """Return one object: the names of `quizgen.decks.diff.difference`, and ``relearn``, the ids of changed answers."""
    made = asdict(found) | {"relearn": [change.entry.item for change in found.relearn]}
    return json.dumps(made, indent=1) + "\n"


def counts(found: Difference) -> str:
    """Return how much of what: "1 added, 2 changed (1 answer), 80 unchanged"."""
    answers = len(found.relearn)
    told = f" ({answers} {plural(answers, 'answer')})" if answers else ""
    parts = [
        (len(found.added), "added"),
        (len(found.changed), f"changed{told}"),
        (len(found.withdrawn), "withdrawn"),
        (len(found.missing), "missing"),
        (found.unchanged, "unchanged"),
    ]
    return ", ".join(f"{count:,} {what}" for count, what in parts if count) or "no notes"


def _text(found: Difference) -> Iterator[str]:
    yield f"{found.old} -> {found.new}: {counts(found)}"
    if found.relearn:
        yield "\nrelearn these: their answers have changed"
        for change in found.relearn:
            yield _entry(change.entry)
            yield from _answers(change, "    was  ", "    now  ")
    if found.changed:
        yield "\nchanged"
        for change in found.changed:
            yield _entry(change.entry)
            yield from (f"    {line}" for line in _details(change, _in_brackets, str))
    for heading, entries in _lists(found):
        yield f"\n{heading[:1].lower()}{heading[1:]}"
        yield from map(_entry, entries)
    if found.looks:
        yield f"\nlooks otherwise: {', '.join(found.looks)}"
    if found.by_hash:
        yield "\nof the old release only hashes are known: compare two decks to see the words"


def _entry(entry: Entry) -> str:
    return f"  {entry.item}  {entry.title}".rstrip()


def _answers(change: Change, was: str, now: str) -> Iterator[str]:
    if change.answer:
        yield from (f"{was}{line}" for line in change.answer.old)
        yield from (f"{now}{line}" for line in change.answer.new)


def _lists(found: Difference) -> Iterator[tuple[str, Sequence[Entry]]]:
    """Yield the headings of lists of notes that are only named, with the notes."""
    missing = "Missing: learners keep these, and are not told"
    for heading, entries in (("Added", found.added), ("Withdrawn", found.withdrawn), (missing, found.missing)):
        if entries:
            yield heading, entries


def _details(change: Change, marked: Marked, escaped: Callable[[str], str]) -> Iterator[str]:
    """Yield a line for each thing about a note that has changed."""
    for field in change.fields:
        yield f"{field.name}: {_words(field, marked)}"
    tags = [*(f"+{tag}" for tag in change.tags_added), *(f"-{tag}" for tag in change.tags_removed)]
    if tags:
        yield f"tags: {escaped(' '.join(tags))}"
    if change.cards:
        yield f"cards: {change.cards[0]}, now {change.cards[1]}"
    if change.problem:
        yield f"problem: {change.problem}"


def _words(field: FieldChange, marked: Marked) -> str:
    if field.markup:
        return "markup only"
    return " ".join(map(marked, compared(field.old, field.new))) if field.told else "changed"


def _in_brackets(piece: Piece) -> str:
    """Mark a piece as ``git diff --word-diff`` does."""
    sort, text = piece
    return {"same": text, "removed": f"[-{text}-]", "added": f"{{+{text}+}}"}[sort]


def _markdown(found: Difference) -> Iterator[str]:
    yield f"## {_escaped(found.new)}"
    yield f"\nCompared with {_escaped(found.old)}: {counts(found)}."
    if found.relearn:
        yield "\n### Relearn these: their answers have changed\n"
        for change in found.relearn:
            yield _item(change.entry)
            yield from _answers_in_markdown(change)
    rest = [change for change in found.changed if change.answer is None]
    for heading, changes in (("Changed", rest), ("What has changed around these answers", found.relearn)):
        if any(change.fields or change.problem for change in changes) or (changes and heading == "Changed"):
            yield f"\n### {heading}\n"
            for change in changes:
                yield _item(change.entry)
                yield from (f"  - {line}" for line in _details(change, _in_markdown, _escaped))
    for heading, entries in _lists(found):
        yield f"\n### {heading}\n"
        yield from map(_item, entries)
    if found.looks:
        yield f"\n### Looks\n\n- {_escaped(', '.join(found.looks))}"


def _answers_in_markdown(change: Change) -> Iterator[str]:
    if change.answer:
        for word, lines in (("was", change.answer.old), ("now", change.answer.new)):
            if lines:
                yield f"  - {word}: {'; '.join(map(_escaped, lines))}"


def _item(entry: Entry) -> str:
    return f"- `{entry.item.replace('`', '')}` {_escaped(entry.title)}".rstrip()


def _in_markdown(piece: Piece) -> str:
    sort, text = piece
    return {"same": _escaped(text), "removed": f"~~{_escaped(text)}~~", "added": f"**{_escaped(text)}**"}[sort]


def _escaped(text: str) -> str:
    """Return plain text as Markdown that shows it as it is."""
    return _SPECIAL.sub(r"\\\1", text)


def compared(old: str, new: str) -> tuple[Piece, ...]:
    """Return the pieces of both texts in order; what stayed is shortened to the words beside a change."""
    before, after = old.split(), new.split()
    if before == after:
        return (("same", " ".join(after)),)
    if max(len(before), len(after)) > MAX_WORDS:
        whole: tuple[Piece, ...] = (("removed", old), ("added", new))
        return tuple(piece for piece in whole if piece[1])
    return tuple(_pieces(before, after))


def _pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for number, (step, a, b, c, d) in enumerate(steps):
        if step == "equal":
            yield "same", _shortened(before[a:b], first=number == 0, last=number == len(steps) - 1)
            continue
        if a < b:
            yield "removed", " ".join(before[a:b])
        if c < d:
            yield "added", " ".join(after[c:d])


def _shortened(words: list[str], *, first: bool, last: bool) -> str:
    head, tail = [] if first else words[:AROUND], [] if last else words[-AROUND:]
    if len(words) <= len(head) + len(tail) + 1:
        return " ".join(words)
    return " ".join([*head, "\N{HORIZONTAL ELLIPSIS}", *tail])
