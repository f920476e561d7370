r"""Mathematics between dollar signs, as two rules for markdown-it.

``$x$`` within a line and ``$$x$$`` within a line or over several. Strict, as in Pandoc's ``tex_math_dollars``, so that
prices stay text: after an opening ``$`` and before a closing one there is no space, before an opening one no letter or
digit, after a closing one no digit. ``\$`` is always a dollar sign.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from quizgen.cards import BLANK_OPEN
from quizgen.characters import settled


def dollar_plugin(parser: MarkdownIt) -> None:
    """Make the parser emit tokens ``math_inline``, ``math_display`` (within a line) and ``math_block``."""
    parser.inline.ruler.before("escape", "math_inline", _inline)
    parser.block.ruler.before("fence", "math_block", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _closing(text: str, start: int, mark: str) -> int:
    """Return where the next ``mark`` without a backslash before it stands, or -1."""
    position = start
    while (found := text.find(mark, position)) != -1:
        backslashes = found - len(text[:found].rstrip("\\"))
        if backslashes % 2 == 0:
            return found
        position = found + 1
    return -1


def _single(text: str, start: int) -> int:
    """Return where the formula that opens with the ``$`` at ``start`` closes, or -1 if that is only a dollar sign."""
    before, after = text[start - 1 : start] if start else "", text[start + 1 : start + 2]
    if settled(before).isalnum() or not after or after.isspace():
        return -1
    end = _closing(text, start + 1, "$")
    if end <= start + 1 or text[end - 1].isspace() or settled(text[end + 1 : end + 2]).isdigit():
        return -1
    return end


def _inline(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's interface
    text, start = state.src, state.pos
    if text[start] != "$":
        return False
    mark = "$$" if text.startswith("$$", start) else "$"
    end = _closing(text, start + 2, mark) if mark == "$$" else _single(text, start)
    content = text[start + len(mark) : end].strip() if end != -1 else ""
    if not content or BLANK_OPEN in content:
        return False
    if not silent:
        token = state.push("math_display" if mark == "$$" else "math_inline", "", 0)
        token.content, token.markup = content, mark
    state.pos = end + len(mark)
    return True


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()


def _block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001 - as above
    first = _line(state, start_line)
    if state.is_code_block(start_line) or not first.startswith("$$") or "$$" in first[2:]:
        return False
    lines = [first[2:]]
    for number in range(start_line + 1, end_line):
        line = _line(state, number)
        if not line or state.sCount[number] < state.blkIndent:
            return False
        closed = line.endswith("$$")
        lines.append(line.removesuffix("$$"))
        if closed:
            break
    else:
        return False
    content = "\n".join(lines).strip()
    if not content or BLANK_OPEN in content or "$$" in content:
        return False
    if not silent:
        token = state.push("math_block", "", 0)
        token.block, token.content, token.markup, token.map = True, content, "$$", [start_line, number + 1]
    state.line = number + 1
    return True
