"""What a Raft that others wrote says to the questions that quizgen's simulator answers."""
