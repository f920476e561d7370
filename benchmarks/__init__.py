"""How fast quizgen is and how much memory it takes, as ratios against named peers measured in the same run.

``make bench`` runs it; `docs/benchmarks.md` holds what came out and on what machine.
"""
