"""What a note asks and answers, read off its fields: the way back of `quizgen.exporters.anki.bodies`.

What comes out is a body as `quizgen.cards` has it, with plain text on one line where that has HTML. What a learner sees
on the two sides must agree: options that are not the same on the front and on the back are no body.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from html import unescape
from typing import Final

from quizgen.cards import (
    BLANK_CLOSE,
    BLANK_OPEN,
    Blank,
    Body,
    Choice,
    Cloze,
    Definition,
    Html,
    Matching,
    Number,
    Option,
    Ordering,
    Pair,
    Point,
    Recall,
    Step,
)
from quizgen.decks.reading.html import Element, parsed

_EVIDENCE: Final = "qz-evidence"
_TOLD: Final = ("qz-mark", "qz-rationale", "qz-belief", _EVIDENCE)
"""What an option's text is told with on the back."""
_BELIEF: Final = "Leads here: "
_INTEGER: Final = re.compile(r"-?[0-9]{1,18}")
_DELETION: Final = re.compile(r"\{\{c([0-9]{1,3})::(.*?)(?:::(.*?))?\}\}", re.DOTALL)
_FORMULA: Final = re.compile(r"\\[(\[](.*?)\\[)\]]", re.DOTALL)


class Unclear(Exception):  # noqa: N818 - a state of a note
    """Fields that do not say one thing; the message says which and why."""


def body(kind: str, fields: Mapping[str, str]) -> Body:
    """Return what a note of a kind asks and answers.

    Raises:
        Unclear: its fields are not such as quizgen writes, or disagree with one another.
    """
    try:
        trees = {name: parsed(fields[name]) for name in ("Stem", "Body", "Answer", "Solution")}
    except ValueError as problem:
        raise Unclear(str(problem)) from None
    if kind not in _READERS:
        raise Unclear(f"there is no kind of question called {kind!r}")
    return _READERS[kind](fields, trees)


def plain(field: str) -> str:
    """Return what is read of a field, on one line; formulas between dollar signs, as an author writes them."""
    try:
        return _plain(parsed(field))
    except ValueError as problem:
        raise Unclear(str(problem)) from None


def _plain(element: Element, without: Sequence[str] = ()) -> str:
    return _FORMULA.sub(lambda found: f"${found[1]}$", element.text(tuple(without)))


def _html(element: Element, without: Sequence[str] = ()) -> Html:
    return Html(_plain(element, without))


def _first(element: Element, name: str) -> str:
    """Return the text of the first element of a class; empty if there is none."""
    found = element.of_class(name)
    return _plain(found[0]) if found else ""


def _numbered(element: Element, attribute: str, what: str, first: int = 0) -> list[Element]:
    """Return the elements with a number in that attribute, in the order in which they stand.

    Raises:
        Unclear: there are none, or they are not numbered through.
    """
    found = element.having(attribute)
    numbers = sorted(each.attributes[attribute] for each in found)
    if not found or numbers != sorted(str(number) for number in range(first, first + len(found))):
        raise Unclear(f"the {what} are not numbered through")
    return found


def _by_number(elements: Sequence[Element], attribute: str) -> list[Element]:
    return sorted(elements, key=lambda element: int(element.attributes[attribute]))


def _index(element: Element, attribute: str) -> int:
    text = element.attributes.get(attribute, "")
    if not _INTEGER.fullmatch(text):
        raise Unclear(f"{attribute} is {text!r}, which is no number")
    return int(text)


def _same(front: str, back: str, what: str) -> None:
    if front != back:
        raise Unclear(f"the {what} on the front is {front!r}, and on the back {back!r}")


def _text_of(element: Element, name: str, without: Sequence[str] = ()) -> Html:
    """Return the text in the first element of a class.

    Raises:
        Unclear: there is none.
    """
    found = element.of_class(name)
    if not found:
        raise Unclear(f"there is no element of class {name} in {element.text()[:60]!r}")
    return _html(found[0], without)


def _choice(front: Element, back: Element, *, multiple: bool) -> Choice:
    asked = _numbered(front, "data-option", "options")
    told = _numbered(back, "data-option", "options")
    if len(asked) != len(told):
        raise Unclear(f"the front has {len(asked)} options, the back {len(told)}")
    options = []
    for before, after in zip(_by_number(asked, "data-option"), _by_number(told, "data-option"), strict=True):
        text = _text_of(after, "qz-text", _TOLD)
        _same(_text_of(before, "qz-text"), text, "option")
        rationale = _first(after, "qz-rationale")
        belief = _first(after, "qz-belief").removeprefix(_BELIEF)
        evidence = _first(after, _EVIDENCE)
        options.append(Option(text, _is_key(after), Html(rationale), belief, evidence))
    return Choice(tuple(options), multiple)


def _is_key(option: Element) -> bool:
    """Tell whether an option is marked right: by its class, which the script goes by, and in words."""
    key, distractor = "qz-key" in option.classes, "qz-distractor" in option.classes
    words = _first(option, "qz-mark").split()
    if key == distractor or ("right" in words) != key or ("wrong" in words) != distractor:
        raise Unclear("an option is not clearly marked right or wrong")
    return key


def _number(fields: Mapping[str, str], back: Element) -> Number:
    found = back.having("data-value")
    if len(found) != 1:
        raise Unclear("the right number does not stand there once")
    told = found[0].attributes
    value, tolerance = (_numeral(told.get(name, "")) for name in ("data-value", "data-tolerance"))
    unit = told.get("data-unit", "")
    number = Number(value, unit, tolerance, _first(back, _EVIDENCE))
    shown = [part.text() for part in found[0].walk() if part.tag == "strong"]
    _same(unescape(fields["Answer"]), number.text, "number")
    _same(" ".join(f"{number.text} {unit}".split()), " ".join(shown), "number")
    _same(unescape(fields["Unit"]), unit, "unit")
    return number


def _numeral(text: str) -> int | float:
    try:
        return int(text) if _INTEGER.fullmatch(text) else float(text)
    except ValueError:
        raise Unclear(f"{text!r} is no number") from None


def _cloze(front: str, back: Element) -> Cloze:
    gaps: dict[int, tuple[str, str]] = {}

    def marked(found: re.Match[str]) -> str:
        number, gap = int(found[1]), (unescape(found[2]), unescape(found[3] or ""))
        if gaps.setdefault(number, gap) != gap:
            raise Unclear(f"gap {number} has two answers")
        return f"{BLANK_OPEN}{number - 1}{BLANK_CLOSE}"

    text = _DELETION.sub(marked, front)
    if not gaps:
        raise Unclear("the cloze has no gap")
    rows = _by_number(_numbered(back, "data-blank", "gaps", first=1), "data-blank")
    if sorted(gaps) != list(range(1, len(rows) + 1)):
        raise Unclear("the gaps in the text are not those on the back")
    blanks = [_blank(row, *gaps[number]) for number, row in enumerate(rows, 1)]
    return Cloze(_html(parsed(text)), tuple(blanks))


def _blank(row: Element, answer: str, hint: str) -> Blank:
    try:
        accepted = json.loads(row.attributes.get("data-accepted", ""))
    except (ValueError, RecursionError):
        accepted = None
    if not isinstance(accepted, list) or not accepted or not all(isinstance(word, str) for word in accepted):
        raise Unclear("what counts as right in a gap is no list of words")
    shown = [part.text() for part in row.walk() if part.tag == "strong"]
    _same(answer, accepted[0], "gap's answer")
    _same(" ".join(answer.split()), "".join(shown), "gap's answer")
    return Blank(answer, tuple(accepted[1:]), hint, _first(row, _EVIDENCE))


def _recall(answer: Element, back: Element) -> Recall:
    points = _by_number(_numbered(back, "data-point", "key points"), "data-point")
    told = (Point(_text_of(point, "qz-text", [_EVIDENCE]), _first(point, _EVIDENCE)) for point in points)
    return Recall(_html(answer), tuple(told))


def _ordering(front: Element, back: Element) -> Ordering:
    asked = _numbered(front, "data-step", "steps")
    told = _numbered(back, "data-step", "steps")
    if len(asked) != len(told):
        raise Unclear(f"the front has {len(asked)} steps, the back {len(told)}")
    before = {_index(step, "data-step"): _text_of(step, "qz-text") for step in asked}
    steps: dict[int, Step] = {}
    for position, step in enumerate(told, 1):
        number = _index(step, "data-step")
        text = _text_of(step, "qz-text", [_EVIDENCE])
        _same(before[number], text, "step")
        _same(str(position), _first(step, "qz-letter"), "number of a step")
        steps[number] = Step(text, position, _first(step, _EVIDENCE))
    return Ordering(tuple(steps[number] for number in sorted(steps)), _free(back))


def _free(back: Element) -> tuple[tuple[int, int], ...]:
    found = back.having("data-free")
    if not found:
        return ()
    try:
        pairs = tuple((int(a), int(b)) for a, b in json.loads(found[0].attributes["data-free"]))
    except (ValueError, TypeError, RecursionError):
        raise Unclear("the pairs of steps that are free are no list of pairs") from None
    if len(found) > 1:
        raise Unclear("the pairs of steps that are free are told twice")
    return pairs


def _matching(front: Element, back: Element) -> Matching:
    choices = [
        _text_of(choice, "qz-text")
        for choice in _by_number(_numbered(front, "data-choice", "right sides"), "data-choice")
    ]
    asked = _by_number(_numbered(front, "data-pair", "pairs"), "data-pair")
    told = _by_number(_numbered(back, "data-pair", "pairs"), "data-pair")
    if len(asked) != len(told):
        raise Unclear(f"the front has {len(asked)} pairs, the back {len(told)}")
    pairs = []
    for before, after in zip(asked, told, strict=True):
        left, match = _text_of(after, "qz-left"), _index(after, "data-match")
        _same(_text_of(before, "qz-left"), left, "left side")
        if not 0 <= match < len(choices):
            raise Unclear(f"there is no right side {match}")
        _same(choices[match], _text_of(after, "qz-text", [_EVIDENCE]), "right side")
        pairs.append(Pair(left, match, _first(after, _EVIDENCE)))
    return Matching(tuple(pairs), tuple(choices))


_Reader = Callable[[Mapping[str, str], Mapping[str, Element]], Body]
_READERS: Final[Mapping[str, _Reader]] = {
    "multiple_choice": lambda _, trees: _choice(trees["Body"], trees["Answer"], multiple=False),
    "multiple_response": lambda _, trees: _choice(trees["Body"], trees["Answer"], multiple=True),
    "numeric": lambda fields, trees: _number(fields, trees["Solution"]),
    "cloze": lambda fields, trees: _cloze(fields["Body"], trees["Solution"]),
    "recall": lambda _, trees: _recall(trees["Answer"], trees["Solution"]),
    "ordering": lambda _, trees: _ordering(trees["Body"], trees["Answer"]),
    "matching": lambda _, trees: _matching(trees["Body"], trees["Answer"]),
    "concept": lambda _, trees: Definition(trees["Stem"].text(), _html(trees["Body"])),
}
