"""Tests of `quizgen.verify`."""
