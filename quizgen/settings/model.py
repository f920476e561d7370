"""What ``quizgen.toml`` may say."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, field_validator, model_validator

from quizgen.model.base import Line, Strict


class Plugging(Strict):
    """The table ``[plugins]``.

    Attributes:
        use: names of installed distributions, whose simulators, outputs, importers and checks are used.
    """

    use: tuple[Line, ...] = ()


class Building(Strict):
    """The table ``[build]``.

    Attributes:
        to: the outputs.
    """

    to: Annotated[tuple[Literal["anki", "pdf", "site", "tsv", "crowdanki"], ...], Field(min_length=1)] | None = None


class Printing(Strict):
    """The table ``[print]``; its keys are the command line's options.

    Attributes:
        products: what is printed.
        sections: what the questions are put together by.
        paper: what is printed on.
        fillable: whether worksheets can be filled in on a screen.
        variants: names of variants, or how many.
        items: questions on a variant.
        seed: another one draws other variants.
        cards: how many cut-out cards to a sheet.
        flip: the edge on which the printer flips a sheet.
        embed_source: whether documents that tell answers carry what they were made from.
    """

    model_config = ConfigDict(alias_generator=lambda name: name.replace("_", "-"))

    products: (
        Annotated[tuple[Literal["worksheet", "key", "teacher", "study", "cards"], ...], Field(min_length=1)] | None
    ) = None
    sections: Literal["concept", "level"] | None = None
    paper: Literal["a4", "letter"] | None = None
    fillable: bool | None = None
    variants: str | None = None
    items: Annotated[int, Field(ge=1)] | None = None
    seed: Line | None = None
    cards: Literal["2x4", "1x1"] | None = None
    flip: Literal["long", "short"] | None = None
    embed_source: bool | None = None

    @field_validator("variants", mode="before")
    @classmethod
    def _joined(cls, given: object) -> object:
        """Take a list of names as well as one text of them."""
        if isinstance(given, list | tuple) and all(isinstance(name, str) for name in given):
            return ",".join(given)
        return given

    @field_validator("variants")
    @classmethod
    def _can_be_made(cls, text: str | None) -> str | None:
        from quizgen.variants import variant_names  # noqa: PLC0415 - only who prints variants waits for it

        if text is not None:
            variant_names(text)
        return text

    @model_validator(mode="after")
    def _variants_are_drawn(self) -> Self:
        if self.variants is None and (self.items is not None or self.seed is not None):
            raise ValueError("`items` and `seed` say how variants are drawn; say which with `variants`")
        return self


class Settings(Strict):
    """The whole file."""

    plugins: Plugging = Plugging()
    build: Building = Building()
    print: Printing = Printing()
