"""Pictures of what the exporters write, to be looked at."""
