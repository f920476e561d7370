"""What is mended in a PDF before it is written, so that who hears it gets the same as who sees it (ISO 14289-1).

WeasyPrint 70 writes tags, and leaves open: the feet of pages, which are read out as if they were text; headers of
tables that do not say whether they head a row or a column; links that are not printed; and the fields of one choice,
each of which is a field of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import Any

_PRINTED = 4
"""The flag of an annotation that is printed (ISO 32000-1, table 165)."""


def mend(pdf: Any) -> None:  # noqa: ANN401  # neither WeasyPrint nor pydyf has types
    """Mend a `pydyf.PDF` in place."""
    tags = {element.reference: element for element in pdf.objects if _of_kind(element, "/StructElem")}
    read = set(_read(pdf, tags))
    if pdf.pages["Count"] > 1:
        _take_out_what_is_not_read(pdf, tags, read)
    else:
        read |= set(_let_be_read(tags, read))
    elements = [tags[reference] for reference in tags if reference in read]
    for element in elements:
        if element["S"] == "/TH":
            row = tags[element["P"]]
            element["A"]["Scope"] = "/Column" if tags[row["P"]]["S"] == "/THead" else "/Row"
    for annotation in [each for each in pdf.objects if _of_kind(each, "/Annot")]:
        annotation.setdefault("F", _PRINTED)
    _join_choices(pdf)


def _of_kind(thing: object, kind: str) -> bool:
    return isinstance(thing, dict) and thing.get("Type") == kind


def _read(pdf: Any, tags: dict[bytes, Any]) -> Iterator[bytes]:  # noqa: ANN401  # as above
    """Yield the references of all elements that belong to the tree of tags."""
    (root,) = [each for each in pdf.objects if _of_kind(each, "/StructTreeRoot")]
    waiting = list(root["K"])
    while waiting:
        reference = waiting.pop()
        if reference in tags:
            yield reference
            waiting += tags[reference]["K"]


def _take_out_what_is_not_read(pdf: Any, tags: dict[bytes, Any], read: set[bytes]) -> None:  # noqa: ANN401  # as above
    """Mark what is tagged and not in the tree, such as the feet of pages, as no part of the text (ISO 32000-1, 14.8.2).

    Nothing can point to it then, so that its tags are emptied.
    """
    objects = {each.reference: each for each in pdf.objects}
    (root,) = [each for each in pdf.objects if _of_kind(each, "/StructTreeRoot")]
    numbers = objects[root["ParentTree"]]["Nums"]
    of_page = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for page in (each for each in pdf.objects if _of_kind(each, "/Page")):
        owners = of_page[page["StructParents"]]
        unread = {number for number, owner in enumerate(owners) if owner not in read}
        content = objects[page["Contents"]].stream
        for place, entry in enumerate(content):
            if isinstance(entry, dict) and entry.get("MCID") in unread:
                content[place - 1 : place + 1] = [b"/Artifact", b"<</Type /Pagination>>"]
        for number in unread:
            owners[number] = b"null"
    for reference, element in tags.items():
        if reference not in read:
            element.clear()


def _let_be_read(tags: dict[bytes, Any], read: set[bytes]) -> Iterator[bytes]:
    """Put the foot of a single page behind all else that is read: it says what no other foot repeats."""
    (document,) = [each for each in tags.values() if each["S"] == "/Document"]
    for reference, element in tags.items():
        if reference not in read:
            yield reference
            if element["P"] == document.reference:
                document["K"].append(reference)


def _join_choices(pdf: Any) -> None:  # noqa: ANN401  # as above
    """Make the buttons of one choice one field, which is called by what the names of its buttons begin with."""
    buttons: list[Any] = [each for each in pdf.objects if isinstance(each, dict) and "Parent" in each and "FT" in each]
    names = {each.reference: each["TU"].string for each in buttons}
    if names:
        fields = pdf.catalog["AcroForm"]["Fields"]
        fields[:] = [reference for reference in fields if reference not in names]
    for button in buttons:
        del button["T"]
    for group in (each for each in pdf.objects if isinstance(each, dict) and "Kids" in each and "Opt" in each):
        letters = zip(*(names[kid] for kid in group["Kids"]), strict=False)
        shared = "".join(column[0] for column in takewhile(lambda column: len(set(column)) == 1, letters))
        group["TU"] = type(group["TU"])(shared.rstrip(", :"))
