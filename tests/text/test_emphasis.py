"""Emphasis beside wide letters and marks."""

# ruff: noqa: RUF001 - marks of Chinese are what this is about

from __future__ import annotations

import pytest

from quizgen.text.markdown import to_inline_html


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("请注意：**必须（总是）**加锁", "请注意：<strong>必须（总是）</strong>加锁"),
        ("加锁，**“锁”**也要释放", "加锁，<strong>“锁”</strong>也要释放"),
        ("**先加锁。**再写入。", "<strong>先加锁。</strong>再写入。"),
        ("太郎は**「こんにちは」**と言った", "太郎は<strong>「こんにちは」</strong>と言った"),
        ("**한국어(Korean)**는", "<strong>한국어(Korean)</strong>는"),
        ("中文**`code`**中文", "中文<strong><code>code</code></strong>中文"),
        ("先**加锁**，***（总是）***再写", "先<strong>加锁</strong>，<em><strong>（总是）</strong></em>再写"),
    ],
)
def test_bold_stands_beside_wide_letters_and_marks(written: str, shown: str) -> None:
    """A Chinese, Japanese or Korean learner reads asterisks, and in bold what the author did not mark."""
    assert to_inline_html(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**a** and *b*", "<strong>a</strong> and <em>b</em>"),
        ('a**"b"**c', 'a**"b"**c'),
        ("价格* 见注*", "价格* 见注*"),
        ("锁 ** 锁", "锁 ** 锁"),
    ],
)
def test_all_else_is_as_commonmark_says(written: str, shown: str) -> None:
    """Texts of earlier lessons change their look."""
    assert to_inline_html(written) == shown
