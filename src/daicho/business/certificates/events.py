"""Events of certificates (証明・通知の出来事)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from daicho.kernel.events import Event


@dataclass(frozen=True, slots=True)
class MoveOutInformationReady(Event):
    """転出証明書情報 of a 特例転出 waits to be sent to the 住基ネットCS, once (STD-4.1.3.0.4)."""

    kind: ClassVar[str] = "certificates.move_out_information_ready"

    case: str
