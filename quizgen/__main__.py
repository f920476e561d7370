"""The program, from its first moment on: what becomes of Ctrl-C, and after that the commands.

To load the commands takes a while, so Ctrl-C is seen to before, with nothing imported that takes time. It is raised as
`KeyboardInterrupt`, once: another one at once after it, as impatient people and process groups send it, must not cut
short how things are cleared up. Where it gets lost, in a destructor or in a library that calls back, it is raised
again.
"""

from __future__ import annotations

import gc
import signal
import sys
from time import monotonic
from types import FrameType

INTERRUPTED = 130
"""The exit status: 128 and the signal's number, as shells count."""
_DEAF = 5.0
"""Seconds that clearing up may take before another Ctrl-C ends it."""
_COLLECT_AFTER = 50_000
"""So many new values between two searches for circles: what is loaded stays, and would be looked through many times."""
_AGAIN = 0.25
"""Seconds after which it is seen whether one got lost."""


class _Interrupts:
    """What is known of Ctrl-C.

    Attributes:
        heard: when it was pressed first; None if it was not.
        over: whether the program has ended, so that nothing is left to be interrupted.
    """

    def __init__(self) -> None:
        self.heard: float | None = None
        self.over = False

    def listen(self) -> None:
        """Listen from now on, unless the program was started deaf, as a shell starts what works in the background."""
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, self._interrupt)
            signal.signal(signal.SIGALRM, self._again)
            sys.unraisablehook = self._lost

    def end(self) -> None:
        """Listen no more."""
        self.over = True
        signal.setitimer(signal.ITIMER_REAL, 0)
        if signal.getsignal(signal.SIGINT) == self._interrupt:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # else the interpreter, when it ends, would end by it

    def _interrupt(self, _number: int, _frame: FrameType | None) -> None:
        if self.over:
            return
        if self.heard is None:
            self.heard = monotonic()
            signal.setitimer(signal.ITIMER_REAL, _AGAIN, _AGAIN)
        elif _is_interrupt(sys.exc_info()[1]) and monotonic() < self.heard + _DEAF:
            return  # it is being cleared up
        raise KeyboardInterrupt

    def _again(self, _number: int, _frame: FrameType | None) -> None:
        """Press Ctrl-C for the user, who has; where it has to wait, it waits."""
        if not self.over and not _is_interrupt(sys.exc_info()[1]):
            signal.raise_signal(signal.SIGINT)

    def _lost(self, lost: sys.UnraisableHookArgs) -> None:
        """Take what was raised where nothing can be raised, such as a destructor."""
        if self.heard is None:
            sys.__unraisablehook__(lost)


def main() -> None:
    """Run the command line; Ctrl-C ends it with one line and the status 130."""
    interrupts = _Interrupts()
    try:
        try:
            interrupts.listen()
            gc.set_threshold(_COLLECT_AFTER)
            from quizgen.cli import main as run  # noqa: PLC0415 - it takes a while, and is to be interrupted

            run()
        finally:
            interrupts.end()
            gc.freeze()  # the interpreter, when it ends, would look through all that is loaded
    except BaseException as problem:
        interrupts.end()
        if interrupts.heard is None and not _is_interrupt(problem):
            raise
    else:
        return
    exec("")  # noqa: S102 - CPython would end by the signal if one had passed through compiled text; this clears its mark
    sys.stderr.write("quizgen: interrupted\n")
    sys.exit(INTERRUPTED)


def _is_interrupt(problem: BaseException | None) -> bool:
    """Tell whether Ctrl-C is behind it: while a class is made, as in imports, CPython 3.11 raises something else."""
    while problem and not isinstance(problem, KeyboardInterrupt):
        problem = problem.__cause__ or problem.__context__
    return problem is not None


if __name__ == "__main__":
    main()
