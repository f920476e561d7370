"""What a stated start must keep to be possible: one function a rule, each citing its section, grouped by subject."""
