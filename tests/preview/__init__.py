"""Tests of the preview: over HTTP, in a browser, and as the program that somebody starts."""
