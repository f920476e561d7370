"""Tests of quizgen; the folders mirror the package."""
