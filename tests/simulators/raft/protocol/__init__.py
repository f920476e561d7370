"""Tests of one server, and of what must hold of all."""
