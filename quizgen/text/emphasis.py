"""Emphasis beside the letters and marks of Chinese, Japanese and Korean, which stand without spaces.

By CommonMark, two asterisks between a closing bracket and a letter close nothing, so what is bold goes on to the next
ones. Here marks of these scripts count as letters, and their letters as spaces where a mark stands on the other side,
as the amendment "CommonMark CJK-friendly" proposes (github.com/tats-u/markdown-cjk-friendly, specification).
"""

from __future__ import annotations

import unicodedata

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.emphasis import tokenize

from quizgen.characters import settled


def emphasis_plugin(parser: MarkdownIt) -> None:
    """Make two asterisks or more emphasise beside wide letters and marks, too; one alone may be a footnote's."""
    parser.inline.ruler.at("emphasis", _emphasis)


def is_wide(character: str) -> bool:
    """Tell whether a character belongs to a script of wide characters, its marks included."""
    return not character.isascii() and unicodedata.east_asian_width(settled(character)) in "WFH"


def _emphasis(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's interface
    start, before = state.pos, len(state.delimiters)
    found = tokenize(state, silent)
    if found and state.src.startswith("**", start):
        left = state.src[start - 1] if start else " "
        right = state.src[state.pos] if state.pos < state.posMax else " "
        for delimiter in state.delimiters[before:]:
            delimiter.open = delimiter.open or _stands_at(left, right)
            delimiter.close = delimiter.close or _stands_at(right, left)
    return found


def _stands_at(outside: str, inside: str) -> bool:
    """Tell whether asterisks between two characters can belong to the inner one."""
    if _is_space(inside) or not (is_wide(inside) or is_wide(outside)):
        return False
    return is_wide(inside) or not _is_mark(inside) or is_wide(outside) or _is_space(outside) or _is_mark(outside)


def _is_space(character: str) -> bool:
    return isWhiteSpace(ord(character))


def _is_mark(character: str) -> bool:
    return isMdAsciiPunct(ord(character)) or isPunctChar(character)
