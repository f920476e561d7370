"""quizgen: a compiler for quizzes and flashcards in which every answer is earned.

The phases, in the order in which the data passes through them::

    content/*.yaml --load--> Deck --crosscheck--> Findings --check--> diagnostics
                               |                     |
                               +------- render ------+--> Cards --export--> .apkg, .pdf, site/

* ``loader``      reads YAML with positions and validates it into the ``model``;
* ``crosscheck``  has ``simulators`` compute every answer that can be computed;
* ``checks``      compare what is stated with what was computed, and much else;
* ``render``      lowers each question to HTML once, for every output;
* ``exporters``   write the outputs.

``compiler`` runs them one after the other. ``cli`` is the only place that prints. ``api`` has what a program that uses
quizgen as a library needs; it is loaded when something of it is named, so that ``import quizgen`` takes no time.
"""

__version__ = "0.1.0"
__all__ = [
    "Built",
    "Checked",
    "Content",
    "Diagnostic",
    "Explanation",
    "build",
    "check",
    "explain",
    "load",
    "save",
]


def __getattr__(name: str) -> object:
    """Load the library when something of it is named first."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - as the rest

    found: object = getattr(import_module("quizgen.api"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
