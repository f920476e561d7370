"""Fields read as trees of elements: just enough of HTML to find in a field what quizgen wrote into it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

_VOID: Final = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
_INLINE: Final = frozenset(
    {"a", "abbr", "b", "code", "em", "i", "kbd", "mark", "s", "small", "span", "strong", "sub", "sup"}
)
_DEEPEST: Final = 100
"""How deep elements may nest; what is nested deeper is read as if it were not."""
MAX_LENGTH: Final = 300_000
"""The longest field that is read as HTML, in characters: Python's parser can take the square of it."""
_SPACES: Final = re.compile(r"\s+")


@dataclass
class Element:
    """An element, or a whole field (whose ``tag`` is empty)."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        """Its classes."""
        return self.attributes.get("class", "").split()

    def walk(self) -> Iterator[Element]:
        """Yield the elements below it, in the order in which they begin."""
        waiting = [child for child in reversed(self.children) if isinstance(child, Element)]
        while waiting:
            here = waiting.pop()
            yield here
            waiting += [child for child in reversed(here.children) if isinstance(child, Element)]

    def having(self, attribute: str) -> list[Element]:
        """Return the elements below it that have an attribute."""
        return [element for element in self.walk() if attribute in element.attributes]

    def of_class(self, name: str) -> list[Element]:
        """Return the elements below it that are of a class."""
        return [element for element in self.walk() if name in element.classes]

    def text(self, without: tuple[str, ...] = ()) -> str:
        """Return what is read, on one line; a picture is told by its name.

        Args:
            without: classes of elements that are left out.
        """
        return _SPACES.sub(" ", "".join(self._pieces(lambda part: not set(without) & set(part.classes)))).strip()

    def _pieces(self, wanted: Callable[[Element], bool]) -> Iterator[str]:
        waiting: list[Element | str] = list(reversed(self.children))
        while waiting:
            here = waiting.pop()
            if isinstance(here, str):
                yield here
            elif here.tag == "img":
                yield f" [picture {here.attributes.get('src', '')}] "
            elif wanted(here):
                space = "" if here.tag in _INLINE else " "
                waiting += [space, *reversed(here.children), space]


def letters(element: Element) -> Iterator[str]:
    """Yield the pieces of text in an element as they stand there, spaces and line breaks among them."""
    for part in element.children:
        yield from (part,) if isinstance(part, str) else letters(part)


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in _VOID and len(self.open) < _DEEPEST:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        names = [element.tag for element in self.open]
        if tag in names:
            del self.open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parsed(html: str) -> Element:
    """Return a field as a tree. Faulty HTML gives some tree, too.

    Raises:
        ValueError: it is longer than `MAX_LENGTH`, or Python's parser gives up on it.
    """
    if len(html) > MAX_LENGTH:
        raise ValueError(f"a field has more than {MAX_LENGTH:,} characters")
    builder = _Builder()
    try:
        builder.feed(html)
        builder.close()
    except AssertionError as problem:  # of a malformed declaration
        raise ValueError(f"a field is no HTML: {problem}") from None
    return builder.open[0]
