"""One lesson's data to a placed lesson: `reading`, and `filling` for what stands in templates and scenarios."""

from quizgen.loader.lesson.reading import read_lesson

__all__ = ["read_lesson"]
