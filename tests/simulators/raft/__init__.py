"""Tests of the Raft simulator.

"Paper" is D. Ongaro and J. Ousterhout, "In Search of an Understandable Consensus Algorithm (Extended Version)", 2014;
"dissertation" is D. Ongaro, "Consensus: Bridging Theory and Practice", 2014.
"""
