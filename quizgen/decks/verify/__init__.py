"""A deck's answers, computed again from the deck alone.

Each note carries a receipt (`quizgen.render.receipts`). Together with what the note marks as right it is rebuilt as the
item that an author would have written, and judged by the same simulators and checks as content is. No memory of earlier
simulations is used.

What that proves: the claims of the receipts are true of the scenarios in them; keys, values, orders and pairs are
marked as the claims say; and neither a text nor a receipt was changed alone. What it cannot prove: that a claim says
what its text says; that the deck comes from whom it seems to, since a seal is no signature; that no note is missing.
"""

from __future__ import annotations

from quizgen.decks.verify.judging import verify
from quizgen.decks.verify.verification import Status, Verification, Verified

__all__ = ["Status", "Verification", "Verified", "verify"]
