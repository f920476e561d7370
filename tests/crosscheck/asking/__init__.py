"""Tests of what is asked of executions."""
