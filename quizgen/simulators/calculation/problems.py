"""What is wrong with a calculation, for its author."""

from __future__ import annotations


class CalculationProblem(ValueError):  # noqa: N818 - it is shown to the author, it is not an error of the program
    """A quantity, a formula or a value that makes no sense; message and hint for the author."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint
