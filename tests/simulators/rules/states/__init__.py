"""What rules lead to."""
