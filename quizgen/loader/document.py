"""YAML 1.2 with positions: text to a tree of nodes, and nodes to plain data.

PyYAML's binding of libyaml parses; the core schema of YAML 1.2.2 (section 10.3) decides what a plain scalar means, so
``no`` is a string and ``0o17`` is fifteen. Duplicate keys, tags, deep nesting and aliases that multiply are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml
from yaml._yaml import CParser

from quizgen.diagnostics import Diagnostic, Span, error
from quizgen.model.base import Place

Scalar = str | int | float | bool | None
Data = Scalar | list["Data"] | dict[str, "Data"]

MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 32
MAX_VALUES = 2_000_000
MAX_DIGITS = 40

_STRING = "tag:yaml.org,2002:str"
_PLAIN = "plain"
_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMBER = re.compile(
    r"(?P<int>[-+]?[0-9]+)|0o(?P<oct>[0-7]+)|0x(?P<hex>[0-9a-fA-F]+)"
    r"|(?P<float>[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))"
)
_BRACKETS = re.compile(r"[\[\]{}]")
_DEEP_LINE = re.compile(rf"^[ \t?:-]{{{2 * MAX_DEPTH},}}", re.MULTILINE)


class Refused(Exception):  # noqa: N818 - it carries a diagnostic, it is not an error of the program
    """A document that cannot be read; carries the diagnostic."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class _Composer(CParser):  # type: ignore[misc] # the binding has no types
    """libyaml's parser and composer with the resolution of YAML 1.2 put off until the value is wanted."""

    def resolve(self, kind: type[yaml.Node], value: str, implicit: tuple[bool, bool]) -> str:  # noqa: ARG002
        return _PLAIN if kind is yaml.ScalarNode and implicit[0] else _STRING

    def descend_resolver(self, parent: object, index: object) -> None:
        """Take no notice of paths: no tag depends on one."""

    def ascend_resolver(self) -> None:
        """Take no notice of paths."""


@dataclass(frozen=True)
class Document:
    """A file's tree of nodes, which knows where everything is."""

    file: str
    root: yaml.Node

    def span(self, place: Place) -> Span:
        """Return where a value is: a scalar itself, the key of a collection, or the nearest parent that exists."""
        node, mark = self.root, self.root.start_mark
        for step in place:
            if isinstance(node, yaml.MappingNode):
                found = next(((k, v) for k, v in node.value if getattr(k, "value", None) == str(step)), None)
                if found is None:
                    continue
                key, node = found
                mark = node.start_mark if isinstance(node, yaml.ScalarNode) else key.start_mark
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                mark = node.start_mark
        return Span(self.file, mark.line + 1, mark.column + 1)

    def key_span(self, place: Place) -> Span:
        """Return where a key is, for a key that should not be there."""
        node = self.root
        for step in place[:-1]:
            if isinstance(node, yaml.MappingNode):
                node = next((v for k, v in node.value if getattr(k, "value", None) == str(step)), node)
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
        if isinstance(node, yaml.MappingNode):
            for key, _ in node.value:
                if getattr(key, "value", None) == str(place[-1]):
                    return Span(self.file, key.start_mark.line + 1, key.start_mark.column + 1)
        return self.span(place)


def parse(file: str, text: str) -> Document:
    """Parse a file's text.

    Raises:
        Refused: if it is no YAML, has more than one document, or nests deeper than ``MAX_DEPTH``.
    """
    try:
        _refuse_depth(file, text)
        root = _Composer(text).get_single_node()
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        span = Span(file, mark.line + 1, mark.column + 1) if mark else Span(file)
        message = ", ".join(part for part in (problem.context, problem.problem) if part)
        raise Refused(error("yaml-syntax", span, f"this is not valid YAML: {message}", _syntax_hint(message))) from None
    except yaml.YAMLError as problem:
        raise Refused(error("yaml-syntax", Span(file), f"this is not valid YAML: {problem}")) from None
    if root is None:
        raise Refused(error("file-empty", Span(file), "the file holds nothing", "write a lesson, or delete the file"))
    return Document(file, root)


def _syntax_hint(message: str) -> str:
    if "alias" in message:
        return "define the anchor with & before the * that names it"
    if "another document" in message:
        return "keep one document in a file; `---` may stand only at its top"
    return "look at the indentation and at unclosed quotes or brackets; put text that holds `: ` or `#` into quotes"


def _refuse_depth(file: str, text: str) -> None:
    """Refuse deep nesting before libyaml's composer, which recurses in C, meets it.

    Only text that looks deep is walked through event by event; brackets inside strings make it look so too.
    """
    depth = deepest = 0
    for match in _BRACKETS.finditer(text):
        depth = depth + 1 if match[0] in "[{" else max(0, depth - 1)
        deepest = max(deepest, depth)
    if deepest <= MAX_DEPTH and not _DEEP_LINE.search(text):
        return
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                span = Span(file, event.start_mark.line + 1, event.start_mark.column + 1)
                raise Refused(error("yaml-depth", span, f"this nests more than {MAX_DEPTH} levels deep"))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


class Reader:
    """Turns a document's nodes into plain data and collects what is wrong on the way."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.diagnostics: list[Diagnostic] = []
        self._values = 0
        self._open: set[int] = set()

    def read(self) -> Data:
        """Return the whole document as data.

        Raises:
            Refused: if its aliases stand for more than ``MAX_VALUES`` values.
        """
        return self._value(self.document.root)

    def _value(self, node: yaml.Node) -> Data:
        self._values += 1
        if self._values > MAX_VALUES:
            message = f"the file stands for more than {MAX_VALUES:,} values, because aliases multiply them"
            raise Refused(error("yaml-aliases", Span(self.document.file), message, "write the values out"))
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if id(node) in self._open:
            raise Refused(error("yaml-aliases", self._span(node), "an alias stands inside what it stands for"))
        self._open.add(id(node))
        try:
            if node.tag != _STRING:
                self._refuse_tag(node)
            if isinstance(node, yaml.SequenceNode):
                return [self._value(child) for child in node.value]
            return dict(self._entries(node))
        finally:
            self._open.discard(id(node))

    def _entries(self, node: yaml.MappingNode) -> Iterator[tuple[str, Data]]:
        first: dict[str, yaml.Node] = {}
        for key, child in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.diagnostics.append(error("yaml-key", self._span(key), "a key must be plain text"))
                continue
            if key.value in first:
                line = first[key.value].start_mark.line + 1
                message = f"the key `{key.value}` stands here twice; first on line {line}"
                self.diagnostics.append(error("yaml-duplicate-key", self._span(key), message, "keep one of them"))
                continue
            first[key.value] = key
            yield key.value, self._value(child)

    def _scalar(self, node: yaml.ScalarNode) -> Scalar:
        value: str = node.value
        if node.tag == _PLAIN:
            if value in _WORDS:
                return _WORDS[value]
            match = _NUMBER.fullmatch(value) if value[0] in "0123456789+-." else None
            return self._number(match, node) if match else value
        if node.tag != _STRING:
            self._refuse_tag(node)
        return value

    def _number(self, match: re.Match[str], node: yaml.ScalarNode) -> Scalar:
        text = match[0]
        if len(text) > MAX_DIGITS:
            self.diagnostics.append(error("yaml-number", self._span(node), "this number has too many digits"))
            return 0
        match match.lastgroup:
            case "int":
                return int(text)
            case "oct":
                return int(match["oct"], 8)
            case "hex":
                return int(match["hex"], 16)
            case _:
                return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))

    def _refuse_tag(self, node: yaml.Node) -> None:
        message = f"the tag `{node.tag.replace('tag:yaml.org,2002:', '!!')}` is not allowed"
        hint = "leave it out; quotes make a value text"
        self.diagnostics.append(error("yaml-tag", self._span(node), message, hint))

    def _span(self, node: yaml.Node) -> Span:
        return Span(self.document.file, node.start_mark.line + 1, node.start_mark.column + 1)
