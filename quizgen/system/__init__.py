"""What quizgen asks of the machine it runs on: files put into place, the user's cache, processes, bundled files."""
