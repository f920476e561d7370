"""Tests of the exporters, on lessons that are built by hand."""
