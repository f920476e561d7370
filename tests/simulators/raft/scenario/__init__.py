"""Tests of what an author states."""
