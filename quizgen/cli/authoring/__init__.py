"""The commands of those who write: what a lesson says, what it rests on, and what was proven."""
