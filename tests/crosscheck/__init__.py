"""Tests of the cross-check."""
