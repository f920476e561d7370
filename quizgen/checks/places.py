"""Places within a text: where in the file a character of what was read was written."""

from __future__ import annotations

from quizgen.diagnostics import Span

_TEMPLATE, _TEMPLATE_END = "{{", "}}"
_KNOWN_BY = 12
"""So many characters behind a template tell where in the filled text it ends."""


def within(source: str, span: Span, text: str, offset: int) -> Span:
    """Return where a character of a scalar was written, or where its template was; the scalar if that cannot be told.

    Args:
        source: the text of the file.
        span: where the scalar begins.
        text: what was read, its templates filled.
        offset: which character.
    """
    lines = source.split("\n")
    if not 0 < span.line <= len(lines):
        return span
    start = sum(len(line) + 1 for line in lines[: span.line - 1]) + span.column - 1
    found = _Scalar(source, start).place(text, offset)
    if found is None:
        return span
    line_start = source.rfind("\n", 0, found) + 1
    return Span(span.file, source.count("\n", 0, found) + 1, found - line_start + 1)


class _Scalar:
    """A scalar of YAML as it was written: what it stands for is read again, side by side with what was read."""

    def __init__(self, source: str, start: int) -> None:
        self._source, self._at = source, start
        self._style = source[start : start + 1]
        if self._style in {"'", '"'}:
            self._at += 1
        elif self._style in {"|", ">"}:
            self._at = source.find("\n", start) + 1
            self._skip_space()

    def place(self, text: str, offset: int) -> int | None:
        """Return the index in the source of a character; None if the two differ in another way than expected."""
        read = 0
        self._skip_space()
        while read < offset:
            if self._source.startswith(_TEMPLATE, self._at) and not text.startswith(_TEMPLATE, read):
                begun = self._at
                read = self._after_template(text, read)
                if not 0 <= read <= offset:
                    return begun
            elif text[read].isspace():
                read += len(text[read:]) - len(text[read:].lstrip())
                if not self._skip_space():
                    return None
            elif self._reads(text[read]):
                read += 1
            else:
                return None
        return self._at if read == offset else None

    def _after_template(self, text: str, read: int) -> int:
        """Pass over a template, and return where in the filled text it ends; -1 if that is not known."""
        end = self._source.find(_TEMPLATE_END, self._at)
        if end < 0:
            return -1
        self._at = end + len(_TEMPLATE_END)
        behind = self._source[self._at : self._at + _KNOWN_BY].split("\n")[0]
        found = (text.find(behind[:length], read) for length in range(len(behind), 0, -1))
        return next((place for place in found if place >= 0), -1)

    def _reads(self, character: str) -> bool:
        """Pass over a character, if it is this one."""
        written = self._source[self._at : self._at + 2]
        if self._style == "'" and written == "''":
            length = 2 if character == "'" else 0
        elif self._style == '"' and written[:1] == "\\":
            length = 2 if written[1:] == character else 0
        else:
            length = 1 if written[:1] == character else 0
        self._at += length
        return length > 0

    def _skip_space(self) -> bool:
        """Pass over white space, and tell whether there was any."""
        begun = self._at
        while self._source[self._at : self._at + 1].isspace():
            self._at += 1
        return self._at > begun
