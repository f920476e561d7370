"""Rules of writing items that a program can check (Haladyna, Downing, Rodriguez 2002; Wozniak 1999; Matuschak 2020)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from quizgen.characters import folded
from quizgen.checks.content import Content
from quizgen.diagnostics import Diagnostic, Related, warning
from quizgen.kinds.choice.question import Choice, MultipleChoice
from quizgen.kinds.ordering.question import Ordering
from quizgen.kinds.recall.question import Recall
from quizgen.model.lesson import PlacedItem, PlacedLesson

_MOST_OPTIONS: Final = 5
"""Three are enough for most questions (Haladyna and others 2002); each more is one more to read."""
_MOST_STEPS: Final = 9
_MOST_POINTS: Final = 9
_MOST_WORDS: Final = 60
"""Of one key point: what is longer is several things to know."""
_LONG: Final = 40
_LONGER: Final = 1.6
"""A key of more characters than the first, and so many times longer than any distractor, is picked for its length."""
_TELLING: Final = 12
"""Characters of a key from which on a stem does not hold it by chance."""

_ASKS_WHICH: Final = re.compile(
    r"\b(?:which|what|who)\b(?:\s+[\w']+){0,4}?\s+(?:is|are|was|were|does|do|did|can|could|will|would)"
    r"(?:\s+not|n't)\b|\bexcept\b[^.?!]*\?",
    re.IGNORECASE,
)
_EMPHASISED: Final = re.compile(
    r"\b(?:NOT|EXCEPT|NEVER)\b|[*_]{1,3}(?i:not|except|never|\w+n't)[*_]{1,3}",
)
_YES_OR_NO: Final = re.compile(
    r"^(?:is|are|was|were|do|does|did|can|could|will|would|should|has|have|had|must|may)\b[^?]*\?$", re.IGNORECASE
)
_VAGUE: Final = re.compile(
    r"^(?:discuss|describe|tell me about|talk about|comment on|elaborate|what about|what do you know about"
    r"|say something about)\b",
    re.IGNORECASE,
)
_RANGE: Final = re.compile(r"^\D{0,12}?(-?\d+(?:\.\d+)?)\s*(?:to|-|\u2013)\s*(-?\d+(?:\.\d+)?)\b")


def _in_english(content: Content) -> Iterator[tuple[PlacedLesson, PlacedItem]]:
    for lesson, item in content.items:
        if lesson.head.language.partition("-")[0].lower() == "en":
            yield lesson, item


def _last(text: str) -> str:
    """Return the last sentence of a stem, which is the one that asks, without marks."""
    plain = re.sub(r"```.*?```", " ", text, flags=re.DOTALL).strip()
    return re.split(r"(?<=[.?!])\s+", plain)[-1] if plain else ""


def key_is_longest(content: Content) -> Iterator[Diagnostic]:
    """The right option is not told from the others by its length."""
    for lesson, item in content.items:
        question = item.question
        if not isinstance(question, MultipleChoice):
            continue
        keys = [(index, len(one.text)) for index, one in enumerate(question.options) if one.key]
        others = [len(one.text) for one in question.options if not one.key]
        if len(keys) == 1 and others and keys[0][1] > max(_LONG, _LONGER * max(others)):
            index, length = keys[0]
            message = f"the key of `{question.id}` has {length} characters, and no other option more than {max(others)}"
            hint = "shorten it, put what explains it into its `rationale`, or write distractors as full as it is"
            yield warning("key-is-longest", lesson.item_span(item, ("options", index, "text")), message, hint)


def negative_stem(content: Content) -> Iterator[Diagnostic]:
    """A stem that asks for what is not so says so in emphasis."""
    for lesson, item in _in_english(content):
        name, stem = item.question.asking()
        asked = _last(stem)
        if (found := _ASKS_WHICH.search(asked)) and not _EMPHASISED.search(asked):
            message = f"`{item.question.id}` asks for what is not so, which a reader passes over: `{found[0][-40:]}`"
            hint = "ask for what is so; or emphasise the word: `**not**`"
            yield warning("negative-stem", lesson.item_span(item, (name,)), message, hint)


def many_options(content: Content) -> Iterator[Diagnostic]:
    """A multiple choice question has no more options than are worth reading."""
    for lesson, item in content.items:
        question = item.question
        if isinstance(question, MultipleChoice) and len(question.options) > _MOST_OPTIONS:
            message = f"`{question.id}` has {len(question.options)} options; three or four tell as much about a learner"
            hint = "leave out those that hardly anybody picks"
            yield warning("many-options", lesson.item_span(item, ("options",)), message, hint)


def overlapping_ranges(content: Content) -> Iterator[Diagnostic]:
    """Options that are ranges of numbers do not overlap."""
    for lesson, item in content.items:
        if not isinstance(item.question, Choice):
            continue
        found = [(index, _RANGE.match(one.text)) for index, one in enumerate(item.question.options)]
        ranges = sorted((float(at[1]), float(at[2]), index) for index, at in found if at)
        for (_, end, before), (start, _, index) in pairwise(ranges):
            if start < end:
                place = lesson.item_span(item, ("options", index, "text"))
                there = lesson.item_span(item, ("options", before, "text"))
                message = f"two options of `{item.question.id}` overlap: a number can lie in both"
                related = (Related(there, "the other one"),)
                hint = "let one begin where the other ends"
                yield warning("overlapping-ranges", place, message, hint, related=related)


def stem_holds_key(content: Content) -> Iterator[Diagnostic]:
    """No stem holds the words of its right option, unless those of the others are in it as well."""
    for lesson, item in content.items:
        question = item.question
        if not isinstance(question, MultipleChoice):
            continue
        stem = _words(question.stem)
        held = {one.key for one in question.options if _words(one.text) and f" {_words(one.text)} " in f" {stem} "}
        key = next((one for one in question.options if one.key), None)
        if key is not None and held == {True} and len(_words(key.text)) >= _TELLING:
            message = f"the stem of `{question.id}` holds its answer: `{key.text}`"
            yield warning("stem-holds-key", lesson.item_span(item, ("stem",)), message, "word the stem without it")


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", folded(text)))


def yes_or_no_stem(content: Content) -> Iterator[Diagnostic]:
    """What is to be recalled is more than a yes or a no."""
    for lesson, item in _in_english(content):
        if isinstance(item.question, Recall) and _YES_OR_NO.search(_last(item.question.stem)):
            message = f"`{item.question.id}` can be answered by yes or no, which is guessed as often as known"
            hint = "ask why, when, how or which"
            yield warning("yes-or-no-stem", lesson.item_span(item, ("stem",)), message, hint)


def vague_stem(content: Content) -> Iterator[Diagnostic]:
    """A stem says what is to be answered, and does not leave it to the reader how much."""
    for lesson, item in _in_english(content):
        name, stem = item.question.asking()
        if found := _VAGUE.search(_last(stem)):
            message = f"`{found[0]}` does not say what counts as an answer"
            hint = "ask for one thing: why, when, how many, which of them"
            yield warning("vague-stem", lesson.item_span(item, (name,)), message, hint)


def long_answer(content: Content) -> Iterator[Diagnostic]:
    """What is to be recalled is one thing, or few: neither a paragraph nor a long list."""
    for lesson, item in content.items:
        question = item.question
        if not isinstance(question, Recall):
            continue
        if len(question.points) > _MOST_POINTS:
            message = f"`{question.id}` asks for a list of {len(question.points)}, which is hard to keep"
            hint = "split it into several questions, or make it an ordering or a cloze"
            yield warning("long-answer", lesson.item_span(item, ("points",)), message, hint)
        for index, point in enumerate(question.points):
            if (length := len((point.text or "").split())) > _MOST_WORDS:
                message = f"this point has {length} words: it is several things to know"
                hint = "say one thing in each point, and the rest in `explanation`"
                yield warning("long-answer", lesson.item_span(item, ("points", index, "text")), message, hint)


def many_steps(content: Content) -> Iterator[Diagnostic]:
    """An ordering has no more steps than can be held in mind."""
    for lesson, item in content.items:
        question = item.question
        if isinstance(question, Ordering) and len(question.steps) > _MOST_STEPS:
            message = f"`{question.id}` has {len(question.steps)} steps; more than {_MOST_STEPS} are puzzled out"
            hint = "split it where something is reached, or leave out steps that are plain"
            yield warning("many-steps", lesson.item_span(item, ("steps",)), message, hint)
