"""Tests of the elections model."""
