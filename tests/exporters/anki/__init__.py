"""Tests of the Anki exporter, with Anki's own backend and a browser in place of its reviewer."""
