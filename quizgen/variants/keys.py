"""What is right on a sheet, question by question: for CSV, JSON and terminals; and how even sheets are."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from quizgen.cards import Card, Json
from quizgen.kinds import KINDS
from quizgen.variants.drawing import LONGEST, Stratum, length, stratum
from quizgen.variants.sheets import Variant

FORMAT = "variants-key/2"
"""What the JSON says that it is; raised when its keys change."""
COLUMNS = ("lesson", "released", "variant", "code", "question", "item", "kind", "worth", "answer")
"""The columns of the CSV."""
_WIDTH = 100


@dataclass(frozen=True)
class Answer:
    """The answer to one question of a sheet.

    Attributes:
        number: the question's, from 1.
        card: the question as it stands on the sheet.
        text: the answer, one line.
        parts: the same for a program; its keys depend on the kind.
    """

    number: int
    card: Card
    text: str
    parts: Mapping[str, Json]

    @property
    def worth(self) -> int:
        """Its points."""
        return KINDS[self.card.kind].points


def answers(variant: Variant) -> Iterator[Answer]:
    """Yield the answer to each question of a sheet."""
    for number, card in enumerate(variant.cards, 1):
        key = card.body.key()
        yield Answer(number, card, key.text, key.parts)


def as_csv(variants: Sequence[Variant]) -> str:
    """Return a line for each question of each sheet, as RFC 4180 has it, with lines that end in a line feed."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for variant in variants:
        head = (variant.lesson.id, variant.lesson.released, variant.name, str(variant.code))
        for answer in answers(variant):
            writer.writerow((*head, answer.number, answer.card.id, answer.card.kind, answer.worth, answer.text))
    return stream.getvalue()


def as_json(variants: Sequence[Variant]) -> str:
    """Return the keys of sheets of one lesson as one object."""
    lesson = variants[0].lesson
    described = [
        {
            "name": variant.name,
            "code": str(variant.code),
            "answers": [
                {
                    "question": answer.number,
                    "item": answer.card.id,
                    "kind": answer.card.kind,
                    "worth": answer.worth,
                    "answer": answer.text,
                    **answer.parts,
                }
                for answer in answers(variant)
            ],
        }
        for variant in variants
    ]
    head = {"format": FORMAT, "lesson": lesson.id, "title": lesson.title, "released": lesson.released}
    return json.dumps({**head, "variants": described}, ensure_ascii=False, indent=1) + "\n"


def as_text(variant: Variant) -> str:
    """Return the key of one sheet for a terminal."""
    lesson = variant.lesson
    found = list(answers(variant))
    points = sum(answer.worth for answer in found)
    lines = [f"{lesson.title}, edition of {lesson.released}", f"Variant {variant.name} ({variant.code})"]
    lines += [f"{points} points; what is marked (2) is worth two, of which half right gives one", ""]
    margin = len(str(len(found))) + 2
    for answer in found:
        number = f"{answer.number:>{margin - 2}}  "
        worth = f"  ({answer.worth})" if answer.worth > 1 else ""
        lines += textwrap.wrap(
            f"{answer.text}  [{answer.card.id}]{worth}",
            _WIDTH,
            initial_indent=number,
            subsequent_indent=" " * margin,
            break_long_words=False,
            break_on_hyphens=False,
        )
    return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class Evenness:
    """What is the same on all sheets, and how far the rest differs.

    Attributes:
        strata: kind and level -> how many questions of it each sheet has.
        lengths: sheet's name -> events of the runs behind its answers, as far as they count, in sum.
        different: how many different questions there are on all sheets.
        repeated: how many of them stand on more than one sheet.
    """

    strata: tuple[tuple[Stratum, int], ...]
    lengths: tuple[tuple[str, int], ...]
    different: int
    repeated: int

    @property
    def limit(self) -> int:
        """Up to which length a run counts."""
        return LONGEST

    @property
    def shortest(self) -> int:
        """Events on the sheet that has the fewest."""
        return min(length for _, length in self.lengths)

    @property
    def longest(self) -> int:
        """Events on the sheet that has the most."""
        return max(length for _, length in self.lengths)


def evenness(variants: Sequence[Variant]) -> Evenness:
    """Return how even the variants are.

    Raises `ValueError` if a sheet has other kinds or levels than the first: that cannot be.
    """
    counts = [Counter(map(stratum, variant.cards)) for variant in variants]
    if any(count != counts[0] for count in counts):
        raise ValueError("the sheets differ in kind or level")
    lengths = tuple((variant.name, sum(map(length, variant.cards))) for variant in variants)
    uses = Counter(card.id for variant in variants for card in variant.cards)
    repeated = sum(times > 1 for times in uses.values())
    return Evenness(tuple(sorted(counts[0].items())), lengths, len(uses), repeated)
