"""docs/short-form.md: every example is read, and says what the YAML below it says."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from quizgen.loader.document import Data, Reader, parse
from quizgen.loader.short import parse_short
from tests.docs.pages import code, read, table

PAGE = read("docs/short-form.md")
_BLOCK = re.compile(r"^(`{3,})(markdown|yaml)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
BELOW = "Which?\n- [x] this\n- [ ] that\n"


def _examples() -> Iterator[tuple[str, str]]:
    """Yield each example with the YAML below it; empty if there is none."""
    found = [(match[2], match[3]) for match in _BLOCK.finditer(PAGE)]
    for index, (language, text) in enumerate(found):
        if language == "markdown":
            following = found[index + 1] if index + 1 < len(found) else ("", "")
            yield text, following[1] if following[0] == "yaml" else ""


EXAMPLES = list(_examples())


def _data(text: str) -> tuple[dict[str, Data], list[str]]:
    short = parse_short("lesson.md", text)
    reader = Reader(short.document)
    data = reader.read()
    assert isinstance(data, dict)
    return data, [each.message for each in (*short.found, *reader.diagnostics) if each.code != "id-missing"]


def _stripped(data: Data) -> Data:
    if isinstance(data, dict):
        return {key: _stripped(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_stripped(value) for value in data]
    return data.strip() if isinstance(data, str) else data


@pytest.mark.parametrize("text", [text for text, _ in EXAMPLES])
def test_every_example_is_understood(text: str) -> None:
    """An author who copies an example from the page is not told of mistakes in it."""
    data, found = _data(text)
    assert found == []
    assert data["items"] if "Term" not in text else data["concepts"]


@pytest.mark.parametrize(("text", "said"), [pair for pair in EXAMPLES if pair[1]])
def test_both_forms_say_the_same(text: str, said: str) -> None:
    """What the page promises of a marker is what it makes, down to the last field."""
    wanted = _stripped(Reader(parse("lesson.yaml", said)).read())
    data, _ = _data(text)
    items = data["items"]
    assert isinstance(items, list)
    assert isinstance(wanted, dict)
    whole = data if "title" in wanted or "concepts" in wanted else items[0]
    assert isinstance(whole, dict)
    assert _stripped({key: whole.get(key) for key in wanted}) == wanted


def test_most_examples_are_compared() -> None:
    """A page whose examples are only read, and never compared, could promise anything."""
    assert len(EXAMPLES) > 12
    assert sum(bool(said) for _, said in EXAMPLES) > len(EXAMPLES) - 3


@pytest.mark.parametrize("row", table(PAGE, "| You write | It is told |"), ids=lambda row: row[0])
def test_what_belongs_nowhere_is_told(row: list[str]) -> None:
    """A line that quizgen cannot place would be missing from the cards without a word."""
    short = parse_short("lesson.md", f"{BELOW}{code(row[0])}\n")
    found = [each for each in short.found if each.code != "id-missing"]
    told = [(each.span.line, f"{each.message}; {each.hint}") for each in found]
    assert [line for line, _ in told] == [4]
    assert row[1].replace("`", "") in told[0][1].replace("`", "")
