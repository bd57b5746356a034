"""Lines (ログの一行): what the system log says, and what it never does.

A line holds references and codes, never a name, an address or a number of a resident (house style 30): only the
fields listed here are written, text is cut, long runs of digits are covered, and of an error its type, its codes and
its place in the program are kept, never its message, which a database fills with what somebody typed.
"""

from __future__ import annotations

import json
import re
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from daicho.kernel.number_items import number_in

LONGEST: Final = 200
FRAMES: Final = 8
# Besides numbers and truth values, which are written under any name.
WORDS: Final = frozenset(
    {
        "code",
        "errno",
        "error",
        "job",
        "kind",
        "machine",
        "method",
        "node",
        "part",
        "process",
        "reference",
        "role",
        "route",
        "screen",
        "signal",
        "sqlstate",
        "staff",
        "system",
        "terminal",
        "version",
    }
)
_EVENT: Final = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*")
_DIGITS: Final = re.compile(r"\d{9,}")
_CONNECTION: Final = ("08", "57P", "53300")

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


class LineKind(StrEnum):
    """The three logs of the machinery (STD-10.2)."""

    EVENT = "event"
    COMMUNICATION = "communication"
    ERROR = "error"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS: Final = {
    LineKind.EVENT: "イベントログ",
    LineKind.COMMUNICATION: "通信ログ",
    LineKind.ERROR: "エラーログ",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `reference` is that of the request or job; `facts` is the rest, in the order in which it was said."""

    at: datetime
    kind: LineKind
    level: str
    event: str
    process: str = ""
    reference: str = ""
    staff: str = ""
    terminal: str = ""
    screen: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)  # Any: whatever JSON holds

    @property
    def title(self) -> str:
        """The event in words, and the process that said it."""
        words = EVENT_LABELS.get(self.event, self.event)
        return f"{words}（{self.process}）" if self.process else words

    @property
    def sentence(self) -> str:
        """The facts in one line for a person."""
        return "、".join(f"{FACT_LABELS.get(k, k)} {_said(v)}" for k, v in self.facts.items())

    def to_json(self) -> str:
        said = {
            "at": self.at.isoformat(timespec="microseconds"),
            "kind": self.kind.value,
            "level": self.level,
            "event": self.event,
        }
        said |= {name: getattr(self, name) for name in _OWN if getattr(self, name)}
        return json.dumps({**said, **self.facts}, ensure_ascii=False, separators=(",", ":"))


_OWN: Final = ("process", "reference", "staff", "terminal", "screen")
EVENT_LABELS: Final = {
    "audit.head_went_back": "証跡の先端が前に戻っている",
    "database.connected": "データベースへの接続",
    "database.refused": "データベースに接続できない",
    "django.request": "画面の要求の誤り",
    "django.security.csrf": "正しくない送信元からの要求",
    "django.security.disallowedhost": "正しくないホスト名の要求",
    "jobs.database_away": "データベースの応答がない（バッチ処理）",
    "jobs.ended_badly": "バッチ処理の異常終了",
    "jobs.overtaken": "バッチ処理を別のプロセスが引き継いだ",
    "jobs.started": "バッチ処理の起動",
    "jobs.stopped": "バッチ処理の停止",
    "web.slow": "画面の応答が遅い",
    "web.started": "画面の起動",
    "worker.database_away": "データベースの応答がない（裏方の処理）",
    "worker.head_not_anchored": "証跡の先端を控えられない",
    "worker.started": "裏方の処理の起動",
    "worker.stopped": "裏方の処理の停止",
}
"""The words for an event; one without words is shown by its name."""
FACT_LABELS: Final = {
    "attempt": "回",
    "code": "コード",
    "errno": "OSのエラー番号",
    "error": "誤りの種類",
    "job": "バッチ処理",
    "machine": "処理した機械",
    "method": "方法",
    "part": "相手",
    "places": "プログラムの箇所",
    "role": "データベースの役割",
    "route": "画面の所在",
    "seconds": "秒数",
    "sqlstate": "SQLSTATE",
    "status": "応答の番号",
    "system": "システムの誤り",
    "version": "版",
}


def read_line(raw: bytes) -> Line | None:
    """A line as it was written; None for one torn by a power cut, or for something else altogether."""
    try:
        said = json.loads(raw)
        return Line(
            at=datetime.fromisoformat(said.pop("at")),
            kind=LineKind(said.pop("kind")),
            level=said.pop("level"),
            event=said.pop("event"),
            **{name: str(said.pop(name, "")) for name in _OWN},
            facts=said,
        )
    except (ValueError, KeyError, AttributeError, TypeError):
        return None


def safe_event(name: str) -> str:
    """The name of an event; one that is no such name is not repeated."""
    plain = name.lower()
    return plain if _EVENT.fullmatch(plain) and len(plain) < LONGEST else "unnamed"


def safe_facts(given: Mapping[str, object]) -> dict[str, object]:
    """What may be written of what was said, and the names of what may not."""
    kept: dict[str, object] = {}
    left_out = []
    for name, value in given.items():
        if value is None or value == "":
            continue
        if number_in(name):
            left_out.append(name)
        elif isinstance(value, (bool, int, float)) and abs(value) < 1_000_000_000:
            kept[name] = value
        elif name in WORDS:
            kept[name] = safe_text(str(value))
        else:
            left_out.append(safe_text(name))
    if left_out:
        kept["left_out"] = left_out
    return kept


def safe_text(text: str) -> str:
    """Text without line breaks, cut, and without runs of digits that could be a number of the register."""
    return _DIGITS.sub("●", " ".join(text.split()))[:LONGEST]


def facts_of_error(error: BaseException) -> dict[str, object]:
    """Of an error: its type, the codes of the system, and where in the program it came from."""
    cause = error.__cause__ or error
    sqlstate = getattr(error, "sqlstate", None) or getattr(cause, "sqlstate", None)
    errno = getattr(cause, "errno", None)
    found = {
        "error": type(cause).__name__,
        "code": getattr(error, "reason_code", ""),
        "sqlstate": sqlstate if isinstance(sqlstate, str) else "",
        "errno": errno if isinstance(errno, int) else None,
        "places": [
            f"{Path(frame.filename).name}:{frame.lineno}"
            for frame in traceback.extract_tb(error.__traceback__)[-FRAMES:]
        ],
    }
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def kind_of(*, level: int, part: bool, error: BaseException | None) -> LineKind:
    """Which of the three logs: what concerns the other end of a line is 通信ログ, whatever its level."""
    if part or (error is not None and _is_of_the_line(error)):
        return LineKind.COMMUNICATION
    return LineKind.ERROR if level >= _ERROR else LineKind.EVENT


_ERROR: Final = 40


def _is_of_the_line(error: BaseException) -> bool:
    """Whether an error says that the other end went away or does not answer."""
    cause = error.__cause__ or error
    if isinstance(error, (ConnectionError, TimeoutError)):
        return True
    state = getattr(cause, "sqlstate", None)
    if isinstance(state, str):
        return state.startswith(_CONNECTION)
    return type(error).__name__ in ("OperationalError", "InterfaceError")


def _said(value: object) -> str:
    return "・".join(str(v) for v in value) if isinstance(value, list) else str(value)
