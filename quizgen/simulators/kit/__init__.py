"""Parts to build simulators of: time, chance and search. None knows what is simulated.

``durations`` reads times as authors write them; ``chances`` are repeatable random numbers; ``timers`` and ``stalls``
are for event loops; ``search`` finds every state that can be reached, and ``packing`` makes states into integers.
"""
