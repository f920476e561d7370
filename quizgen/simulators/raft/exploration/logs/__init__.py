"""The logs model: no messages; a campaign, or an exchange between a leader and a follower, is one step."""
