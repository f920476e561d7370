"""The commands that write outputs, and those that read what was written."""
