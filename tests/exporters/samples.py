"""Lessons built by hand, for the tests of every exporter: each kind of card, and texts that are hard to lay out.

The HTML is what `quizgen.render` gives: cleaned fragments, with mathematics as ``<span class="math" data-tex="...">``
and highlighted code as ``<pre class="highlight"><code class="language-python">``.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from quizgen.cards import BLANK_CLOSE, BLANK_OPEN, Card, Html, RenderedLesson, Table
from quizgen.kinds.choice.body import Choice, Option
from quizgen.kinds.cloze.body import Blank, Cloze
from quizgen.kinds.concept.body import Definition
from quizgen.kinds.matching.body import Matching, Pair
from quizgen.kinds.numeric.body import Number
from quizgen.kinds.ordering.body import Ordering, Step
from quizgen.kinds.recall.body import Point, Recall

ASSET = Path(__file__).parent / "cluster.svg"
ASSET_NAME = "cluster-1f3a.svg"
TRACE = (
    "    0       0.000 ms  S1         start               term=0\n"
    "    1     150.000 ms  S1         become_candidate    term=1\n"
    "    2     150.000 ms  S1 > S2    send_request_vote   term=1  last log index 0  <- 1\n"
    "    3     162.000 ms  S2 > S1    grant_vote          term=1  <- 2\n"
    "    4     171.000 ms  S1         become_leader       term=1  with 2 votes of 3  <- 3\n"
)
COMPUTED = "holds in all 37,851 states of 3 servers and 2 terms"
CITED = "Ongaro and Ousterhout 2014, section 5.2"
MAJORITY = r"q(n) = \left\lfloor \frac{n}{2} \right\rfloor + 1"


def math(tex: str, *, display: bool = False) -> str:
    """Return a formula as it stands in a rendered text."""
    name = "math display" if display else "math"
    escaped = tex.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return f'<span class="{name}" data-tex="{escaped}">{escaped}</span>'


def blank(index: int) -> str:
    """Return the mark of a gap as it stands in a rendered cloze."""
    return f"{BLANK_OPEN}{index}{BLANK_CLOSE}"


def card(identifier: str, kind: str, stem: str, body: object, **changes: object) -> Card:
    """Return a card with everything that is the same for most of them filled in."""
    base = Card(
        id=identifier,
        kind=kind,
        lesson="sample",
        concept="majority",
        concept_name="Majority quorum",
        level="middle",
        position=1,
        stem=Html(stem),
        body=body,  # type: ignore[arg-type]
        explanation=Html("<p>Any two majorities of the same servers share at least one server.</p>"),
        evidence=COMPUTED,
        sources=(Html("Ongaro and Ousterhout 2014, section 5.2"),),
        tags=("lesson::sample", "level::middle"),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def _option(text: str, *, key: bool = False, rationale: str = "", belief: str = "", evidence: str = "") -> Option:
    return Option(Html(text), key, Html(rationale), belief, evidence or COMPUTED)


def multiple_choice() -> Card:
    """One key, four options, two of them led to by a belief."""
    options = (
        _option(
            "<p>Both sides elect a leader, and both take writes.</p>",
            rationale="<p>The smaller side cannot collect three votes.</p>",
            belief="A majority of the servers that can be reached is enough.",
        ),
        _option(
            "<p>The side with three servers goes on committing; the other elects nobody.</p>",
            key=True,
            rationale="<p>Three of five is a majority of the whole cluster.</p>",
        ),
        _option(
            "<p>Nobody can write until the link is mended.</p>",
            rationale="<p>A majority that can talk to each other is enough.</p>",
            belief="Every server has to acknowledge a write.",
        ),
        _option("<p>The side that holds the old leader goes on, whatever its size.</p>"),
    )
    stem = (
        "<p>Five servers run Raft. The link is cut so that two are left on one side and three on the other. "
        f'What happens?</p>\n<p><img src="{ASSET_NAME}" alt="Two servers left of a cut link, three right of it"></p>'
    )
    return card("cut-link", "multiple_choice", stem, Choice(options, multiple=False), trace=TRACE, level="senior")


def multiple_response() -> Card:
    """Two keys; texts that an output must not take for its own syntax."""
    options = (
        _option("<p><code>{{c1::x}}</code> is stored with its braces.</p>", key=True, rationale="<p>Text is text.</p>"),
        _option("<p><code>&lt;/script&gt;&lt;b&gt;</code> is printed as it is typed.</p>", key=True),
        _option("<p>A price of $5 turns into $6 &amp; more.</p>", rationale="<p>No arithmetic is done on text.</p>"),
        _option("<p>The field <code>{{Answer}}</code> is <em>replaced</em> by <code>}}</code>.</p>"),
    )
    stem = "<p>A text holds <code>{{#Front}}</code>, <code>{% raw %}</code> and <code>::</code>. Which are right?</p>"
    return card(
        "odd-text", "multiple_response", stem, Choice(options, multiple=True), concept_name="Texts", concept="texts"
    )


def numeric() -> Card:
    """A number with a unit and a tolerance, and displayed mathematics."""
    stem = (
        f"<p>A cluster of {math('n = 5')} servers waits for a majority:</p>\n<p>"
        f"{math(MAJORITY, display=True)}</p>\n<p>How large is it?</p>"
    )
    return card("quorum-size.n-5", "numeric", stem, Number(3, "servers", 0, COMPUTED))


def numeric_with_tolerance() -> Card:
    """A number that is not whole; any answer near it is right."""
    stem = "<p>A write takes one round trip of 12.5 ms. How long do two such writes take, one after the other?</p>"
    return card("two-writes", "numeric", stem, Number(25.0, "ms", 0.5, COMPUTED), explanation=Html(""), sources=())


TYPED: Final = (
    ("Object", True, "Object", "Right"),
    ("Object", True, " Object ", "Right"),
    ("Object", True, "object", "Check capitals"),
    ("undefined", True, "Undefined", "Check capitals"),
    ("a  b", True, "a  b", "Right"),
    ("a  b", True, "a b", "Check spaces"),
    ("f(x)", True, "f( x )", "Not right"),
    ("'x'", True, "\N{LEFT SINGLE QUOTATION MARK}x\N{RIGHT SINGLE QUOTATION MARK}", "Right"),
    ("Co", False, "Co", "Right"),
    ("Co", False, "co", "Right"),
    ("Co", False, "CO", "Check capitals"),
    ("CO", False, "Co", "Check capitals"),
    ("CO", False, "co", "Check capitals"),
    ("mW", False, "MW", "Check capitals"),
    ("MW", False, "mW", "Check capitals"),
    ("pH", False, "PH", "Check capitals"),
    ("S1", False, "s1", "Right"),
    ("Raft", False, "raft", "Right"),
    ("Raft", False, "RAFT", "Right"),
    ("leader", False, "Leader", "Right"),
    ("current term", False, "Current  Term", "Right"),
    ("currentTerm", False, "curRentterm", "Check capitals"),
    ("leader", False, "follower", "Not right"),
)
"""A gap's answer, whether every character counts, what is typed, and what is said of it."""


def cloze() -> Card:
    """Two gaps, one with other spellings and a hint; an answer with syntax of its own."""
    text = (
        f"<p>A server that hears from no leader becomes a {blank(0)} and raises its {blank(1)}.</p>"
        f"\n<p>Votes are requested with {blank(2)}.</p>"
    )
    blanks = (
        Blank("candidate", ("Candidate",), "a role", CITED),
        Blank("term", ("current term", "current_term"), "", CITED),
        Blank("Raft::RequestVote<T>{{}}", (), "a call", CITED),
    )
    return card("become-candidate", "cloze", "", Cloze(Html(text), blanks), concept="election", concept_name="Election")


def recall() -> Card:
    """A free answer with key points, and code."""
    answer = (
        "<p>A leader counts an entry of its own term before it commits older ones:</p>\n"
        '<pre class="highlight"><code class="language-python"><span class="k">if</span> '
        '<span class="n">log</span><span class="p">[</span><span class="n">n</span><span class="p">]</span>'
        '<span class="o">.</span><span class="n">term</span> <span class="o">==</span> '
        '<span class="n">current_term</span><span class="p">:</span>\n'
        '    <span class="n">commit_index</span> <span class="o">=</span> <span class="n">n</span>'
        '  <span class="c1"># a comment that is so long that it does not fit beside the code on a narrow screen</span>'
        "\n</code></pre>"
    )
    points = (
        Point(Html("<p>An entry of an older term can be overwritten although a majority stores it.</p>"), COMPUTED),
        Point(Html("<p>It is committed along with an entry of the leader's own term.</p>"), CITED),
    )
    stem = "<p>Why does a leader not commit an entry of an older term by counting copies?</p>"
    return card("older-term", "recall", stem, Recall(Html(answer), points), concept="commit", concept_name="Commitment")


def ordering() -> Card:
    """Four steps, shuffled."""
    steps = (
        Step(Html("<p>The leader sends the entry to its followers.</p>"), 2, COMPUTED),
        Step(Html("<p>The client is told of success.</p>"), 4, COMPUTED),
        Step(Html("<p>The leader appends the entry to its own log.</p>"), 1, COMPUTED),
        Step(Html("<p>A majority stores it; the leader advances <code>commit_index</code>.</p>"), 3, COMPUTED),
    )
    stem = "<p>Bring the steps of a write into order.</p>"
    return card(
        "write-steps", "ordering", stem, Ordering(steps), trace=TRACE, concept="commit", concept_name="Commitment"
    )


def matching() -> Card:
    """Four pairs; two of them share a choice."""
    choices = (Html("volatile on the leader"), Html("persistent"), Html(f"volatile, at most {math('N')} everywhere"))
    pairs = (
        Pair(Html("<code>current_term</code>"), 1, CITED),
        Pair(Html("<code>next_index</code>"), 0, CITED),
        Pair(Html("<code>commit_index</code>"), 2, CITED),
        Pair(Html("<code>voted_for</code>"), 1, CITED),
    )
    return card("state-kinds", "matching", "<p>Where does each variable live?</p>", Matching(pairs, choices))


def concept() -> Card:
    """A term and its definition."""
    definition = f"<p>More than half of <em>all</em> servers: at least {math(MAJORITY)}, up or down.</p>"
    return card(
        "concept.majority",
        "concept",
        "",
        Definition("majority quorum", Html(definition)),
        evidence=CITED,
        level="junior",
    )


def long_choice() -> Card:
    """Long paragraphs, an unbreakable word, a list and a table: what overflows first on a phone."""
    sentence = "The followers answer in whatever order their replies arrive, and the leader must not depend on it. "
    word = "AppendEntries" * 9
    table = (
        "<table>\n<thead>\n<tr>\n<th>Server</th>\n<th>Term</th>\n<th>Role</th>\n<th>Log</th>\n</tr>\n</thead>\n<tbody>\n"
        "<tr>\n<td>S1</td>\n<td>2</td>\n<td>leader</td>\n<td>(1, x) (2, y)</td>\n</tr>\n"
        "<tr>\n<td>S2</td>\n<td>1</td>\n<td>follower</td>\n<td>(1, x)</td>\n</tr>\n</tbody>\n</table>"
    )
    stem = f"<p>{sentence * 6}</p>\n<ul>\n<li>{sentence}</li>\n<li>{word}</li>\n</ul>\n{table}\n<p>Which is true?</p>"
    options = (
        _option(f"<p>{sentence * 3}</p>", key=True, rationale=f"<p>{sentence * 2}</p>"),
        _option(f"<p>{word}</p>", rationale=f"<p>{sentence}</p>", belief=sentence.strip()),
    )
    explanation = Html(f"<p>{sentence * 4}</p>\n<blockquote>\n<p>{sentence}</p>\n</blockquote>")
    return card("long-text", "multiple_choice", stem, Choice(options, multiple=False), explanation=explanation)


def _numbered(cards: list[Card]) -> tuple[Card, ...]:
    return tuple(replace(card, position=position) for position, card in enumerate(cards, 1))


def sample_cards() -> tuple[Card, ...]:
    """Return a card of every kind, in study order, the questions of a concept side by side."""
    majority = [concept(), multiple_choice(), numeric(), numeric_with_tolerance(), long_choice(), matching()]
    return _numbered([*majority, cloze(), recall(), ordering(), multiple_response()])


def _lesson(identifier: str, title: str, cards: tuple[Card, ...]) -> RenderedLesson:
    return RenderedLesson(
        id=identifier,
        title=title,
        subject="distributed-systems",
        level="middle",
        language="en",
        license="CC BY 4.0",
        released="2025-03-01",
        opening=Html("<p>A shop keeps its orders on five servers. One night a cable is cut.</p>"),
        summary=(Html("<p>Two majorities always meet.</p>"), Html(f"<p>A majority of 5 is {math('3')}.</p>")),
        sources=(Html("Ongaro and Ousterhout, <em>In Search of an Understandable Consensus Algorithm</em>, 2014"),),
        tables=(
            Table(
                "Clusters and what they survive",
                (Html("Servers"), Html("Majority"), Html("Crashes survived")),
                ((Html("3"), Html("2"), Html("1")), (Html(math("5")), Html("3"), Html("2"))),
                (COMPUTED, COMPUTED),
            ),
        ),
        cards=cards,
        tally={"computed": 7, "cited": 3, "unverified": 0},
        assets={ASSET_NAME: ASSET},
    )


def sample_lesson() -> RenderedLesson:
    """Return a lesson with a card of every kind, mathematics, code, an image, a table, a trace and long text."""
    return _lesson("sample", "Majorities & <logs>", sample_cards())


def rtl_lesson() -> RenderedLesson:
    """Return a lesson in Hebrew, read from right to left (no font that comes with quizgen has Hebrew)."""
    options = (
        _option("<p>שלושה שרתים</p>", key=True, rationale="<p>שלושה מתוך חמישה הם רוב.</p>"),
        _option("<p>שני שרתים (<code>commit_index</code>)</p>", rationale="<p>שניים אינם רוב.</p>"),
    )
    stem = f"<p>כמה שרתים מתוך {math('n = 5')} הם רוב?</p>"
    question = card(
        "rov", "multiple_choice", stem, Choice(options, multiple=False), lesson="rtl", tags=("lesson::rtl",)
    )
    return replace(_lesson("rtl", "רוב", _numbered([question])), language="he")


def large_lesson(count: int) -> RenderedLesson:
    """Return a lesson of ``count`` cards: those of the sample over and over, each with its own id."""
    originals = sample_cards()
    cards = [replace(originals[index % len(originals)], id=f"item-{index}", lesson="large") for index in range(count)]
    return _lesson("large", "A large lesson", _numbered(cards))
