"""One server, as in figure 2 of the extended Raft paper, and what must hold of all of them (figure 3).

To read in this order: ``state``, ``messages`` and ``inputs`` say what a server holds, hears and does; ``rules`` has its
decisions, one method each; ``step`` puts them together, with ``election`` (section 5.2), ``replication`` (5.3) and the
``roles`` that change in both; ``invariants`` and ``history`` judge what servers did; a ``disk`` may lose what it had to
keep. Everything is a value, and nothing knows of time or of chance.

It imports ``scenario``, for what a disk may lose.
"""
