"""Tests of what has to do with released decks."""
