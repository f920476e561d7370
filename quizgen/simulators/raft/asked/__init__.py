"""What can be asked of a scenario: observations of each run, measures of many, and what misconceptions lead to.

A measure is found by experiment: by runs (``experiments``), by looking at every state (``exploration_measures``) or by
letting servers campaign (``next_election``). Witnesses are the runs that show why it has its value. It may import every
other room.
"""
