"""Tests of the documentation: what it says is executed, or compared with the code."""
