"""Where a text plainly says the contrary of its claim, or fits the claim of another one: in lessons in English.

Only what is hardly ever meant is told. That a sentence has a "not" and its claim has none tells little, since the
contrary of a word needs none ("lost", "deposed"). But "it is not true that" turns a sentence that has been compared
with its claim; and two texts whose words are each found in the claim of the other, and not in its own, were exchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from quizgen.plugins.guard import PluginFailed
from quizgen.review.marks import VALUES
from quizgen.review.statements import Claim, Statement
from quizgen.wording import sentence, text_of_event

_DENIAL: Final = re.compile(
    r"(?<![\w,] )\b(?:it|that|this) (?:is|was)(?P<first>n't| not| never)? "
    r"(?:(?:quite|at all|simply) )?(?P<second>true|so|right|correct|a fact|the case|false|untrue|wrong|a mistake)"
    r"(?: to say)? that\b",
    re.IGNORECASE,
)
"""Says of what follows that it is so, or is not."""
_CONTRARY: Final = ("false", "untrue", "wrong", "a mistake")
_NEGATION: Final = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|cannot|nowhere|false|untrue)\b|n't\b", re.IGNORECASE
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:[0-9]+|(?:_[^\W_]+)+)?|[0-9]+(?:@[0-9]+)?")
_STEM: Final = 5
"""Letters by which a word is known again: "stored", "storing"."""
_SMALL: Final = frozenset(
    re.findall(
        r"\w+",
        """
        a an s t the and its are was were has have had that this with from for than then who which what whom
        they their them there here only when while does did will would could can may might must been being into
        onto over under at in of to is it as by on or be so but if up out all each every any some own same other
        another one ones once just also more less most least such how many much after before until since because
        still yet even both not no never none nobody nothing neither nor cannot nowhere exactly number largest
        smallest end run state reached
        """,
    )
)
"""Words that tell two texts about one thing apart no better than chance."""
_CLOSE: Final = ("steps", "pairs")
"""What says one thing, close to the words of an event or a measure. Other texts say several, in words of their own."""
_LEAST: Final = 2
_LEAST_OF_OTHERS: Final = 3
"""Words that two texts have of the other's claim, beyond those that they have of their own."""
_SHOWN: Final = 50


def contrary(found: Sequence[Statement]) -> Iterator[tuple[Statement, str]]:
    """Yield what says the contrary of its claim, or of what is run, and in what.

    Args:
        found: the statements of one item; of concepts, summary and tables any.
    """
    told = [statement for statement in found if statement.lesson.head.language.startswith("en")]
    try:
        for statement in told:
            yield from _denying(statement, told)
        yield from _exchanged(told)
    except PluginFailed:
        return  # that is told where its scenario is checked


def _denying(statement: Statement, item: Sequence[Statement]) -> Iterator[tuple[Statement, str]]:
    """Yield a statement that denies a whole sentence, which its claim, the question or the right answer affirms."""
    own, _, reason = statement.text.partition(" | ")
    asking = statement.item.question.asking()[1] if statement.item else ""
    if statement is item[0] and (denial := _denial(asking)):
        yield statement, f'the question says "{denial}", where it tells what is run'
    if statement.text == asking:
        return
    if not (claim := _own_claim(statement)):
        reason = own
    elif (denial := _denial(own)) and _is_odd(_undenied(own)) == _is_odd(_in_words(claim)):
        yield statement, f'the text says "{denial}", and its claim denies nothing that the text affirms'
    if (denial := _denial(reason)) and _is_of_the_right(_undenied(reason), item):
        yield statement, f'the reason says "{denial}" of what the right answer says'


def _denial(text: str) -> str:
    """Return the words by which a text denies a whole sentence; empty if it denies none."""
    return next((found[0] for found in _DENIAL.finditer(text) if _denies(found)), "")


def _denies(found: re.Match[str]) -> bool:
    return bool(found["first"]) != (found["second"].casefold() in _CONTRARY)


def _undenied(text: str) -> str:
    """Return a text without the words by which it denies whole sentences."""
    return _DENIAL.sub(lambda found: "" if _denies(found) else found[0], text)


def _is_odd(text: str) -> bool:
    """Tell whether a text has an odd number of negations, so that it denies something in all."""
    return len(_NEGATION.findall(text)) % 2 == 1


def _is_of_the_right(text: str, item: Sequence[Statement]) -> bool:
    """Tell whether a text has more words in common with what is right than with any wrong answer."""
    words, most = _words(text), {True: 0, False: 0}
    for other in item:
        if claim := next(iter(other.claims), None):
            own = other.text.partition(" | ")[0] if _own_claim(other) else ""
            is_right = claim.subject.role != "distractor" or not own
            both = _words(f"{own} {_in_words(claim)}") if own or is_right else set()
            most[is_right] = max(most[is_right], len(words & both))
    return most[True] > most[False]


def _exchanged(item: Sequence[Statement]) -> Iterator[tuple[Statement, str]]:
    """Yield one of two statements if what tells one text from the other stands in the other's claim."""
    alone = [(each, claim) for each in item if (claim := _own_claim(each))]
    nouns = {_short(claim.scenario.runs_on.words.actor) for _, claim in alone if claim.scenario}
    known = [
        (each, _words(each.text.partition(" | ")[0]) - nouns, _words(_in_words(claim)) - nouns) for each, claim in alone
    ]
    for (one, text, said), (other, other_text, other_said) in combinations(known, 2):
        if one.part != other.part or not one.item:
            continue
        first, second = text - other_text, other_text - text
        own, others = said - other_said, other_said - said
        crossed = len(first & others), len(second & own)
        least = _LEAST if one.part in _CLOSE else _LEAST_OF_OTHERS
        if min(crossed) and sum(crossed) - len(first & own) - len(second & others) >= least:
            shown = [each.text.partition(" | ")[0][:_SHOWN] for each in (one, other)]
            yield (
                one,
                f'"{shown[0]}" has words of the claim of "{shown[1]}", and that of its claim: were they exchanged?',
            )


def _own_claim(statement: Statement) -> Claim | None:
    """Return the claim that a text is the words of; None of a question, or of what explains several."""
    about = statement.part in ("stem", "text", "explanation", "answer")
    return None if about or len(statement.claims) != 1 else statement.claims[0]


def _in_words(claim: Claim) -> str:
    if claim.scenario is None:
        return ""
    simulator = claim.scenario.runs_on
    if claim.event:
        return text_of_event(claim.event, simulator)
    return sentence(claim.form, claim.expression, simulator)


def _words(text: str) -> set[str]:
    """Return the words of a text by which it can be told from others, shortened; numbers as digits."""
    plain = (word.casefold() for word in _WORD.findall(text))
    return {_short(VALUES.get(word, word)) for word in plain if word not in _SMALL}


def _short(word: str) -> str:
    return word[:_STEM].rstrip("s") if word.isalpha() and len(word) > _STEM - 2 else word
