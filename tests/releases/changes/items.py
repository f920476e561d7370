"""What an author does with whole items, concepts and pictures."""

from __future__ import annotations

from collections.abc import Mapping

from tests.releases.project import Change, Project, adding, all_of, item, picture, replacing, without

NEW_ITEM = """\
  - id: what-green-means
    kind: numeric
    concept: signal
    stem: How many lamps are there?
    answer: {value: 3, unit: lamps, cite: code §1}
"""
_RENAMED = replacing(("- id: why-amber\n", "- id: meaning-of-amber\n"))


def _renamed_in_lock(project: Project) -> None:
    lines = project.lock.read_text(encoding="utf-8").splitlines(keepends=True)
    items = sorted(line.replace(" why-amber ", " meaning-of-amber ") for line in lines if line.startswith("item "))
    place = next(number for number, line in enumerate(lines) if line.startswith("item "))
    lines[place : place + len(items)] = items
    project.lock.write_text("".join(lines), encoding="utf-8")


def _reordered(project: Project) -> None:
    before, moved, after = item(project.lesson("traffic").read_text(encoding="utf-8"), "what-red-means")
    start, second, end = item(before + after, "which-colours")
    project.lesson("traffic").write_text(start + second + moved + end, encoding="utf-8")


def _moved(project: Project) -> None:
    _, moved, _ = item(project.lesson("traffic").read_text(encoding="utf-8"), "what-red-means")
    without("what-red-means")(project)
    adding(moved, lesson="parking")(project)


def _renamed_picture(project: Project) -> None:
    (project.content / "cars.png").rename(project.content / "two-cars.png")
    project.replace("(cars.png)", "(two-cars.png)")


def _equal_name(project: Project) -> None:
    (project.content / "more").mkdir()
    (project.content / "more" / "cars.png").write_bytes(picture(140))
    project.replace("(sign.png)", "(more/cars.png)", "parking")


ITEMS: Mapping[str, Change | tuple[Change, ...]] = {
    "item added": adding(NEW_ITEM, before="which-colours"),
    "item added at the end": adding(NEW_ITEM),
    "item removed": without("what-red-means"),
    "cloze removed": without("lamps"),
    "withdrawn item comes back": (without("what-red-means"), lambda project: project.restore()),
    "withdrawn cloze comes back in a later edition": (
        without("lamps"),
        replacing(("released: 2026-01-31", "released: 2026-03-31")),
        lambda project: project.restore(),
    ),
    "items in another order": _reordered,
    "item moved to another lesson": _moved,
    "item renamed, in the lockfile too": all_of(_RENAMED, _renamed_in_lock),
    "item renamed in the content alone": _RENAMED,
    "family gets another value": replacing(("70, 80]", "70, 80, 90]")),
    "family loses a value": replacing(("70, 80]", "70]")),
    "family reworded": replacing(("How fast may you be in a zone", "How fast may you drive in a zone")),
    "family's variable renamed": replacing(
        ("{zone: [", "{limit: ["), ("zone of {{ zone }}", "zone of {{ limit }}"), ('"{{ zone }}"', '"{{ limit }}"')
    ),
    "family becomes a single item": replacing(
        ("    for_each: {zone: [10, 20, 30, 40, 50, 60, 70, 80]}\n", ""),
        ("zone of {{ zone }}", "zone of 30"),
        ('"{{ zone }}"', "30"),
    ),
    "concept added": replacing(
        ("  - {id: brake,", "  - {id: amber, name: Amber, definition: Wait., cite: code §1}\n  - {id: brake,")
    ),
    "concept removed with its item": all_of(
        without("way-to-stop"),
        replacing(("  - {id: brake, name: Brake, definition: What makes a car slow., cite: book p. 3}\n", "")),
    ),
    "concept moved to another lesson": all_of(
        replacing(("  - {id: brake, name: Brake, definition: What makes a car slow., cite: book p. 3}\n", "")),
        replacing(
            ("items:\n", "  - {id: brake, name: Brake, definition: What makes a car slow., cite: code §3}\nitems:\n"),
            lesson="parking",
        ),
    ),
}
"""Items and concepts that come, go and move; a tuple is one release after the other."""

PICTURES: Mapping[str, Change] = {
    "picture changed": lambda project: project.draw("cars.png", 200),
    "picture renamed": _renamed_picture,
    "picture taken out": replacing((" ![two cars](cars.png)", "")),
    "picture described better": replacing(("two cars", "two cars at a crossing")),
    "picture added": all_of(
        lambda project: project.draw("lamp.png", 60),
        replacing(("does red maen?", "does red maen? ![a lamp](lamp.png)")),
    ),
    "picture replaced by one of the same name elsewhere": _equal_name,
    "two pictures swapped": all_of(
        lambda project: project.draw("cars.png", 90), lambda project: project.draw("sign.png", 20)
    ),
}
"""Files that cards show."""
