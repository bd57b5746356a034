"""Certificates of the lines (回線の証明書): authority, issue, renew, revoke, what expires when, verify a message."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from daicho.foundation.key_provider.public import SIGN_PIN, KeyAddress
from daicho.foundation.lines.domain.parties import Party
from daicho.kernel.clock import TOKYO, real_now
from daicho.kernel.errors import Invalid, Problem
from daicho.operations.home import choose_home
from daicho.operations.pki import applying, due, equipping, judgement, revocation, verification
from daicho.operations.pki.authority import (
    add_issuing,
    create_authority,
    open_authority,
    serial_of,
)
from daicho.operations.pki.files import OPEN, ensure_pin, write_file
from daicho.operations.pki.issuing import issue
from daicho.operations.pki.parties import check_party, name_of
from daicho.operations.pki.places import Place, daicho_place, outside_place, put_trust
from daicho.operations.pki.register import Issued, read_register
from daicho.operations.pki.requests import read_request
from daicho.operations.pki.uses import Use
from daicho.operations.progress import console

_FOLDER = click.Path(file_okay=False, path_type=Path)
_THERE = click.Path(exists=True, file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_into = click.option(
    "--into", type=_FOLDER, required=True, help="置き場 (HOME、または --outside の OUTSIDE_HOME)"
)
_outside = click.option("--outside", is_flag=True, help="相手役 (outside) のフォルダーの形に置く")
_ed25519 = click.option("--ed25519", is_flag=True, help="P-256 でなく Ed25519 の鍵にする")
_uses = click.option(
    "--use", "use", type=click.Choice([each.value for each in Use]), help="一方だけ (既定は両方)"
)
DUE = 3


@click.group("pki")
@click.option("--authority", type=_FOLDER, help="認証局のフォルダー (既定は HOME/pki)")
@click.pass_context
def command(context: click.Context, authority: Path | None) -> None:
    """Certificates of the lines (回線の証明書): one for the line and one for signing, for each party.

    A party is written 072010:core; the manual's page 「回線の証明書」 has each step.
    """
    context.obj = authority or choose_home().root / "pki"


@command.command("init")
@click.pass_obj
def init(folder: Path) -> None:
    """Make the root (ルート認証局) and the issuing authority (発行用認証局), once."""
    create_authority(folder)
    console.print(f"認証局を {folder} に作りました。", markup=False)
    console.print(
        "root.key を取り外し、施錠して保管してください。次の発行用認証局を作るときだけ使います。"
    )


@command.command("new-issuing")
@click.pass_obj
def new_issuing(folder: Path) -> None:
    """Make the next issuing authority (次の発行用認証局); the root's key must be put back for it."""
    made = add_issuing(open_authority(folder))
    console.print(f"発行用認証局 {serial_of(made)} を作りました。", markup=False)
    console.print(
        "`pki crl --into` で ca.pem を全員に配ってから、発行に使われます。root.key を取り外してください。"
    )


@command.command("issue")
@click.argument("party")
@_into
@_outside
@_ed25519
@click.pass_obj
def issue_both(folder: Path, party: str, into: Path, outside: bool, ed25519: bool) -> None:
    """Give PARTY keys, both certificates and the lists, where they are missing or about to expire."""
    authority, told = open_authority(folder), check_party(party)
    made = equipping.equip(authority, told, _place(told, into, outside=outside), ed25519=ed25519)
    if not made:
        console.print(
            f"{name_of(told)}の証明書は揃っています。何も発行していません。", markup=False
        )
    for use in made:
        console.print(f"{name_of(told)}の{use.label}証明書を発行しました。", markup=False)


@command.command("request")
@click.argument("party")
@_into
@_uses
@_ed25519
@click.option("--module", help="鍵を装置の中に作る: 装置のライブラリー (PKCS#11)")
@click.option("--token", help="装置の名 (トークンのラベル)")
@click.option("--label", help="装置の中での鍵の名")
def request(
    party: str,
    into: Path,
    use: str | None,
    ed25519: bool,
    module: str | None,
    token: str | None,
    label: str | None,
) -> None:
    """Make a key for PARTY that never leaves --into, and the request (申請, CSR) for its certificate."""
    told = check_party(party)
    place = daicho_place(into)
    if module or token or label:
        if not (module and token and label) or use not in (None, Use.SIGNING):
            what = "装置に作れるのは署名用の鍵で、--module・--token・--label の三つが要ります。"
            raise Invalid([Problem("pki.device_options", "label", what)])
        address = KeyAddress("pkcs11", module, token, label)
        ensure_pin(into / SIGN_PIN)
        files = [applying.apply_with_device(told, place, address, ed25519=ed25519)]
    else:
        uses = [Use(use)] if use else list(Use)
        files = [applying.apply(told, place.slot(each), ed25519=ed25519) for each in uses]
    for file in files:
        console.print(f"申請を {file} に書きました。認証局に渡してください。", markup=False)


@command.command("sign")
@click.argument("file", type=_FILE)
@click.option("--party", required=True, help="申請したはずの相手方 (書面などで確かめたもの)")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.pass_obj
def sign(folder: Path, file: Path, party: str, out: Path) -> None:
    """Issue the certificate that the request FILE asks for, once it is the PARTY's that was expected."""
    wanted = read_request(file.read_bytes())
    expected = check_party(party)
    if wanted.party != expected:
        what = f"申請は {wanted.party} のもので、{expected} のものではありません。"
        raise Invalid([Problem("pki.request_party", "party", what, "何も発行していません。")])
    chain = issue(open_authority(folder), wanted.party, wanted.use, wanted.key)
    write_file(out, chain, mode=OPEN)
    console.print(
        f"{name_of(expected)}の{wanted.use.label}証明書を {out} に書きました。", markup=False
    )


@command.command("accept")
@click.argument("file", type=_FILE)
@_into
def accept(file: Path, into: Path) -> None:
    """Use the certificate FILE from now on, with the key that was made for it in --into."""
    use = applying.accept(file.read_bytes(), daicho_place(into))
    console.print(f"{use.label}証明書を {into} で使い始めました。", markup=False)


@command.command("renew")
@click.argument("party")
@_into
@_outside
@_uses
@_ed25519
@click.option("--same-key", is_flag=True, help="鍵を替えずに、証明書だけを新しくする")
@click.pass_obj
def renew(
    folder: Path,
    party: str,
    into: Path,
    outside: bool,
    use: str | None,
    ed25519: bool,
    same_key: bool,
) -> None:
    """Issue the next certificates now and use them; the old ones stay valid until their end (重なりの期間)."""
    authority, told = open_authority(folder), check_party(party)
    place = _place(told, into, outside=outside)
    for each in [Use(use)] if use else list(Use):
        equipping.renew(authority, told, place, each, same_key=same_key, ed25519=ed25519)
        console.print(f"{name_of(told)}の{each.label}証明書を更新しました。", markup=False)


@command.command("revoke")
@click.argument("serial")
@click.option("--reason", type=click.Choice([*revocation.REASONS]), required=True)
@click.pass_obj
def revoke(folder: Path, serial: str, reason: str) -> None:
    """Revoke (失効) the certificate SERIAL; the list says so at once."""
    found = revocation.revoke(open_authority(folder).folder, serial, reason=reason)
    whose = name_of(check_party(found.party)) if found.party else "発行用認証局"
    console.print(f"{whose}の証明書 {found.serial} を失効させました。", markup=False)
    console.print("`pki crl --into 置き場` で、新しい失効リストを全員に配ってください。")


@command.command("crl")
@click.option("--into", type=_THERE, multiple=True, help="配る先の HOME (何度でも書けます)")
@click.option("--outside", type=_THERE, multiple=True, help="配る先の OUTSIDE_HOME")
@click.pass_obj
def crl(folder: Path, into: tuple[Path, ...], outside: tuple[Path, ...]) -> None:
    """Write the revocation list (失効リスト) anew, and hand it out with ca.pem."""
    authority = open_authority(folder)
    revocation.refresh_lists(folder, even_if_new=True)
    anyone = Party("000000", "nation")
    places = [daicho_place(home) for home in into]
    places += [outside_place(home, anyone) for home in outside]
    for place in places:
        put_trust(place, authority)
    until = revocation.lists_until(folder).astimezone(TOKYO)
    console.print(f"失効リストを作りました。{until:%Y-%m-%d} まで有効です。", markup=False)


@command.command("list")
@click.option("--party", help="この相手方だけ")
@click.pass_obj
def list_issued(folder: Path, party: str | None) -> None:
    """Show the register (発行台帳): serial, whose, use, from, until, and whether it was revoked."""
    register = read_register(open_authority(folder).folder)
    wanted = str(check_party(party)) if party else None
    for each in register.issued:
        if wanted in (None, each.party):
            console.print(_line(each), markup=False, soft_wrap=True)


@command.command("calendar")
@click.option(
    "--ics", type=click.Path(dir_okay=False, path_type=Path), help="iCalendar のファイルにも書く"
)
@click.pass_obj
def calendar(folder: Path, ics: Path | None) -> None:
    """Show what expires when and what to do; exit code 3 when something is due (期限が近い)."""
    found, now = due.calendar(open_authority(folder).folder), real_now()
    for each in found:
        day = each.ends_at.astimezone(TOKYO)
        mark = "✗" if each.is_due(now) else " "
        left = f"{each.days_left(now):5}日"
        what = each.remedy or "後継があります。何もすることはありません。"
        console.print(
            f"{mark} {day:%Y-%m-%d} {left}  {each.what}  {what}", markup=False, soft_wrap=True
        )
    if ics is not None:
        write_file(ics, due.as_ics(found).encode(), mode=OPEN)
    if any(each.is_due(now) for each in found):
        sys.exit(DUE)


@command.command("verify")
@click.argument("file", type=_FILE)
@click.option("--ca", type=_FILE, help="ca.pem (既定は認証局のもの)")
@click.option("--crl", type=_FILE, help="crl.pem (既定は認証局のもの)")
@click.pass_obj
def verify(folder: Path, file: Path, ca: Path | None, crl: Path | None) -> None:
    """Prove offline who signed the message in FILE (three headers, an empty line, the envelope as it was received)."""
    if ca is None or crl is None:
        authority = open_authority(folder)
        ca, crl = ca or authority.ca, crl or authority.crl
    by = judgement.published(ca.read_bytes(), crl.read_bytes())
    raw, headers = verification.read_evidence(file.read_bytes())
    found = verification.verify_message(raw, headers, by=by)
    console.print(f"✓ {name_of(found.sender)} ({found.sender}) が署名した電文です。", markup=False)
    told = f"{found.kind} {found.id} 宛先 {found.receiver}"
    console.print(f"  {told}、{found.made_at.astimezone(TOKYO):%Y-%m-%d %H:%M:%S}", markup=False)
    console.print(f"  証明書 {found.serial}", markup=False)
    for caution in found.cautions:
        console.print(f"  注意: {caution}", markup=False)


def _place(party: Party, into: Path, *, outside: bool) -> Place:
    return outside_place(into, party) if outside else daicho_place(into)


def _line(each: Issued) -> str:
    whose = each.party or {"root": "ルート認証局", "issuing": "発行用認証局"}[each.use]
    use = Use(each.use).label if each.party else "認証局"
    days = " ".join(f"{d.astimezone(TOKYO):%Y-%m-%d}" for d in (each.valid_from, each.valid_until))
    told = f"{each.serial:40}  {whose:22}  {use}  {days}"
    if each.revoked_at is not None:
        _, reason = revocation.REASONS[each.reason]
        return f"{told}  失効 {each.revoked_at.astimezone(TOKYO):%Y-%m-%d %H:%M} {reason}"
    return told if each.counts(real_now()) else f"{told}  期限切れ"
