"""Keys (鍵): list, check, rotate, back up and restore; nothing is made or replaced silently."""

from __future__ import annotations

import base64
import binascii
import os
import sys
from pathlib import Path

import click
import psycopg
from psycopg.conninfo import make_conninfo

from daicho.config.database import connection_info
from daicho.foundation.audit.commands import anchor_key
from daicho.foundation.key_provider import use_record
from daicho.foundation.key_provider.public import WRAP_PIN, KeyAddress, make_wrapping_key
from daicho.foundation.vault import keys
from daicho.kernel.clock import TOKYO, real_now
from daicho.kernel.errors import Conflict, DaichoError, Unavailable
from daicho.operations.home import choose_home
from daicho.operations.pki.files import ensure_pin
from daicho.operations.progress import console

KEPT = (keys.FILE, anchor_key.FILE, "staff-data-key", "django-secret-key")
# Where lines are set up: their keys, unless a device has them.
KEPT_OF_LINES = ("lines-tls.key", "lines-sign.key")
USES = {"data": "番号の暗号化", "lookup": "番号の検索", "signing": "証跡の署名"}
ACTS = {"sign": "署名", "wrap": "包む", "unwrap": "包みを開く"}
PASSPHRASE = "DAICHO_KEYS_PASSPHRASE"


@click.group("keys")
def command() -> None:
    """Keys (鍵) of this installation: they lie in secrets/, never in the database.

    Without them the numbers cannot be read again: back them up (`keys backup`) and keep file and passphrase
    (合言葉) apart from each other and from the database's backups.
    """


@command.command("list")
def list_keys() -> None:
    """Show every key's use, id, when it was made, and whether new rows use it."""
    home = choose_home().root
    rows = keys.describe(home)
    public = anchor_key.public_keys(anchor_key.public_path(home))
    rows += [("signing", key.id, key.made_at, key is public[-1]) for key in public]
    for use, identity, made_at, used in rows:
        state = "使用中" if used else "読取りだけ"
        console.print(f"{USES[use]:8}  {identity:16}  {made_at}  {state}", markup=False)


@command.command("create")
@click.argument("which", type=click.Choice(["numbers", "signing"]))
def create(which: str) -> None:
    """Make the keys of the numbers (番号), or the trail's signing key (署名鍵), where there are none."""
    home = choose_home().root
    if which == "numbers":
        keys.create(home)
    else:
        anchor_key.create_signing_key(home)
    console.print("鍵を作りました。`./daicho keys backup` で控えを取ってください。")


@command.command("rotate")
def rotate() -> None:
    """Use a new data key for new rows; rows of the old ones stay readable."""
    identity = keys.rotate_data_key(choose_home().root)
    console.print(f"新しい鍵 {identity} を作りました。", markup=False)
    console.print("`./daicho stop` と `./daicho up` で起動し直し、控えを取り直してください。")


@command.command("wrap")
@click.option("--module", required=True, help="装置のライブラリー (PKCS#11)")
@click.option("--token", required=True, help="装置の名 (トークンのラベル)")
@click.option("--label", required=True, help="装置の中での、包む鍵の名")
@click.option("--create", "makes", is_flag=True, help="包む鍵を装置の中に作る")
def wrap(module: str, token: str, label: str, makes: bool) -> None:
    """Wrap the keys of the numbers by a key in a device (耐タンパー装置); the file alone is of no use from then on."""
    home = choose_home().root
    address = KeyAddress("pkcs11", module, token, label)
    ensure_pin(home / WRAP_PIN)
    if makes:
        make_wrapping_key(home, address)
    count = keys.wrap(home, address)
    console.print(f"番号の鍵 {count} 個を、装置の鍵 {label} で包みました。", markup=False)
    console.print("`./daicho stop` と `./daicho up` で起動し直し、控えを取り直してください。")
    console.print("前の控えには、包まれていない鍵があります。要らないものは消してください。")


@command.command("unwrap")
def unwrap() -> None:
    """Lay the keys of the numbers open in the file again, when another device is to take them."""
    count = keys.unwrap(choose_home().root)
    console.print(
        f"番号の鍵 {count} 個を、包みから出しました。続けて `keys wrap` で包んでください。"
    )


@command.command("uses")
@click.option("--month", help="例 2026-11 (既定は今月)")
def uses(month: str | None) -> None:
    """Show how often each key of the lines and of the device was used, day by day (鍵の使用記録)."""
    wanted = month or real_now().astimezone(TOKYO).strftime("%Y-%m")
    for use in use_record.uses(choose_home().root, wanted):
        what = f"{use.day}  {use.use:11}  {use.key:16}  {use.provider:6}"
        state = "" if use.state == "done" else " 失敗"
        console.print(f"{what}  {ACTS[use.act]}{state} {use.times} 回", markup=False)


@command.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write all keys to FILE, encrypted with a passphrase (合言葉; or DAICHO_KEYS_PASSPHRASE)."""
    home = choose_home()
    of_lines = [name for name in KEPT_OF_LINES if (home.secrets / name).exists()]
    sealed = keys.backup(home.root, (*KEPT, *of_lines), passphrase=_passphrase(confirm=True))
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise Conflict(
            f"{file} は既にあります。", remedy="別の名前にしてください。前の控えは上書きしません。"
        ) from error
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(sealed)
        out.flush()
        os.fsync(out.fileno())
    console.print(
        f"鍵の控えを {file} に書きました。合言葉とは別の場所に保管してください。", markup=False
    )


@command.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Put back the keys of FILE that are missing; one that is there and different is never replaced."""
    home = choose_home()
    home.ensure()
    sealed = file.read_text(encoding="ascii")
    restored = keys.restore(home.root, sealed, passphrase=_passphrase(confirm=False))
    if not restored:
        console.print("鍵はすべて揃っていました。何も変えていません。")
        return
    console.print(f"戻しました: {'・'.join(restored)}", markup=False)


@command.command("check")
def check() -> None:
    """Check that every key is there, private and the one that the database was written with."""
    home = choose_home().root
    failures = [sentence for sentence in (_vault(home), _signing(home), _staff(home)) if sentence]
    for sentence in failures:
        console.print(f"✗ {sentence}", markup=False)
    if failures:
        sys.exit(1)
    console.print("✓ 鍵は揃っています。")


def _vault(home: Path) -> str:
    try:
        ring = keys.load(home)
        used = _used_keys(home)
    except DaichoError as error:
        return error.message
    lost = sorted(used - set(ring.data) - set(ring.lookup))
    return f"データベースが使っている番号の鍵 {'・'.join(lost)} がありません。" if lost else ""


def _signing(home: Path) -> str:
    try:
        anchor_key.signing_key(home)
    except DaichoError as error:
        return error.message
    return ""


def _staff(home: Path) -> str:
    path = home / "secrets" / "staff-data-key"
    if os.environ.get("DAICHO_STAFF_DATA_KEY"):
        return ""
    try:
        found = base64.urlsafe_b64decode(path.read_text(encoding="ascii").strip())
    except (FileNotFoundError, binascii.Error, ValueError):
        found = b""
    return "" if len(found) == 32 else f"職員データの鍵 {path} がないか、壊れています。"


def _used_keys(home: Path) -> set[str]:
    """The ids of keys in the database; `Unavailable` when it does not answer."""
    info = connection_info(home, "app")
    dsn = make_conninfo(
        host=info.host,
        port=info.port,
        dbname=info.name,
        user=info.user,
        password=info.password,
        connect_timeout=5,
    )
    try:
        with psycopg.connect(dsn) as held:
            rows = held.execute(
                "SELECT data_key, lookup_key FROM vault_number GROUP BY 1, 2"
                " UNION SELECT data_key, lookup_key FROM vault_poolcode GROUP BY 1, 2"
            ).fetchall()
    except psycopg.Error as error:
        raise Unavailable(
            "データベースが答えないので、番号の鍵が合っているかを確かめられません。",
            remedy="`./daicho up` で起動してから、もう一度確かめてください。",
        ) from error
    return {identity for row in rows for identity in row}


def _passphrase(*, confirm: bool) -> str:
    told = os.environ.get(PASSPHRASE)
    if told:
        return told
    typed: str = click.prompt("合言葉", hide_input=True, confirmation_prompt=confirm)
    return typed
