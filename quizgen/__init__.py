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

``compiler`` runs them one after the other. ``cli`` is the only place that prints.
"""

__version__ = "0.1.0"
