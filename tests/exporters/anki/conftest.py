"""The sample lesson in a collection, and a reviewer that reports what should not happen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from anki.collection import Collection
from playwright.sync_api import Browser

from tests.exporters.anki.decks import furnished_lesson
from tests.exporters.anki.phones import DESKTOP, Phone
from tests.exporters.anki.reviewer import Reviewer, studied

Review = Callable[..., Reviewer]
"""Opens a reviewer: `Reviewer`'s keyword arguments, and ``opened`` for another collection than the sample's."""


@pytest.fixture(scope="package")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """The sample lesson in a collection."""
    with studied(furnished_lesson(), tmp_path_factory.mktemp("deck")) as opened:
        yield opened


@pytest.fixture
def review(chromium: Browser, deck: Collection) -> Iterator[Review]:
    """A function that opens a reviewer; at the end, none of them may have loaded or thrown anything."""
    reviewers: list[Reviewer] = []

    def start(*, opened: Collection = deck, night: bool = False, width: int = 360, phone: Phone = DESKTOP) -> Reviewer:
        reviewers.append(Reviewer(chromium, opened, night=night, width=width, phone=phone))
        return reviewers[-1]

    yield start
    for reviewer in reviewers:
        reviewer.close()
    for reviewer in reviewers:
        reviewer.is_content()


@pytest.fixture(scope="module")
def pages(chromium: Browser) -> Iterator[Callable[[Collection, Phone], Reviewer]]:
    """A function that opens a reviewer, or gives the one that it has opened of that phone and collection."""
    opened: dict[tuple[int, str], Reviewer] = {}

    def reviewer(collection: Collection, phone: Phone) -> Reviewer:
        key = id(collection), phone.name
        if key not in opened:
            opened[key] = Reviewer(chromium, collection, phone=phone)
        return opened[key]

    yield reviewer
    for each in opened.values():
        each.close()


@pytest.fixture
def same_page(pages: Callable[[Collection, Phone], Reviewer], deck: Collection) -> Iterator[Review]:
    """A function that opens a reviewer for cards that are only answered and turned, as `review` does.

    Its page is the one of the test before: a learner answers many cards in one, and a page of its own for each answer
    takes longer than all the rest.
    """
    reviewers: list[Reviewer] = []

    def start(*, opened: Collection = deck, phone: Phone = DESKTOP) -> Reviewer:
        reviewers.append(pages(opened, phone))
        return reviewers[-1]

    yield start
    for reviewer in reviewers:
        reviewer.is_content()
