"""What is known of installed distributions, and when they are imported."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from quizgen.plugins import GROUPS, Registry, installed, offered, use
from quizgen.plugins.registry import SHIPPED
from quizgen.simulators import SIMULATORS
from tests.plugins.installing import TOY_FILES, TOY_PLACE, install


def test_everything_shipped_is_there() -> None:
    """A check that is misspelt in the table ends every command in a traceback, or is never run."""
    for group, own in SHIPPED.items():
        assert list(Registry[object](group)) == list(own)
        for plugin in offered(group).values():
            assert plugin.load()
            assert plugin.doc, plugin
            assert not plugin.is_foreign


def test_what_nobody_names_is_not_even_imported(site: Path) -> None:
    """A package that came along with another is run by whoever checks a lesson."""
    install(site, "quizgen-toy", {"simulators": {"toy": TOY_PLACE}}, TOY_FILES)
    assert [plugin.name for plugin in installed() if plugin.distribution == "quizgen-toy"] == ["toy"]
    assert use(()) == ()
    assert "toy" not in SIMULATORS
    assert "quizgen_toy" not in sys.modules
    assert use(["quizgen-toy"]) == ()
    assert SIMULATORS["toy"].name == "toy"
    plugin = SIMULATORS.plugin("toy")
    assert plugin is not None
    assert str(plugin) == "the simulator toy (quizgen-toy 0.1)"
    assert use(()) == ()
    assert "toy" not in SIMULATORS, "what one deck uses another gets as well"


def test_a_distribution_is_found_however_it_is_spelt(site: Path) -> None:
    """`Quizgen_Toy` is the same distribution for pip, and named twice it is no conflict with itself."""
    install(site, "quizgen-toy", {"simulators": {"toy": TOY_PLACE}}, TOY_FILES)
    assert use(["Quizgen_Toy", "quizgen.toy"]) == ()
    assert "toy" in SIMULATORS


@pytest.mark.parametrize(
    ("points", "files", "told", "hint"),
    [
        ({}, {}, "`quizgen-bad` offers nothing to quizgen: it has no such entry point", "its groups are called"),
        (
            {"simulators": {"raft": TOY_PLACE}},
            TOY_FILES,
            "the simulator raft (quizgen-bad 0.1) cannot be used: quizgen ",
            "use one of the two",
        ),
        (
            {"simulators": {"toy": "quizgen_bad:TOY"}},
            {"quizgen_bad.py": "import nowhere_at_all\n"},
            "the simulator toy (quizgen-bad 0.1) cannot be imported: ModuleNotFoundError: No module named 'nowhere",
            "tell whoever maintains quizgen-bad, or take it out",
        ),
        (
            {"simulators": {"toy": "quizgen_bad:TOY"}},
            {"quizgen_bad.py": "import sys\nsys.exit(3)\n"},
            "the simulator toy (quizgen-bad 0.1) cannot be imported: SystemExit: 3",
            "tell whoever",
        ),
        (
            {"simulators": {"toy": "quizgen_bad:TOY"}},
            {"quizgen_bad.py": "TOY = 3\n"},
            "the simulator toy (quizgen-bad 0.1) is no simulator: quizgen_bad:TOY is of the type int, not quizgen.sim",
            "tell whoever",
        ),
        (
            {"simulators": {"counter": TOY_PLACE}},
            TOY_FILES,
            "the simulator counter (quizgen-bad 0.1) calls itself 'toy': both names have to be the same",
            "tell whoever",
        ),
        (
            {"checks": {"tidy": "quizgen_bad:check"}},
            {"quizgen_bad.py": "check = 'tidy'\n"},
            "the check tidy (quizgen-bad 0.1) is no check: quizgen_bad:check is of the type str, not a function",
            "tell whoever",
        ),
    ],
)
def test_what_cannot_be_used_is_told(
    site: Path, points: dict[str, dict[str, str]], files: dict[str, str], told: str, hint: str
) -> None:
    """Whoever uses a broken plug-in gets a traceback, or a deck without what they asked for."""
    install(site, "quizgen-bad", points, files)
    (refused,) = use(["quizgen-bad"])
    assert refused.message.startswith(told)
    assert refused.hint.startswith(hint)
    assert refused.number == 0
    assert all(plugin.distribution == "quizgen" for group in GROUPS for plugin in offered(group).values())


def test_two_of_one_name(site: Path) -> None:
    """Which of two simulators computed an answer depends on which was named first."""
    install(site, "quizgen-toy", {"simulators": {"toy": TOY_PLACE}}, TOY_FILES)
    install(site, "quizgen-twin", {"simulators": {"toy": TOY_PLACE}}, {})
    (refused,) = use(["quizgen-toy", "quizgen-twin"])
    assert refused.number == 1
    assert refused.message.endswith("cannot be used: quizgen-toy 0.1 offers one of the same name")


@pytest.mark.parametrize(
    ("name", "hint"), [("quizgen-nowhere", "pip install quizgen-nowhere"), ("", "name a"), ("a; rm", "name a")]
)
def test_what_is_not_installed_is_told(name: str, hint: str) -> None:
    """An author does not learn what to install; or a stranger's file puts a command into the hint."""
    (refused,) = use([name])
    assert refused.message == f"no distribution `{name}` is installed"
    assert refused.hint.startswith(hint)
