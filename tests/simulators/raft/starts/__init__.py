"""Tests of clusters that do not start empty."""
