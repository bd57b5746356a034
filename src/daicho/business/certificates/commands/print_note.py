"""Print note (印刷ログ, STD-10.2/m8): what every entry says of what was printed; who, when and where are the entry's own.

Whether a 個人番号 was on it is the entry's `number_shown`.
"""

from __future__ import annotations

from collections.abc import Sequence

from daicho.business.certificates.domain.papers import title_of
from daicho.foundation.audit.public import Note

PREVIEW, PDF, BATCH_FILE = "プレビュー", "PDF", "ファイル"


def say_print(
    note: Note,
    *,
    paper: str,
    output: str,
    pages: int,
    sealed: bool,
    numbers: Sequence[str] = (),
    files: Sequence[str] = (),
    **more: object,
) -> None:
    """タイトル, 枚数, 公印出力の有無, 出力形式, 発行番号 and 対象ファイル名; `files` where they are not one a number."""
    note.say(
        form=paper,
        title=title_of(paper),
        output=output,
        pages=pages,
        seal="有" if sealed else "無",
        numbers=list(numbers),
        files=list(files) or [file_name(number) for number in numbers],
        **more,
    )


def file_name(number: str) -> str:
    """The name of a sheet's file."""
    return f"{number.replace(' ', '-')}.pdf"
