"""What of a text its readers would not get as it was meant: words that Markdown drops, and marks that it shows.

A row of a table loses the cells that its head has no column for. A line ``[x]: y`` defines a link and vanishes. A list
that skips a number counts on. And what was meant as bold, as a picture or as a formula, and is none for a space too
many, is shown with its marks. So what is shown is compared with what was written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html import unescape
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from quizgen.characters import folded
from quizgen.text.elements import MAX_LENGTH, Element, parsed
from quizgen.text.markdown import RAW_TAG, TextProblem, flat, parser, to_html

_SUSPECT: Final = re.compile(r"[*_`\[\]$|~\\<]|^[ >\t-]*[0-9]+[.)]", re.MULTILINE)
"""What any loss, and any mark that is looked for, begins with."""
_WORD: Final = re.compile(r"[^\W_]+")
_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_QUOTED: Final = re.compile(r"^(?:[ ]{0,3}>[ ]?|[ ]*(?:[-+*]|[0-9]{1,9}[.)])[ ]+)+")
"""What stands before the first cell of a row in a quote or a list."""
_OPEN, _CLOSE, _THING = "\x02", "\x03", "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stand for where emphasis by one asterisk begins and ends, and for code, formulas and pictures."""
_ESCAPED: Final = 0xF0000
"""Plus the number of a character: one that was written with a backslash before it."""


def _escape(sign: str) -> str:
    """Return what stands for a character that was written with a backslash before it."""
    return chr(_ESCAPED + ord(sign))


_MARKS: Final = tuple(
    (re.compile(pattern, re.MULTILINE), what, hint)
    for pattern, what, hint in (
        (
            r"!\[[^\[\]\n]*\][ ]?[(\[][^()\n]*[)\]]",
            "is shown as it stands, and is no picture",
            "Write an address with spaces between < and >: `![what it shows](<my pictures/heart.png>)`.",
        ),
        (
            r"(?<!!)\[[^\[\]\n]+\](?:\([^()\n]*\)|[ ]\((?:https?|mailto):[^()\n]*\))",
            "is shown as it stands, and is no link",
            "Write the address right behind the bracket, and one with spaces between < and >: `[a page](<...>)`.",
        ),
        (
            r"(\*{1,3})(?![\s*])[^*\n]+(?<![\s*])\1|(?<!\w)(_{1,3})(?![\s_])[^_\n]+(?<![\s_])\2(?!\w)",
            "is shown with its marks, and not emphasised",
            r"Let a space or a letter stand outside of the marks; or write `\*` for an asterisk that is to be seen.",
        ),
        (r"`+[^`\n]*", "is shown with its backtick, and is no code", r"Close the code; or write `` \` `` to show one."),
        (
            r"^[ ]*\|?[ ]*:?-{2,}:?[ ]*(?:\|[ ]*:?-+:?[ ]*)+\|?[ ]*$|^[ ]*\|[ ]*:?-{2,}:?[ ]*\|[ ]*$",
            "is shown as it stands, and makes no table",
            "The line above it needs as many cells as this one.",
        ),
        (
            r"\$[^$\n]{0,300}(?:\\[A-Za-z]|\^|_\{)[^$\n]{0,300}\$",
            "is shown with its dollar signs, and is no formula",
            "No space stands behind the first dollar sign or before the last, and no letter or digit beside them.",
        ),
        (
            (
                f"{_escape('(')}[^\\n]{{0,300}}?{_escape(')')}|"
                f"{_escape('[')}[^\\n]{{0,300}}?(?:\\\\[A-Za-z]|\\^|_[{{\\w])[^\\n]{{0,300}}?{_escape(']')}"
            ),
            "is shown without its backslashes, and is no formula",
            "Formulas stand between dollar signs: `$x^2$`.",
        ),
        (
            r"\[sound:[^\]\n]*\]",
            "is how Anki plays a file; here it is shown as it stands, and nothing is played",
            "Take it out, or say in words what is to be heard.",
        ),
        (
            r"~~(?!\s)[^~\n]+~~",
            "is shown with its marks, and not struck through",
            "Say it in words, or put it into code.",
        ),
        (
            (f"[0-9]{_OPEN}+[^{_CLOSE}]*{_CLOSE}+[0-9]|(?<![^\\W_])[A-Za-z]{_OPEN}[A-Za-z]{_CLOSE}[A-Za-z](?![^\\W_])"),
            "is shown without its asterisks, and with emphasis",
            r"Write `\*` or `$\cdot$`, or put it into code.",
        ),
    )
)
"""What is looked for in a line, what becomes of it, and how to mend it."""


def lost(markdown: str) -> Iterator[TextProblem]:
    """Yield what of a text no reader would see; of one in which nothing is refused."""
    if not _SUSPECT.search(markdown):
        return
    environment: dict[str, Any] = {}
    tokens = _reading().parse(markdown, environment)
    lines = markdown.split("\n")
    found = [*_lost_cells(tokens, lines), *_lost_numbers(tokens)]
    yield from found
    if not found and (words := _lost_words(markdown, tokens, environment)):
        what = f"`{'`, `'.join(words[:5])}` would not be shown"
        if environment.get("references"):
            yield TextProblem(0, f"{what}: what stands behind `[...]:` is taken for an address", r"Write `\[...]:`.")
        else:
            yield TextProblem(0, f"{what}: Markdown takes it for something else", "Put it into backticks.")


def _lost_cells(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[TextProblem]:
    """Yield rows that have more cells than the head of their table."""
    columns = 0
    for token in tokens:
        if token.type == "thead_open":
            columns = 0
        elif token.type == "th_open":
            columns += 1
        elif token.type == "tr_open" and columns and token.map:
            line = _QUOTED.sub("", lines[token.map[0]]).strip()
            cells = escapedSplit(line.removeprefix("|"))
            cells = cells[:-1] if line.endswith("|") and not cells[-1].strip() else cells
            if any(cell.strip() for cell in cells[columns:]):
                offset = sum(len(before) + 1 for before in lines[: token.map[0]])
                message = f"the row has {len(cells)} cells, and the table's head has {columns}: `{_short(line)}`"
                yield TextProblem(offset, message, r"A bar within a cell is written `\|`, in code as well.")


def _lost_numbers(tokens: Sequence[Token]) -> Iterator[TextProblem]:
    """Yield lists whose numbers are shown otherwise than they were written; all alike is a way to have them counted."""
    open_lists: list[list[int]] = []
    for token in tokens:
        if token.type in {"ordered_list_open", "bullet_list_open"}:
            open_lists.append([])
        elif token.type == "list_item_open" and token.info:
            open_lists[-1].append(int(token.info))
        elif token.type in {"ordered_list_close", "bullet_list_close"}:
            numbers = open_lists.pop()
            shown = range(numbers[0], numbers[0] + len(numbers)) if len(set(numbers)) > 1 else numbers
            for number, counted in zip(numbers, shown, strict=True):
                if number != counted:
                    hint = rf"Number them one by one; or write `{number}\.`, each in a paragraph of its own."
                    yield TextProblem(0, f"number {number} of the list would be shown as {counted}", hint)
                    break


def _lost_words(markdown: str, tokens: Sequence[Token], environment: Mapping[str, Any]) -> list[str]:
    source = RAW_TAG.sub(" ", markdown)
    written = _words(source) & _words(_ENTITY.sub(lambda entity: unescape(entity[0]), source))
    addresses = [str(token.attrs.get(name, "")) for token in flat(tokens) for name in ("href", "src", "title")]
    labels = [label for label, link in environment.get("references", {}).items() if link["href"] in addresses]
    html = to_html(markdown)
    if len(html) > MAX_LENGTH:
        return []
    shown = _words("\n".join([*_shown(parsed(html)), *addresses, *(token.info for token in flat(tokens))]))
    aside = _words(" ".join(labels))
    return [word for word in (written - shown) if word not in aside]


def _words(text: str) -> Counter[str]:
    return Counter(folded(word) for word in _WORD.findall(text))


def _shown(element: Element) -> Iterator[str]:
    """Yield the pieces of text that are read, or said, one by one: words may be emphasised in part."""
    yield from element.attributes.values()
    if element.tag in {"pre", "code"}:
        yield element.text()
    for part in element.children:
        if isinstance(part, str):
            yield part
        elif element.tag not in {"pre", "code"}:
            yield from _shown(part)


def marks(markdown: str) -> Iterator[TextProblem]:
    """Yield what in a text looks like Markdown and is shown as it stands, or is taken for Markdown and was none."""
    for token in _reading().parse(markdown) if _SUSPECT.search(markdown) else ():
        if token.type != "inline":
            continue
        for child in token.children or ():
            if child.type == "image" and not child.content.strip():
                message = f"the picture `{_short(str(child.attrs.get('src', '')))}` has no words"
                yield TextProblem(0, message, "Write what it shows between the brackets, for those who cannot see it.")
        line = "".join(map(_as_read, token.children or ()))
        plain = line.replace(_OPEN, "").replace(_CLOSE, "")
        for pattern, what, hint in _MARKS:
            if found := pattern.search(line if _OPEN in pattern.pattern else plain):
                yield TextProblem(0, f"`{_short(_written(found[0]))}` {what}", hint)


@cache
def _reading() -> MarkdownIt:
    """Return a parser that leaves apart what was written with a backslash, and addresses as they were written."""
    reading = parser()
    reading.disable("text_join")
    reading.normalizeLink = _as_it_is  # type: ignore[method-assign]
    return reading


def _as_it_is(url: str) -> str:
    return url


def _as_read(token: Token) -> str:
    if token.type == "text":
        return token.content
    if token.type == "text_special":
        if token.info != "escape":
            return token.content if token.content.isalnum() else _THING
        return _escape(token.content) if len(token.content) == 1 else token.content
    if token.type in {"softbreak", "hardbreak"}:
        return "\n"
    if token.markup in {"*", "**"}:
        return (_OPEN if token.nesting > 0 else _CLOSE) * len(token.markup)
    return "" if token.nesting else _THING


def _written(shown: str) -> str:
    """Return what was written for what `_as_read` gives."""
    backslashed = (f"\\{chr(ord(sign) - _ESCAPED)}" if ord(sign) > _ESCAPED else sign for sign in shown)
    return "".join(backslashed).replace(_OPEN, "*").replace(_CLOSE, "*").replace(_THING, "...")


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."
