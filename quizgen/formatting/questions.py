"""Questions to the short form: as they are written by hand, and what cannot be so as a block of YAML."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from quizgen.formatting.answers import LINES
from quizgen.formatting.fields import fields
from quizgen.formatting.plain import Fields, NotPlain, differing, written
from quizgen.formatting.yaml_text import block
from quizgen.loader.document import Data, Reader, Refused
from quizgen.loader.short import parse_short
from quizgen.loader.short.fields import item_shapes
from quizgen.loader.short.lines import FIELDS_FENCE
from quizgen.model.base import SLUG

_HEAD = "---\nformat: lesson/1\n---\n"
_EARLY = ("level", "scenario", "assumes", "tags", "cite", "unverified", "by")
"""Fields that stand above the question, if they take one line each."""
_GAP = re.compile(r"\[\[([a-z0-9-]+)\]\]")


@dataclass(frozen=True)
class _Manner:
    """How much of a question is written by hand.

    Attributes:
        plain: whether reasons stand without their name, and answers in their gaps.
        fenced: the fields that stand in a block of YAML.
    """

    plain: bool = True
    fenced: frozenset[str] = field(default_factory=frozenset)


def question(item: Fields, around: str | None) -> str:
    """Return a question in the short form, which is read as the same again.

    Args:
        item: its fields, in the one way.
        around: the concept that it belongs to without saying so.
    """
    name = str(item.get("id"))
    if not SLUG.fullmatch(name):
        raise NotPlain(name)
    wanted = {key: value for key, value in item.items() if key != "concept" or value != around}
    fenced: frozenset[str] = frozenset()
    for manner in (_Manner(), _Manner(plain=False)):
        text = _composed(wanted, manner)
        fenced = _lost(text, wanted)
        if not fenced:
            return text
    for tried in (fenced | {"kind"}, frozenset(wanted) - {"id"}):
        text = _composed(wanted, _Manner(plain=False, fenced=tried))
        if not _lost(text, wanted):
            return text
    raise NotPlain(name)


def _lost(text: str, wanted: Fields) -> frozenset[str]:
    """Return the fields that are not read as they were written; all of them if the text is not understood."""
    try:
        short = parse_short("question.md", _HEAD + text)
        if any(each.code != "id-missing" for each in short.found):
            return frozenset(wanted) - {"id"}
        (back,) = written(short.document, Reader(short.document).read()).items
    except (NotPlain, Refused, ValueError):
        return frozenset(wanted) - {"id"}
    if "concept" not in wanted:
        back.pop("concept", None)
    return frozenset(differing(back, wanted))


def _composed(item: Fields, manner: _Manner) -> str:
    shown = {key: value for key, value in item.items() if key not in manner.fenced and key != "id"}
    kind = str(item["kind"])
    text, answer, used = _answer(kind, shown, plain=manner.plain)
    shapes = item_shapes(kind)
    if _tells(kind, shown, answer):
        used |= {"kind"}
    rest = {key: value for key, value in shown.items() if key not in used}
    early = [line for key in _EARLY if key in rest for line in fields({key: rest[key]}, shapes)]
    early = early if len(early) == sum(key in rest for key in _EARLY) else []
    late = {key: value for key, value in rest.items() if not (early and key in _EARLY)}
    parts = [f"### {item['id']}", *early]
    body = [*([text] if text else []), *answer]
    if body:
        apart = [""] if "\n\n" in text else []
        parts += ["", *([text] if text else []), *(apart if text and answer else []), *answer]
    if late:
        parts += ["", *fields(late, shapes)]
    if manner.fenced:
        held = {key: value for key, value in item.items() if key in manner.fenced}
        parts += ["", _fence(block(held))]
    return "\n".join(parts) + "\n"


def _fence(text: str) -> str:
    ticks = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text)), 3)
    return f"{ticks}{FIELDS_FENCE}\n{text}\n{ticks}"


def _tells(kind: str, shown: Mapping[str, Data], answer: Sequence[str]) -> bool:
    """Tell whether the form of an answer says the kind of question."""
    if kind in {"multiple_choice", "multiple_response"}:
        options = shown.get("options")
        entries = options if isinstance(options, list) else []
        keys = sum(isinstance(one, dict) and one.get("key") is True for one in entries)
        return bool(answer) and (keys > 1) == (kind == "multiple_response")
    return bool(answer) or (kind == "cloze" and "text" in shown)


def _answer(kind: str, shown: Mapping[str, Data], *, plain: bool) -> tuple[str, list[str], set[str]]:
    """Return the text of a question, the lines of its answer, and the fields that these are made of."""
    stem = shown.get("stem")
    text, used = (stem, {"stem"}) if isinstance(stem, str) else ("", set())
    if kind == "cloze" and isinstance(given := shown.get("text"), str):
        gapped, left = _with_answers(given, shown.get("blanks"), plain=plain)
        return gapped, fields({"blanks": left}, item_shapes(kind)) if left else [], {"text", "blanks"}
    make, name = LINES.get(kind, (None, ""))
    lines = make(shown[name], shown, plain) if make and shown.get(name) else []
    return text, lines, used | ({name, "answer"} if kind == "recall" else {name}) if lines else used


def _with_answers(text: str, blanks: Data, *, plain: bool) -> tuple[str, Fields]:
    """Return a text with the answers in its gaps, and those that need more than that."""
    if not isinstance(blanks, dict):
        return text, {}
    given = {name: one for name, one in blanks.items() if plain and _is_short(one)}

    def put(gap: re.Match[str]) -> str:
        one = given.get(gap[1])
        return f"[[{'|'.join(_spellings(one))}]]" if isinstance(one, dict) else gap[0]

    return _GAP.sub(put, text), {name: one for name, one in blanks.items() if name not in given}


def _spellings(one: Fields) -> list[str]:
    accepted = one.get("accept")
    return [str(one["answer"]), *map(str, accepted if isinstance(accepted, list) else [])]


def _is_short(one: Data) -> bool:
    if not isinstance(one, dict) or not {*one} <= {"answer", "accept"} or "answer" not in one:
        return False
    return not any(set(spelling) & set("[]|\n") for spelling in _spellings(one))
