"""The logs model: no messages; a campaign, or an exchange between a leader and a follower, is one step.

See the order to read in at `exploration`. It does not know the elections model.
"""
