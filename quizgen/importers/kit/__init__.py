"""What importers are built of: files read as text, HTML turned into Markdown, questions written as a lesson.

To read in this order: `source`, `questions`, `markup`, `lesson`, `keeping`.
"""
