"""The simulators: pure, deterministic programs that compute what content states.

To add one: write its folder, export a `Simulator` from it, and add its name to `quizgen.plugins.registry.SHIPPED`.
"""

from __future__ import annotations

from quizgen.plugins.registry import Registry
from quizgen.simulators.api import AnySimulator

SIMULATORS: Registry[AnySimulator] = Registry("simulators")

__all__ = ["SIMULATORS", "AnySimulator"]
