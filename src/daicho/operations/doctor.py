"""Doctor (点検): what could keep an installation from working, each with what to do about it."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import psycopg

from daicho.config.database import connection_info
from daicho.foundation.documents.fonts import find_font
from daicho.foundation.key_provider.public import SIGN_DEVICE, load_signer, load_wrapper
from daicho.foundation.vault import keys
from daicho.kernel.clock import TOKYO, real_now
from daicho.kernel.errors import Conflict, DaichoError, Unavailable
from daicho.operations.home import CHECKOUT, Home
from daicho.operations.machine import find_browser
from daicho.operations.pki.due import calendar, certificates_of
from daicho.operations.postgres import dsn_of
from daicho.operations.startup import HOST, PORT
from daicho.operations.supervisor import check_port_free, read_state

_GB = 1_000_000_000
_CLOCK_SIGNS = (Path("/run/systemd/timesync/synchronized"), Path("/run/chrony/chronyd.pid"))


class Health(StrEnum):
    """How a point stands."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One point; `remedy` says what to do where it is not well."""

    health: Health
    point: str
    what: str
    remedy: str = ""


def examine(home: Home) -> list[Finding]:
    """Every point, in the order in which they matter."""
    return [examination(home) for examination in _EXAMINATIONS]


def _python(_home: Home) -> Finding:
    # An older Python never gets this far: the `daicho` script refuses it.
    return Finding(Health.OK, "Python", f"{platform.python_version()} ({sys.executable})")


def _disk(home: Home) -> Finding:
    place = home.root if home.root.exists() else CHECKOUT
    free = shutil.disk_usage(place).free / _GB
    health = Health.FAIL if free < 1 else Health.WARN if free < 5 else Health.OK
    remedy = "" if health is Health.OK else "空き容量を 5 GB 以上にしてください。"
    return Finding(health, "ディスク", f"空き {free:.1f} GB ({place})", remedy)


def _secrets(home: Home) -> Finding:
    point = "秘密の権限"
    if not home.secrets.exists():
        return Finding(Health.WARN, point, "まだありません。", "`./daicho up` で作られます。")
    exposed = [
        path.name
        for path in (home.secrets, *home.secrets.iterdir())
        if path.stat().st_mode & 0o077 or path.stat().st_uid != os.geteuid()
    ]
    if exposed:
        what = f"ほかの利用者に開いています: {'・'.join(sorted(exposed))}"
        remedy = f"`chmod -R go= {home.secrets}` を実行し、所有者を確かめてください。"
        return Finding(Health.FAIL, point, what, remedy)
    return Finding(Health.OK, point, "本人だけが読めます。")


def _keys(home: Home) -> Finding:
    point = "番号の鍵"
    if not keys.path_in(home.root).exists():
        remedy = "初回の `./daicho up` で作られます。以前あったのなら、控えから戻してください。"
        return Finding(Health.WARN, point, "ありません。", remedy)
    try:
        keys.load(home.root)
    except Unavailable as error:
        return Finding(Health.FAIL, point, f"{error.what}{error.why}", error.remedy)
    return Finding(Health.OK, point, "読めます。")


def _device(home: Home) -> Finding:
    point = "鍵の装置"
    root = home.root
    try:
        in_device = (root / SIGN_DEVICE).exists()
        wrapped = keys.path_in(root).exists() and keys.wrapped_by(root)
        if not in_device and not wrapped:
            return Finding(Health.OK, point, "使っていません (鍵はファイルにあります)。")
        if in_device:
            load_signer(root)
        if wrapped:
            load_wrapper(root, address=wrapped)
    except Unavailable as error:
        return Finding(Health.FAIL, point, f"{error.what}{error.why}", error.remedy)
    return Finding(Health.OK, point, "応答し、鍵を外に出さないことを確かめました。")


def _certificates(home: Home) -> Finding:
    point = "回線の証明書"
    try:
        found = certificates_of(home.root)
    except DaichoError as error:
        return Finding(Health.FAIL, point, f"{error.what}{error.why}", error.remedy)
    if not found:
        return Finding(Health.OK, point, "使っていません。")
    now = real_now()
    first = min(found, key=lambda each: each.ends_at)
    what = f"{first.what}が {first.ends_at.astimezone(TOKYO):%Y-%m-%d} まで"
    remedy = first.remedy
    if first.ends_at <= now:
        return Finding(Health.FAIL, point, f"{what}で、切れています。", remedy)
    if any(each.is_due(now) for each in found):
        return Finding(Health.WARN, point, f"{what}です。", remedy)
    return Finding(Health.OK, point, f"{what}です。")


def _authority(home: Home) -> Finding:
    point = "認証局"
    folder = home.root / "pki"
    if not folder.exists():
        return Finding(Health.OK, point, "ここにはありません。")
    exposed = sorted(path.name for path in folder.glob("*.key") if path.stat().st_mode & 0o077)
    if exposed:
        what = f"ほかの利用者に開いています: {'・'.join(exposed)}"
        return Finding(Health.FAIL, point, what, f"`chmod 600 {folder}/*.key` を実行してください。")
    try:
        waiting = [each for each in calendar(folder) if each.is_due(real_now())]
    except DaichoError as error:
        return Finding(Health.FAIL, point, f"{error.what}{error.why}", error.remedy)
    if waiting:
        what = f"期限の近いものが {len(waiting)} 件あります ({waiting[0].what} など)。"
        return Finding(Health.WARN, point, what, "`./daicho pki calendar` を見てください。")
    if (folder / "root.key").exists():
        remedy = "取り外し、施錠して保管してください。次の発行用認証局を作るときだけ使います。"
        return Finding(Health.WARN, point, "ルートの鍵 root.key が置かれたままです。", remedy)
    return Finding(Health.OK, point, "期限の近いものはありません。")


def _database(home: Home) -> Finding:
    point = "データベース"
    try:
        info = connection_info(home.root, "app")
        with psycopg.connect(dsn_of(info), connect_timeout=5) as connection:
            version = connection.info.server_version
    except (psycopg.OperationalError, Unavailable):
        remedy = "`./daicho up` で起動してください。logs/postgres.log に記録があります。"
        return Finding(Health.WARN, point, "応答しません。", remedy)
    if version < 180000:
        what = f"PostgreSQL {version // 10000}"
        return Finding(Health.FAIL, point, what, "PostgreSQL 18 以上にしてください。")
    return Finding(Health.OK, point, f"PostgreSQL {version // 10000}.{version % 10000}")


def _migrations(home: Home) -> Finding:
    point = "移行"
    try:
        with psycopg.connect(
            dsn_of(connection_info(home.root, "migrator")), connect_timeout=5
        ) as connection:
            rows = connection.execute("SELECT app, name FROM django_migrations").fetchall()
    except (psycopg.Error, Unavailable):
        return Finding(Health.WARN, point, "調べられません。", "`./daicho up` の後に調べます。")
    applied = {name for _, name in rows}
    ours = {path.stem for path in (CHECKOUT / "src").glob("daicho/*/*/migrations/[0-9]*.py")}
    waiting = sorted(ours - applied)
    if waiting:
        what = f"まだのもの: {'・'.join(waiting)}"
        return Finding(Health.FAIL, point, what, "`./daicho up` を起動し直してください。")
    return Finding(Health.OK, point, f"{len(rows)} 件、すべて済んでいます。")


def _font(home: Home) -> Finding:
    try:
        return Finding(Health.OK, "文字", str(find_font(home.root)))
    except Unavailable as error:
        return Finding(Health.FAIL, "文字", f"{error.what}{error.why}", error.remedy)


def _browser(_home: Home) -> Finding:
    found = find_browser()
    if found is None:
        remedy = "`./daicho test` に必要です。Chromium を入れてください。"
        return Finding(Health.WARN, "ブラウザー", "ありません。", remedy)
    return Finding(Health.OK, "ブラウザー", found)


def _port(home: Home) -> Finding:
    state = read_state(home)
    if state is not None:
        return Finding(Health.OK, "ポート", f"{state.port} で動いています。")
    try:
        check_port_free(HOST, PORT)
    except Conflict as error:
        return Finding(Health.FAIL, "ポート", error.what, error.remedy)
    return Finding(Health.OK, "ポート", f"{PORT} は空いています。")


def _clock(_home: Home) -> Finding:
    now = real_now()
    shown = now.astimezone(TOKYO).strftime("%Y-%m-%d %H:%M:%S %Z")
    newest = datetime.fromtimestamp((CHECKOUT / "pyproject.toml").stat().st_mtime, tz=TOKYO)
    if now < newest:
        remedy = "時刻を合わせてください。確認コードと証跡の時刻が狂います。"
        return Finding(Health.FAIL, "時計", f"{shown} は、プログラムの日付より前です。", remedy)
    if not any(sign.exists() for sign in _CLOCK_SIGNS):
        remedy = (
            "NTP などで合わせていることを確かめてください (合っていれば、そのままで構いません)。"
        )
        return Finding(Health.WARN, "時計", f"{shown}、時刻合わせは確認できません。", remedy)
    return Finding(Health.OK, "時計", f"{shown}、時刻合わせあり。")


_EXAMINATIONS: tuple[Callable[[Home], Finding], ...] = (
    _python,
    _disk,
    _secrets,
    _keys,
    _device,
    _certificates,
    _authority,
    _database,
    _migrations,
    _font,
    _browser,
    _port,
    _clock,
)
