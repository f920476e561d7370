"""The shipped website, read and answered in Chromium."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from quizgen.kinds.choice.question import Choice
from quizgen.kinds.cloze.question import Cloze
from quizgen.model.item import Item as Question
from tests.shipped.conftest import Shipped, answers, in_order, keys, squashed

pytestmark = pytest.mark.slow

READ = """() => Object.fromEntries([...document.querySelectorAll('[data-question]')].map(article => {
  for (const details of article.querySelectorAll('details')) details.open = true;
  const options = [...article.querySelectorAll('[data-reason]')].map(
    reason => [reason.classList.contains('is-right'), reason.querySelector('.text').innerText]);
  return [article.dataset.question, {text: article.querySelector('.solution').innerText, options}];
}))"""


@pytest.fixture(scope="module")
def page_files(shipped: Shipped) -> list[str]:
    """Addresses of the pages that hold questions."""
    folder = shipped.output / "site" / shipped.name
    return [path.as_uri() for path in sorted(folder.glob("*.html"))]


@pytest.fixture
def page(chromium: Browser, shipped: Shipped) -> Iterator[Page]:
    """A page that must ask nobody else for anything, and complain of nothing."""
    trouble: list[str] = []
    context = chromium.new_context()
    opened = context.new_page()
    inside = (shipped.output / "site").as_uri()
    opened.on("request", lambda request: None if request.url.startswith(inside) else trouble.append(request.url))
    opened.on("console", lambda message: trouble.append(message.text))
    opened.on("pageerror", lambda error: trouble.append(str(error)))
    yield opened
    context.close()
    assert trouble == []


def test_answers_agree_with_the_content(shipped: Shipped, page: Page, page_files: list[str]) -> None:
    """The website marks a right answer wrong."""
    told: dict[str, dict[str, object]] = {}
    for address in page_files:
        page.goto(address)
        told |= page.evaluate(READ)
    assert set(told) == {question.id for question in shipped.questions}
    for question in shipped.questions:
        _agrees(question, told[question.id])


def _agrees(question: Question, told: dict[str, object]) -> None:
    text, options = squashed(str(told["text"])), told["options"]
    if isinstance(question, Choice):
        assert isinstance(options, list)
        right = [squashed(shown) for is_right, shown in options if is_right]
        assert len(options) == len(question.options), question.id
        assert len(right) == len(keys(question)), question.id
        for key in keys(question):
            assert any(in_order(key, shown) for shown in right), (question.id, key)
    elif isinstance(question, Cloze):
        assert all(answer in text for answer in answers(question)), question.id
    else:
        assert in_order(answers(question), text), question.id


def test_every_choice_question_takes_its_key(shipped: Shipped, page: Page, page_files: list[str]) -> None:
    """A learner who is right is told that it is wrong."""
    wanted = {question.id: question for question in shipped.questions if isinstance(question, Choice)}
    done = 0
    for address in page_files:
        page.goto(address)
        for article in page.locator("[data-question]").all():
            question = wanted.get(article.get_attribute("data-question") or "")
            if question is None:
                continue
            for option in article.locator("[data-option]").all():
                text = squashed(option.inner_text())
                if any(re.fullmatch(rf"[A-L]?{re.escape(key[0])}(?!,).*", text) for key in keys(question)):
                    option.locator("input").check()
            article.get_by_role("button", name="Check").click()
            expect(article.locator("[data-result]")).to_contain_text("Right.")
            done += 1
    assert done == len(wanted)
