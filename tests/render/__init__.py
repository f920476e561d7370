"""Tests of how author text and questions become HTML."""
