"""Tests of the short form, by its modules."""
