"""Runs of a scenario with a seed: the protocol in time, on a network, by a script.

``execution`` is one run from its first event to its last. It has an ``engine``, the event loop, and a ``script`` that
tells it what happens; ``traffic`` is what is under way, and the ``recorder`` writes the trace, in the words of
``vocabulary``. It imports ``starts`` and what is below.
"""
