"""Tests of the mutation of decks."""
