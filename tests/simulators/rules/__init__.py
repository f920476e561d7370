"""Subjects that are written as rules."""
