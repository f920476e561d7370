"""Tests of the logs model."""
