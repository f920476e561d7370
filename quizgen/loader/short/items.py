"""The blocks of one question to its node."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import yaml

from quizgen.loader.short import answers
from quizgen.loader.short.answers import Answer, said_rows
from quizgen.loader.short.blocks import Block
from quizgen.loader.short.fields import field_of_line, item_shapes, known_keys, refuse_near_miss
from quizgen.loader.short.gaps import Blanks, has_gaps
from quizgen.loader.short.lines import Kind
from quizgen.loader.short.nodes import Maker, Pair, Place, Row

_ANSWERED_BY = {
    "multiple_choice": Kind.OPTION,
    "multiple_response": Kind.OPTION,
    "numeric": Kind.NUMBER,
    "recall": Kind.ANSWERED,
    "ordering": Kind.STEP,
    "matching": Kind.TABLE,
    "cloze": Kind.TEXT,
}
_TOLD_BY = {"points": "recall", "steps": "ordering", "pairs": "matching", "blanks": "cloze", "options": ""}
"""Fields that hold an answer, and the kind of question that has them."""


@dataclass
class Question:
    """The blocks of a question.

    Attributes:
        place: where it begins.
        explicit: whether a heading began it, so that it goes on until the next one.
        name: its id, if the heading is one.
        title: the heading, if it is the question.
        blocks: what stands below.
        answered: the kind of block that answers it, as far as it is read.
    """

    place: Place
    explicit: bool = False
    name: Row | None = None
    title: Row | None = None
    blocks: list[Block] = field(default_factory=list)
    answered: Kind | None = None

    @property
    def last_line(self) -> Place:
        """The line behind which its id can be put."""
        said = [block for block in self.blocks if block.kind not in {Kind.FIELD, Kind.FIELDS}]
        return Place(self.place.line if self.explicit or not said else said[-1].lines[-1].number)


@dataclass(frozen=True)
class Made:
    """A question's node, without what the lesson around it says: the fields, and its text."""

    pairs: list[Pair]
    text: str

    def has(self, key: str) -> bool:
        """Tell whether it has a field."""
        return any(name.value == key for name, _ in self.pairs)


def made(question: Question, maker: Maker) -> Made:
    """Return the fields of a question, after telling what is wrong with it."""
    pairs = [pair for block in question.blocks if block.kind is Kind.FIELDS for pair in fields_in(block, maker)]
    fields = [block for block in question.blocks if block.kind is Kind.FIELD]
    kind = next((block.head.said for block in fields if block.head.key == "kind"), "")
    told = {str(name.value): value for name, value in pairs}
    said = told.get("kind")
    kind = kind or (said.value if isinstance(said, yaml.ScalarNode) else "")
    keys = {*told, *(block.head.key for block in fields)}
    kind = kind or next((of for key, of in _TOLD_BY.items() if key in keys), "")
    rest = [block for block in question.blocks if block.kind not in {Kind.FIELD, Kind.FIELDS}]
    split = len(rest) if keys & set(_TOLD_BY) else _split(rest, kind)
    text, behind = rest[:split], rest[split:]
    answer = _answer(behind, maker)
    kind = kind or (answer.kind if answer else "cloze" if has_gaps(_rows(question, text)) else "")
    shapes = item_shapes(kind)
    pairs += [pair for block in fields for pair in field_of_line(block.head, block.below, shapes, maker)]
    if kind and not any(name.value == "kind" for name, _ in pairs):
        pairs.append(maker.pair("kind", maker.scalar(kind, question.place)))
    if question.name:
        pairs.append(maker.pair("id", maker.scalar(question.name.text, question.name.place)))
    pairs += answer.pairs if answer else ()
    rows = _rows(question, text)
    _refuse_lost(question, rows, kind, maker)
    pairs += _texts(rows, kind, pairs, maker)
    return Made(pairs, "\n".join(row.text for row in rows).strip())


def fields_in(block: Block, maker: Maker) -> list[Pair]:
    """Return the fields that a block of YAML holds."""
    inner = [line for line in block.below if line.number != block.lines[-1].number]
    if not any(line.text.strip() for line in inner):
        return []
    node = maker.fragment([Row(line.text, Place(line.number)) for line in inner])
    if isinstance(node, yaml.MappingNode):
        return list(node.value)
    if node is not None:
        maker.wrong(block.place, "a block of fields is a mapping", "write `key: value` in it")
    return []


def _split(blocks: Sequence[Block], kind: str) -> int:
    """Return where the answer begins among the blocks of a question; behind the last of them if there is none."""
    wanted = _ANSWERED_BY.get(kind)
    kinds = [block.kind for block in blocks]
    for each in (Kind.OPTION, Kind.NUMBER, Kind.ANSWERED):
        if each in kinds and wanted in {None, each}:
            return kinds.index(each)
    last = len(kinds)
    if wanted in {None, Kind.STEP}:
        while last and kinds[last - 1] is Kind.STEP:
            last -= 1
    if last == len(kinds) and wanted in {None, Kind.TABLE} and kinds and kinds[-1] is Kind.TABLE:
        last -= answers.is_of_pairs(blocks[-1])
    return last


def _answer(blocks: Sequence[Block], maker: Maker) -> Answer | None:
    """Return what the blocks of an answer say, after telling of those that belong to none."""
    if not blocks:
        return None
    kind = blocks[0].kind
    fitting = [block for block in blocks if block.kind is kind]
    if kind in {Kind.NUMBER, Kind.TABLE, Kind.ANSWERED}:
        fitting = fitting[:1]
    if kind is Kind.ANSWERED:
        fitting = [blocks[0], *_going_on(blocks)]
    kept = set(map(id, fitting))
    for block in blocks:
        if id(block) not in kept:
            stray(block, maker)
    match kind:
        case Kind.OPTION:
            return answers.options(fitting, maker)
        case Kind.STEP:
            return answers.steps(fitting, maker)
        case Kind.NUMBER:
            return answers.number(fitting[0], maker)
        case Kind.ANSWERED:
            return answers.points(fitting, maker)
        case _:
            return answers.pairs_of(fitting[0], maker)


def _going_on(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield what goes on with an answer in words: the rest of its paragraph, and the points."""
    in_paragraph = not blocks[0].below
    for block in blocks[1:]:
        in_paragraph &= block.kind is Kind.TEXT and not block.apart
        if in_paragraph or block.kind is Kind.BULLET:
            yield block


def _rows(question: Question, blocks: Sequence[Block]) -> list[Row]:
    """Return the text of a question."""
    rows = [question.title] if question.title else []
    for block in blocks:
        if rows and (block.apart or (question.title and len(rows) == 1)):
            rows.append(Row("", block.place))
        rows += said_rows(block) if block.kind is Kind.ASKED else block.rows
    return rows


def _refuse_lost(question: Question, rows: Sequence[Row], kind: str, maker: Maker) -> None:
    """Tell of a question without an answer, and of words in its text that are nearly fields."""
    if not kind:
        message = "this question has no answer"
        hint = "write options `- [x]`, steps `1.`, a number `= 42`, `A:`, a gap `[[...]]`, or a table of two columns"
        maker.wrong(question.place, message, hint)
    above = ""
    for row in rows:
        if not row.code and not above.strip():
            refuse_near_miss(row, known_keys(), maker)
        above = row.text


def _texts(rows: Sequence[Row], kind: str, pairs: Sequence[Pair], maker: Maker) -> list[Pair]:
    """Return the field that holds the text of a question, and for a text with gaps their answers."""
    if not rows:
        return []
    text = "\n".join(row.text for row in rows)
    if kind != "cloze":
        return [maker.pair("stem", maker.scalar(text, rows[0].place))]
    given = next((value for key, value in pairs if key.value == "blanks"), None)
    named = [name.value for name, _ in given.value] if isinstance(given, yaml.MappingNode) else []
    blanks = Blanks([name for name in named if isinstance(name, str)], maker)
    found = [maker.pair("text", maker.scalar(blanks.named(rows), rows[0].place))]
    if isinstance(given, yaml.MappingNode):
        given.value += blanks.nodes
    elif blanks.nodes:
        found.append(maker.pair("blanks", maker.mapping(blanks.nodes, rows[0].place)))
    return found


def stray(block: Block, maker: Maker) -> None:
    """Tell that a block belongs to nothing, and how to make it belong."""
    hints = {
        Kind.OPTION: "write the question above its options",
        Kind.STEP: "write the question above its steps; begin it with `###` to show a numbered list in it",
        Kind.NUMBER: "write the question above its number; a question has one number",
        Kind.ANSWERED: "write `Q: ...` above it; what goes on with an answer is indented",
        Kind.DEFINED: "write the term on the line above, alone",
        Kind.BULLET: "an option has a box: `- [ ]`; what goes on with what stands above is indented",
        Kind.FIELD: "fields stand below the answer of their question, or below the heading of their lesson or concept",
    }
    if block.kind is Kind.TEXT and refuse_near_miss(block.rows[0], known_keys(), maker):
        return
    hint = "indent it to go on with what stands above, or leave an empty line above it to begin a question"
    maker.stray(block.place, hints.get(block.kind, hint))
