"""Widths (全角・半角): what a Japanese keyboard types wide is read as the plain ASCII character."""

from __future__ import annotations

_WIDE_TO_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord("\u3000"): " ",
    ord("￥"): "¥",
    ord("−"): "-",
    ord("‐"): "-",
    ord("‑"): "-",
    ord("–"): "-",
    ord("—"): "-",
}


def half_width(text: str) -> str:
    """Fold full-width ASCII (全角英数記号), its space, yen sign and dashes; leave all else alone.

    Narrower than NFKC on purpose: circled or superscript digits are not digits.
    """
    return text.translate(_WIDE_TO_PLAIN)
