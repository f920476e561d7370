"""Tables with a question in each row, whatever file they come from: which column holds what, and what rows become."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from quizgen.characters import folded
from quizgen.diagnostics import error, warning
from quizgen.importers.kit.building import Choice, choice, number_with_unit, numeric, recall, true_or_false, typed
from quizgen.importers.kit.gaps import gapped, has_gaps
from quizgen.importers.kit.markup import plain
from quizgen.importers.kit.questions import NotTaken, Reading
from quizgen.importers.kit.source import Wishes, tidy
from quizgen.importers.kit.words import slug

MAX_CHARACTERS: Final = 20_000
"""Of a cell: a text of a lesson has no more."""

_HEADS: Final[Mapping[str, str]] = {
    "question": "question front stem prompt term "
    "frage vorderseite begriff pregunta anverso recto pergunta вопрос 问题 問題",
    "answer": "answer back correct solution definition antwort rückseite lösung "
    "respuesta reverso réponse verso resposta ответ 答案 答え "
    "correct_answer right_answer richtige_antwort",
    "options": "options choices alternatives auswahl optionen opciones choix opções варианты 选项",
    "kind": "kind type art typ tipo тип",
    "id": "id guid nr identifier",
    "explanation": "explanation feedback comment note notes comments extra back_extra "
    "erklärung kommentar explicación explication explicação пояснение",
    "hint": "hint tipp hinweis pista indice",
    "unit": "unit einheit unidad unité unidade",
    "tolerance": "tolerance toleranz tolerancia tolérance tolerância",
    "accept": "accept accepted also synonyms synonyme auch",
    "concept": "concept category topic deck chapter section "
    "thema kategorie kapitel tema categoría thème catégorie capítulo",
    "tags": "tags tag labels stichwörter schlagwörter etiquetas étiquettes",
}
FIELDS: Final = tuple(_HEADS)
"""What a column can hold."""

_NAMED: Final = {folded(head): field for field, heads in _HEADS.items() for head in heads.split()}
_OPTION: Final = re.compile(
    r"(?:(wrong|distractor|incorrect|falsch)|option|choice|answer|antwort)?[ _]*(?:answer|antwort)?[ _]*"
    r"([a-h]|[1-9][0-9]?)?"
)
_KINDS: Final = {
    "multiple_choice": "mc mcq choice single single_choice",
    "multiple_response": "mr multiple multiple_answers multiple_select checkbox",
    "numeric": "number num numerical",
    "cloze": "gap gaps fill fill_in blank fill_in_the_blank typed short_answer shortanswer",
    "recall": "basic open essay free qa",
    "ordering": "order sort sequence",
    "matching": "match pairs",
    "true_false": "tf boolean true_or_false",
}
_KIND: Final = {word: kind for kind, words in _KINDS.items() for word in (kind, *words.split())}
_TRUE: Final = re.compile("true|t|yes|y|1|wahr|richtig|ja|verdadero|sí|si|vrai|oui|да")
_FALSE: Final = re.compile("false|f|no|n|0|falsch|nein|falso|faux|non|нет")
_PAIR: Final = re.compile(r"\s*(?:->|→|=>|\s=\s|\t)\s*")
_COMMAS: Final = re.compile(
    r"(?:bg|ca|cs|da|de|el|es|et|fi|fr|hr|hu|id|it|lt|lv|nb|nl|nn|no|pl|pt|ro|ru|sk|sl|sr|sv|tr|uk|vi)\b"
)
"""Languages with a decimal comma (CLDR)."""


def field_of(head: str) -> str:
    """Return the field that a column with this head holds; empty if it means nothing."""
    return _NAMED.get(folded(head.strip()).replace(" ", "_"), "")


@dataclass(frozen=True)
class Row:
    """A row: the line, or the number of the row, and its cells as they are shown."""

    line: int
    cells: Sequence[str]


@dataclass
class Table:
    """A table that is being read.

    Attributes:
        reading: what is filled.
        wishes: of the user.
        comma: whether numbers have a decimal comma, where it could be either.
        category: of its questions, unless a column says otherwise.
        separators: what may stand between the options in one cell.
    """

    reading: Reading
    wishes: Wishes
    comma: bool = False
    category: tuple[str, ...] = ()
    separators: str = "|;"

    def read(self, rows: Iterable[Row]) -> None:
        """Add a question for each row."""
        self.comma |= bool(_COMMAS.match(self.wishes.language))
        columns: Columns | None = None
        for row in rows:
            cells = [tidy(cell).strip() for cell in row.cells]
            if not any(cells):
                continue
            self.reading.line = row.line
            if columns is None:
                columns, is_head = self._columns(cells)
                if is_head:
                    continue
            self._row(columns, cells)

    def _columns(self, cells: Sequence[str]) -> tuple[Columns, bool]:
        """Return what the columns hold, and whether the first row says so."""
        wanted = self.wishes.columns
        found: dict[str, int] = {}
        for field, column in wanted.items():
            numbers = [at for at, cell in enumerate(cells) if folded(cell) == folded(column)]
            if not numbers and not (column.isdigit() and 0 < int(column) <= len(cells)):
                self.reading.told.append(
                    error(
                        "import",
                        self.reading.span(),
                        f"there is no column `{column}`",
                        f"there are: {', '.join(cells)}",
                    )
                )
                continue
            found[field] = numbers[0] if numbers else int(column) - 1
        named = {at: field_of(cell) for at, cell in enumerate(cells)}
        by_name = any(folded(cells[at]) == folded(wanted[field]) for field, at in found.items())
        if not by_name and not any(field in {"question", "answer"} for field in named.values()):
            found = found or {"question": 0, "answer": 1}
            return Columns(found, (), (), ("",) * max(len(cells), 2)), False
        for at, field in named.items():
            if field and at not in found.values():
                found.setdefault(field, at)
        options: list[int] = []
        wrong: list[int] = []
        for at, cell in enumerate(cells):
            kind = _OPTION.fullmatch(folded(cell))
            if at not in found.values() and kind and (kind[1] or kind[2]):
                (wrong if kind[1] else options).append(at)
        return Columns(
            found, tuple(options), tuple(wrong), self._unknown(cells, {*found.values(), *options, *wrong})
        ), True

    def _unknown(self, cells: Sequence[str], used: set[int]) -> tuple[str, ...]:
        """Tell of the columns that mean nothing; return the heads."""
        for at, cell in enumerate(cells):
            if at not in used and cell:
                what = f"the column `{cell}` has no counterpart: it stays as a comment beside each question"
                hint = f"if it holds one of {', '.join(FIELDS)}, say so: `--map explanation={cell}`"
                self.reading.told.append(warning("import", self.reading.span(), what, hint))
        return tuple(cells)

    def _row(self, columns: Columns, cells: Sequence[str]) -> None:
        """Add the question of a row, or tell why there is none."""
        said = columns.said(cells)
        source = " | ".join(cells)
        if max(map(len, cells)) > MAX_CHARACTERS:
            self._lose(f"this row makes no card: a cell has more than {MAX_CHARACTERS:,} characters", source[:200])
            return
        for at in sorted(set(range(len(cells))) - columns.used):
            if not cells[at]:
                continue
            head = columns.heads[at] if at < len(columns.heads) else ""
            if head:
                self.reading.note(f"{head}: {cells[at]}")
            else:
                self.reading.leave(
                    f"column {at + 1} is left out: {cells[at]:.100}", "give it a head, or name it with --map"
                )
        try:
            fields = self._fields(said, columns, cells)
        except NotTaken as problem:
            self._lose(f"this row makes no card: {problem}", source)
            return
        if "hint" in said and fields["kind"] != "cloze":
            self.reading.leave(f"hint: {said['hint']}", "only gaps have hints")
        if "explanation" in said:
            fields["explanation"] = plain(said["explanation"])
        if tags := [slug(tag, 80, "tag") for tag in re.split(r"[\s,;]+", said.get("tags", "")) if tag]:
            fields["tags"] = list(dict.fromkeys(tags))[:20]
        category = tuple(part for part in re.split(r"::|/", said.get("concept", "")) if part.strip())
        self.reading.add(fields, asked=said["question"], foreign=said.get("id", ""), category=category or self.category)

    def _lose(self, why: str, source: str) -> None:
        self.reading.lose(why, source, "a row has a question and an answer; `quizgen import --help` tells of --map")

    def _fields(self, said: Mapping[str, str], columns: Columns, cells: Sequence[str]) -> dict[str, Any]:
        """Return the fields of a row's question.

        Raises:
            NotTaken: it has none.
        """
        listed, wrong = ([cells[at] for at in places if at < len(cells) and cells[at]] for places in columns.choices)
        listed += self._listed(said.get("options", ""))
        word = re.sub(r"[\s-]+", "_", said.get("kind", "").strip().lower())
        if word and word not in _KIND:
            raise NotTaken(f"there is no kind `{said['kind']}`")
        kind = _KIND[word] if word else "multiple_choice" if listed or wrong else "recall"
        if "question" not in said:
            raise NotTaken("it has no question")
        if has_gaps(said["question"]) and kind in {"cloze", "recall"}:
            more = {"explanation": plain(said["answer"])} if "answer" in said else {}
            return gapped(said["question"], plain, self.reading) | more
        stem, answer = plain(said["question"]), said.get("answer", "")
        if kind in {"ordering", "matching"}:
            return _listing(kind, stem, listed or self._listed(answer))
        if not answer:
            raise NotTaken("it has no answer")
        if kind in {"multiple_choice", "multiple_response"}:
            options, keys = self._options(answer, listed, wrong)
            several = kind == "multiple_response" or (len(keys) > 1 and not word)
            return choice(stem, [Choice(plain(one), one in keys) for one in options], several=several)
        return self._answered(kind, stem, answer, said)

    def _answered(self, kind: str, stem: str, answer: str, said: Mapping[str, str]) -> dict[str, Any]:
        """Return the fields of a question without options."""
        if kind == "true_false":
            truth = bool(_TRUE.fullmatch(folded(answer)))
            if not truth and not _FALSE.fullmatch(folded(answer)):
                raise NotTaken(f"`{answer}` is neither true nor false")
            return true_or_false(stem, truth)
        if kind == "numeric":
            found = number_with_unit(answer, comma=self.comma)
            near = number_with_unit(said.get("tolerance", "0").lstrip("±+- ") or "0", comma=self.comma)
            if found is None or near is None:
                raise NotTaken(f"`{answer if found is None else said['tolerance']}` is no number, or could be two")
            return numeric(stem, found[0], abs(near[0]), said.get("unit", "") or found[1])
        if kind == "cloze":
            spellings = [answer, *self._listed(said.get("accept", ""))]
            return typed(stem, [" ".join(one.split()) for one in spellings], self.reading, said.get("hint", ""))
        return recall(stem, [plain(answer)])

    def _options(self, answer: str, listed: list[str], wrong: list[str]) -> tuple[list[str], list[str]]:
        """Return the options, and which are right: answers are options, or their letters or numbers."""
        options = [*listed, *wrong]
        answers = [answer] if answer in options else self._listed(answer)
        places = [_place(one, listed) for one in answers]
        keys = [
            one if one in options or place is None else listed[place]
            for one, place in zip(answers, places, strict=True)
        ]
        options = [*(key for key in keys if key not in options), *options]
        if len(options) < 2:
            raise NotTaken("it has no options")
        return options, keys

    def _listed(self, cell: str) -> list[str]:
        """Return what is listed in one cell, a line each or with bars or semicolons between."""
        mark = next((mark for mark in ("\n", *self.separators) if mark in cell), "\n")
        return [part.strip() for part in cell.split(mark) if part.strip()]


def _place(answer: str, options: Sequence[str]) -> int | None:
    """Return which option a letter or a number names."""
    answer = answer.strip().rstrip(".)").upper()
    if len(answer) == 1 and "A" <= answer <= "Z":
        place = ord(answer) - ord("A")
    elif answer.isdecimal() and len(answer) < 3:
        place = int(answer) - 1
    else:
        return None
    return place if 0 <= place < len(options) else None


def _listing(kind: str, stem: str, listed: Sequence[str]) -> dict[str, Any]:
    """Return the fields of an ordering, or of a matching."""
    if kind == "ordering":
        return {"kind": kind, "stem": stem, "steps": [{"text": plain(one)} for one in listed]}
    pairs = [_PAIR.split(one, maxsplit=1) for one in listed]
    if any(len(pair) < 2 for pair in pairs):
        raise NotTaken("its pairs are not written as `left -> right`")
    return {"kind": kind, "stem": stem, "pairs": [{"left": plain(one), "right": plain(two)} for one, two in pairs]}


@dataclass(frozen=True)
class Columns:
    """Which column holds what.

    Attributes:
        fields: field -> number of its column, from 0.
        options: the columns with an option each.
        wrong: those with a wrong one.
        heads: of all columns; empty where there is none.
    """

    fields: Mapping[str, int]
    options: tuple[int, ...]
    wrong: tuple[int, ...]
    heads: tuple[str, ...]

    @property
    def choices(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The columns with an option each, and those with a wrong one."""
        return self.options, self.wrong

    @property
    def used(self) -> set[int]:
        """The columns that mean something."""
        return {*self.fields.values(), *self.options, *self.wrong}

    def said(self, cells: Sequence[str]) -> dict[str, str]:
        """Return what a row says, by field."""
        return {field: cells[at] for field, at in self.fields.items() if at < len(cells) and cells[at]}
