"""Tests of quizgen.decks.recovery."""
