"""A diagram on a page of its own, light or dark as the reader's system is."""

from __future__ import annotations

from html import escape

_STYLE = """\
:root { color-scheme: light dark; }
body { margin: 0 auto; max-width: 48rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif;
       background: #ffffff; color: #1d232a; }
h1 { font-size: 1.15rem; line-height: 1.3; overflow-wrap: anywhere; }
svg { display: block; }
pre { overflow-x: auto; font-size: 0.8rem; }
@media screen and (prefers-color-scheme: dark) { body { background: #15191e; color: #e8ecf0; } }
@media print { details { display: none; } }
"""


def page(title: str, svg: str, text: str, run: str = "run") -> str:
    """Return an HTML document with the picture, and its run's text folded below it; ``run`` is what that is called."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(title)}</h1>\n{svg}"
        f'<details><summary>The {escape(run)} as text</summary>\n<pre tabindex="0">{escape(text)}</pre>\n</details>\n'
        "</main>\n</body>\n</html>\n"
    )
