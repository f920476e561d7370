"""Tests of `quizgen.decks.reading`."""
