"""Tests of what becomes of author text."""
