"""Scenarios judged before anything is run: what cannot be simulated, and what would take too long.

``problems`` has all of it together. It imports ``exploration``, ``runs`` and what is below, for their bounds.
"""
