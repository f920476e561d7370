"""What an author may write in fewer words."""
