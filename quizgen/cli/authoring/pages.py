"""The pages of rules: what docs/diagnostics.md says of a code, and an example that is refused and one that passes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from quizgen.system import resources

_ROW = re.compile(r"^\| `(?P<code>[a-z-]+)` \| (?P<rule>.*?) \| (?P<remedy>.*?) \|$", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_WARNINGS = re.compile(r"which stop the build, but for (.*?), and a `picture`", re.DOTALL)


@dataclass(frozen=True)
class Page:
    """What there is to say of a code.

    Attributes:
        code: of the rule.
        severity: error or warning.
        rule: what holds if nothing is wrong; or what is wrong.
        remedy: what to do.
        bad: content that is refused; empty if no content alone shows it.
        good: the same without the fault.
    """

    code: str
    severity: str
    rule: str
    remedy: str
    bad: str = ""
    good: str = ""

    def __str__(self) -> str:
        """Return the page as text."""
        parts = [f"{self.code} ({self.severity})", self.rule, f"What to do: {self.remedy}"]
        for said, example in (("Refused:", self.bad), ("Fine:", self.good)):
            if example:
                parts.append(said + "\n" + "".join(f"    {line}\n" for line in example.rstrip().split("\n")).rstrip())
        return "\n\n".join(parts)


@cache
def pages() -> dict[str, Page]:
    """Return the pages of all codes."""
    text = resources.page("diagnostics").read_text(encoding="utf-8")
    warnings = (
        set(re.findall(r"`([a-z-]+)`", found[1])) if (found := _WARNINGS.search(" ".join(text.split()))) else set()
    )
    return {row["code"]: _page(row, row["code"] in warnings - {"picture"}) for row in _ROW.finditer(text)}


def _page(row: re.Match[str], warns: bool) -> Page:
    code = row["code"]
    rule, remedy = (_LINK.sub(r"\1", row[part]).replace("\\|", "|") for part in ("rule", "remedy"))
    bad = good = ""
    case = resources.cases() / f"{code}.yaml"
    if case.is_file():
        import yaml

        read = yaml.safe_load(case.read_text(encoding="utf-8"))
        bad, good = read["bad"], read["good"]
    return Page(code, "warning" if warns else "error", rule, remedy, bad, good)
