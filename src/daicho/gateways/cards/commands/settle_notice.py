"""Settle a notice (保留した通知の処理): tried again once the register or the card is right, or closed with a word."""

from __future__ import annotations

from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.public import Accepted, Refused, settle_held
from daicho.foundation.staff.public import check_may
from daicho.gateways.cards.audit_types import NOTICE_SETTLED
from daicho.gateways.cards.commands.take_notice import apply_notice, body_of
from daicho.gateways.cards.domain.notices import Standing
from daicho.gateways.cards.models import CardNotice
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict, Invalid, Problem
from daicho.kernel.matters import Matter

NOTICE = Matter("通知", found_in="カードの通知の一覧", code="card_notice")


def settle_notice(access: Access, *, notice: UUID, again: bool, words: str = "") -> Standing:
    """Try a held notice again, or close it: `words` then say why, and the card system hears that it was refused.

    `Conflict` when it is not held any more, or still cannot have its effect.
    """
    check_may(access, "cards.notices")
    with recorded(access, NOTICE_SETTLED) as note:
        row = CardNotice.objects.select_for_update().filter(key=notice).first()
        if row is None:
            raise NOTICE.missing()
        standing = Standing(row.state)
        NOTICE.check_standing(standing is Standing.HELD, state=standing.label)
        if again:
            row.state, row.card = _apply(access, row)
        else:
            row.state = _closed(words)
        row.sealed = None
        row.settled_at, row.settled_by = business_now(), access.staff_key
        row.settled_words = words.strip()
        row.save(
            update_fields=["state", "card", "sealed", "settled_at", "settled_by", "settled_words"]
        )
        settle_held(row.message, Accepted() if again else Refused((_refusal(),)))
        note.say(notice=row.notice, state=row.state, words=row.settled_words)
    return Standing(row.state)


def _apply(access: Access, row: CardNotice) -> tuple[str, UUID | None]:
    standing, why, card = apply_notice(access, body_of(row))
    if standing is Standing.HELD:
        raise Conflict(
            "まだ反映できません。",
            why=why,
            remedy="住民票とカードを確かめてから、もう一度反映するか、反映せずに終えてください。",
            code="card_notice.held",
        )
    return standing.value, card.key if card else None


def _closed(words: str) -> str:
    if not words.strip():
        raise Invalid(
            [
                Problem(
                    "card_notice.words",
                    "words",
                    "反映しない理由がありません。",
                    "なぜ反映しなかったかを残します。",
                    "理由を入力してください。",
                )
            ]
        )
    return Standing.CLOSED.value


def _refusal() -> Problem:
    return Problem(
        "card_notice.refused",
        "",
        "市区町村の職員が確かめ、反映しませんでした。",
        "通知のとおりのカードや住民がありません。",
        "通知の内容を確かめてください。",
    )
