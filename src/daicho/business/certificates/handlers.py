"""Handlers (出来事を受けて): what certificates do when a movement has been approved."""

from __future__ import annotations

from uuid import UUID

from daicho.business.certificates.domain.notice_subjects import NOTIFICATION, SPECIAL_MOVE_OUT
from daicho.business.certificates.events import MoveOutInformationReady
from daicho.foundation.outbox.models import Message
from daicho.foundation.outbox.public import emit
from daicho.registers.residents.public import acts_of


def tell_move_out_information(message: Message) -> None:
    """A 特例転出 draws no paper: its 転出証明書情報 is made ready for the 住基ネットCS instead (住基法24条の2)."""
    if message.payload["movement"] != SPECIAL_MOVE_OUT:
        return
    case = str(message.payload["case"])
    if any(act.basis == NOTIFICATION for act in acts_of(UUID(case))):
        emit(MoveOutInformationReady(subjects=tuple(message.subjects), case=case))
