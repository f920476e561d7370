"""Tests of what learners and teachers get: the lessons that ship, in every output."""
