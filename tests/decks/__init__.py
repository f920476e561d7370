"""Tests of `quizgen.decks`."""
