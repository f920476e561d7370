"""The simulator of calculations."""
