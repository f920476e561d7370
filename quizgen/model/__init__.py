"""What an author can write: lessons, concepts, questions of seven kinds, and the evidence of every statement."""
