"""Small lessons for tests: a head to put items below, and a file of it to load."""

from __future__ import annotations

from pathlib import Path

HEAD = """\
format: lesson/1
id: small
title: A small lesson
subject: testing
level: junior
license: CC0-1.0
released: 2026-01-31
sources: {paper: {title: A paper}}
scenarios:
  elected: {simulator: raft, servers: 3, events: [{elect: S1}, {run: 100ms}], explore: {seeds: 3}}
"""
CONCEPTS = "concepts: [{id: thing, name: Thing, definition: A thing., cite: paper §1}]\n"


def lesson(body: str, name: str = "small") -> str:
    """Return a whole lesson; ``body`` begins with ``items:``, or with ``concepts:`` if the usual one will not do."""
    concepts = "" if body.startswith("concepts:") else CONCEPTS
    return HEAD.replace("id: small", f"id: {name}") + concepts + body


def lines_before(body: str) -> int:
    """Return how many lines of `lesson` come before the body."""
    return lesson(body).count("\n") - body.count("\n")


def write(folder: Path, body: str, name: str = "small") -> Path:
    """Write a lesson into a folder, and return the file."""
    file = folder / f"{name}.yaml"
    file.write_text(lesson(body, name), encoding="utf-8")
    return file
