"""Tests of ``quizgen.toml``."""
