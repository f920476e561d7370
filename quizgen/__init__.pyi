from quizgen.api import Built as Built
from quizgen.api import Checked as Checked
from quizgen.api import Content as Content
from quizgen.api import Diagnostic as Diagnostic
from quizgen.api import Explanation as Explanation
from quizgen.api import build as build
from quizgen.api import check as check
from quizgen.api import explain as explain
from quizgen.api import load as load
from quizgen.api import save as save

__all__ = [
    "Built",
    "Checked",
    "Content",
    "Diagnostic",
    "Explanation",
    "build",
    "check",
    "explain",
    "load",
    "save",
]
__version__: str
