"""A worksheet's text in the plainest HTML: what plain WeasyPrint is given that quizgen is compared with."""

from __future__ import annotations

import html
from html.parser import HTMLParser

_STYLE = "body { font: 10.5pt sans-serif } .question { margin-bottom: 5mm } .option { margin: 0 0 1mm 12mm }"
_BLOCKS = {"option": "option", "step": "option", "choice": "option", "question": "question"}
_KEPT = frozenset(
    ["h1", "h2", "p", "pre", "code", "em", "strong", "sub", "sup", "kbd", "br", "body", "html", "head", "title"]
)
_MERGED = frozenset({"number", "points"})


def plain_blocks(document: str) -> str:
    """Return all text of a worksheet, with questions and options as plain blocks and nothing to write on.

    Formulas stay what they are. Cells of tables become blocks.
    """
    parser = _Plain()
    parser.feed(document)
    parser.close()
    return "".join(parser.out)


class _Plain(HTMLParser):
    """Copies text, and few tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self._ends: list[str] = []
        self._drawing = 0
        self._merged = ""
        self._merging = self._skipping = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Copy a tag that is kept, and remember how it ends."""
        names = (dict(attrs).get("class") or "").split()
        if tag == "svg" or self._drawing:
            self._drawing += 1
            self.out.append(self.get_starttag_text() or "")
            self._ends.append(f"</{tag}>")
            return
        self._skipping = self._skipping or tag == "style"
        block = next((_BLOCKS[name] for name in names if name in _BLOCKS), "option" if tag in {"td", "th"} else "")
        if not _MERGED.isdisjoint(names):
            self._merging = True
            end = "merged"
        elif block:
            self.out.append(f'<div class="{block}">')
            end = "</div>"
        else:
            self.out.append(f"<{tag}>" if tag in _KEPT else "")
            end = f"</{tag}>" if tag in _KEPT - {"br"} else ""
        if tag == "title":
            self.out.insert(len(self.out) - 1, f"<style>{_STYLE}</style>")
        if tag not in {"br", "img", "meta", "input", "wbr"}:
            self._ends.append(end)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Copy a tag of a drawing that has no content."""
        if self._drawing:
            self.out.append(self.get_starttag_text() or "")
        else:
            super().handle_startendtag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Copy the end of what was copied."""
        self._drawing -= bool(self._drawing)
        self._skipping = self._skipping and tag != "style"
        if tag in {"br", "img", "meta", "input", "wbr"} or not self._ends:
            return
        end = self._ends.pop()
        if end == "merged":
            self._merging = False
        else:
            self.out.append(end)

    def handle_data(self, data: str) -> None:
        """Copy text; a number goes to the beginning of what it numbers."""
        if self._skipping:
            return
        if self._merging:
            self._merged += data.strip() + " "
        elif data.strip() and self._merged:
            self.out.append(html.escape(self._merged + data))
            self._merged = ""
        else:
            self.out.append(html.escape(data))
