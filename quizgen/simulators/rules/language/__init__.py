"""The language: what a file holds, what in it can be named, and expressions as Python."""
