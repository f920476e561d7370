"""Clusters that do not start empty: what is stated of them, filled in, and held against the rules.

``start`` makes servers of what is stated; ``problems`` lists the rules that a start can break. These are one function a
rule, each citing its section, grouped by subject: ``logs``, ``votes``, ``commits``, ``elections``; all look at a
``figure``. It imports ``protocol`` and ``scenario``.
"""
