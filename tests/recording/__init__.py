"""Programs run with real software."""
