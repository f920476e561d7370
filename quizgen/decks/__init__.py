"""Released decks: what is kept of them (`lock`), how they are read, verified and compared."""

LOCK = "quizgen.lock"
"""The lockfile's name; who asks for no more than that need not load what reads it."""
