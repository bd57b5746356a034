"""Settlers (送った通知の結果): what the other side said of a notice, and of 附票本人確認情報."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from daicho.foundation.lines.public import Settled, Settler
from daicho.gateways.family_register.domain.notices import (
    ANNEX_MISMATCH,
    ANNEX_NOTICE,
    ANNEX_UPDATE,
    DOMICILE_MOVED,
    REGISTER_NOTICE,
    Sending,
)
from daicho.gateways.family_register.models import AnnexEntry, Told
from daicho.kernel.clock import real_now


def notice_settled(settled: Settled) -> None:
    """The state of a notice, with the other side's words where it was refused."""
    words = "".join(f"{p.what}{p.why}" for p in settled.problems)
    Told.objects.filter(message=settled.id).update(
        state=Sending(settled.outcome).value,
        settled_at=real_now(),
        settled_words=words if settled.outcome != Sending.ACCEPTED else "",
    )


def update_settled(settled: Settled) -> None:
    """The state of the 附票本人確認情報 of an entry (FAM-009)."""
    AnnexEntry.objects.filter(update=settled.id).update(update_state=Sending(settled.outcome).value)


SETTLERS: Final[Mapping[str, Settler]] = {
    ANNEX_NOTICE: notice_settled,
    ANNEX_MISMATCH: notice_settled,
    REGISTER_NOTICE: notice_settled,
    DOMICILE_MOVED: notice_settled,
    ANNEX_UPDATE: update_settled,
}
