"""What documents are called."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.exporters import ExportError
from quizgen.exporters.pdf.exporting import export
from quizgen.exporters.pdf.names import check_names, pdf_name, table_name
from quizgen.exporters.pdf.options import TO_CHOOSE, PrintOptions
from quizgen.exporters.pdf.products import PRODUCTS
from tests.exporters.samples import sample_lesson

TAILS = ["", "-variant", "-variants", "-variant-a", "-variant-key", "-key", "-variants-key", "-worksheet", "-1-of-2"]
IDS = st.lists(st.sampled_from([f"x{tail}" for tail in TAILS]), min_size=1, max_size=6, unique=True)
OPTIONS = st.builds(
    lambda products, variants: PrintOptions(products=products, variants=variants or None),
    st.lists(st.sampled_from(TO_CHOOSE), min_size=1, unique=True).map(tuple),
    st.lists(st.sampled_from(["A", "KEY", "STUDY", "1", "CARDS"]), unique=True).map(tuple),
)


@settings(max_examples=30, deadline=None)
@given(IDS, OPTIONS)
def test_no_two_documents_are_written_to_one_file(ids: list[str], options: PrintOptions) -> None:
    """One lesson's key replaces another's, and a class is marked by the wrong one; or what can be printed is not."""
    few = replace(sample_lesson(), cards=sample_lesson().cards[:2])
    lessons = [replace(few, id=name) for name in ids]
    names = [
        pdf_name(lesson.id, product, document.suffix).lower()
        for lesson in lessons
        for product in options.printed
        for document in PRODUCTS[product].documents(lesson, options)
    ]
    if len(set(names)) == len(names):
        check_names(lessons, options)
    else:
        with pytest.raises(ExportError, match="which is one file"):
            check_names(lessons, options)


@given(IDS)
def test_tables_of_several_lessons_have_names_of_their_own(ids: list[str]) -> None:
    """As above, for whoever marks with a spreadsheet."""
    names = {table_name(name, ending).lower() for name in ids for ending in ("csv", "json")}
    assert len(names) == 2 * len(ids)


@pytest.mark.parametrize(
    ("other", "variants"), [("sample-variants", ("A",)), ("sample-variant", ("KEY",))], ids=["all", "case"]
)
def test_lessons_whose_documents_meet_are_named(other: str, variants: tuple[str, ...], tmp_path: Path) -> None:
    """The author waits for the print, and is not told which two lessons, nor what to do."""
    options, steps = PrintOptions(variants=variants, products=("worksheet", "key")), list[str]()
    lessons = [sample_lesson(), replace(sample_lesson(), id=other)]
    with pytest.raises(ExportError) as told:
        export(lessons, tmp_path, steps.append, options)
    assert "lesson sample would be printed to sample-variant" in str(told.value)
    assert f"and lesson {other} to {other}-key.pdf, which is one file; print one of the two" in str(told.value)
    assert steps == []
    assert list(tmp_path.iterdir()) == []
