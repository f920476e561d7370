"""Author text: Markdown with code and mathematics to clean HTML, and what in it is refused."""
