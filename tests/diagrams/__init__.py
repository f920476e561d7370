"""Tests of the diagrams of runs."""
