"""Tests of the website exporter."""
