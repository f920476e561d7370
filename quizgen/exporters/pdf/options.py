"""What is to be printed, as the command line and ``quizgen.toml`` say it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Self, get_args

from pydantic import AfterValidator, BeforeValidator, Field, PrivateAttr, StringConstraints, model_validator

from quizgen.exporters.api import OnCommandLine, Options

if TYPE_CHECKING:
    from quizgen.variants import Request

Product = Literal["worksheet", "key", "teacher", "study", "cards"]

TO_CHOOSE: tuple[Product, ...] = get_args(Product)
"""What can be chosen by name, in `quizgen.exporters.pdf.products.PRODUCTS`; the others are made of variants."""


def _names(given: object) -> object:
    """Take names as one text and as a list, or a number of them."""
    from quizgen.variants import variant_names  # noqa: PLC0415 - only who prints variants waits for it

    if isinstance(given, list | tuple):
        given = ",".join(map(str, given))
    if isinstance(given, bool) or not isinstance(given, str | int):
        raise ValueError("should be names, as text or as a list, or how many")  # noqa: TRY004 - told to an author
    return variant_names(str(given))


def _can_be_made(items: int) -> int:
    from quizgen.variants.sheets import check_items  # noqa: PLC0415 - as above

    check_items(items)
    return items


class PrintOptions(Options):
    """What is to be printed. The descriptions of its fields are the help of the command line."""

    products: Annotated[
        tuple[Product, ...],
        Field(
            min_length=1,
            description="What to print: any of worksheet, key, teacher (key with drawn runs), study (what there is to "
            "learn), cards (to cut out), with commas.",
        ),
        OnCommandLine("product"),
    ] = ("worksheet", "key")
    paper: Annotated[Literal["a4", "letter"], Field(description="The paper.")] = "a4"
    cards: Annotated[Literal["2x4", "1x1"], Field(description="Cards on a sheet; 1x1 is an index card.")] = "2x4"
    flip: Annotated[
        Literal["long", "short"], Field(description="The edge on which the printer flips sheets of cards.")
    ] = "long"
    variants: Annotated[
        Annotated[tuple[str, ...], BeforeValidator(_names)] | None,
        Field(
            description="Print variants of the worksheet with these names, or this many, instead of worksheet and key."
        ),
        OnCommandLine(metavar="A,B,C|N"),
    ] = None
    items: Annotated[
        Annotated[int, AfterValidator(_can_be_made)] | None,
        Field(description="Questions on each variant."),
        OnCommandLine(metavar="N", usual="all; of a family one"),
    ] = None
    seed: Annotated[
        Annotated[str, StringConstraints(max_length=300)] | None,
        Field(description="Draw and shuffle the variants in another way."),
        OnCommandLine(metavar="TEXT"),
    ] = None
    sections: Annotated[Literal["concept", "level"], Field(description="What questions are put together by.")] = (
        "concept"
    )
    fillable: Annotated[bool, Field(description="Worksheets that can be filled in on a screen.")] = False
    embed_source: Annotated[bool, Field(description="Attach the lesson's file and receipts to keys.")] = False

    _content: Path | None = PrivateAttr(None)

    @model_validator(mode="after")
    def _variants_are_drawn(self) -> Self:
        if self.variants is None and (self.items is not None or self.seed is not None):
            raise ValueError("`items` and `seed` say how variants are drawn; say which with `variants`")
        return self

    @classmethod
    def merged(cls, usual: Mapping[str, object], given: Mapping[str, object]) -> Mapping[str, object]:
        """Whoever names products or variants says anew what is printed."""
        anew = not given.keys().isdisjoint({"products", "variants"})
        replaced = {"products", "variants", "items", "seed"} if anew else set()
        return {**{name: value for name, value in usual.items() if name not in replaced}, **given}

    def without_effect(self, given: Collection[str]) -> str:
        """Tell of what is asked of cards, if there are none."""
        if "cards" in self.products or not ({"flip", "cards"} & set(given)):
            return ""
        return "`flip` and `cards` are for cards to cut out; add cards to `products`"

    def for_content(self, content: Path) -> Self:
        """Return the same for lessons that were read there: what was printed before is not kept within it."""
        known = self.model_copy()
        known._content = content  # noqa: SLF001 - its own
        return known

    @property
    def content(self) -> Path | None:
        """Where the lessons were read from; None if that is unknown, and nothing is kept."""
        return self._content

    @property
    def printed(self) -> tuple[str, ...]:
        """The names of what is printed: variants before what is named, and instead of what is not."""
        made = () if self.variants is None else ("variant", "variants-key")
        if made and "products" not in self.model_fields_set:
            return made
        return (*made, *(name for name in TO_CHOOSE if name in self.products))

    @property
    def request(self) -> Request | None:
        """Which variants are asked for, if any are."""
        from quizgen.variants import Request  # noqa: PLC0415 - as above

        return Request(self.variants, self.items, self.seed or "") if self.variants else None
