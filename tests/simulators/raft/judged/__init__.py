"""Tests of what is refused before it runs."""
