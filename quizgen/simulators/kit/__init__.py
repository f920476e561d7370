"""Parts to build simulators of: time, chance, search and traces. None knows what is simulated.

``durations`` reads times as authors write them; ``chances`` are repeatable random numbers; ``timers`` and ``memory``
are for event loops; ``search`` finds every state that can be reached, and ``packing`` makes states into integers.
``recording`` writes traces, and ``printing`` is the base of simulators of programs that print.
"""
