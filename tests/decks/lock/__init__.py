"""Tests of the lockfile."""
