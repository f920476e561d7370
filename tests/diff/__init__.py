"""Tests of `quizgen.diff`."""
