"""Author text to HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.cards import BLANK_CLOSE, BLANK_OPEN
from quizgen.text import markdown as module
from quizgen.text.markdown import MAX_TEXT, images, problems, to_html, to_inline_html
from tests.patience import ends

GAP = f"{BLANK_OPEN}0{BLANK_CLOSE}"
ALLOWED = {"p", "br", "em", "strong", "code", "pre", "span", "sub", "sup", "kbd", "a", "img", "ul", "ol", "li"}
ALLOWED |= {"blockquote", "hr", "table", "thead", "tbody", "tr", "th", "td", "h3", "h4", "h5", "h6"}


class Reader(HTMLParser):
    """Collects tags with their attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect a tag."""
        self.tags.append((tag, dict(attrs)))
        if tag not in {"br", "hr", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Check that tags close in order."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Collect text."""
        self.text += data


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("plain, quite plain.", "<p>plain, quite plain.</p>"),
        ("*a* **b** `c < d`", "<p><em>a</em> <strong>b</strong> <code>c &lt; d</code></p>"),
        ("H<sub>2</sub>O<br/>x<SUP>2</SUP>", "<p>H<sub>2</sub>O<br>x<sup>2</sup></p>"),
        ("List<String>", "<p>List&lt;String&gt;</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("# head", "<h3>head</h3>"),
        ("[a](javascript:x)", "<p>a</p>"),
        ("![b](https://x.test/y.png)", "<p>b</p>"),
        ("a & b &lt; c", "<p>a &amp; b &lt; c</p>"),
    ],
)
def test_markdown_becomes_html(markdown: str, html: str) -> None:
    """A learner would see markup instead of what it means, or miss what an author typed."""
    assert to_html(markdown) == html


def test_tables_align_by_class() -> None:
    """Numbers would not stand below each other, or need inline styles, which the site's security policy forbids."""
    html = to_html("|a|b|c|\n|:-|-:|:-:|\n|1|2|3|")
    assert re.findall(r'<td class="([^"]*)">', html) == ["align-left", "align-right", "align-center"]
    assert "style" not in html


def test_code_is_coloured_by_class() -> None:
    """Code would be grey, or need inline styles."""
    html = to_html("```python\nif x: pass\n```")
    assert html.startswith('<pre class="highlight"><code class="language-python"><span class="k">if</span>')
    assert to_html("```no-such-language\n<a>\n```") == '<pre class="highlight"><code>&lt;a&gt;\n</code></pre>'


def test_links_are_safe_to_follow() -> None:
    """The page that a link leads to could reach back into the learner's."""
    html = to_html('[a](https://x.test/?a=1&b=2 "t")')
    assert html == '<p><a href="https://x.test/?a=1&amp;b=2" title="t" rel="noopener noreferrer">a</a></p>'


def test_images_get_their_names() -> None:
    """A learner would see a broken picture."""
    markdown = "![a *b*](img/a%20b.png) ![c](c.svg) ![again](c.svg) ![no](/etc/x.png) ![no](../x.png)"
    assert images(markdown) == ("img/a b.png", "c.svg")
    html = to_html(markdown, {"img/a b.png": "1.png", "c.svg": "2.svg"})
    assert re.findall(r'<img src="([^"]*)" alt="([^"]*)">', html) == [
        ("1.png", "a b"),
        ("2.svg", "c"),
        ("2.svg", "again"),
    ]


@pytest.mark.parametrize("option", ["5.", "- 5", "+ 5", "# 1", "> 3", "1) a", "---", "    x", "3. Then", "* x", "==="])
def test_an_option_is_never_a_list(option: str) -> None:
    """The option "5." would be shown as an empty list."""
    assert to_inline_html(option) == option.strip().replace(">", "&gt;")


def test_inline_text_has_no_paragraph() -> None:
    """An option would be torn from its letter."""
    assert to_inline_html("a *b*") == "a <em>b</em>"
    assert to_inline_html("a\nb\n") == "a\nb"
    assert to_inline_html("a\n\nb") == "<p>a</p>\n<p>b</p>"
    assert to_inline_html("```\nx\n```").startswith("<pre")


@pytest.mark.parametrize("render", [to_html, to_inline_html])
@pytest.mark.parametrize(
    "markdown", [f"a {GAP}.", f"*a {GAP}*", f"`{GAP}`", f"```python\nx = {GAP}\n```", f"|a|\n|-|\n|{GAP}|"]
)
def test_gaps_survive(render: object, markdown: str) -> None:
    """A cloze would lose its gap."""
    assert callable(render)
    assert GAP in Reader(render(markdown)).text


PLACES = [
    ("a <script>b", 2, "the raw tag <script> is not allowed"),
    ("\n\nx <b>y</b>", 4, "the raw tag <b> is not allowed"),
    ("`<b>` then <i>", 11, "the raw tag <i> is not allowed"),
    ("see <!-- x -->", 4, "the raw tag <!-- x --> is not allowed"),
    ("a [b](javascript:x)", 6, "the link scheme 'javascript:' is not allowed"),
    ("a [b](file:///etc/passwd)", 6, "the link scheme 'file:' is not allowed"),
    ("a [b](data:text/html,x)", 6, "the link scheme 'data:' is not allowed"),
    ("<vbscript:x>", 1, "the link scheme 'vbscript:' is not allowed"),
    ("a [b](page.html)", 6, "the link 'page.html' has no scheme"),
    ("[a][x]\n\n[x]: javascript:y", 13, "the link scheme 'javascript:' is not allowed"),
    ("![a](https://x.test/y.png)", 5, "the image 'https://x.test/y.png' is not a file of this lesson"),
    ("![a](//x.test/y.png)", 5, "the image '//x.test/y.png' is not a file of this lesson"),
    ("![a](/y.png)", 5, "the image path '/y.png' does not stay inside the content folder"),
    ("![a](x/../../y.png)", 5, "the image path 'x/../../y.png' does not stay inside the content folder"),
    ("a\x1fb", 1, "the character U+001F is a control character"),
    ("ab\ud800", 2, "the character U+D800 is a control character"),
    (f"a{BLANK_OPEN}b", 1, "the private-use character U+E000 is reserved"),
    (r"so $\foo$", 4, r"the command \foo is not known"),
    ("so $x$ and\n\n$$\n\\frac{1\n$$", 15, "a { in the formula is not closed"),
    ("x" * (MAX_TEXT + 1), MAX_TEXT, f"the text has {MAX_TEXT + 1} characters"),
    (">" * 10_000, 0, "the text is nested more than"),
    ("\n".join(" " * (2 * n) + "- a" for n in range(100)), 0, "the text is nested more than"),
    ("*a **b " * 100 + "b** a*" * 100, 0, "the text is nested more than"),
    ("<sub>" * 100, 0, "the text is nested more than"),
]


@pytest.mark.parametrize(("markdown", "offset", "said"), PLACES)
def test_what_is_refused_is_named_with_its_place(markdown: str, offset: int, said: str) -> None:
    """An author would have to search for what is wrong, or never hear of it."""
    found = problems(markdown)
    assert said in found[0].message
    assert found[0].offset == offset


@pytest.mark.parametrize(
    "markdown",
    [
        "plain",
        "a: b",
        "`<script>` and `$\\foo$`",
        "[a](https://x.test) <https://x.test> <a@x.test> [b](mailto:a@x.test)",
        "![a](img/x.png)",
        "H<sub>2</sub>O, <kbd>Ctrl</kbd><br>",
        "a < b and c > d, x<y",
        "$n \\le 5$ costs $5",
        "\ttab\r\nline",
        "שלום عربي 漢字 é 🙂",
        "*" * 40,
        "snake_case_names_with_many_underscores_in_them_are_fine_aren_t_they",
    ],
)
def test_what_is_fine_is_not_refused(markdown: str) -> None:
    """An author could not write what is harmless."""
    assert problems(markdown) == ()


@pytest.mark.parametrize(
    ("markdown", "count"),
    [
        (f"a {GAP} b", 0),
        (f"$x = {GAP}$", 1),
        (f"[a](https://x.test/{GAP})", 1),
        (f"![{GAP}](x.png)", 1),
        (BLANK_OPEN, 1),
    ],
)
def test_gaps_that_cannot_be_shown_are_refused(markdown: str, count: int) -> None:
    """A cloze would be built without its gap."""
    assert len(problems(markdown, blanks=True)) == count


HOSTILE = {
    "quotes": ">" * 10_000,
    "lists": "- a\n" + "\n".join(" " * n + "- a" for n in range(300)),
    "brackets": "[" * 10_000,
    "images": "![[" * 5_000,
    "emphasis": "*a **b " * 3_000 + "b** a*" * 3_000,
    "ticks": "".join("`" * n + " " for n in range(300)),
    "tags": "<sub>" * 10_000,
    "links": "[a](b" * 8_000,
    "comments": "<!--" * 10_000,
    "dollars": "$a " * 10_000 + "$" * 10_000,
    "backslashes": "$" + "\\" * 40_000 + "$",
    "display": "$$\na\n" * 8_000,
    "code": "```html\n" + "<a " * 10_000,
    "powers": "$" + "x^{" * 15 + "x" + "}" * 15 + "$",
    "roots": "$" + "\\sqrt" * 90 + " x$",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_takes_long(name: str) -> None:
    """One text could stop every build."""
    with ends():
        html = to_html(HOSTILE[name])
        problems(HOSTILE[name])
        images(HOSTILE[name])
    assert len(Reader(html).text) > 0


def test_too_long_a_text_is_not_rendered() -> None:
    """A build would run out of memory."""
    with pytest.raises(ValueError, match="at most 50000"):
        to_html("x" * (MAX_TEXT + 1))


PIECES = (*"ab 1.\n*_`<>&'[]()!#-+|$:/{}~=\t", '"', "\\", "<sub>", "</sub>", "</p>", "<p onclick=x>", "](x:", "![a](")
MARKDOWN = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@given(st.one_of(MARKDOWN, st.text(st.characters(codec="utf-8"), max_size=200)))
def test_html_is_always_clean(markdown: str) -> None:
    """A text from a stranger could run scripts in the learner's Anki."""
    for html in (to_html(markdown), to_inline_html(markdown)):
        reader = Reader(html)
        assert reader.open == []
        for tag, attributes in reader.tags:
            assert tag in ALLOWED
            assert set(attributes) <= {"href", "title", "rel", "src", "alt", "start", "class", "data-tex"}
            assert re.match(r"https?:|mailto:", attributes.get("href") or "http:", re.IGNORECASE)
            assert not re.match(r"[a-z]+:|/", attributes.get("src") or "", re.IGNORECASE)


@given(st.from_regex(module._PLAIN, fullmatch=True))
def test_short_cut_for_plain_text_changes_nothing(plain: str) -> None:
    """A text would look different because it happens to be simple."""
    assert to_html(plain) == module._render(module._parse(plain), plain, {})
    assert to_inline_html(plain) == module._render(module._parse_inline(plain), plain, {})


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("The area is $A = \\pi \ue0000\ue001^{2}$.", True),
        ("It is\n\n$$\nx = \ue0000\ue001\n$$\n", True),
        ("It is $$\ue0000\ue001 + 1$$ here.", True),
        ("It costs $\ue0000\ue001 and $\ue0001\ue001.", False),
        ("With $x^2$ it is \ue0000\ue001, and $y$ is another.", False),
        ("`$A\ue0000\ue001$` in code", False),
    ],
)
def test_gap_in_a_formula_is_refused(text: str, *, refused: bool) -> None:
    """Learners would read raw TeX between dollar signs, with a gap in it."""
    found = [problem.message for problem in problems(text, blanks=True)]
    assert found == (["a gap stands in a formula"] if refused else [])
