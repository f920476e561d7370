"""Keys as files: CSV for spreadsheets, JSON for programs, text for terminals."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Sequence

from quizgen.variants.answers import answers
from quizgen.variants.sheets import Variant

FORMAT = "variants-key/2"
"""What the JSON says that it is; raised when its keys change."""

COLUMNS = ("lesson", "released", "variant", "code", "question", "item", "kind", "worth", "answer")
"""The columns of the CSV."""

_WIDTH = 100


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
