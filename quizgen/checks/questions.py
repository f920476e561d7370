"""Questions have what their kind needs: a key, reasons, partners for their gaps, texts that differ."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizgen.characters import folded
from quizgen.checks.content import Content
from quizgen.crosscheck.values import NUMERALS
from quizgen.diagnostics import Diagnostic, error, warning
from quizgen.kinds.choice.question import Choice, MultipleChoice
from quizgen.kinds.cloze.question import Cloze
from quizgen.model.evidence import COMPUTED_FORMS
from quizgen.text.appearance import appearance
from quizgen.text.emphasis import is_wide

_OTHERS = re.compile(
    r"(?i:\b(?:all|none|both|neither|any|either|two|some|more than one) of (?:the|these) (?:options? )?above\b)"
    r"|(?i:\b(?:the )?(?:options?|answers?|choices?) (?:above|below)\b)"
    r"|\b(?:[Bb]oth|[Ee]ither|[Nn]either|[Oo]nly|[Oo]ptions?|[Aa]nswers?) [A-L](?:(?:,| and| or| nor| &) [A-L])*\b"
    r"|^[A-L](?:(?:,| and| or| &) [A-L])+\.?$"
)
_CHOICE = re.compile(r"\bor\b|/|\?$")
"""A hint that names several answers tells none."""
_LETTER = re.compile(r"\b[A-L]\b")


def key_count(content: Content) -> Iterator[Diagnostic]:
    """A multiple choice question has exactly one key; a multiple response question has at least one."""
    for lesson, item in content.items:
        question = item.question
        if not isinstance(question, Choice):
            continue
        keys = [index for index, option in enumerate(question.options) if option.key]
        span = lesson.item_span(item, ("options",))
        if not keys:
            yield error("key-count", span, f"`{question.id}` has no key", "mark the right option with `key: true`")
        elif len(keys) > 1 and isinstance(question, MultipleChoice):
            second = lesson.item_span(item, ("options", keys[1], "key"))
            message = f"`{question.id}` has {len(keys)} keys; a multiple choice question has one"
            yield error("key-count", second, message, "leave one key, or make it `kind: multiple_response`")


def distractor_without_reason(content: Content) -> Iterator[Diagnostic]:
    """Every distractor of which something is computed is wrong for a reason that the learner is told."""
    for lesson, item in content.items:
        if not isinstance(item.question, Choice):
            continue
        for index, option in enumerate(item.question.options):
            is_computed = item.question.evidence_of(option)[0] in COMPUTED_FORMS
            if is_computed and not option.key and not option.misconception and not option.rationale:
                message = "this distractor does not say why it is wrong"
                hint = "give its `rationale`, or the `misconception` that leads to it"
                yield error("distractor-without-reason", lesson.item_span(item, ("options", index)), message, hint)


def duplicate_option(content: Content) -> Iterator[Diagnostic]:
    """No two options, steps, or left sides of a question look alike; capitals, marks and spaces may tell them apart."""
    for lesson, item in content.items:
        first: dict[str, tuple[int, str]] = {}
        for number, (place, text) in enumerate(item.question.alternatives(), start=1):
            before, words = first.setdefault(appearance(text), (number, text))
            if before != number:
                alike = "reads the same as" if words == text else "looks the same as"
                message = f"this {alike} number {before} of `{item.question.id}`"
                hint = "say something else, or leave it out"
                if words != text:
                    hint += "; a reader sees no difference in what was written"
                yield error("duplicate-option", lesson.item_span(item, place), message, hint)


def option_names_others(content: Content) -> Iterator[Diagnostic]:
    """No option speaks of the options above it, or of their letters: each learner finds them in another order."""
    for lesson, item in content.items:
        question = item.question
        if not isinstance(question, Choice):
            continue
        for index, option in enumerate(question.options):
            found = None if _keeps_its_sense(question, index) else _OTHERS.search(option.text)
            if found and not any(re.search(rf"\b{letter}\b", question.stem) for letter in _LETTER.findall(found[0])):
                message = f"`{found[0]}` means other options, and options are shuffled"
                hint = "say what it means in words; or let it keep its place, last of all: `fixed: true`"
                yield warning("option-names-others", lesson.item_span(item, ("options", index)), message, hint)


def _keeps_its_sense(question: Choice, index: int) -> bool:
    """Tell whether what an option says of others is right in any order: all are fixed, or it is and names no letter."""
    fixed, text = question.fixed_places, question.options[index].text
    is_last = index == len(question.options) - 1
    return len(fixed) == len(question.options) or (is_last and index in fixed and not _LETTER.search(text))


def names_answer(content: Content) -> Iterator[Diagnostic]:
    """No heading above a gap or a number, and no hint or unit beside it, names what is to be typed."""
    headings = {concept.id: concept.name for lesson in content.deck.lessons for concept in lesson.head.concepts}
    for lesson, item in content.items:
        heading = headings.get(item.question.concept, "")
        for place, answers, beside in item.question.typed():
            for shown in (heading, "" if _CHOICE.search(beside) else beside):
                word = next((word for word in answers if _stands_in(word, shown)), "")
                if word:
                    where = "the heading above it" if shown == heading else "what stands beside it"
                    remedy = "give the item another concept" if shown == heading else "say something else there"
                    message, hint = (
                        f"{where}, `{shown}`, names the answer, `{word}`",
                        f"{remedy}, or ask for another word",
                    )
                    yield warning("names-answer", lesson.item_span(item, place), message, hint)


def _stands_in(answer: str, text: str) -> bool:
    """Tell whether an answer is among the words of a text, in the singular or the plural, as a numeral or in digits."""
    wanted, words = _words(answer), _words(text)
    if not wanted or not words:
        return False
    if any(is_wide(letter) for letter in answer):
        return folded(answer) in folded(text)
    return any(all(map(_is_same_word, wanted, words[start:])) for start in range(len(words) - len(wanted) + 1))


def _words(text: str) -> list[str]:
    return [NUMERALS.get(word, word) for word in re.findall(r"[^\W_]+(?:[.,][0-9]+)?", folded(text))]


def _is_same_word(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return shorter == longer or (len(shorter) > 2 and longer in {f"{shorter}s", f"{shorter}es"})


def blank(content: Content) -> Iterator[Diagnostic]:
    """Every gap of a cloze has an answer, and every answer a gap."""
    for lesson, item in content.items:
        question = item.question
        if not isinstance(question, Cloze):
            continue
        used = question.used()
        for name in used:
            if name not in question.blanks:
                span = lesson.item_span(item, ("text",))
                hint = (
                    f"add `{name}` to `blanks`; if the brackets are to be read, put them into code: `` `[[{name}]]` ``"
                )
                yield error("blank", span, f"the gap `[[{name}]]` has no answer", hint)
        for name in question.blanks:
            if name not in used:
                span = lesson.item_span(item, ("blanks", name))
                yield error(
                    "blank", span, f"the text has no gap `[[{name}]]`", "put it into the text, or take this out"
                )
