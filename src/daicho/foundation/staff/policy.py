"""Policy (操作権限): the one table of operations, read alike by the menus and by the server's
checks.

Rights hang on duties held for a period, never on rank (STD-10.3 must_not). `OPERATIONS` is also
what the printed 操作権限一覧表 shows.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from daicho.kernel.access import Access, Duty, Purpose
from daicho.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be done.

    No `duties` means anyone who has signed in. The first of `purposes` is the default; no other is
    accepted than those listed. `personal`: residents' data are touched, so an enrolled terminal is
    needed. `screen` is the URL's name of a menu entry, under the heading `group`.
    """

    code: str
    title: str
    duties: frozenset[Duty]
    purposes: tuple[Purpose, ...]
    personal: bool
    group: str = ""
    screen: str = ""

    @property
    def duty_words(self) -> str:
        return "・".join(duty.label for duty in Duty if duty in self.duties)


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


_ANYONE: Final[frozenset[Duty]] = frozenset()
_DESK = frozenset({Duty.COUNTER, Duty.EXAMINE, Duty.DECIDE})
# Who looks after protection must find those who ask for it.
_LOOKERS = _DESK | {Duty.PROTECT}
_NUMBERS = frozenset({Duty.COUNTER, Duty.EXAMINE})
_COUNTER = frozenset({Duty.COUNTER})
_EXAMINE = frozenset({Duty.EXAMINE})
_DECIDE = frozenset({Duty.DECIDE})
_ADMINISTER = frozenset({Duty.ADMINISTER})
_AUDIT = frozenset({Duty.AUDIT})
_PROTECT = frozenset({Duty.PROTECT})
_PROTECT_VIEW = frozenset({Duty.PROTECT, Duty.PROTECT_VIEW})
_SUPPRESS = frozenset({Duty.PROTECT, Duty.EXAMINE, Duty.DECIDE})
_RELEASE = frozenset({Duty.PROTECT, Duty.DECIDE})
_POOL = frozenset({Duty.COUNTER, Duty.EXAMINE, Duty.DECIDE, Duty.ADMINISTER})
_LIFT = frozenset({Duty.PROTECT, Duty.EXAMINE})

_LOOK = (Purpose.INQUIRY, Purpose.MOVEMENT, Purpose.CERTIFICATE, Purpose.CORRECTION)
_CHANGE = (Purpose.MOVEMENT, Purpose.CORRECTION)
_ISSUE = (Purpose.CERTIFICATE,)
_NUMBER_USE = (Purpose.MOVEMENT, Purpose.CERTIFICATE)
_SHIELD = (Purpose.PROTECTION, *_LOOK)
_CONTROL = (Purpose.ADMINISTRATION,)
_INSPECT = (Purpose.AUDIT,)

_RESIDENTS, _MOVEMENTS, _CERTIFICATES = "住民", "異動", "証明"
_PROTECTION = "抑止・支援措置"
_AUDITING, _ADMINISTRATION, _OWN = "監査", "管理", "自分の設定"

OPERATIONS: Final[dict[str, Operation]] = {
    operation.code: operation
    for operation in (
        Operation("home", "ホーム", _ANYONE, _CONTROL, personal=False),
        Operation(
            "residents.search", "住民の検索", _LOOKERS, _LOOK, True, _RESIDENTS, "residents_search"
        ),
        Operation("residents.view", "住民票の照会", _LOOKERS, _LOOK, True),
        Operation("residents.history", "履歴の照会", _DESK, _LOOK, True),
        Operation("residents.memo", "メモの照会と記入", _DESK, _LOOK, True),
        Operation("numbers.show", "個人番号・住民票コードの表示", _NUMBERS, _NUMBER_USE, True),
        Operation(
            "numbers.search", "個人番号・住民票コードによる検索", _NUMBERS, _NUMBER_USE, True
        ),
        Operation(
            "movements.list", "異動の一覧", _DESK, _CHANGE, True, _MOVEMENTS, "movements_list"
        ),
        Operation(
            "movements.draft", "異動の入力", _COUNTER, _CHANGE, True, _MOVEMENTS, "movements_draft"
        ),
        Operation("movements.examine", "異動の審査", _EXAMINE, _CHANGE, True),
        Operation("movements.approve", "異動の決裁", _DECIDE, _CHANGE, True),
        Operation("movements.discard", "仮登録の取消し", _NUMBERS, _CHANGE, True),
        Operation(
            "bulk.list", "一括処理の一覧", _DESK, _CHANGE, True, _MOVEMENTS, "movements_bulk"
        ),
        Operation("bulk.prepare", "一括処理の用意", _COUNTER, _CHANGE, True),
        Operation("bulk.examine", "一括処理の審査", _EXAMINE, _CHANGE, True),
        Operation("bulk.approve", "一括処理の決裁", _DECIDE, _CHANGE, True),
        Operation("movements.hold", "異動の保留", _DESK, _CHANGE, True),
        Operation(
            "movements.lists", "確認用の一覧", _DESK, _CHANGE, True, _MOVEMENTS, "movements_lists"
        ),
        Operation(
            "immigration.view",
            "出入国在留管理庁との通知",
            _DESK,
            _CHANGE,
            True,
            _MOVEMENTS,
            "immigration_notices",
        ),
        Operation("immigration.import", "長官通知の取込み", _COUNTER, _CHANGE, True),
        Operation(
            "codes.pool",
            "住民票コードの残り",
            _POOL,
            (Purpose.ADMINISTRATION, *_CHANGE),
            False,
            _ADMINISTRATION,
            "code_pool",
        ),
        Operation("surveys.view", "実態調査", _DESK, _CHANGE, True, _MOVEMENTS, "surveys_list"),
        Operation("surveys.manage", "実態調査の記録", _NUMBERS, _CHANGE, True),
        Operation(
            "surveys.compare",
            "庁内の住所との照合",
            _NUMBERS,
            _CHANGE,
            True,
            _MOVEMENTS,
            "surveys_compare",
        ),
        Operation(
            "certificates.issue",
            "証明書の交付",
            _COUNTER,
            _ISSUE,
            True,
            _CERTIFICATES,
            "certificates_issue",
        ),
        Operation(
            "certificates.history",
            "交付履歴",
            _DESK,
            _ISSUE,
            True,
            _CERTIFICATES,
            "certificates_history",
        ),
        Operation(
            "certificates.notices",
            "通知書の発行",
            _COUNTER,
            (Purpose.CERTIFICATE, Purpose.MOVEMENT),
            True,
            _CERTIFICATES,
            "certificates_notices",
        ),
        Operation("certificates.spoil", "書損じの処理", _COUNTER, _ISSUE, True),
        Operation(
            "certificates.verify_export",
            "証明書照合用一覧の書出し",
            _ADMINISTER,
            _CONTROL,
            True,
            _ADMINISTRATION,
            "certificates_verify_export",
        ),
        Operation(
            "protection.view",
            "支援対象者照会",
            _PROTECT_VIEW,
            _SHIELD,
            True,
            _PROTECTION,
            "protection_measures",
        ),
        Operation("protection.manage", "支援対象者管理", _PROTECT, _SHIELD, True),
        Operation("suppression.set", "抑止の設定", _SUPPRESS, _SHIELD, True),
        Operation("suppression.end", "抑止の解除", _RELEASE, _SHIELD, True),
        Operation("suppression.lift", "抑止の一時解除", _LIFT, _SHIELD, True),
        Operation("audit.search", "証跡の検索", _AUDIT, _INSPECT, True, _AUDITING, "audit_search"),
        Operation("audit.export", "証跡の書出し", _AUDIT, _INSPECT, True),
        Operation(
            "staff.manage",
            "職員と権限の管理",
            _ADMINISTER,
            _CONTROL,
            False,
            _ADMINISTRATION,
            "staff_list",
        ),
        Operation(
            "terminals.manage",
            "端末の管理",
            _ADMINISTER,
            _CONTROL,
            False,
            _ADMINISTRATION,
            "terminal_list",
        ),
        Operation(
            "code_tables",
            "コード表の管理",
            _ADMINISTER,
            _CONTROL,
            False,
            _ADMINISTRATION,
            "code_tables",
        ),
        Operation("account", "自分のアカウント", _ANYONE, _CONTROL, False, _OWN, "own_account"),
    )
}


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
    groups: dict[str, list[Operation]] = {}
    for operation in OPERATIONS.values():
        allowed = not operation.duties or access.has(*operation.duties)
        if operation.screen and allowed:
            groups.setdefault(operation.group, []).append(operation)
    return tuple(MenuGroup(title, tuple(found)) for title, found in groups.items())


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
