"""YAML 1.2 with positions: text to a tree of nodes, and nodes to plain data.

PyYAML's binding of libyaml parses; the core schema of YAML 1.2.2 (section 10.3) decides what a plain scalar means, so
``no`` is a string and ``0o17`` is fifteen. Duplicate keys, tags, deep nesting, control characters and aliases that
multiply are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import yaml
from yaml._yaml import CParser

from quizgen.diagnostics import Diagnostic, Edit, Related, Span, error
from quizgen.loader.slips.comments import cut_texts
from quizgen.loader.slips.syntax import Trouble, quoted, slip
from quizgen.model.base import Place
from quizgen.simulators.kit.memory import nothing_collected

Scalar = str | int | float | bool | None
Data = Scalar | list["Data"] | dict[str, "Data"]

MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 32
MAX_WRITTEN = 350_000
"""Values in a file as it is written, keys among them: each takes 400 bytes until the file is read."""
MAX_VALUES = 500_000
MAX_EXPANDED = 2 * MAX_BYTES
MAX_DIGITS = 40
MAX_KEYS = 10_000
"""Of one mapping."""
MAX_ENTRIES = 100_000
"""Of one list."""
MOST_TOLD = 1_000
"""Of what is wrong with one file: who has mended so much checks again."""

STRING = "tag:yaml.org,2002:str"
PLAIN = "plain"
_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMBER = re.compile(
    r"(?P<int>[-+]?[0-9]+)|0o(?P<oct>[0-7]+)|0x(?P<hex>[0-9a-fA-F]+)"
    r"|(?P<float>[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))"
)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""What neither HTML nor a terminal can show: the control characters but tab, line feed and next line."""


class WrittenInt(int):
    """A whole number that was written in a way of its own, such as ``0x1F``; as text it stays as it was written."""

    written: str

    def __str__(self) -> str:
        return self.written


class WrittenFloat(float):
    """A number that was written in a way of its own, such as ``1.10``; as text it stays as it was written."""

    written: str

    def __str__(self) -> str:
        return self.written


class Refused(Exception):  # noqa: N818 - it carries a diagnostic, it is not an error of the program
    """A document that cannot be read; carries the diagnostic."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class _Composer(CParser):
    """libyaml's parser and composer with the resolution of YAML 1.2 put off until the value is wanted.

    The composer recurses in C: the depth is counted on the way, before the stack can overflow, and so are the values,
    before they fill the memory.
    """

    depth = values = 0

    def resolve(self, kind: type[yaml.Node], value: str, implicit: tuple[bool, bool]) -> str:  # noqa: ARG002
        return PLAIN if kind is yaml.ScalarNode and implicit[0] else STRING

    def descend_resolver(self, parent: yaml.Node | None, index: object) -> None:  # noqa: ARG002
        self.depth += 1
        self.values += 1
        if self.values > MAX_WRITTEN:
            raise _TooMany
        if parent is not None and self.depth > MAX_DEPTH:
            raise _TooDeep(None, None, f"this nests more than {MAX_DEPTH} levels deep", parent.start_mark)

    def ascend_resolver(self) -> None:
        self.depth -= 1


class _TooDeep(yaml.MarkedYAMLError):
    """A document that nests too deep."""


class _TooMany(Exception):  # noqa: N818 - as `Refused`
    """A document of too many values."""


@dataclass(frozen=True)
class Document:
    """A file's tree of nodes, which knows where everything is."""

    file: str
    root: yaml.Node
    text: str = field(default="", repr=False)
    _entries: dict[int, dict[str, tuple[yaml.Node, yaml.Node]]] = field(default_factory=dict, repr=False, compare=False)

    def span(self, place: Place) -> Span:
        """Return where a value is: a scalar itself, the key of a collection, or the nearest parent that exists."""
        return self._span(place, key=False)

    def key_span(self, place: Place) -> Span:
        """Return where the last key of a place is, for a key that should not be there."""
        return self._span(place, key=True)

    def written(self, place: Place) -> str | None:
        """Return how a plain value was typed, such as ``True``; None if something else is there."""
        node, _ = self._found(place, key=False)
        return str(node.value) if isinstance(node, yaml.ScalarNode) else None

    def line_behind(self, key: str) -> int | None:
        """Return the line, from 0, of the key that follows one of the file's own; None if none does."""
        lines = sorted(name.start_mark.line for name, _ in getattr(self.root, "value", ()))
        own = self.key_span((key,)).line - 1
        return next((line for line in lines if line > own), None)

    def _span(self, place: Place, *, key: bool) -> Span:
        return _place(self.file, self._found(place, key=key)[1])

    def _found(self, place: Place, *, key: bool) -> tuple[yaml.Node, yaml.Mark]:
        """Return what is at a place, or the nearest parent that exists, and where that was written."""
        node, mark = self.root, self.root.start_mark
        for number, step in enumerate(place, start=1):
            if isinstance(node, yaml.MappingNode) and (found := self._entry(node, str(step))):
                name, node = found
                at_key = not isinstance(node, yaml.ScalarNode) or (key and number == len(place))
                mark = name.start_mark if at_key else node.start_mark
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                mark = node.start_mark
        return node, mark

    def edit(self, place: Place, text: str, *, key: bool = False, safe: bool = True) -> Edit | None:
        """Return the change of a scalar, or of the last key of a place; None if there is none on a single line."""
        node: yaml.Node = self.root
        name: yaml.Node | None = None
        for step in place:
            if isinstance(node, yaml.MappingNode) and (found := self._entry(node, str(step))):
                name, node = found
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                name, node = None, node.value[step]
            else:
                return None
        meant = name if key else node
        if not isinstance(meant, yaml.ScalarNode) or meant.start_mark.line != meant.end_mark.line:
            return None
        end = (meant.end_mark.line + 1, meant.end_mark.column + 1)
        return Edit(_place(self.file, meant.start_mark), end, text, safe)

    def _entry(self, node: yaml.MappingNode, key: str) -> tuple[yaml.Node, yaml.Node] | None:
        """Return a mapping's key and value nodes; of a key that stands twice the first."""
        if id(node) not in self._entries:
            pairs = reversed([pair for pair in node.value if isinstance(pair[0], yaml.ScalarNode)])
            self._entries[id(node)] = {pair[0].value: pair for pair in pairs}
        return self._entries[id(node)].get(key)


def parse(file: str, text: str) -> Document:
    """Parse a file's text.

    Raises:
        Refused: if it is no YAML, has more than one document or more than ``MAX_WRITTEN`` values, or nests deeper than
            ``MAX_DEPTH``.
    """
    try:
        with nothing_collected():
            root = _Composer(text).get_single_node()
    except _TooMany:
        message = f"the file holds more than {MAX_WRITTEN:,} values"
        raise Refused(error("yaml-too-much", Span(file), message, "split it into several lessons")) from None
    except _TooDeep as problem:
        hint = "a lesson needs a few levels only"
        raise Refused(error("yaml-depth", _place(file, problem.problem_mark), str(problem.problem), hint)) from None
    except yaml.MarkedYAMLError as problem:
        if told := slip(file, text, _trouble(problem), _tried):
            raise Refused(told) from None
        message = ", ".join(part for part in (problem.context, problem.problem) if part)
        span = _place(file, _telling_mark(problem, text))
        raise Refused(error("yaml-syntax", span, f"this is not valid YAML: {message}", _syntax_hint(message))) from None
    except yaml.reader.ReaderError as problem:
        raise Refused(_bad_character(file, text)) from problem
    if root is None:
        raise Refused(error("file-empty", Span(file), "the file holds nothing", "write a lesson, or delete the file"))
    return Document(file, root, text)


def _trouble(problem: yaml.MarkedYAMLError) -> Trouble:
    mark, opened = problem.problem_mark or problem.context_mark, problem.context_mark
    what = " ".join(filter(None, (problem.context, problem.problem)))
    begun = (opened.line, opened.column) if opened else None
    return Trouble(mark.line if mark else 0, mark.column if mark else 0, begun, what)


def _tried(text: str) -> Trouble | None:
    """Say where a changed text cannot be read any further."""
    try:
        _Composer(text).get_single_node()
    except yaml.MarkedYAMLError as problem:
        return _trouble(problem)
    except (_TooMany, yaml.reader.ReaderError):
        return Trouble(0, 0, None, "")
    return None


def _telling_mark(problem: yaml.MarkedYAMLError, text: str) -> yaml.Mark | None:
    """Return where the trouble is; for what is never closed, where it was opened rather than the end of the file."""
    mark = problem.problem_mark
    at_end = mark is not None and mark.line > text.rstrip().count("\n")
    return problem.context_mark or mark if mark is None or at_end else mark


def _place(file: str, mark: yaml.Mark | None) -> Span:
    return Span(file, mark.line + 1, mark.column + 1) if mark else Span(file)


def _bad_character(file: str, text: str) -> Diagnostic:
    """Return the diagnostic for the first character that YAML does not allow; libyaml counts in bytes."""
    found = _CONTROL.search(text)
    if found is None:
        return error("yaml-character", Span(file), "the file holds a character that YAML does not allow")
    line = text.count("\n", 0, found.start()) + 1
    span = Span(file, line, found.start() - text.rfind("\n", 0, found.start()))
    return error("yaml-character", span, f"the control character U+{ord(found[0]):04X} is not allowed", "take it out")


def _syntax_hint(message: str) -> str:
    if "alias" in message:
        return "define the anchor with & before the * that names it"
    if "another document" in message:
        return "keep one document in a file; `---` may stand only at its top"
    return "look at the indentation and at unclosed quotes or brackets; put text that holds `: ` or ` #` into quotes"


def is_text(written: str) -> bool:
    """Tell whether a plain word is text in YAML 1.2, and no number, `true`, `false` or nothing."""
    return written not in _WORDS and not _NUMBER.fullmatch(written)


def shortened(found: list[Diagnostic]) -> list[Diagnostic]:
    """Return no more than the first ``MOST_TOLD``, and that more is wrong."""
    if len(found) <= MOST_TOLD:
        return found
    message = "more is wrong from here on, and is not told"
    hint = "mend what is told before, and check again"
    return [*found[:MOST_TOLD], replace(found[MOST_TOLD], message=message, hint=hint)]


class Reader:
    """Turns a document's nodes into plain data and collects what is wrong on the way.

    Args:
        document: the file.
        told: receives what is wrong, also if the document is refused in the end.
    """

    def __init__(self, document: Document, told: list[Diagnostic] | None = None) -> None:
        self.document = document
        self.diagnostics: list[Diagnostic] = [] if told is None else told
        self._values = self._characters = 0
        self._open: set[int] = set()
        self._has_comments = " #" in document.text
        self._plain: list[tuple[int, int, int]] = []

    def read(self) -> Data:
        """Return the whole document as data.

        Raises:
            Refused: if it stands for more than ``MAX_VALUES`` values or ``MAX_EXPANDED`` characters, or if too much is
                wrong with it to tell all.
        """
        with nothing_collected():
            data = self._value(self.document.root)
        for found in cut_texts(self.document.file, self.document.text, sorted(set(self._plain))):
            self._tell(found)
        return data

    def _tell(self, diagnostic: Diagnostic) -> None:
        self.diagnostics.append(diagnostic)
        if len(self.diagnostics) > MOST_TOLD:
            last = shortened(self.diagnostics)[-1]
            del self.diagnostics[MOST_TOLD:]
            raise Refused(last)

    def _value(self, node: yaml.Node) -> Data:
        self._values += 1
        if isinstance(node, yaml.ScalarNode):
            self._characters += len(node.value)
        if self._values > MAX_VALUES or self._characters > MAX_EXPANDED:
            message = f"the file stands for more than {MAX_VALUES:,} values or {MAX_EXPANDED:,} characters"
            hint = "split it; an alias (`*name`) counts as what it stands for"
            raise Refused(error("yaml-too-much", Span(self.document.file), message, hint))
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if id(node) in self._open:
            message = "an alias stands inside what it stands for"
            raise Refused(error("yaml-alias", self._span(node), message, "write the value out"))
        self._open.add(id(node))
        try:
            if node.tag != STRING:
                self._refuse_tag(node)
            if isinstance(node, yaml.MappingNode):
                return dict(self._entries(node))
            if len(node.value) > MAX_ENTRIES:
                message = f"this list has more than {MAX_ENTRIES:,} entries"
                raise Refused(error("yaml-too-much", self._span(node), message, "split it"))
            return [self._value(child) for child in node.value]
        finally:
            self._open.discard(id(node))

    def _entries(self, node: yaml.MappingNode) -> Iterator[tuple[str, Data]]:
        first: dict[str, yaml.Node] = {}
        for key, child in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._no_key(node, key)
                continue
            if key.value in first:
                self._repeated(node, key, first[key.value], next(iter(first)))
                continue
            if len(first) == MAX_KEYS:
                message = f"this mapping has more than {MAX_KEYS:,} keys"
                raise Refused(error("yaml-too-much", self._span(key), message, "a lesson needs a few only"))
            first[key.value] = key
            self._without_control(key)
            yield key.value, self._value(child)

    def _no_key(self, node: yaml.MappingNode, key: yaml.Node) -> None:
        """Tell that a key is none; braces within braces are a template that lacks its quotes.

        Raises:
            Refused: for a template, since whatever else were told of its place would be of the same cause.
        """
        line = self.document.text.split("\n")[node.start_mark.line] if len(node.value) == 1 else ""
        start = node.start_mark.column
        if line.startswith("{{", start) and (end := line.find("}}", start)) > 0:
            put = quoted(line[start : end + 2])
            edit = Edit(self._span(node), (node.start_mark.line + 1, end + 3), put)
            message = "a template without quotes is a mapping to YAML"
            raise Refused(error("yaml-key", self._span(node), message, f"put it into quotes: `{put}`", edit=edit))
        self._tell(error("yaml-key", self._span(key), "a key must be plain text", "put a `{{ }}` into quotes"))

    def _repeated(self, node: yaml.MappingNode, key: yaml.ScalarNode, before: yaml.Node, opening: str) -> None:
        """Tell that a key stands twice; of one that opens a list's entry, what may have been forgotten."""
        there = self._span(before)
        message = f"the key `{key.value}` stands here twice; first on line {there.line}"
        hint = "keep one of them"
        if key.value == opening and not node.flow_style and node.start_mark.column:
            hint = f"if another entry begins here, write a dash before it: `- {key.value}: ...`; else {hint}"
        cause = f"{node.start_mark.line}:{node.start_mark.column}"
        related = (Related(there, "first here"),)
        self._tell(error("yaml-duplicate-key", self._span(key), message, hint, related=related, cause=cause))

    def _scalar(self, node: yaml.ScalarNode) -> Scalar:
        value: str = node.value
        if node.tag == PLAIN:
            if self._has_comments and node.start_mark.line == node.end_mark.line:
                self._plain.append((node.start_mark.line, node.start_mark.column, node.end_mark.column))
            if value in _WORDS:
                return _WORDS[value]
            match = _NUMBER.fullmatch(value) if value[0] in "0123456789+-." else None
            return self._number(match, node) if match else value
        if node.tag != STRING:
            self._refuse_tag(node)
        return self._without_control(node)

    def _without_control(self, node: yaml.ScalarNode) -> str:
        text: str = node.value
        if control := _CONTROL.search(text):
            message = f"this text holds the control character U+{ord(control[0]):04X}"
            self._tell(error("yaml-character", self._span(node), message, "take it out"))
        return text

    def _number(self, match: re.Match[str], node: yaml.ScalarNode) -> Scalar:
        text = match[0]
        if len(text) > MAX_DIGITS:
            hint = "quotes make it text"
            self._tell(error("yaml-number", self._span(node), "this number has too many digits", hint))
            return 0
        match match.lastgroup:
            case "int":
                return _as_written(int(text), text)
            case "oct":
                return _as_written(int(match["oct"], 8), text)
            case "hex":
                return _as_written(int(match["hex"], 16), text)
            case _:
                return _as_written(float(text.lower().replace(".inf", "inf").replace(".nan", "nan")), text)

    def _refuse_tag(self, node: yaml.Node) -> None:
        message = f"the tag `{node.tag.replace('tag:yaml.org,2002:', '!!')}` is not allowed"
        hint = "leave it out; quotes make a value text"
        self._tell(error("yaml-tag", self._span(node), message, hint))

    def _span(self, node: yaml.Node) -> Span:
        return _place(self.document.file, node.start_mark)


def _as_written(number: float, text: str) -> int | float:
    """Return the number; where text is asked for, ``1.10`` must not turn into 1.1."""
    if str(number) == text:
        return number
    written = WrittenInt(number) if isinstance(number, int) else WrittenFloat(number)
    written.written = text
    return written
