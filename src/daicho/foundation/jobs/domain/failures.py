"""Failures (異常終了の理由): what a run that raised leaves behind: a code, words, and the system's own error code.

The system's part holds codes and names of parts (SQLSTATE, errno, a type, a line of the program), never its message:
that of a database may quote a resident's name (house style 30).
"""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from daicho.kernel.errors import DaichoError, Refused

_LOST_CONNECTION: Final = ("08", "57P")


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a run did not end as done; `refused` when its asker may not do it (any more)."""

    code: str
    words: str
    system: str = ""
    refused: bool = False


def failure_of(error: BaseException) -> Failure:
    """What is kept of an error."""
    if isinstance(error, DaichoError):
        return Failure(error.reason_code, error.message, refused=isinstance(error, Refused))
    return Failure(
        "jobs.broken",
        "処理の途中で誤りが起きました。書き終えた分のほかは、何も変わっていません。"
        "エラーコードと受付の番号を管理担当に知らせてください。",
        system=f"{_system_words(error)}　{_place_of(error)}".strip(),
    )


def counts_differ(wanted: int, made: int) -> Failure:
    """The two counts of a run differ (REG-094)."""
    return Failure(
        "jobs.counts_differ",
        f"対象は{wanted}件ですが、出力は{made}件です。件数が合わないため、完了にしていません。"
        "結果を使わずに、もう一度行ってください。",
    )


LOST_TOO_OFTEN: Final = Failure(
    "jobs.lost",
    "処理する機械が、この処理の途中で何度も止まりました。原因を確かめてから、もう一度行ってください。",
    system="実行のプロセスの消失",
)
UNKNOWN_KIND: Final = Failure(
    "jobs.kind_unknown",
    "この種類の処理は、今のシステムにはありません。ほかの種類で行ってください。",
)


def sqlstate_of(error: BaseException) -> str:
    """The database's error code, or nothing; Django hides the driver's error behind its own."""
    for each in (error, error.__cause__):
        state = getattr(each, "sqlstate", None)
        if isinstance(state, str):
            return state
    return ""


def is_connection_lost(error: BaseException) -> bool:
    """Whether a database error says that the server went away, rather than that it refused something."""
    state = sqlstate_of(error)
    return not state or state.startswith(_LOST_CONNECTION)


def _system_words(error: BaseException) -> str:
    name = type(error.__cause__ or error).__name__
    state = sqlstate_of(error)
    if state:
        return f"PostgreSQL SQLSTATE {state}（{name}）"
    if isinstance(error, OSError) and error.errno is not None:
        return f"OS errno {error.errno}（{error.strerror}）"
    return name


def _place_of(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
