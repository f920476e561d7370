"""Tests of what readers see of runs."""
