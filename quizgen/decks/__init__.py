"""Released decks: what is kept of them (`lock`), how they are read, verified and compared."""
