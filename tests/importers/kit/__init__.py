"""Tests of what importers are built of."""
