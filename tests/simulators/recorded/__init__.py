"""The simulator of recorded programs."""
