"""The rules that a stated start is held against."""
