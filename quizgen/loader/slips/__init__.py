"""Slips of authors: what was meant by what cannot be read, with the change that mends it."""
