"""Tests of runs with a seed."""
