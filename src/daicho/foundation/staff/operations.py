"""Operations (操作): the one table of what can be done, by whom, for what; read alike by the menus and by the checks.

Rights hang on duties held for a period, never on rank (STD-10.3 must_not). `OPERATIONS` is also what the printed
操作権限一覧表 shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.conf import settings
from django.utils.module_loading import import_string

from daicho.foundation.staff.operation import Operation
from daicho.kernel.access import Duty, Purpose

_ANYONE: Final[frozenset[Duty]] = frozenset()
_DESK = frozenset({Duty.COUNTER, Duty.EXAMINE, Duty.DECIDE})
# Who looks after protection must find those who ask for it.
_LOOKERS = _DESK | {Duty.PROTECT}
_NUMBERS = frozenset({Duty.COUNTER, Duty.EXAMINE})
_COUNTER = frozenset({Duty.COUNTER})
_EXAMINE = frozenset({Duty.EXAMINE})
_DECIDE = frozenset({Duty.DECIDE})
_ADMINISTER = frozenset({Duty.ADMINISTER})
_RESTRICT = frozenset({Duty.RESTRICT})
_BATCH = frozenset({Duty.BATCH})
_ASSIGN = frozenset({Duty.ASSIGN_CODES})
_AUDIT = frozenset({Duty.AUDIT})
_PROTECT = frozenset({Duty.PROTECT})
_SECOND = frozenset({Duty.EXAMINE, Duty.DECIDE})
_PROTECT_VIEW = frozenset({Duty.PROTECT_VIEW})
_SUPPRESS = frozenset({Duty.PROTECT, Duty.EXAMINE, Duty.DECIDE})
_RELEASE = frozenset({Duty.PROTECT, Duty.DECIDE})
_POOL = frozenset({Duty.COUNTER, Duty.EXAMINE, Duty.DECIDE, Duty.ADMINISTER})
_LIFT = frozenset({Duty.PROTECT, Duty.EXAMINE})
_EXTRACT = frozenset({Duty.EXTRACT})
_EXTRACT_VIEW = frozenset({Duty.EXTRACT, Duty.DECIDE, Duty.AUDIT})

# Who sees where messages stand, and who may send or stop one.
_WATCHERS = _DESK | {Duty.ADMINISTER, Duty.AUDIT}
_SENDERS = _NUMBERS | {Duty.ADMINISTER}
# Whoever is charged with something; what a job itself does is asked by the operation of its kind.
_STAFF = frozenset(Duty) - {Duty.SYSTEM}

_LOOK = (Purpose.INQUIRY, Purpose.MOVEMENT, Purpose.CERTIFICATE, Purpose.CORRECTION)
_CHANGE = (Purpose.MOVEMENT, Purpose.CORRECTION)
_ISSUE = (Purpose.CERTIFICATE,)
_NUMBER_USE = (Purpose.MOVEMENT, Purpose.CERTIFICATE)
_COUNT = (Purpose.STATISTICS, Purpose.BATCH)
_SHIELD = (Purpose.PROTECTION, *_LOOK)
_CONTROL = (Purpose.ADMINISTRATION,)
_INSPECT = (Purpose.AUDIT,)
_LISTS = (Purpose.BATCH, Purpose.CERTIFICATE, Purpose.INQUIRY)
_EXTRACTIONS = (*_LISTS, Purpose.STATISTICS, Purpose.AUDIT)
_WHATEVER = (Purpose.ADMINISTRATION, *(p for p in Purpose if p is not Purpose.ADMINISTRATION))

_RESIDENTS, _MOVEMENTS, _CERTIFICATES = "住民", "異動", "証明"
_INSPECTION = "閲覧・名簿"
_STATISTICS = "統計"
_EUC = "EUC"
_PROTECTION = "抑止・支援措置"
_CASH = "手数料"
_REQUESTS = "請求の受付"
_AUDITING, _ADMINISTRATION, _OWN = "監査", "管理", "自分の設定"
_GUIDE = "手引き"
_LINES = "電文と回線"
MENU: Final = (
    *(_RESIDENTS, _REQUESTS, _MOVEMENTS, _CERTIFICATES, _CASH, _PROTECTION, _INSPECTION, _EUC),
    *(_STATISTICS, _LINES, _AUDITING, _ADMINISTRATION, _OWN, _GUIDE),
)
"""The headings of the menu in their order: what the counter does all day first, running the system after all business.

A node's own headings stand before those that it shares.
"""

_CORE: Final = (
    Operation("home", "ホーム", _ANYONE, _CONTROL, personal=False),
    Operation("screens.print", "画面の印刷", _ANYONE, _WHATEVER, personal=False),
    Operation(
        "residents.search", "住民の検索", _LOOKERS, _LOOK, True, _RESIDENTS, "residents_search"
    ),
    Operation("residents.view", "住民票の照会", _LOOKERS, _LOOK, True),
    Operation("residents.history", "履歴の照会", _DESK, _LOOK, True),
    Operation("residents.memo", "メモの照会と記入", _DESK, _LOOK, True),
    Operation("numbers.show", "個人番号・住民票コードの表示", _NUMBERS, _NUMBER_USE, True),
    Operation("numbers.search", "個人番号・住民票コードによる検索", _NUMBERS, _NUMBER_USE, True),
    Operation("movements.list", "異動の一覧", _DESK, _CHANGE, True, _MOVEMENTS, "movements_list"),
    Operation(
        "movements.draft", "異動の入力", _COUNTER, _CHANGE, True, _MOVEMENTS, "movements_draft"
    ),
    Operation("codes.assign", "住民票コードの付番・変更の入力", _ASSIGN, _CHANGE, True),
    Operation("movements.examine", "異動の審査", _EXAMINE, _CHANGE, True),
    Operation("movements.approve", "異動の決裁", _DECIDE, _CHANGE, True),
    Operation("movements.discard", "仮登録の取消し", _NUMBERS, _CHANGE, True),
    Operation("bulk.list", "一括処理の一覧", _DESK, _CHANGE, True, _MOVEMENTS, "movements_bulk"),
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
    Operation(
        "jukinet.certificates",
        "転出証明書情報の受領",
        _DESK,
        _CHANGE,
        True,
        _MOVEMENTS,
        "jukinet_certificates",
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
    Operation("certificates.issue", "証明書の交付", _COUNTER, _ISSUE, True),
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
    Operation(
        "certificates.batch",
        "一括帳票",
        _COUNTER,
        (Purpose.CERTIFICATE, Purpose.MOVEMENT),
        True,
        _CERTIFICATES,
        "certificates_batches",
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
    Operation("requests.list", "請求の受付一覧", _DESK, _ISSUE, True, _REQUESTS, "requests_list"),
    Operation("requests.receive", "請求の受付", _COUNTER, _ISSUE, True, _REQUESTS, "requests_new"),
    Operation("requests.handle", "請求の審査・交付・発送", _COUNTER, _ISSUE, True),
    Operation(
        "requests.telephone",
        "電話照会",
        _NUMBERS,
        (Purpose.INQUIRY,),
        True,
        _REQUESTS,
        "requests_telephone",
    ),
    Operation(
        "inquiries.list",
        "他機関からの照会",
        _DESK,
        (Purpose.INQUIRY,),
        True,
        _REQUESTS,
        "inquiries_list",
    ),
    Operation("inquiries.manage", "照会への回答の作成", _COUNTER, (Purpose.INQUIRY,), True),
    Operation("inquiries.approve", "照会回答の決裁", _DECIDE, (Purpose.INQUIRY,), True),
    Operation("cash.take", "会計（収納）", _COUNTER, _ISSUE, True, _CASH, "cash_till"),
    Operation("cash.charge", "会計の作成", _NUMBERS, _ISSUE, True),
    Operation("cash.drawer", "レジの開け・計数", _COUNTER, _ISSUE, True),
    Operation("cash.view", "収納の一覧", _DESK, _ISSUE, True, _CASH, "cash_entries"),
    Operation("cash.confirm", "レジ締めの確認・日計の締め", _SECOND, _ISSUE, True),
    Operation("cash.correct", "誤徴収の訂正の申出", _COUNTER, _ISSUE, True),
    Operation("cash.approve", "誤徴収の訂正の承認", _DECIDE, _ISSUE, True),
    Operation("cash.monthly", "手数料の集計", _DESK, _ISSUE, True, _CASH, "cash_monthly"),
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
    Operation("inspection.view", "閲覧", _DESK, _LISTS, True, _INSPECTION, "inspection_list"),
    Operation("inspection.manage", "閲覧の受付・記録", _NUMBERS, _LISTS, True),
    Operation("inspection.examine", "閲覧の審査・確認", _EXAMINE, _LISTS, True),
    Operation("inspection.decide", "閲覧の決裁", _DECIDE, _LISTS, True),
    Operation("rosters.view", "名簿と抽出", _DESK, _LISTS, True, _INSPECTION, "rosters_list"),
    Operation("rosters.make", "名簿の作成と抽出", _NUMBERS, _LISTS, True),
    Operation("rosters.approve", "名簿の承認", _DECIDE, _LISTS, True),
    Operation("rosters.file", "名簿のファイルの受取り", _EXAMINE | _DECIDE, _LISTS, True),
    Operation("rosters.withheld", "安否名簿で表示しない人の照会", _PROTECT_VIEW, _SHIELD, True),
    Operation(
        "rosters.opt_out",
        "名簿からの除外の申出",
        _NUMBERS,
        _LISTS,
        True,
        _INSPECTION,
        "opt_outs",
    ),
    Operation(
        "extraction.view", "抽出（EUC）", _EXTRACT_VIEW, _EXTRACTIONS, True, _EUC, "extractions"
    ),
    Operation("extraction.ask", "抽出の作成と依頼", _EXTRACT, _EXTRACTIONS, True),
    Operation("extraction.trail", "操作の記録の抽出", _AUDIT, _EXTRACTIONS, True),
    Operation("extraction.approve", "抽出の承認", _DECIDE, _EXTRACTIONS, True),
    Operation("extraction.file", "抽出のファイルの受取り", _EXTRACT | _AUDIT, _EXTRACTIONS, True),
    Operation("statistics.view", "統計", _DESK, _COUNT, True, _STATISTICS, "statistics_index"),
    Operation("statistics.exact", "統計の小さい数の表示", _SECOND, _COUNT, True),
    Operation("audit.search", "証跡の検索", _AUDIT, _INSPECT, True, _AUDITING, "audit_search"),
    Operation(
        "logs.search",
        "ログの検索",
        _AUDIT | _ADMINISTER,
        _INSPECT,
        False,
        _AUDITING,
        "audit_logs",
    ),
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
        "staff.restrict",
        "権限設定（事務分掌）",
        _RESTRICT,
        _CONTROL,
        False,
        _ADMINISTRATION,
        "allotments",
    ),
    Operation(
        "staff.requests",
        "権限の申請と予約",
        _ADMINISTER | _RESTRICT,
        _CONTROL,
        False,
        _ADMINISTRATION,
        "rights_requests",
    ),
    Operation("staff.file", "権限の一括保守", _ADMINISTER, _CONTROL, False),
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
        "retention.view",
        "保存年限と廃棄",
        _SECOND,
        _CONTROL,
        False,
        _ADMINISTRATION,
        "retention",
    ),
    Operation("retention.plan", "廃棄の試算", _EXAMINE, _CONTROL, False),
    Operation("retention.approve", "廃棄の承認", _DECIDE, _CONTROL, True),
    Operation("retention.hold", "廃棄の保留", _SECOND, _CONTROL, True),
    Operation(
        "downtime.view",
        "電算停止時の用紙",
        _DESK,
        _CHANGE,
        False,
        _MOVEMENTS,
        "downtime",
    ),
    Operation("downtime.make", "電算停止時の用紙の作成と突合", _DESK, _CHANGE, False),
    Operation(
        "code_tables",
        "コード表の管理",
        _ADMINISTER,
        _CONTROL,
        False,
        _ADMINISTRATION,
        "code_tables",
    ),
    Operation("lines.view", "電文", _WATCHERS, _WHATEVER, False, _LINES, "lines_messages"),
    Operation("lines.act", "電文の手動送信・中止", _SENDERS, _WHATEVER, False),
    Operation("lines.state", "回線の状態", _WATCHERS, _WHATEVER, False, _LINES, "lines_lines"),
    Operation("lines.switch", "回線の手動・自動の切替え", _ADMINISTER, _WHATEVER, False),
    Operation(
        "lines.door", "入口で断った接続", _AUDIT | _ADMINISTER, (*_CONTROL, *_INSPECT), False
    ),
    Operation("jobs.view", "バッチ処理", _STAFF, _WHATEVER, False, _ADMINISTRATION, "jobs_list"),
    Operation("jobs.ask", "バッチ処理の依頼・予約・中止", _BATCH, _WHATEVER, False),
    Operation("jobs.open", "バッチ処理の結果の取出し", _STAFF, _WHATEVER, True),
    Operation("account", "自分のアカウント", _ANYONE, _CONTROL, False, _OWN, "own_account"),
    Operation("manual", "操作の手引き", _ANYONE, _WHATEVER, False, _GUIDE, "manual"),
)
# What every node offers: the first part of such a code.
_EVERYWHERE: Final = frozenset(
    {"home", "screens", "audit", "logs", "staff", "terminals", "jobs", "account", "manual", "lines"}
)


def _of_node(own: Iterable[Operation]) -> tuple[Operation, ...]:
    """A node's table: its own rows first, then what every node offers."""
    shared = (row for row in _CORE if row.code.partition(".")[0] in _EVERYWHERE)
    return (*own, *shared)


OPERATIONS: Final[dict[str, Operation]] = {
    row.code: row
    for row in (
        _of_node(import_string(settings.NODE_OPERATIONS)) if settings.NODE_OPERATIONS else _CORE
    )
}
