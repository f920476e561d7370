"""The specifications of what is explored exhaustively, and a second explorer that reads them."""
