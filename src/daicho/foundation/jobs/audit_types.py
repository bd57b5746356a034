"""Audit types of jobs (証跡の種類)."""

from daicho.foundation.audit.public import AuditType, Field, Log, registry

_JOB = (Field("job", "受付"), Field("kind", "種類"))

JOB_ASKED = AuditType(
    "jobs.asked",
    "バッチ処理の依頼",
    (
        *_JOB,
        Field("schedule", "起動の時期"),
        Field("again_of", "もとの受付"),
        Field("parameters", "条件", personal=True),
    ),
)
JOB_RAN = AuditType(
    "jobs.ran",
    "バッチ処理の実行",
    (
        *_JOB,
        Field("state", "結果"),
        Field("attempt", "回"),
        Field("machine", "処理した機械"),
        Field("missed", "止まっていた間の予定"),
        Field("wanted", "対象件数"),
        Field("made", "出力件数"),
        Field("files", "ファイル"),
        Field("code", "エラーコード"),
        Field("reference", "照会番号"),
    ),
)
JOB_STOPPED = AuditType("jobs.stop_asked", "バッチ処理の中止", (*_JOB, Field("state", "状態")))
PLAN_ENDED = AuditType("jobs.plan_ended", "バッチ処理の予約の取消し", _JOB)
FILE_OPENED = AuditType(
    "jobs.file_opened",
    "バッチ処理の結果の取出し",
    (*_JOB, Field("file", "ファイル"), Field("size", "バイト数")),
    reads=True,
)
FILES_DISPOSED = AuditType(
    "jobs.files_disposed", "バッチ処理の結果の廃棄", (Field("before", "期限"),)
)
TRAIL_VERIFIED = AuditType(
    "jobs.trail_verified",
    "証跡の検証",
    (
        Field("verdict", "結果"),
        Field("last", "最後の証跡"),
        Field("heads", "一致した先端"),
        Field("breaks", "改ざんの跡"),
    ),
    reads=True,
)

registry.define(
    JOB_ASKED,
    JOB_RAN,
    JOB_STOPPED,
    PLAN_ENDED,
    FILE_OPENED,
    FILES_DISPOSED,
    TRAIL_VERIFIED,
)
registry.file(Log.BATCH_PAPER, JOB_ASKED, JOB_RAN, JOB_STOPPED, PLAN_ENDED)
registry.file(Log.BATCH_DATA, FILES_DISPOSED)
registry.file(Log.EXTRACTION, FILE_OPENED)
