"""A text with gaps as a card shows it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import escape, unescape
from typing import Any, Final, Self

from quizgen.cards import BLANK_CLOSE, BLANK_OPEN, Fields, Html, Key
from quizgen.kinds.api import BodyOf, CardPlace, Evidence, Setting
from quizgen.kinds.cloze import question
from quizgen.kinds.notes import EVIDENCE, INTEGER, Unclear, first, number_in, plain, same, trees
from quizgen.model.base import Place
from quizgen.text.elements import Element

_DELETION: Final = re.compile(r"\{\{c([0-9]{1,3})::(.*?)(?:::(.*?))?\}\}", re.DOTALL)
_FORMULA: Final = re.compile(r"\\([()\[\]])")
_INSIDE: Final = str.maketrans({":": "&#58;", "{": "&#123;", "}": "&#125;", "[": "&#91;"})
_JSON: Final = json.JSONEncoder(ensure_ascii=False).encode
_TAG: Final = re.compile(r"<[^>]*>")
_CODE: Final = re.compile(r"<code.*?</code>", re.DOTALL)
_GAP: Final = re.compile(f"{BLANK_OPEN}[0-9]+{BLANK_CLOSE}")


@dataclass(frozen=True, slots=True)
class Blank:
    """One gap of a cloze.

    Attributes:
        accepted: further spellings that count as right.
        name: what the author calls it; empty if that is not known.
        number: of Anki's card that asks for it, from 1; 0 for the gap's place in the text.
        exact: whether every character counts, capitals and spaces among them: in code, and in what a program prints.
            Elsewhere spaces are joined, and capitals count where they tell something, as in Co and CO.
    """

    answer: str
    accepted: tuple[str, ...]
    hint: str
    evidence: str
    name: str = ""
    number: int = 0
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Cloze(BodyOf[question.Cloze]):
    """Body of ``cloze``: the text with its gaps."""

    text: Html
    blanks: tuple[Blank, ...]
    gone: Mapping[str, int] = field(default_factory=dict, hash=False)
    """Gaps that it once had, with the numbers that no other gap gets."""

    def filled(self, show: Callable[[int, Blank], str]) -> Html:
        """Return the text with each gap replaced by ``show(index, blank)``, indices from 0."""
        text = str(self.text)
        for index, blank in enumerate(self.blanks):
            text = text.replace(f"{BLANK_OPEN}{index}{BLANK_CLOSE}", show(index, blank))
        return Html(text)

    @classmethod
    def lowered(cls, question: question.Cloze, setting: Setting) -> Self:
        used = question.used()
        text = question.text
        for index, name in enumerate(used):
            text = text.replace(f"[[{name}]]", f"{BLANK_OPEN}{index}{BLANK_CLOSE}")
        html = setting.block(text)
        in_code = "".join(_CODE.findall(html))

        def blank(index: int, name: str) -> Blank:
            stated, place = question.blanks[name], ("blanks", name)
            exact = f"{BLANK_OPEN}{index}{BLANK_CLOSE}" in in_code or setting.exact(place)
            return Blank(stated.answer, stated.accept, stated.hint or "", setting.evidence(place), name, exact=exact)

        return cls(html, tuple(blank(index, name) for index, name in enumerate(used)))

    def places(self, question: question.Cloze) -> Mapping[Place, CardPlace]:
        return {("blanks", name): ["blank", index] for index, name in enumerate(question.used())}

    def right(self, said: Callable[[str], str]) -> Iterator[object]:
        by_card = sorted(zip(self._numbers, self.blanks, strict=True), key=lambda pair: pair[0])
        yield from (said(blank.answer) for _, blank in by_card)

    def told(self) -> Iterator[str]:
        yield from (" / ".join((blank.answer, *blank.accepted)) for blank in self.blanks)

    def key(self) -> Key:
        gaps = [[blank.answer, *blank.accepted] for blank in self.blanks]
        words = [" or ".join(gap) for gap in gaps]
        text = "; ".join(f"{n}: {word}" for n, word in enumerate(words, 1)) if len(words) > 1 else "".join(words)
        return Key(text, {"gaps": [[*gap] for gap in gaps]})

    def essence(self, of: Callable[[Html], str]) -> object:
        return [of(self.text), [[blank.answer, sorted(blank.accepted), blank.hint] for blank in self.blanks]]

    def shuffled(self, rank: Callable[[Html], bytes]) -> Self:
        return self

    def asked(self) -> tuple[Html, ...]:
        return (self.text,)

    @property
    def gaps(self) -> Mapping[str, int]:
        return {blank.name or f"gap-{place}": blank.number or place for place, blank in enumerate(self.blanks, 1)}

    def with_gaps(self, numbers: Mapping[str, int]) -> Self:
        gaps = self.gaps
        if not numbers or (numbers == gaps and not self.gone):
            return self
        names = list(gaps)
        named = zip(names, self.blanks, strict=True)
        gone = {name: number for name, number in numbers.items() if name not in names}
        return replace(self, blanks=tuple(replace(blank, number=numbers[name]) for name, blank in named), gone=gone)

    @property
    def _numbers(self) -> list[int]:
        return list(self.gaps.values())

    def heading(self, stem: Html) -> str:
        return _GAP.sub("[...]", self.text)

    def fields(self) -> Fields:
        numbers = self._numbers
        rows = "".join(_solved(number, blank) for number, blank in zip(numbers, self.blanks, strict=True))

        def with_deletions(text: str) -> str:
            written = replace(self, text=Html(text)).filled(lambda index, blank: deletion(numbers[index], blank))
            if refusal := self._refusal(written):
                raise ValueError(refusal)
            return written

        gone = ",".join(f"{name}:{number}" for name, number in self.gone.items())
        told = f' data-gone="{escape(gone)}"' if gone else ""
        return Fields(body=self.text, solution=f'<ul class="qz-blanks"{told}>{rows}</ul>', finish=with_deletions)

    def _refusal(self, written: str) -> str:
        """Return why Anki could not make its cards of what is written in ``Body``; empty if it can."""
        if not self.blanks:
            return "the cloze has no gap; Anki would make no card of it"
        for place, number in enumerate(self._numbers, 1):
            if f"{{{{c{number}::" not in written:
                return f"gap {place} of the cloze does not stand in its text"
        if any(not blank.answer.strip() for blank in self.blanks):
            return "a gap of the cloze has an empty answer"
        return ""

    @classmethod
    def read(cls, kind: str, fields: Mapping[str, str]) -> Self:
        (back,) = trees(fields, "Solution")
        rows = back.having("data-blank")
        numbers = [number_in(row, "data-blank") for row in rows]
        gaps: dict[int, tuple[str, str]] = {}

        def marked(found: re.Match[str]) -> str:
            number, gap = int(found[1]), (_said(found[2]), _said(found[3] or ""))
            if gaps.setdefault(number, gap) != gap:
                raise Unclear(f"gap {number} has two answers")
            return f"{BLANK_OPEN}{numbers.index(number) if number in numbers else 0}{BLANK_CLOSE}"

        text = _DELETION.sub(marked, fields["Body"])
        if not gaps:
            raise Unclear("the cloze has no gap")
        if list(gaps) != numbers:
            raise Unclear("the gaps in the text are not those on the back")
        blanks = [_blank(row, number, *gaps[number]) for number, row in zip(numbers, rows, strict=True)]
        return cls(Html(plain(text)), tuple(blanks), _gone(back))

    def written(self, item: str, evidence: Evidence) -> dict[str, Any]:
        """Return the gaps, in a text of nothing else: of what stands between them nothing is computed."""
        blanks = {
            f"gap-{number}": {"answer": blank.answer, "accept": blank.accepted, **evidence.of("blank", number)}
            for number, blank in enumerate(self.blanks)
        }
        return {"text": " ".join(f"[[{name}]]" for name in blanks), "blanks": blanks}


def cloze_text(text: str) -> str:
    r"""Return text for the inside of a cloze deletion, where ``::`` begins a hint and ``}}`` ends it.

    Nothing in it is alive: ``[latex]`` and ``[sound:`` have no bracket, ``\(`` is no beginning of a formula.
    """
    return _FORMULA.sub(r"\\<span></span>\1", escape(text)).translate(_INSIDE)


def deletion(number: int, blank: Blank) -> str:
    """Return Anki's own syntax for the gap of that number: ``{{c1::answer::hint}}``."""
    hint = f"::{cloze_text(blank.hint)}" if blank.hint else ""
    return f"{{{{c{number}::{cloze_text(blank.answer)}{hint}}}}}"


def _said(inside: str) -> str:
    """Return the text that `cloze_text` was made of."""
    return unescape(_TAG.sub("", inside))


def _solved(number: int, blank: Blank) -> str:
    accepted = escape(_JSON([blank.answer, *blank.accepted]))
    others = [word for word in blank.accepted if word.casefold() != blank.answer.casefold()]
    named = f' data-gap="{escape(blank.name)}"' if blank.name else ""
    also = f' <span class="qz-also">also right: {escape(", ".join(others))}</span>' if others else ""
    shown = f"<strong>{escape(blank.answer)}</strong>{also}"
    counts = " data-exact" if blank.exact else ""
    return f'<li data-blank="{number}"{named}{counts} data-accepted="{accepted}">{shown}</li>'


def _gone(back: Element) -> dict[str, int]:
    """Return the gaps that a note once had."""
    told = next((row.attributes["data-gone"] for row in back.having("data-gone")), "")
    pairs = [pair.partition(":") for pair in filter(None, told.split(","))]
    if not all(name and INTEGER.fullmatch(number) for name, _, number in pairs):
        raise Unclear("the gaps that it once had are not told as quizgen tells them")
    return {name: int(number) for name, _, number in pairs}


def _blank(row: Element, number: int, answer: str, hint: str) -> Blank:
    try:
        accepted = json.loads(row.attributes.get("data-accepted", ""))
    except (ValueError, RecursionError):
        accepted = None
    if not isinstance(accepted, list) or not accepted or not all(isinstance(word, str) for word in accepted):
        raise Unclear("what counts as right in a gap is no list of words")
    shown = [part.text() for part in row.walk() if part.tag == "strong"]
    same(answer, accepted[0], "gap's answer")
    same(" ".join(answer.split()), "".join(shown), "gap's answer")
    name = row.attributes.get("data-gap", "")
    exact = "data-exact" in row.attributes
    return Blank(answer, tuple(accepted[1:]), hint, first(row, EVIDENCE), name, number, exact)
