"""What is asked of an execution: a claim, or the order of some events; and what of it never needs to be asked."""
