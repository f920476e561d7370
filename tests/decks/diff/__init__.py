"""Tests of `quizgen.decks.diff`."""
