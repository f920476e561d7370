"""Runs of a scenario with a seed: the protocol in time, on a network, by a script.

``execution`` is one run from its first event to its last. It has an ``engine``, to which a ``script`` does things.
That is an event ``loop``: servers take in what arrives, and their answers and ``clocks`` are under way in turn.
``traffic`` is what is under way, on the links of a ``network``; ``availability`` watches for leaders, and the
``recorder`` writes the trace, in the words of ``vocabulary``. It imports ``starts``, ``misconceptions`` and what is
below.
"""
