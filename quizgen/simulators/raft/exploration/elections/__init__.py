"""The elections model: every message is a message of its own, which may arrive late, more than once or never.

See the order to read in at `exploration`. It does not know the logs model.
"""
