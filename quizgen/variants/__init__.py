"""Variants of a worksheet: other questions, in another order, of the same difficulty; and the key to each of them.

Values in, values out: a lesson's cards go in, each sheet's cards and answers come out. How a sheet looks is the
business of `quizgen.exporters.pdf`; the key is found again from a sheet's code alone (`variant_of` in
`quizgen.variants.sheets`), which needs no PDF.

    request ──draw──> cards of each sheet ──shuffle──> variants ──answers──> key as text, CSV, JSON
                            │
    content ──fingerprint───┴──> codes
"""

from __future__ import annotations

from quizgen.variants.codes import Code, CodeProblem
from quizgen.variants.sheets import Request, RequestProblem, Variant, make, variant_names

__all__ = ["Code", "CodeProblem", "Request", "RequestProblem", "Variant", "make", "variant_names"]
