"""What stands for the plug-ins of other distributions, one module for each group.

They are of the types of what they stand for, and ask it in processes of its own (`quizgen.plugins.hosts`). What it
raises, crashes with or hangs in becomes a `quizgen.plugins.guard.PluginFailed`, or a diagnostic. `quizgen.plugins`
imports them when they are needed; nobody else does.
"""
