"""Login names (利用者名): one spelling for each, so that a name is never two accounts nor counted
twice.
"""

from __future__ import annotations

import unicodedata


def canonical_login(text: str) -> str:
    """The one spelling: full and half width folded together, small letters, no spaces around."""
    return unicodedata.normalize("NFKC", text).strip().lower()
