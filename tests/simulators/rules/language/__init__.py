"""What authors can write."""
