r"""Foreign texts as Markdown: plain ones, those in HTML, and those in other people's Markdown.

All go one way: to a tree of elements, and from there to the Markdown that quizgen knows. Whatever has no counterpart
is told, its words stay. A formula is one if it can be drawn; else it is shown as it was typed, in code. What is too
long for any lesson stays as it is: a check refuses it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from html import escape, unescape
from typing import Final
from urllib.parse import unquote

from markdown_it import MarkdownIt

from quizgen.diagnostics import warning
from quizgen.importers.kit.pictures import address_of, picture
from quizgen.importers.kit.questions import Reading
from quizgen.importers.kit.source import tidy
from quizgen.text.dollars import dollar_plugin
from quizgen.text.elements import MAX_LENGTH, Element, letters, parsed
from quizgen.text.fragments import text_of
from quizgen.text.losses import lost, marks
from quizgen.text.markdown import MAX_TEXT, problems, to_html
from quizgen.text.mathematics import tex_problem

GAP, GAP_END, _TEX, _TEX_END = "\ue010\ue011\ue012\ue013"
"""Around the number of a gap, and of a formula."""

_SIGNS: Final = re.compile(r"[\\`*\[$]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=#?\w+;)|~(?=~)")
"""What Markdown would take for its own, wherever it stands,"""
_STARTS: Final = re.compile(
    r"^([ ]*)(?:(-(?=[\s-]|$)|\+(?=\s|$)|=(?=[= ]*$)|[>|]|:(?=-)|#(?=#*(?:\s|$)))|(\d{1,9})(?=[.)](?:\s|$)))",
    re.MULTILINE,
)
"""and what at the start of a line: a sign, or the number of a list."""
_ANY: Final = re.compile(r"[!-/:-@\[-`{-~]")
_FORMULA: Final = re.compile(
    r"\\\((.+?)\\\)|\\\[(.+?)\\\]|\[\$\](.+?)\[/\$\]|\[\$\$\](.+?)\[/\$\$\]|\[latex\](.+?)\[/latex\]|\$\$(.+?)\$\$",
    re.DOTALL,
)
_DOLLARS: Final = re.compile(r"(?<![\\\w$])\$(?=\S)([^$\n]*(?:\\[A-Za-z]|\^|_)[^$\n]*)(?<=\S)\$(?![\d$])")
_CODE: Final = re.compile(
    r"(^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\2|\Z)|(?<!`)(`+)(?!`).+?(?<!`)\3(?!`))", re.DOTALL | re.MULTILINE
)
_NBSP: Final = "\N{NO-BREAK SPACE}"
_SPACES: Final = re.compile(r"[ \t\n\f]+")
_EMPHASIS: Final = {"b": "**", "strong": "**", "i": "*", "em": "*", "cite": "*", "var": "*", "dfn": "*"}
_KEPT: Final = {"sub", "sup", "kbd"}
_CODES: Final = {"code", "tt", "samp"}
_BLOCKS: Final = frozenset(
    {"p", "div", "ul", "ol", "pre", "table", "blockquote", "hr", "section", "article", "center", "dl", "figure"}
    | {f"h{level}" for level in range(1, 7)}
)
_ENDED_BY: Final = {
    **dict.fromkeys(("td", "th"), frozenset({"td", "th", "tr", "tbody"})),
    **dict.fromkeys(("dt", "dd"), frozenset({"dt", "dd"})),
    "li": frozenset({"li"}),
    "tr": frozenset({"tr", "tbody"}),
    "p": _BLOCKS,
}
"""Element -> those that end it."""
_HARMLESS: Final = frozenset(
    {"", "p", "div", "span", "br", "html", "body", "section", "article", "dl", "dt", "dd", "figure"}
    | {"figcaption", "font", "center", "label", "wbr", "q", "abbr", "small", "mark", "tbody", "thead", "ruby"}
)
_GONE: Final = {
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "form",
    "input",
    "button",
    "svg",
    "video",
    "audio",
    "link",
}
_TAG: Final = re.compile(r"<(?:br|b|i|u|div|img|span|p|ul|ol|li|code|pre|a|sub|sup)(?:\s[^<>]*)?/?>")
_SOUND: Final = re.compile(r"\[sound:([^\]]*)\]")


def plain(text: str) -> str:
    """Return Markdown that shows a text as it stands: its lines, what they begin with, and formulas if it has any."""
    if len(text) > MAX_TEXT:
        return text
    lines = tidy(text).strip("\n").expandtabs(4).split("\n")
    shown = "\n".join(_NBSP * (len(line) - len(line.lstrip(" "))) + line.strip(" ") for line in lines).strip()
    formulas: list[str] = []

    def formula(match: re.Match[str]) -> str:
        tex = next(group for group in match.groups() if group is not None).strip()
        if not tex or tex_problem(tex) or "$" in tex:
            return match[0]
        formulas.append(f"${tex}$")
        return f"{_TEX}{len(formulas) - 1}{_TEX_END}"

    shown = _DOLLARS.sub(formula, _FORMULA.sub(formula, shown))
    made = _with_formulas(_lined(escaped(shown)), formulas)
    if formulas or text_of(to_html(made)) == _SPACES.sub(" ", shown.replace(_NBSP, " ")).strip():
        return made
    return _lined(_ANY.sub(r"\\\g<0>", shown))


def escaped(text: str) -> str:
    """Return a text in which nothing is Markdown."""
    return _started(_SIGNS.sub(r"\\\g<0>", text))


def _started(text: str) -> str:
    """Return a text in which nothing is Markdown for standing at the start of a line; what is marked stays so."""
    return _STARTS.sub(lambda found: f"{found[1]}\\{found[2]}" if found[2] else f"{found[1]}{found[3]}\\", text)


def _lined(text: str) -> str:
    """Let lines stay lines; an empty one parts paragraphs."""
    return "\n\n".join(part.strip("\n").replace("\n", "\\\n") for part in re.split(r"\n{2,}", text) if part.strip("\n"))


def _with_formulas(text: str, formulas: Sequence[str]) -> str:
    """Put formulas where they belong, so that the dollar signs are taken for theirs."""

    def placed(match: re.Match[str]) -> str:
        before, after = text[max(match.start() - 1, 0) : match.start()], text[match.end() : match.end() + 1]
        inner = formulas[int(match[1])]
        if inner.startswith("`"):
            return inner
        return (" " if before.isalnum() or before == _TEX_END else "") + inner + (" " if after.isdigit() else "")

    return re.sub(f"{_TEX}([0-9]+){_TEX_END}", placed, text)


def code(text: str) -> str:
    """Return a text as code in a line."""
    text = _SPACES.sub(" ", text.replace(_NBSP, " ")).strip()
    runs = {len(run) for run in re.findall("`+", text)}
    ticks = "`" * next(number for number in range(1, len(runs) + 2) if number not in runs)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{space}{text}{space}{ticks}" if text else ""


def from_html(html: str, reading: Reading) -> str:
    """Return HTML as Markdown; what has no counterpart is told."""
    if len(html) > MAX_LENGTH:
        return html
    html = tidy(html)

    def sound(match: re.Match[str]) -> str:
        reading.leave(f"the sound {match[1]} is left out")
        return ""

    html = _FORMULA.sub(_as_element, _SOUND.sub(sound, html))
    try:
        tree = parsed(html)
        tree.children = _closed(tree.children)
    except ValueError as problem:
        reading.leave(f"its HTML is shown as it stands: {problem}")
        return plain(html)
    made = _Writer(reading).text(tree)
    if _unsound(made):
        made = _Writer(reading, emphasis=False, told=False).text(tree)
        if not _unsound(made):
            reading.leave("bold or italic is left out: it begins or ends where Markdown cannot show it")
    return plain(_shown(tree)) if _unsound(made) else made


def from_markdown(text: str, reading: Reading) -> str:
    """Return other people's Markdown as the one that quizgen knows; unchanged, if it is that already."""
    if len(text) > MAX_TEXT:
        return text
    text = tidy(text).strip("\n").rstrip()
    suspect = "<" in text or "![" in text or "\\(" in text or "\\[" in text or _SOUND.search(text)
    if not suspect and not _unsound(text):
        return text
    pieces = _CODE.split(text)
    outside = "".join(
        _FORMULA.sub(lambda match: _as_element(match, markdown=True), piece) if place % 4 == 0 else piece
        for place, piece in enumerate(pieces)
        if place % 4 in {0, 1} and piece
    )
    return from_html(_reader().render(outside), reading)


def line_of(html: str) -> str:
    """Return the words of HTML on one line, for what is typed and for names."""
    try:
        return parsed(_SOUND.sub("", tidy(html))).text()
    except ValueError:
        return _SPACES.sub(" ", tidy(html)).strip()


def tell_of_tags(text: str, reading: Reading) -> None:
    """Tell that what looks like HTML is shown as it stands, where a file does not say that it is any."""
    if found := _TAG.search(text):
        what = f"marks such as {found[0]:.40} are shown as they stand"
        hint = "if they are HTML, begin the text file with a line `#html:true`"
        reading.told.append(warning("import", reading.span(text.count("\n", 0, found.start()) + 1), what, hint))


def _closed(children: Iterable[Element | str]) -> list[Element | str]:
    """Return what is in an element, with the end tags that may be left out (HTML Living Standard, 13.1.2.4)."""
    made: list[Element | str] = []
    for child in children:
        made.append(child)
        if isinstance(child, Element):
            child.children = _closed(child.children)
            ending = _ENDED_BY.get(child.tag, frozenset())
            places = (at for at, one in enumerate(child.children) if isinstance(one, Element) and one.tag in ending)
            if (place := next(places, None)) is not None:
                made += child.children[place:]
                del child.children[place:]
    return made


def _unsound(markdown: str) -> bool:
    """Tell whether quizgen refuses a text, or warns of it."""
    return bool(markdown) and bool(problems(markdown) or any(lost(markdown)) or any(marks(markdown)))


def _shown(tree: Element) -> str:
    return re.sub(r"\n{3,}", "\n\n", "".join(letters(tree))).strip()


def _as_element(match: re.Match[str], *, markdown: bool = False) -> str:
    """Return a formula as an element, so that nothing in it is taken for HTML."""
    tex = next(group for group in match.groups() if group is not None)
    if markdown:
        tex = escape(tex.removesuffix("\\"))
    display = match[0].startswith(("\\[", "[$$]", "$$"))
    return f"<anki-mathjax{' block=true' if display else ''}>{re.sub('<br */?>|<div>|</div>', ' ', tex)}</anki-mathjax>"


@cache
def _reader() -> MarkdownIt:
    """Return a parser of Markdown with whatever HTML it holds, and formulas as elements."""
    made = MarkdownIt("commonmark", {"html": True, "maxNesting": 40}).enable("table").use(dollar_plugin)
    for name in ("math_inline", "math_display", "math_block"):
        made.add_render_rule(name, _math)
    return made


def _math(_: object, tokens: Sequence[object], index: int, *__: object) -> str:
    return f"<anki-mathjax>{escape(str(getattr(tokens[index], 'content', '')))}</anki-mathjax>"


class _Writer:
    """Writes a tree of elements as Markdown."""

    def __init__(self, reading: Reading, *, emphasis: bool = True, told: bool = True) -> None:
        self.reading, self.emphasis, self.told = reading, emphasis, told
        self.formulas: list[str] = []
        self.left: set[str] = set()
        self.in_link = False
        self.pieces: dict[str, Callable[[Element], str]] = {
            "a": self.link,
            "anki-mathjax": self.formula,
            "br": lambda _: "\\\n",
            "img": self.picture,
            **dict.fromkeys(_CODES, lambda element: code("".join(letters(element)))),
        }

    def text(self, tree: Element) -> str:
        """Return all of it."""
        return _with_formulas("\n\n".join(self.blocks(tree.children)), self.formulas)

    def leave(self, what: str, hint: str = "") -> None:
        """Tell once that something is not taken along."""
        if self.told and what not in self.left:
            self.reading.leave(what, hint)
        self.left.add(what)

    def blocks(self, children: Iterable[Element | str]) -> Iterator[str]:
        """Yield paragraphs, lists, tables."""
        line: list[Element | str] = []
        for child in (*children, None):
            if child is not None and not _is_block(child):
                line.append(child)
                continue
            if paragraph := self.paragraph(line):
                yield paragraph
            line = []
            if isinstance(child, Element):
                yield from (block for block in self.block(child) if block.strip())

    def paragraph(self, line: Iterable[Element | str]) -> str:
        """Return a run of words, with its breaks."""
        made = re.sub(r"(?:(?<!\\)\\\n)+\Z", "", re.sub(r"[ ]*\n[ ]*", "\n", self.inline(line)).strip(" "))
        return _started(re.sub(r"\A(?:\\\n)+", "", re.sub(r"(?:(?<!\\)\\\n){2,}", "\n\n", made)).strip())

    def block(self, element: Element) -> Iterator[str]:
        """Yield what one element that stands for itself becomes."""
        tag = element.tag
        self.style(element)
        if tag in _GONE:
            self.gone(element)
        elif tag == "hr":
            yield "---"
        elif tag == "pre":
            yield self.fence(element)
        elif tag in {"ul", "ol"}:
            yield self.listed(element)
        elif tag == "table":
            yield self.table(element)
        elif tag == "blockquote":
            yield "\n".join(f"> {line}".rstrip() for line in "\n\n".join(self.blocks(element.children)).split("\n"))
        elif re.fullmatch("h[1-6]", tag):
            yield f"{'#' * int(tag[1])} {self.paragraph(element.children)}".replace("\\\n", " ")
        else:
            yield from self.blocks(element.children)

    def fence(self, element: Element) -> str:
        """Return a block of code."""
        inner = "".join(_with_breaks(element)).strip("\n")
        named = " ".join([*element.classes, *(name for each in element.walk() for name in each.classes)])
        language = re.search(r"\blanguage-([\w+#-]+)", named)
        ticks = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", inner)), default=0))
        return f"{ticks}{language[1] if language else ''}\n{inner}\n{ticks}"

    def listed(self, element: Element) -> str:
        """Return a list."""
        made, number = [], 1
        for child in element.children:
            if isinstance(child, str) or child.tag != "li":
                inner = list(self.blocks([child]))
            else:
                inner = list(self.blocks(child.children)) or [""]
            if inner:
                mark = f"{number}. " if element.tag == "ol" else "- "
                made.append(mark + "\n\n".join(inner).replace("\n", "\n" + " " * len(mark)))
                number += 1
        return "\n".join(re.sub(r"\n +\n", "\n\n", entry) for entry in made)

    def table(self, element: Element) -> str:
        """Return a table; its first row is the head. What stands beside the cells stands above it."""
        rows: list[list[str]] = []
        beside: list[Element | str] = []
        for row in _rows_of(element):
            cells = [one for one in row.children if isinstance(one, Element) and one.tag in {"td", "th"}]
            beside += [one for one in row.children if not any(one is cell for cell in cells)]
            rows += [[self.cell(one) for one in cells]] if cells else []
        wide = max(map(len, rows), default=0)
        lines = [f"| {' | '.join(row + [''] * (wide - len(row)))} |" for row in rows]
        table = "\n".join([lines[0], "|" + " --- |" * wide, *lines[1:]]) if lines else ""
        return "\n\n".join(block for block in (*self.blocks(beside), table) if block)

    def cell(self, cell: Element) -> str:
        """Return a cell of a table, in one line."""
        made = self.inline(cell.children).strip().replace("\\\n", "<br>").replace("\n", " ")
        return re.sub(r"(?:<br>\s*)+\Z", "", made).replace("|", "\\|")

    def inline(self, children: Iterable[Element | str]) -> str:
        """Return a run of words."""
        return "".join(self.words(child) if isinstance(child, str) else self.piece(child) for child in children)

    def words(self, text: str) -> str:
        """Return words as they are read; in a link a bracket does not end it."""
        made = escaped(_SPACES.sub(" ", text))
        return made.replace("]", "\\]") if self.in_link else made

    def piece(self, element: Element) -> str:
        """Return what one element in a line becomes."""
        tag = element.tag
        self.style(element)
        if tag in self.pieces:
            return self.pieces[tag](element)
        if tag in _GONE:
            return self.gone(element)
        inner = self.inline(element.children)
        if tag in _KEPT:
            return f"<{tag}>{inner}</{tag}>" if inner.strip() else inner
        if tag in _EMPHASIS:
            return _around(inner, _EMPHASIS[tag]) if self.emphasis else inner
        if tag not in _HARMLESS | _BLOCKS | {"li", "tr", "td", "th", "a", "dt", "dd"}:
            self.leave(f"<{tag}> is left out, its words stay")
        return inner

    def formula(self, element: Element) -> str:
        """Return what stands for a formula until all else is written."""
        tex = "".join(letters(element)).replace(_NBSP, " ")
        tex = re.sub(r"^\$+|\$+$|\\(?:begin|end)\{(?:math|displaymath)\}", "", _SPACES.sub(" ", tex)).strip()
        if not tex:
            return ""
        if (problem := tex_problem(tex)) or "$" in tex:
            self.leave(f"the formula {tex:.60} is shown as it was typed: {problem or 'it holds a dollar sign'}")
            self.formulas.append(code(tex))
        else:
            self.formulas.append(f"$${tex}$$" if "block" in element.attributes else f"${tex}$")
        return f"{_TEX}{len(self.formulas) - 1}{_TEX_END}"

    def link(self, element: Element) -> str:
        """Return a link, if it leads somewhere."""
        address, inside = element.attributes.get("href", ""), self.in_link
        leads = not inside and bool(re.match(r"(?i:https?:|mailto:)", address))
        self.in_link = inside or leads
        inner = self.inline(element.children).replace("\\\n", " ")
        self.in_link = inside
        if leads and inner.strip():
            return f"[{inner.strip()}](<{address_of(unescape(address))}>)"
        if address:
            self.leave(f"the link to {address:.100} is left out, its words stay")
        return inner

    def picture(self, element: Element) -> str:
        """Return a picture if it lies beside the file; else what stands for it."""
        address, shows = element.attributes.get("src", ""), element.attributes.get("alt", "")
        name = unquote(unescape(address)).replace("\\", "/").strip()
        words = escaped(_SPACES.sub(" ", shows).strip() or re.sub(r"\.\w+$", "", name.rpartition("/")[2]) or "picture")
        target, why, hint = picture(name, self.reading)
        if target:
            return f"![{words}]({target})"
        self.leave(f"the picture {name:.100} is left out: {why}", hint)
        web = re.match(r"(?i:https?:)//", name)
        return f"[{words}](<{address_of(name)}>)" if web else escaped("[picture: ") + words + "]"

    def gone(self, element: Element) -> str:
        """Tell of what is never taken along, with all that is in it."""
        self.leave(f"<{element.tag}> is left out, with what is in it")
        return ""

    def style(self, element: Element) -> None:
        """Tell of looks that have no counterpart."""
        looks = element.attributes.get("style", "") + (" color" if "color" in element.attributes else "")
        if re.search(r"\b(?:color|background|font|text-decoration|text-align)\b", looks):
            self.leave("colours, fonts and alignment are left out")
        if element.tag in {"u", "s", "del", "strike", "ins"}:
            self.leave(f"<{element.tag}> is left out, its words stay")


def _rows_of(table: Element) -> Iterator[Element]:
    """Yield the rows of a table, but not those of tables within its cells; what is in none is a row without cells."""
    for child in table.children:
        if isinstance(child, Element) and child.tag == "tr":
            yield child
        elif isinstance(child, Element) and child.tag in {"tbody", "thead", "tfoot"}:
            yield from _rows_of(child)
        elif isinstance(child, Element) or child.strip():
            yield Element("tr", {}, [child])


def _is_block(child: Element | str) -> bool:
    """Tell whether something stands for itself, or holds what does."""
    return isinstance(child, Element) and (child.tag in _BLOCKS or any(each.tag in _BLOCKS for each in child.walk()))


def _with_breaks(element: Element) -> Iterator[str]:
    for part in element.children:
        if isinstance(part, str):
            yield part
        elif part.tag == "br":
            yield "\n"
        else:
            yield from _with_breaks(part)


def _around(inner: str, mark: str) -> str:
    """Return words with marks around them; spaces and breaks stand outside."""
    words = inner.strip(" \n\\") if inner.endswith("\\\n") else inner.strip()
    if not words or "\n" in words.replace("\\\n", ""):
        return inner
    start = inner.index(words)
    return f"{inner[:start]}{mark}{words}{mark}{inner[start + len(words) :]}"
