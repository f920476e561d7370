"""Answers of the short form to nodes: options, steps, a number, key points, pairs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import yaml

from quizgen.kinds.choice.question import Option
from quizgen.kinds.matching.question import Pair as MatchingPair
from quizgen.kinds.numeric.question import NumericAnswer
from quizgen.kinds.ordering.question import Step
from quizgen.kinds.recall.question import Point
from quizgen.loader.short.blocks import Block
from quizgen.loader.short.fields import Body, body_of, rows_of, shapes_of
from quizgen.loader.short.lines import Kind
from quizgen.loader.short.nodes import Maker, Pair, Place, Row
from quizgen.model.evidence import Statement

PLUS_MINUS = ("±", "+-", "+/-")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?(?=[\s±+]|$)")
_DELIMITERS = frozenset("|-: ")


@dataclass(frozen=True)
class Answer:
    """What an answer says of a question: its kind, if nothing else is said, and its fields."""

    kind: str
    pairs: tuple[Pair, ...]


def options(blocks: Sequence[Block], maker: Maker) -> Answer:
    """Return options with their reasons."""
    nodes, keys = [], 0
    for block in blocks:
        body = body_of(block.below, shapes_of(Option), maker)
        pairs = list(body.fields)
        if block.head.checked:
            keys += 1
            pairs.append(maker.pair("key", maker.plain("true", Place(block.head.number, 3))))
        said = _said(block)
        if said:
            pairs.append(maker.pair("text", maker.scalar(said.text, said.place)))
        if body.text:
            pairs.append(_text("rationale" if said or _names(body, "text") else "text", body.text, maker))
        nodes.append(maker.mapping(pairs, block.place))
    kind = "multiple_response" if keys > 1 else "multiple_choice"
    return Answer(kind, (maker.pair("options", maker.sequence(nodes, blocks[0].place)),))


def steps(blocks: Sequence[Block], maker: Maker) -> Answer:
    """Return the steps of an ordering."""
    nodes = [_statement(block, Step, maker) for block in blocks]
    return Answer("ordering", (maker.pair("steps", maker.sequence(nodes, blocks[0].place)),))


def number(block: Block, maker: Maker) -> Answer:
    """Return a number with its tolerance and unit."""
    body = body_of(block.below, shapes_of(NumericAnswer), maker)
    pairs = [*_number(block, maker), *body.fields]
    if body.text:
        hint = "write the explanation as `explanation: ...`, without indentation"
        maker.wrong(body.text[0].place, "a number has no text below it", hint)
    return Answer("numeric", (maker.pair("answer", maker.mapping(pairs, block.place), block.place),))


def points(blocks: Sequence[Block], maker: Maker) -> Answer:
    """Return what an answer in words contains: the answer itself, or the points that are listed below it."""
    first, *others = blocks
    body = body_of(first.below, shapes_of(Point), maker)
    said = _said(first)
    text = [*([said] if said else []), *body.text]
    listed = [block for block in others if block.kind is Kind.BULLET]
    text += [row for block in others if block.kind is not Kind.BULLET for row in block.rows]
    nodes = [_statement(block, Point, maker) for block in listed]
    pairs: list[Pair] = []
    if not listed:
        own = [*([_text("text", text, maker)] if text else []), *body.fields]
        nodes = [maker.mapping(own, first.place)]
    else:
        pairs += [_text("answer", text, maker)] if text else []
        for key, _ in body.fields:
            place = Place(key.start_mark.line, key.start_mark.column)
            maker.wrong(place, f"`{key.value}` belongs to none of the points", "indent it below one of them")
    return Answer("recall", (*pairs, maker.pair("points", maker.sequence(nodes, first.place))))


def pairs_of(block: Block, maker: Maker) -> Answer:
    """Return the pairs of a table of two columns, and more whose heads name fields."""
    rows, heads = _table(block)
    nodes = []
    for row in rows:
        fields = ["left", "right", *heads[2:]]
        if len(row) != len(fields):
            message = f"this row has {len(row)} cells, and the table {len(fields)} columns"
            maker.wrong(row[0].place, message, "write a bar within a cell as `\\|`")
        pairs = [
            maker.pair(name, maker.scalar(cell.text, cell.place))
            for name, cell in zip(fields, row, strict=False)
            if cell.text
        ]
        nodes.append(maker.mapping(pairs, row[0].place))
    return Answer("matching", (maker.pair("pairs", maker.sequence(nodes, block.place)),))


def is_of_pairs(block: Block) -> bool:
    """Tell whether a table can be the pairs of a matching question."""
    rows, heads = _table(block)
    if not heads:
        return len(rows[0]) == 2
    return bool(rows) and len(heads) >= 2 and all(name in shapes_of(MatchingPair) for name in heads[2:])


def _table(block: Block) -> tuple[list[list[Row]], list[str]]:
    """Return the cells of a table's rows, and its heads if it has some."""
    lines = [line for line in block.lines if line.kind is Kind.TABLE]
    delimited = len(lines) > 1 and "-" in lines[1].text and set(lines[1].text) <= _DELIMITERS
    rows = [_cells(line.text, line.number) for index, line in enumerate(lines) if not (delimited and index == 1)]
    return (rows[1:], [cell.text for cell in rows[0]]) if delimited else (rows, [])


def _cells(text: str, number: int) -> list[Row]:
    cells: list[Row] = []
    start = 1
    bare = text.rstrip()
    while start <= len(bare) - 1 or not cells:
        end = bare.find("|", start)
        while end > 0 and bare[end - 1] == "\\":
            end = bare.find("|", end + 1)
        end = len(bare) if end < 0 else end
        cell = bare[start:end]
        column = start + len(cell) - len(cell.lstrip())
        cells.append(Row(cell.strip().replace("\\|", "|"), Place(number, column)))
        start = end + 1
    return cells


def _said(block: Block) -> Row | None:
    """Return what stands behind the marker of a block."""
    line = block.head
    rest = line.text[line.starts :]
    said = rest.strip()
    return Row(said, Place(line.number, line.starts + len(rest) - len(rest.lstrip()))) if said else None


def said_rows(block: Block) -> list[Row]:
    """Return what a block says behind its marker and below it."""
    said = _said(block)
    return [*([said] if said else []), *rows_of(block.below)]


def _statement(block: Block, model: type[Statement], maker: Maker) -> yaml.Node:
    body = body_of(block.below, shapes_of(model), maker)
    said = _said(block)
    text = [*([said] if said else []), *body.text]
    return maker.mapping([*([_text("text", text, maker)] if text else []), *body.fields], block.place)


def _text(key: str, rows: Sequence[Row], maker: Maker) -> Pair:
    return maker.pair(key, maker.scalar("\n".join(row.text for row in rows), rows[0].place))


def _names(body: Body, key: str) -> bool:
    return any(name.value == key for name, _ in body.fields)


def _number(block: Block, maker: Maker) -> list[Pair]:
    """Return the value, the tolerance and the unit behind an equals sign."""
    said = _said(block)
    if said is None:
        return []
    value, rest = _value(said)
    pairs: list[Pair] = []
    if not value.text:
        message = f"`{said.text[:40]}` does not begin with a number"
        maker.wrong(said.place, message, "write `= 42`, `= 3.14` or `= 42 ± 0.5 km`: a point for decimals, no commas")
        return [maker.pair("value", maker.plain("0", said.place))]
    pairs.append(maker.pair("value", _valued(value, maker)))
    if sign := next((sign for sign in PLUS_MINUS if rest.text.startswith(sign)), ""):
        tolerance, rest = _value(_behind(rest, len(sign)))
        if not tolerance.text:
            maker.wrong(tolerance.place, f"behind `{sign}` stands a number", "write `= 42 ± 0.5 km`")
            return pairs
        pairs.append(maker.pair("tolerance", _valued(tolerance, maker)))
    if rest.text:
        pairs.append(maker.pair("unit", maker.scalar(rest.text, rest.place)))
    return pairs


def _value(said: Row) -> tuple[Row, Row]:
    """Return the number, or the template of one, with which a row begins, and the rest; an empty one if it does not."""
    if said.text.startswith("{{"):
        end = said.text.find("}}") + 2
        end = end if end > 1 else 0
    else:
        match = _NUMBER.match(said.text)
        end = match.end() if match else 0
    return Row(said.text[:end], said.place), _behind(said, end)


def _behind(said: Row, end: int) -> Row:
    rest = said.text[end:]
    bare = rest.lstrip()
    return Row(bare, Place(said.place.line, said.place.column + end + len(rest) - len(bare)))


def _valued(value: Row, maker: Maker) -> yaml.Node:
    return (maker.scalar if value.text.startswith("{") else maker.plain)(value.text, value.place)
