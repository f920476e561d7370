"""The press: from HTML to the bytes of PDFs, in processes that can be ended at any time.

It knows no lesson and no card. A sheet goes in; a document comes out, or why there is none.

Processes that print are started with this package, so that it imports nothing that they have no need of.
"""

from __future__ import annotations


class PressError(Exception):
    """Something that cannot be printed; the message says why."""
