"""Tests of the exhaustive exploration."""
