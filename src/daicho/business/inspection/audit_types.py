"""Audit types of inspection and rosters (証跡の種類); a list is on the trail by its count and digest."""

from daicho.foundation.audit.public import AuditType, Field, Log, registry

APPLICATION_FIELDS = (
    Field("number", "受付番号"),
    Field("action", "処理"),
    Field("edition", "版"),
    Field("ground", "根拠"),
    Field("differences", "相違の件数"),
    Field("words", "記録", personal=True),
)
APPLICATION_RECEIVED = AuditType(
    "inspection.received", "閲覧の請求・申出の受付", APPLICATION_FIELDS
)
APPLICATION_ACTED = AuditType("inspection.acted", "閲覧の請求・申出の処理", APPLICATION_FIELDS)
APPLICATION_VIEWED = AuditType(
    "inspection.viewed", "閲覧の請求・申出の照会", APPLICATION_FIELDS, reads=True
)
APPLICATIONS_LISTED = AuditType(
    "inspection.listed",
    "閲覧の請求・申出の一覧",
    (Field("state", "状態"), Field("page", "ページ"), Field("count", "件数")),
    reads=True,
)
VISIT_RECORDED = AuditType(
    "inspection.visit_recorded",
    "閲覧させた内容の記録",
    (
        Field("number", "受付番号"),
        Field("listing", "一覧の番号"),
        Field("pages", "頁"),
        Field("copied", "書き写した人数"),
        Field("inspector", "閲覧者", personal=True),
        Field("words", "取消しの理由", personal=True),
    ),
)
REPORT_MADE = AuditType(
    "inspection.report",
    "閲覧の状況の公表の作成",
    (Field("year", "年度"), Field("count", "件数"), Field("output", "出力形式")),
    reads=True,
)
LISTING_FIELDS = (
    Field("number", "一覧の番号"),
    Field("kind", "種類"),
    Field("purpose", "目的"),
    Field("basis", "根拠"),
    Field("condition", "条件"),
    Field("day", "基準日"),
    Field("output", "出力形式"),
    Field("pages", "枚数"),
    Field("left_out", "除いた人数"),
    Field("receipt", "廃棄の受領番号"),
    Field("words", "理由"),
)
LISTING_ASKED = AuditType("rosters.asked", "一覧・名簿の作成の求め", LISTING_FIELDS)
LISTING_DECIDED = AuditType("rosters.decided", "一覧・名簿の承認・不承認", LISTING_FIELDS)
LISTING_MADE = AuditType("rosters.made", "一覧・名簿の作成", LISTING_FIELDS)
LISTING_VIEWED = AuditType("rosters.viewed", "一覧・名簿の照会", LISTING_FIELDS, reads=True)
LISTING_OUTPUT = AuditType("rosters.output", "一覧・名簿の出力", LISTING_FIELDS, reads=True)
LISTING_DISPOSED = AuditType("rosters.disposed", "一覧・名簿の廃棄", LISTING_FIELDS)
WITHHELD_VIEWED = AuditType(
    "rosters.withheld_viewed", "安否名簿で表示しない人の照会", LISTING_FIELDS, reads=True
)
CHANGES_VIEWED = AuditType(
    "rosters.changes_viewed", "学齢簿の作成後の異動の照会", LISTING_FIELDS, reads=True
)
LISTINGS_LISTED = AuditType(
    "rosters.listed",
    "一覧・名簿の索引",
    (Field("kind", "種類"), Field("page", "ページ"), Field("count", "件数")),
    reads=True,
)
OPTED_OUT = AuditType(
    "rosters.opted_out",
    "名簿からの除外の申出",
    (Field("number", "受付番号"), Field("by", "申出人")),
)
OPT_OUT_CANCELLED = AuditType(
    "rosters.opt_out_cancelled",
    "名簿からの除外の申出の取消し",
    (Field("number", "受付番号"), Field("words", "理由", personal=True)),
)
OPT_OUTS_LISTED = AuditType(
    "rosters.opt_outs_listed",
    "名簿からの除外の申出の一覧",
    (Field("page", "ページ"), Field("count", "件数"), Field("number", "受付番号")),
    reads=True,
)
registry.define(
    APPLICATION_RECEIVED,
    APPLICATION_ACTED,
    APPLICATION_VIEWED,
    APPLICATIONS_LISTED,
    VISIT_RECORDED,
    REPORT_MADE,
    LISTING_ASKED,
    LISTING_DECIDED,
    LISTING_MADE,
    LISTING_VIEWED,
    LISTING_OUTPUT,
    LISTING_DISPOSED,
    WITHHELD_VIEWED,
    CHANGES_VIEWED,
    LISTINGS_LISTED,
    OPTED_OUT,
    OPT_OUT_CANCELLED,
    OPT_OUTS_LISTED,
)
registry.file(Log.EXTRACTION, LISTING_MADE, LISTING_OUTPUT)
registry.file(Log.PAPER, REPORT_MADE)
