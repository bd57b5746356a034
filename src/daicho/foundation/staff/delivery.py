"""Delivery (ファイルでの引渡し): whether a town lets lists leave as files at all (practice.md §1, 21), and who may take one.

Some towns forbid extraction into files and media: `DAICHO_FILES=off` leaves screens and paper.
"""

from __future__ import annotations

from django.conf import settings

from daicho.foundation.staff.policy import check_may
from daicho.kernel.access import Access
from daicho.kernel.errors import Refused


def files_allowed() -> bool:
    """Whether the town lets lists of residents be taken as CSV, Excel or on media."""
    return bool(settings.LISTS_AS_FILES)


def check_file_delivery(access: Access, operation: str) -> None:
    """Raise `Refused` unless the town allows files and this actor holds the right to take them."""
    if not files_allowed():
        raise Refused(
            "一覧をファイルで受け取ることはできません。",
            why="この市町村は、CSV・Excelと媒体による受渡しを認めていません（設定 DAICHO_FILES が off）。",
            remedy="画面か紙で確かめてください。",
            code="delivery.files_off",
        )
    check_may(access, operation)
