"""The blocks of a file, one after the other: which are of the head, of a concept, of which question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quizgen.loader.short import answers
from quizgen.loader.short.answers import said_rows
from quizgen.loader.short.blocks import Block
from quizgen.loader.short.fields import body_of, field_of_line, lesson_shapes, shapes_of
from quizgen.loader.short.gaps import has_gaps
from quizgen.loader.short.items import Question, fields_in, stray
from quizgen.loader.short.lines import Kind
from quizgen.loader.short.nodes import Maker, Pair, Place, Row
from quizgen.loader.short.whole import Outline, Section, given
from quizgen.model.base import SLUG
from quizgen.model.lesson import Concept

_ANSWERS = frozenset({Kind.OPTION, Kind.STEP, Kind.NUMBER, Kind.ANSWERED})


class LessonReader:
    """Reads the blocks of one file, one after the other."""

    def __init__(self, maker: Maker, head: Sequence[Pair]) -> None:
        self._maker = maker
        self._outline = Outline(list(head))
        self._pairs = self._outline.head
        self._by_name: dict[str, Section] = {}
        self._known = {str(value.value) for value in given(self._pairs, "concepts", "id", "name")}
        self._concept: Section | str | None = None
        self._under: list[Pair] | None = self._pairs
        self._question: Question | None = None

    def read(self, blocks: Iterable[Block]) -> Outline:
        """Return what they say."""
        for block in blocks:
            if block.kind is Kind.HEADING:
                self._heading(block)
            elif block.kind is Kind.SEPARATOR:
                self._closed()
                self._under = None
            elif self._question and self._question.explicit:
                self._question.blocks.append(block)
            else:
                self._block(block)
        self._closed()
        return self._outline

    # --- what begins something

    def _heading(self, block: Block) -> None:
        self._closed()
        text = block.head.text
        level = len(text) - len(text.lstrip("#"))
        words, at = _words(block)
        row = Row(words, Place(block.head.number, at))
        if not words:
            self._maker.wrong(block.place, "a heading without words", "write what it is called, or take it out")
        elif level == 1:
            self._title(row)
        elif level == 2:
            self._select(row)
        else:
            question = Question(row.place, explicit=True)
            question.name, question.title = (row, None) if SLUG.fullmatch(words) else (None, row)
            self._begin(question)

    def _title(self, row: Row) -> None:
        if any(key.value == "title" for key, _ in self._pairs):
            hint = "write `##` for a concept and `###` for a question"
            self._maker.wrong(row.place, "the lesson has a title already", hint)
            return
        self._pairs.append(self._maker.pair("title", self._maker.scalar(row.text, row.place)))
        self._under = self._pairs

    def _select(self, row: Row) -> None:
        """Begin a concept, or go on with one."""
        if row.text in self._by_name:
            self._concept, self._under = self._by_name[row.text], None
            return
        if row.text in self._known:
            self._concept, self._under = row.text, None
            return
        self._define(row, [], Place(row.place.line))

    def _define(self, row: Row, pairs: list[Pair], id_below: Place) -> None:
        concept = Section(row, pairs, id_below)
        self._outline.concepts.append(concept)
        self._by_name.setdefault(row.text, concept)
        self._concept, self._under = concept, concept.pairs

    def _begin(self, question: Question) -> None:
        self._question, self._under = question, None

    def _closed(self) -> None:
        if self._question:
            self._outline.questions.append((self._question, self._concept))
        self._question = None

    # --- blocks where nothing says how far a question goes

    def _block(self, block: Block) -> None:
        if block.kind in {Kind.FIELD, Kind.FIELDS}:
            self._field(block)
        elif block.kind is Kind.ASKED:
            self._closed()
            self._begin(Question(block.place, blocks=[block]))
        elif block.kind is Kind.TERM:
            self._closed()
            self._term(block)
        elif block.kind is Kind.DEFINED:
            self._defined(block)
        elif block.kind in _ANSWERS or self._is_answer(block):
            self._answer(block)
        else:
            self._text(block)

    def _field(self, block: Block) -> None:
        if self._question:
            self._question.blocks.append(block)
        elif self._under is None:
            stray(block, self._maker)
        elif block.kind is Kind.FIELDS:
            self._under += fields_in(block, self._maker)
        else:
            shapes = lesson_shapes() if self._under is self._pairs else shapes_of(Concept)
            self._under += field_of_line(block.head, block.below, shapes, self._maker)

    def _term(self, block: Block) -> None:
        text, maker = block.head.text, self._maker
        term = text[: block.head.starts - 4]
        body = body_of(block.below, shapes_of(Concept), maker)
        said = text[block.head.starts :].strip()
        rows = [Row(said, Place(block.head.number, block.head.starts)), *body.text]
        definition = maker.scalar("\n".join(row.text for row in rows), rows[0].place)
        pairs = [maker.pair("definition", definition), *body.fields]
        self._define(Row(term.strip(), block.place), pairs, _id_below(block))

    def _defined(self, block: Block) -> None:
        """Read the definition of a term on the line above, or of the concept whose heading stands there."""
        question, maker = self._question, self._maker
        if question and not question.answered and [len(each.lines) for each in question.blocks] == [1]:
            row = question.blocks[0].rows[0]
            self._question = None
            self._define(Row(row.text.strip(), row.place), [], _id_below(block))
        elif question or self._under is None or not isinstance(self._concept, Section):
            stray(block, maker)
            return
        body = body_of(block.below, shapes_of(Concept), maker)
        rows = said_rows(block)[:1] + body.text if block.head.said else body.text
        if rows and self._under is not None:
            text = "\n".join(row.text for row in rows)
            self._under += [maker.pair("definition", maker.scalar(text, rows[0].place)), *body.fields]

    def _is_answer(self, block: Block) -> bool:
        """Tell whether a table or a bullet is an answer here."""
        question = self._question
        if question is None:
            return False
        if block.kind is Kind.TABLE:
            return not question.answered and answers.is_of_pairs(block)
        if block.kind is not Kind.BULLET:
            return False
        return question.answered is Kind.ANSWERED or (question.answered is Kind.OPTION and not block.apart)

    def _answer(self, block: Block) -> None:
        question = self._question
        kind = question.answered if question and block.kind is Kind.BULLET else block.kind
        repeated = kind in {Kind.OPTION, Kind.STEP} or block.kind is Kind.BULLET
        if question is None or question.answered not in ({None, kind} if repeated else {None}):
            stray(block, self._maker)
            return
        question.blocks.append(block)
        question.answered = kind

    def _text(self, block: Block) -> None:
        question = self._question
        if question and question.answered and not block.apart and not self._goes_on(question, block):
            stray(block, self._maker)
            return
        if question is None or (question.answered and block.apart):
            self._closed()
            self._begin(question := Question(block.place))
        question.blocks.append(block)
        if not question.answered and has_gaps(block.rows):
            question.answered = Kind.TEXT

    @staticmethod
    def _goes_on(question: Question, block: Block) -> bool:
        """Tell whether a block without an empty line above goes on with the answer."""
        last = question.blocks[-1].kind
        if question.answered is Kind.TEXT:
            return last is not Kind.FIELD
        return question.answered is Kind.ANSWERED and block.kind is Kind.TEXT and last in {Kind.ANSWERED, Kind.TEXT}


def _id_below(block: Block) -> Place:
    """Return the line of a definition, behind which an id can be written, and how far what stands below is indented."""
    indent = min((line.indent for line in block.below if line.indent), default=2)
    return Place(block.head.number, indent)


def _words(block: Block) -> tuple[str, int]:
    """Return the words of a heading and where they begin; hashes at its end belong to it only if they touch a word."""
    rest = block.head.text[block.head.starts :]
    words = rest.strip()
    bare = words.rstrip("#")
    words = bare.rstrip() if bare != words and (not bare or bare[-1] == " ") else words
    return words, block.head.starts + len(rest) - len(rest.lstrip())
