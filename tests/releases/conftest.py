"""Releases of two lessons, and learners who have Anki in several versions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.releases.ankis import VERSIONS, Anki
from tests.releases.releases import Releases


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Releases:
    """The lessons' releases."""
    return Releases(tmp_path_factory.mktemp("releases"))


@pytest.fixture(scope="session", params=VERSIONS)
def anki(
    request: pytest.FixtureRequest, releases: Releases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Anki]:
    """Each version of Anki; in it a learner, ``first``, who has studied the first release for weeks."""
    opened = Anki(request.param, tmp_path_factory.mktemp("anki"))
    opened.studied("first", releases.first)
    yield opened
    opened.close()
