"""Tests of `quizgen.decks.verify`."""
