"""``python -m quizgen.cli``, as it was called before there was ``python -m quizgen``."""

from __future__ import annotations

from quizgen.cli import main

main()
