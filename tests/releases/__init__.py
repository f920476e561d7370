"""Tests of what learners keep and get when they import one release after another."""
