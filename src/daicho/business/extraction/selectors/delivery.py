"""Delivery (抽出結果の受取り): whether the file of an order may be taken now: the right, the town's switch, its time, its people."""

from __future__ import annotations

from uuid import UUID

from daicho.business.extraction.commands.ask_order import FILE_RIGHT
from daicho.business.extraction.commands.steps import basis_on, order_row, shield_now
from daicho.business.extraction.domain.orders import Form
from daicho.business.extraction.models import OrderMember
from daicho.foundation.staff.public import check_file_delivery
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Conflict


def check_delivery(access: Access, *, order: UUID) -> None:
    """Raise unless the file may leave; asked within the act that opens it.

    `Missing` for somebody else's order, `Refused` without the right to files, `Conflict` when its time is over or
    somebody in it came under protection since.
    """
    row = order_row(access, order)
    if Form(row.form).is_file:
        check_file_delivery(access, FILE_RIGHT)
    if row.expires_on is None or row.expires_on < business_today():
        raise Conflict(
            "この抽出結果は、利用できる期間を過ぎています。",
            why="作った時点の記載で、今の台帳と違うことがあります。",
            remedy="必要なら、抽出を依頼し直してください。",
            code="extraction.expired",
        )
    hidden = shield_now(basis_on(row.basis)).hidden
    if OrderMember.objects.filter(order=row, person__in=hidden).exists():
        raise Conflict(
            "この抽出結果には、作った後に抑止された人が載っています。",
            why="支援措置や抑止のある人を、載せて渡すことはできません。",
            remedy="抽出を依頼し直してください。前の結果を持っているときは廃棄してください。",
            code="extraction.shielded",
        )
