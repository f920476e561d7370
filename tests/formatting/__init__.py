"""Tests of both forms of a lesson, and of the way from one to the other."""
