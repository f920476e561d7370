"""Author text (Markdown) to HTML, cleaned; and what in a text is refused, in words.

CommonMark with tables, ``$...$`` for mathematics and highlighted code. Of raw HTML only ``<sub>``, ``<sup>``, ``<kbd>``
and ``<br>`` pass; anything else that looks like a tag is shown as it was typed, and `problems` refuses it, so an author
who forgets the backticks around ``List<String>`` is told instead of losing half a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from types import MappingProxyType
from typing import Final
from urllib.parse import unquote

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from quizgen.cards import BLANK_CLOSE, BLANK_OPEN, Html
from quizgen.text.dollars import dollar_plugin
from quizgen.text.emphasis import emphasis_plugin
from quizgen.text.highlighting import code_block, stylesheet
from quizgen.text.mathematics import span, tex_problem

__all__ = ["MAX_TEXT", "TextProblem", "images", "problems", "stylesheet", "to_html", "to_inline_html", "tokens"]

MAX_TEXT: Final = 50_000
"""Characters in one text."""
MAX_DEPTH: Final = 16
"""Lists in lists, quotes in quotes, emphasis in emphasis."""

_RAW_TAGS: Final = ("sub", "sup", "kbd", "br")
RAW_TAG: Final = re.compile(rf"<(/?)({'|'.join(_RAW_TAGS)})\s*/?>", re.IGNORECASE)
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_LINK_SCHEMES: Final = ("http", "https", "mailto")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_RESERVED: Final = re.compile(f"[{BLANK_OPEN}{BLANK_CLOSE}]")
_BLANK: Final = re.compile(f"{BLANK_OPEN}([0-9]+){BLANK_CLOSE}")
_IN_FORMULA: Final = "70917"
"""Stands for a gap where it is asked whether a formula is around it; digits neither open nor close one."""
_SUSPECT: Final = re.compile(rf"[<$:{BLANK_OPEN}{BLANK_CLOSE}]|\]\(|\]\[|^[ \t>*+.)0-9-]{{{MAX_DEPTH}}}", re.MULTILINE)
_PLAIN: Final = re.compile(r"[A-Za-z](?:[A-Za-z0-9,;?'()/% -]|[.](?= |$))*(?<! )")
_TAG: Final = re.compile(r"<[^>]*>")

_TAGS: Final = frozenset(
    {"p", "br", "em", "strong", "code", "pre", "span", "sub", "sup", "kbd", "a", "img", "ul", "ol", "li", "blockquote"}
    | {"hr", "table", "thead", "tbody", "tr", "th", "td", "h3", "h4", "h5", "h6"}
)
_ATTRIBUTES: Final = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "span": {"class", "data-tex"},
    "code": {"class"},
    "pre": {"class"},
    "th": {"class"},
    "td": {"class"},
}
_CLEANER: Final = nh3.Cleaner(
    tags=set(_TAGS),
    attributes=_ATTRIBUTES,
    url_schemes=set(_LINK_SCHEMES),
    link_rel="noopener noreferrer",
)


@dataclass(frozen=True, slots=True)
class TextProblem:
    """Something in a text that is refused: where (characters from its start), what, and how to mend it."""

    offset: int
    message: str
    hint: str = ""


def to_html(markdown: str, assets: Mapping[str, str] = MappingProxyType({})) -> Html:
    """Return the text as HTML with paragraphs; ``assets`` maps the paths of images to the names that replace them.

    Raises:
        ValueError: the text is longer than `MAX_TEXT`.
    """
    text = _bounded(markdown).strip()
    if _PLAIN.fullmatch(text):
        return Html(f"<p>{text}</p>")
    return _render(_parse(text), text, assets)


def to_inline_html(markdown: str, assets: Mapping[str, str] = MappingProxyType({})) -> Html:
    """Return the text as HTML without an enclosing paragraph, for options, steps and cells.

    A text of one line is never a list, a heading or a quote, whatever it begins with: the option ``5.`` stays a number.
    One of several lines may hold blocks, such as code; if it is a single paragraph, the paragraph's tags are left out.

    Raises:
        ValueError: the text is longer than `MAX_TEXT`.
    """
    text = _bounded(markdown).strip()
    if _PLAIN.fullmatch(text):
        return Html(text)
    return _render(_parse_inline(text), text, assets)


def images(markdown: str) -> tuple[str, ...]:
    """Return the paths of the images in a text, each once, in order, without those that are refused."""
    if "![" not in markdown:
        return ()
    sources = (_source(token) for token in flat(_parse(markdown)) if token.type == "image")
    return tuple(dict.fromkeys(source for source in sources if not _image_problem(source)))


def problems(markdown: str, *, blanks: bool = False) -> tuple[TextProblem, ...]:
    """Return what is refused in a text, in the order in which it stands there; cheap for a text without markup.

    ``blanks`` says that the text is a cloze's, in which gaps have been marked with `BLANK_OPEN` and `BLANK_CLOSE`.
    """
    if len(markdown) > MAX_TEXT:
        return (TextProblem(MAX_TEXT, f"the text has {len(markdown)} characters; at most {MAX_TEXT} are allowed"),)
    found = list(_character_problems(markdown, blanks=blanks))
    if _SUSPECT.search(markdown) or markdown.count("*") + markdown.count("_") > MAX_DEPTH:
        tokens = _parse(markdown)
        if _too_deep(tokens):
            message = f"the text is nested more than {MAX_DEPTH} deep"
            return (*found, TextProblem(0, message, "Use fewer lists within lists, quotes within quotes."))
        found += _markup_problems(markdown, tokens)
        if blanks:
            found += _blank_problems(markdown)
    return tuple(sorted(set(found), key=lambda problem: (problem.offset, problem.message)))


def tokens(markdown: str) -> tuple[Token, ...]:
    """Return the tokens of a text, those within its lines among them."""
    return tuple(flat(_parse(markdown)))


def _bounded(markdown: str) -> str:
    if len(markdown) > MAX_TEXT:
        raise ValueError(f"the text has {len(markdown)} characters; at most {MAX_TEXT} are allowed")
    return markdown


def parser() -> MarkdownIt:
    """Return a new parser of author text."""
    made = MarkdownIt("commonmark", {"maxNesting": 4 * MAX_DEPTH}).enable("table").disable("html_block")
    made.use(dollar_plugin).use(emphasis_plugin)
    made.validateLink = _any_link  # type: ignore[method-assign]  # `_link_problem` judges, with reasons
    for name, rule in _RULES.items():
        made.add_render_rule(name, rule)
    return made


_parser = cache(parser)


def _any_link(url: str) -> bool:  # noqa: ARG001 - markdown-it's interface
    return True


def _parse(text: str) -> list[Token]:
    return _parser().parse(text)


def _parse_inline(text: str) -> list[Token]:
    if "\n" not in text:
        return _parser().parseInline(text)
    tokens = _parse(text)
    return (
        tokens[1:-1] if [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"] else tokens
    )


def _render(tokens: list[Token], text: str, assets: Mapping[str, str]) -> Html:
    if _too_deep(tokens):
        return Html(f"<p>{escape(text, quote=False)}</p>")
    for token in tokens:
        if token.children:
            token.children = list(_tidied(token.children, assets))
        elif token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"
        elif token.type in {"th_open", "td_open"} and (style := token.attrs.pop("style", "")):
            token.attrs["class"] = f"align-{str(style).removeprefix('text-align:')}"
    made = _parser()
    return Html(_CLEANER.clean(made.renderer.render(tokens, made.options, {})).strip())


def _tidied(tokens: Sequence[Token], assets: Mapping[str, str]) -> Iterator[Token]:
    """Yield a line's tokens with refused links, images and tags turned into what a reader may see of them."""
    kept: list[bool] = []
    for token in tokens:
        if token.type == "link_open":
            kept.append(not _link_problem(str(token.attrs.get("href", ""))))
            if kept[-1]:
                yield token
        elif token.type == "link_close":
            if kept.pop():
                yield token
        elif token.type == "image":
            yield _tidy_image(token, assets)
        elif token.type == "html_inline" and not RAW_TAG.fullmatch(token.content):
            yield _text(token.content)
        else:
            yield token


def _tidy_image(token: Token, assets: Mapping[str, str]) -> Token:
    source = _source(token)
    if _image_problem(source):
        return _text(token.content)
    if source in assets:
        token.attrs["src"] = assets[source]
    return token


def _text(content: str) -> Token:
    token = Token("text", "", 0)
    token.content = content
    return token


def _source(token: Token) -> str:
    return unquote(str(token.attrs.get("src", "")))


def flat(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield tokens, and those of lines within them."""
    for token in tokens:
        yield token
        yield from token.children or ()


def _too_deep(tokens: Sequence[Token]) -> bool:
    depth = 0
    for token in flat(tokens):
        depth += token.nesting
        if token.type == "html_inline" and (raw := RAW_TAG.fullmatch(token.content)) and raw[2].lower() != "br":
            depth += -1 if raw[1] else 1
        if depth > 2 * MAX_DEPTH:  # a list and its item are two
            return True
    return False


_PICTURES: Final = "Put the file into the content folder, and write its path from there: `![what it shows](log.png)`."
_MARKED: Final = {**dict.fromkeys(("b", "strong"), "**bold**"), **dict.fromkeys(("i", "em"), "*italic*")}
"""What Markdown writes for a tag."""


def _link_problem(href: str) -> str:
    scheme = _SCHEME.match(href)
    if scheme is None:
        return f"the link {href!r} has no scheme; links begin with {', '.join(_LINK_SCHEMES)}"
    if scheme[1].lower() not in _LINK_SCHEMES:
        return f"the link scheme {scheme[0]!r} is not allowed; links begin with {', '.join(_LINK_SCHEMES)}"
    return ""


def _image_problem(source: str) -> str:
    if _SCHEME.match(source) or source.startswith("//"):
        return f"the image {source!r} is not a file of this lesson; images are not fetched from elsewhere"
    if not source or source.startswith(("/", "\\", "~", "#", "?")) or "\\" in source or ".." in source.split("/"):
        return f"the image path {source!r} does not stay inside the content folder; write a relative path"
    return ""


def _character_problems(text: str, *, blanks: bool) -> Iterator[TextProblem]:
    for match in _CONTROL.finditer(text):
        yield TextProblem(match.start(), f"the character U+{ord(match[0]):04X} is a control character", "Remove it.")
    rest = _BLANK.sub(lambda match: " " * len(match[0]), text) if blanks else text
    for match in _RESERVED.finditer(rest):
        yield TextProblem(match.start(), f"the private-use character U+{ord(match[0]):04X} is reserved", "Remove it.")


def _markup_problems(text: str, tokens: Sequence[Token]) -> Iterator[TextProblem]:
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    cursor = 0
    for token in tokens:
        if token.map:
            cursor = max(cursor, starts[min(token.map[0], len(starts) - 1)])
        for part in token.children or (token,):
            message, hint, needle = _judge(part)
            at = text.find(needle, cursor) if needle else -1
            if message:
                yield TextProblem(max(at, cursor), message, hint)
            if at != -1:
                cursor = at + len(needle)


def _judge(token: Token) -> tuple[str, str, str]:
    """Return what is wrong with a token (empty if nothing is), a hint, and the text by which to find it."""
    if token.type.startswith("math_"):
        return tex_problem(token.content) or "", "", token.content.partition("\n")[0]
    if token.type == "html_inline" and not RAW_TAG.fullmatch(token.content):
        tag = token.content if len(token.content) <= 40 else f"{token.content[:37]}..."
        hint = f"Only <{'>, <'.join(_RAW_TAGS)}> are allowed; put code in backticks, write &lt; for a plain <."
        if (name := token.content.strip("</>").lower()) in _MARKED:
            hint = f"Markdown writes {_MARKED[name]}."
        return f"the raw tag {tag} is not allowed", hint, token.content
    if token.type == "link_open":
        href = str(token.attrs.get("href", ""))
        return _link_problem(href), "", href
    if token.type == "image":
        return _image_problem(_source(token)), _PICTURES, str(token.attrs.get("src", ""))
    return "", "", ""


def _blank_problems(text: str) -> Iterator[TextProblem]:
    formulas = _BLANK.sub(_IN_FORMULA, text)  # where a gap stands, no formula is made
    if any(_IN_FORMULA in token.content for token in flat(_parse(formulas)) if token.type.startswith("math_")):
        hint = "Gaps may stand in running text and in code; end the formula before the gap, and go on behind it."
        yield TextProblem(next(_BLANK.finditer(text)).start(), "a gap stands in a formula", hint)
    shown = _TAG.sub("", to_html(text))
    for match in _BLANK.finditer(text):
        if shown.count(match[0]) < text.count(match[0]):
            hint = "Gaps may stand in running text and in code, not in formulas, link addresses and images."
            yield TextProblem(match.start(), "a gap stands where it cannot be shown", hint)


def _math_rule(_: RendererHTML, tokens: Sequence[Token], index: int, *__: object) -> str:
    token = tokens[index]
    drawn = span(token.content, display=token.type != "math_inline")
    return f"<p>{drawn}</p>\n" if token.type == "math_block" else drawn


def _code_rule(_: RendererHTML, tokens: Sequence[Token], index: int, *__: object) -> str:
    token = tokens[index]
    return code_block(token.content, token.info.strip().partition(" ")[0] if token.type == "fence" else "")


_RULES: Final = {
    "math_inline": _math_rule,
    "math_display": _math_rule,
    "math_block": _math_rule,
    "fence": _code_rule,
    "code_block": _code_rule,
}
