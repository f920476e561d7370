"""Commands as a user gives them, in the process of the tests."""

from __future__ import annotations

from typer.testing import CliRunner

from quizgen.cli import app


def quizgen(*arguments: str) -> tuple[int, str, str]:
    """Run a command and return status, standard output, standard error."""
    result = CliRunner().invoke(app, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr
