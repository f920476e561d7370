"""Runs and starts as readers see them: in diagrams, as tables, and in words at the end of a run.

It imports ``exploration``, ``runs`` and what is below.
"""
