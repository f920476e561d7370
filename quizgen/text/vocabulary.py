r"""What formulas may say, and whether a picture of a formula shows all of it.

The program that reads TeX, the one that draws, and MathJax, which sets formulas in Anki, each know other commands, and
what one of them does not know it drops, or shows a box. So only commands that all of them know are let through, and
what was drawn is compared with what was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element

from quizgen.characters import settled

if TYPE_CHECKING:
    from ziamath.drawable import Drawable

_WORDS: Final = """
And Bbb Bbbk Big Bigg Biggl Biggm Biggr Bigl Bigm Bigr Box Bumpeq Cap Coloneq Coloneqq Cup Delta Diamond Doteq
Downarrow Finv Game Gamma Huge Im Join LARGE LaTeX Lambda Large Leftarrow Leftrightarrow Lleftarrow Longleftarrow
Longleftrightarrow Longrightarrow Lsh Omega Phi Pi Pr Psi Re Rightarrow Rrightarrow Rsh S Sigma Subset Supset TeX
Theta Tiny Uparrow Updownarrow Upsilon Vdash Vert Vvdash Xi acute aleph alpha amalg angle approx approxeq arccos
arcsin arctan array ast asymp atop backepsilon backprime backsim backsimeq backslash bar barwedge bcancel because
begin beta beth between bf big bigcap bigcirc bigcup bigg biggl biggm biggr bigl bigm bigodot bigoplus bigotimes bigr
bigsqcup bigstar bigtimes bigtriangledown bigtriangleup biguplus bigvee bigwedge binom blacklozenge blacksquare
blacktriangle blacktriangledown blacktriangleleft blacktriangleright bmod boldsymbol bot bowtie boxdot boxed boxminus
boxplus boxtimes bra brace brack braket breve bullet bumpeq cal cancel cap cases cdot cdotp cdots centerdot cfrac
check checkmark chi choose circ circeq circlearrowleft circlearrowright circledR circledS circledast circledcirc
circleddash clap clubsuit colon coloneq coloneqq color colorbox complement cong coprod cos cosh cot coth cr csc cup
curlyeqprec curlyeqsucc curlyvee curlywedge curvearrowleft curvearrowright dagger daleth dashleftarrow dashrightarrow
dashv dbinom ddagger ddddot dddot ddot ddots deg degree delta det dfrac diagdown diagup diamond diamondsuit digamma
dim displaylines displaystyle div divideontimes dot doteq doteqdot dotplus dots dotsb dotsc dotsi dotsm dotso
doublebarwedge downarrow downdownarrows downharpoonleft downharpoonright ell emptyset end enspace epsilon eqalign
eqalignno eqcirc eqcolon eqqcolon eqsim eqslantgtr eqslantless equiv eta eth exists exp fallingdotseq fbox flat forall
frac frak frown gamma gcd ge geq geqq geqslant gets gg ggg gggtr gimel gnapprox gneq gneqq gnsim grave gt
gtrapprox gtrdot gtreqless gtreqqless gtrless gtrsim gvertneqq hat hbar hbox hdashline heartsuit hfil hline hom
hookleftarrow hookrightarrow hphantom hslash huge idotsint iff iiiint iiint iint imath impliedby implies in inf infty
injlim int intercal intop iota it jmath kappa ker ket lVert lambda land langle large lbrace lbrack lceil ldotp ldots
le leadsto left leftarrow leftarrowtail leftharpoondown leftharpoonup leftleftarrows leftrightarrow leftrightarrows
leftrightharpoons leftrightsquigarrow leftthreetimes leq leqq leqslant lessapprox lessdot lesseqgtr lesseqqgtr lessgtr
lesssim lfloor lg lgroup lhd lim liminf limits limsup ll llap llcorner lll llless lmoustache ln lnapprox lneq lneqq
lnot lnsim log longleftarrow longleftrightarrow longmapsto longrightarrow looparrowleft looparrowright lor lozenge
lparen lrcorner lt ltimes lvert lvertneqq maltese mapsto mathbb mathbf mathbin mathcal mathclap mathclose mathfrak
mathinner mathit mathllap mathnormal mathop mathopen mathord mathpunct mathrel mathring mathrlap mathrm mathscr mathsf
mathsfit mathstrut mathtt matrix max mbox measuredangle mho mid middle min mit mod models mp mu multimap nLeftarrow
nLeftrightarrow nRightarrow nVDash nVdash nabla natural ncong ne nearrow neg negmedspace negthickspace negthinspace
neq nexists ngeq ngeqq ngeqslant ngtr ni nleftarrow nleftrightarrow nleq nleqslant nless nmid nobreakspace nolimits
nonumber normalsize not notag notin nparallel nprec npreceq nrightarrow nshortmid nshortparallel nsim nsubseteq
nsubseteqq nsucc nsucceq nsupseteq ntriangleleft ntrianglelefteq ntriangleright ntrianglerighteq nu nvDash nvdash
nwarrow odot oint oldstyle omega omicron ominus operatorname oplus oslash otimes over overbrace overbracket
overleftarrow overleftrightarrow overline overparen overrightarrow overset owns parallel partial perp phantom phi pi
pitchfork pm pmatrix pmb pmod pod prec precapprox preccurlyeq preceq precnapprox precneqq precnsim precsim prime prod
projlim propto psi qquad quad rVert rangle rbrace rbrack rceil restriction rfloor rgroup rhd rho right rightarrow
rightarrowtail rightharpoondown rightharpoonup rightleftarrows rightleftharpoons rightrightarrows rightsquigarrow
rightthreetimes risingdotseq rlap rm rmoustache rparen rtimes rvert scr scriptscriptstyle scriptsize scriptstyle
searrow sec setminus sf sharp shortmid sigma sim simeq sin sinh small smallfrown smallint smallsetminus smallsmile
smash smile space spadesuit sphericalangle sqcap sqcup sqrt sqsubset sqsubseteq sqsupset sqsupseteq square stackrel
star strut subset subseteq subseteqq subsetneq subsetneqq substack succ succapprox succcurlyeq succeq succnapprox
succneqq succnsim succsim sum sup supset supseteq supseteqq supsetneq supsetneqq surd swarrow tan tanh tau tbinom text
textbf textcolor textit textnormal textrm textsf textstyle texttt textup tfrac therefore theta thickapprox thicksim
thinspace tilde times tiny to top triangle triangledown triangleleft trianglelefteq triangleq triangleright
trianglerighteq tt twoheadleftarrow twoheadrightarrow ulcorner underbrace underbracket underleftarrow
underleftrightarrow underline underparen underrightarrow underset unlhd unrhd upalpha uparrow upbeta upchi updelta
updownarrow upepsilon upeta upgamma upharpoonleft upharpoonright upiota upkappa uplambda uplus upmu upnu upomega
upomicron upphi uppi uppsi uprho upsigma upsilon uptau uptheta upuparrows upupsilon upvarepsilon upvarphi upvarpi
upvarrho upvarsigma upvartheta upxi upzeta urcorner vDash varDelta varGamma varLambda varOmega varPhi varPi varPsi
varSigma varTheta varUpsilon varXi varepsilon varinjlim varkappa varliminf varlimsup varnothing varphi varpi
varprojlim varpropto varrho varsigma varsubsetneq varsubsetneqq varsupsetneq varsupsetneqq vartheta vartriangle
vartriangleleft vartriangleright vcenter vdash vdots vec vee veebar vert vphantom wedge widehat widetilde wp wr
xLeftarrow xLeftrightarrow xRightarrow xcancel xhookleftarrow xhookrightarrow xi xleftarrow xleftharpoondown
xleftharpoonup xleftrightarrow xleftrightharpoons xlongequal xmapsto xrightarrow xrightharpoondown xrightharpoonup
xrightleftharpoons xtofrom xtwoheadleftarrow xtwoheadrightarrow yen zeta
"""
COMMANDS: Final = frozenset(_WORDS.split())
"""Commands that are drawn in pictures and set by Anki's MathJax; a test asks both."""

_PIECE: Final = re.compile(
    r"\\(?:begin|end)\s*\{[^}]*\}(?:\s*\{[clr| ]*\})?|\\\\(?:\[[^\]]*\])?"
    r"|\\(?:color|textcolor|colorbox)\s*\{[^}]*\}|\\(?:left|right|middle)\s*\.|\\[A-Za-z]+|\\.|.",
    re.DOTALL,
)
_SIGNS: Final = frozenset("+-=<>/!:;,()*|")
_ESCAPED: Final = frozenset("{}%#&_$|")
_MARKS: Final = frozenset(
    {"not", "prime", "bar", "hat", "check", "tilde", "vec", "dot", "ddot", "acute", "grave", "breve", "sqrt"}
)
"""Commands that put a mark on what follows."""
_TOKENS: Final = frozenset({"mi", "mn", "mo", "mtext", "ms"})
_UNDRAWN: Final = frozenset("\N{HORIZONTAL BAR}\N{FUNCTION APPLICATION}\N{INVISIBLE TIMES}\N{LOW LINE}\N{OVERLINE}")
"""Characters that are drawn as lines, or not at all."""
_SAME: Final = {
    ord("-"): "\N{MINUS SIGN}",
    ord("*"): "\N{ASTERISK OPERATOR}",
    ord("|"): "\N{DIVIDES}",
    ord("\N{PARALLEL TO}"): "\N{DIVIDES}" * 2,
    ord("\N{DOUBLE VERTICAL LINE}"): "\N{DIVIDES}" * 2,
}


def flattened(element: Element) -> None:
    r"""Let no token of MathML hold others, as in ``<mo><mrow><mo>``, which ``\mathbin`` becomes: they are not drawn."""
    for child in element:
        flattened(child)
    if element.tag.rpartition("}")[2] in _TOKENS and len(element):
        within = list(element.iter())[1:]
        texts = [token for token in within if (token.text or "").strip()]
        if len(texts) == 1 and all(token.tag.rpartition("}")[2] in {*_TOKENS, "mrow"} for token in within):
            element.text = texts[0].text
            del element[:]
        else:
            space, brace, _ = element.tag.rpartition("}")
            element.tag = f"{space}{brace}mrow"


def unshown(tex: str, tree: Element, drawn: Drawable) -> str:
    """Return why a picture does not show what was written; empty if it does.

    Args:
        tex: the formula.
        tree: its MathML, from which it was drawn.
        drawn: what was drawn.
    """
    glyphs = list(_glyphs(drawn))
    if strange := next((character for character, known in glyphs if not known), ""):
        return (
            f"the character {strange} (U+{ord(strange):04X}) is in no font for formulas; "
            "write words of other scripts outside of the formula"
        )
    if any("\\" in (token.text or "") for token in tree.iter() if token.tag.endswith("mtext")):
        return r"a backslash within \text would be shown; end the text before it, as in \text{50}\%"
    read = "".join(text for part in tree.iter() for text in (part.text or "", part.tail or ""))
    seen = _characters(character for character, _ in glyphs)
    lost = (_characters(read) - seen) or (_characters(_written(tex)) - _characters(read))
    return f"{' '.join(sorted(lost))} would not be shown; write it in another way" if lost else ""


def _glyphs(drawn: Drawable) -> Iterator[tuple[str, bool]]:
    """Yield the characters of a picture, and whether the font has them."""
    from ziamath.drawable import Glyph  # noqa: PLC0415 - with a font, for the first formula

    if isinstance(drawn, Glyph):
        yield drawn.char, bool(drawn.glyph.index)
    for part in drawn.nodes:
        yield from _glyphs(part)


def _written(tex: str) -> Iterator[str]:
    """Yield the letters, digits and signs that a formula shows; of commands those that are signs themselves."""
    from latex2mathml.symbols_parser import convert_symbol  # noqa: PLC0415 - reads a table of thousands

    for piece in _PIECE.findall(tex):
        if len(piece) == 1:
            yield piece if settled(piece).isalnum() or piece in _SIGNS else ""
        elif piece[1:] in _ESCAPED:
            yield "\N{PARALLEL TO}" if piece == r"\|" else piece[1:]
        elif piece[1:] in COMMANDS and piece[1:] not in _MARKS and (code := convert_symbol(piece)):
            yield chr(int(code, 16))


def _characters(texts: Iterable[str]) -> Counter[str]:
    """Return how often each character stands in texts, whatever style it is set in, without marks and spaces."""
    plain = unicodedata.normalize("NFKD", settled("".join(texts))).translate(_SAME)
    return Counter(
        character
        for character in plain
        if not character.isspace() and character not in _UNDRAWN and not unicodedata.category(character).startswith("M")
    )
