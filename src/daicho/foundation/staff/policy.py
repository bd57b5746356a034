"""Policy (操作権限): who may do an operation of the table, with what is hidden from them."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum

from daicho.foundation.staff.operation import Operation
from daicho.foundation.staff.operations import MENU, OPERATIONS
from daicho.kernel.access import Access, Duty, Purpose
from daicho.kernel.errors import Refused


class HideableItem(StrEnum):
    """Items that can be hidden from one person on every screen (STD-10.4); never 続柄 nor 世帯主."""

    DOMICILE = "domicile"
    MY_NUMBER = "my_number"
    RESIDENT_CODE = "resident_code"
    RESIDENCE_STATUS = "residence_status"

    @property
    def label(self) -> str:
        return _ITEM_LABELS[self]


_ITEM_LABELS = {
    HideableItem.DOMICILE: "戸籍の表示",
    HideableItem.MY_NUMBER: "個人番号",
    HideableItem.RESIDENT_CODE: "住民票コード",
    HideableItem.RESIDENCE_STATUS: "在留資格等",
}


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """One heading of the menu with what the person may do under it."""

    title: str
    operations: tuple[Operation, ...]


def check_may(access: Access, code: str) -> None:
    """Raise `Refused`, saying what is missing, unless the access covers the operation.

    The system itself (batch jobs) is not tied to duties, purposes or terminals; nobody can be
    granted its duty.
    """
    operation = OPERATIONS[code]
    if access.has(Duty.SYSTEM):
        return
    if operation.duties and not access.has(*operation.duties):
        raise Refused(
            f"「{operation.title}」はできません。",
            why=f"{operation.duty_words}の職務が必要ですが、今日はその職務に就いていません。",
            remedy="必要な場合は、所属長を通じて管理担当に権限の付与を申請してください。",
            code="duty_missing",
        )
    if code in access.withheld:
        raise Refused(
            f"「{operation.title}」はできません。",
            why="所属または職務の事務分掌で、この処理を行わないことになっています。",
            remedy="必要な場合は、所属長を通じて権限設定の担当に申し出てください。",
            code="withheld_by_allotment",
        )
    if operation.personal and not access.terminal:
        raise Refused(
            f"「{operation.title}」はこの端末ではできません。",
            why="この端末は登録されていません。住民の情報は登録済みの端末だけで扱います。",
            remedy="管理担当に端末の登録を依頼してください。",
            code="terminal_unknown",
        )
    if access.purpose not in operation.purposes:
        words = "、".join(f"「{purpose.label}」" for purpose in operation.purposes)
        raise Refused(
            f"「{operation.title}」はできません。",
            why=f"今の利用目的は「{access.purpose.label}」です。この操作は{words}のために限られます。",
            remedy="利用目的を選び直してください。",
            code="purpose_not_covered",
        )


def may(access: Access, code: str) -> bool:
    """Whether the access covers the operation."""
    try:
        check_may(access, code)
    except Refused:
        return False
    return True


def purpose_for(code: str, *, chosen: str) -> Purpose:
    """The purpose of an operation: the person's choice if the operation knows it, otherwise its
    default.
    """
    purposes = OPERATIONS[code].purposes
    return next((p for p in purposes if p.value == chosen), purposes[0])


def menu_for(access: Access) -> tuple[MenuGroup, ...]:
    """The menu of one person: what their duties allow, whatever the purpose now chosen."""
    own = (o.group for o in OPERATIONS.values() if o.screen and o.group not in MENU)
    groups: dict[str, list[Operation]] = {title: [] for title in (*own, *MENU)}
    for operation in OPERATIONS.values():
        allowed = not operation.duties or access.has(*operation.duties)
        if operation.screen and allowed and operation.code not in access.withheld:
            groups[operation.group].append(operation)
    return tuple(MenuGroup(title, tuple(found)) for title, found in groups.items() if found)


def check_grantable(access: Access, *, to_key: object, duty: Duty, held: Set[Duty]) -> None:
    """Raise `Refused` unless this actor may give this duty to that person.

    `held` are the duties whose periods overlap the new one. Nobody gives themselves a duty
    (ACC-012); whoever administers does not audit, for the trail of the administrator is read by the
    auditor (practice §4).
    """
    if duty is Duty.SYSTEM:
        raise Refused(
            "「システム」の職務は人に付与できません。",
            why="一括処理のための職務だからです。",
            code="duty_not_for_people",
        )
    if to_key == access.staff_key:
        raise Refused(
            "自分に職務を付与することはできません。",
            why="付与は、別の管理担当が確かめて行うことになっています。",
            remedy="ほかの管理担当に依頼してください。",
            code="grant_to_oneself",
        )
    apart = {Duty.ADMINISTER: Duty.AUDIT, Duty.AUDIT: Duty.ADMINISTER}.get(duty)
    if apart is not None and apart in held:
        raise Refused(
            "管理と監査の職務を同じ人に付与することはできません。",
            why="監査は管理担当の操作も点検します。自分の操作を自分で点検することになります。",
            remedy="期間が重ならないようにするか、別の職員に付与してください。",
            code="audit_apart_from_administration",
        )
