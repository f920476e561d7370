"""Notes of Anki: what the kinds share of writing their fields, and of reading them back.

What comes out of reading is a body with plain text on one line where that has HTML. What a learner sees on the two
sides must agree: options that are not the same on the front and on the back are no body.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from quizgen.cards import Html
from quizgen.text.elements import Element, letters, parsed

EVIDENCE: Final = "qz-evidence"
"""The class of the lines that told, up to the first releases, what each part of an answer rests on."""
INTEGER: Final = re.compile(r"-?[0-9]{1,18}")
_FORMULA: Final = re.compile(r"\\[(\[](.*?)\\[)\]]", re.DOTALL)


class Unclear(Exception):  # noqa: N818 - a state of a note
    """Fields that do not say one thing; the message says which and why."""


def trees(fields: Mapping[str, str], *names: str) -> list[Element]:
    """Return fields as trees.

    Raises:
        Unclear: one of them is no HTML that can be read.
    """
    try:
        return [parsed(fields[name]) for name in names]
    except ValueError as problem:
        raise Unclear(str(problem)) from None


def plain(field: str) -> str:
    """Return what is read of a field, on one line; formulas between dollar signs, as an author writes them.

    Raises:
        Unclear: it is no HTML that can be read.
    """
    (tree,) = trees({"": field}, "")
    return text_of(tree)


def text_of(element: Element, without: Sequence[str] = ()) -> Html:
    """Return what is read of an element, but for what is of some classes."""
    return Html(_FORMULA.sub(lambda found: f"${found[1]}$", element.text(tuple(without))))


def first(element: Element, name: str) -> str:
    """Return the text of the first element of a class; empty if there is none."""
    found = element.of_class(name)
    return text_of(found[0]) if found else ""


def needed(element: Element, name: str, without: Sequence[str] = ()) -> Html:
    """Return the text of the first element of a class.

    Raises:
        Unclear: there is none.
    """
    found = element.of_class(name)
    if not found:
        raise Unclear(f"there is no element of class {name} in {element.text()[:60]!r}")
    return text_of(found[0], without)


def stated(element: Element, name: str, without: Sequence[str] = ()) -> Html:
    """Return the same of what may be a value: if all of it is code, as an author writes that, with each character.

    Raises:
        Unclear: there is none.
    """
    text = needed(element, name, without)
    here = element.of_class(name)[0]
    while len(parts := [part for part in here.children if _is_read(part, without)]) == 1:
        here = parts[0] if isinstance(parts[0], Element) else Element("")
        if here.tag in {"pre", "code"}:
            code = "".join(letters(here))
            ticks = "`" * (1 + max(map(len, re.findall("`+", code)), default=0))
            space = " " if code.startswith(("`", " ")) or code.endswith(("`", " ")) else ""
            return Html(f"``{ticks}\n{code}\n``{ticks}" if here.tag == "pre" else f"{ticks}{space}{code}{space}{ticks}")
    return text


def _is_read(part: Element | str, without: Sequence[str]) -> bool:
    return bool(part.strip()) if isinstance(part, str) else not set(without) & set(part.classes)


def numbered(element: Element, attribute: str, what: str, start: int = 0) -> list[Element]:
    """Return the elements with a number in that attribute, in the order in which they stand.

    Raises:
        Unclear: there are none, or they are not numbered through.
    """
    found = element.having(attribute)
    numbers = sorted(each.attributes[attribute] for each in found)
    if not found or numbers != sorted(str(number) for number in range(start, start + len(found))):
        raise Unclear(f"the {what} are not numbered through")
    return found


def by_number(element: Element, attribute: str, what: str, start: int = 0) -> list[Element]:
    """Return the elements with a number in that attribute, in the order of their numbers.

    Raises:
        Unclear: as `numbered`.
    """
    return sorted(numbered(element, attribute, what, start), key=lambda found: int(found.attributes[attribute]))


def side_by_side(front: Sequence[Element], back: Sequence[Element], what: str) -> list[tuple[Element, Element]]:
    """Return what stands on the front beside what stands on the back.

    Raises:
        Unclear: they are not equally many.
    """
    if len(front) != len(back):
        raise Unclear(f"the front has {len(front)} {what}, the back {len(back)}")
    return list(zip(front, back, strict=True))


def number_in(element: Element, attribute: str) -> int:
    """Return the number in an attribute.

    Raises:
        Unclear: there is none.
    """
    text = element.attributes.get(attribute, "")
    if not INTEGER.fullmatch(text):
        raise Unclear(f"{attribute} is {text!r}, which is no number")
    return int(text)


def same(front: str, back: str, what: str) -> None:
    """Raise `Unclear` if the two sides differ."""
    if front != back:
        raise Unclear(f"the {what} on the front is {front!r}, and on the back {back!r}")
