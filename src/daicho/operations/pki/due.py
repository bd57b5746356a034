"""Due (更新の予定): what expires when, in how many days, and what to do about it; also as a calendar file (iCalendar)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from daicho.foundation.key_provider.public import load_signer, read_certificates, read_keys
from daicho.kernel.clock import TOKYO, real_now
from daicho.kernel.errors import Unavailable
from daicho.operations.pki.issuing import LIFE
from daicho.operations.pki.parties import check_party, name_of
from daicho.operations.pki.places import daicho_place
from daicho.operations.pki.register import Issued, Register, read_register
from daicho.operations.pki.revocation import lists_end, lists_until
from daicho.operations.pki.uses import Use

SOON = timedelta(days=30)
_LIST_SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Due:
    """Something that ends; `act_from`: when it is time to do what `remedy` says. No remedy: nothing is to be done."""

    what: str
    serial: str
    ends_at: datetime
    act_from: datetime
    remedy: str

    def days_left(self, now: datetime) -> int:
        """Whole days until the end, by the calendar of the office; negative afterwards."""
        return (self.ends_at.astimezone(TOKYO).date() - now.astimezone(TOKYO).date()).days

    def is_due(self, now: datetime) -> bool:
        return bool(self.remedy) and now >= self.act_from


def calendar(folder: Path) -> list[Due]:
    """All that ends and is not replaced or revoked yet, the nearest first."""
    register = read_register(folder)
    found = [*_leaves(register), *_authorities(register), _lists(folder)]
    return sorted(found, key=lambda each: each.ends_at)


def certificates_of(home: Path) -> list[Due]:
    """What a party itself must watch: its two certificates and the list it was given; empty when it has no lines.

    `Unavailable` in words when a certificate or its key is missing, damaged, or readable by others.
    """
    place = daicho_place(home)
    if not any(path.exists() for slot in place.slots for path in (slot.certificate, slot.key)):
        return []
    load_signer(home)
    read_keys(place.slot(Use.LINE).key, what="回線用の鍵")
    found = []
    for slot in place.slots:
        leaf = read_certificates(slot.certificate)[0]
        until = leaf.not_valid_after_utc
        remedy = "認証局で `daicho pki renew` を行うか、申請して更新してください。"
        found.append(
            Due(f"{slot.use.label}証明書", f"{leaf.serial_number:x}", until, until - SOON, remedy)
        )
    try:
        until = lists_end(place.crl.read_bytes())
    except (OSError, ValueError) as error:
        raise Unavailable(
            "証明書失効リストを読めません。",
            why=f"{place.crl} がないか、壊れています。",
            remedy="認証局から `daicho pki crl` で配られたものを置いてください。",
            code="certificate.crl",
        ) from error
    remedy = "認証局で `daicho pki crl` を行い、新しいリストを受け取ってください。"
    return [*found, Due("証明書失効リスト", "crl", until, until - _LIST_SOON, remedy)]


def as_ics(dues: Iterable[Due]) -> str:
    """The same as an iCalendar file (RFC 5545): one event of a whole day each, with an alarm when it is time to act."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Daicho//pki//JA", "CALSCALE:GREGORIAN"]
    stamp = f"{real_now():%Y%m%dT%H%M%SZ}"
    for due in dues:
        if not due.remedy:
            continue
        day = due.ends_at.astimezone(TOKYO).date()
        lead = max((due.ends_at - due.act_from).days, 0)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{due.serial}@daicho-pki",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(due.what)} の期限",
            f"DESCRIPTION:{_escaped(due.remedy)}",
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{_escaped(due.what)}",
            f"TRIGGER:-P{lead}D",
            "END:VALARM",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _leaves(register: Register) -> Iterator[Due]:
    for each in register.issued:
        if each.is_authority or each.revoked_at is not None:
            continue
        use = Use(each.use)
        is_replaced = any(_replaces(other, each) for other in register.issued)
        yield Due(
            what=f"{name_of(check_party(each.party))} ({each.party}) の{use.label}証明書",
            serial=each.serial,
            ends_at=each.valid_until,
            act_from=each.valid_until - SOON,
            remedy=""
            if is_replaced
            else f"`daicho pki renew {each.party} --use {use}` で更新します。"
            "使わなくなったものは `daicho pki revoke` で失効させます。",
        )


def _replaces(other: Issued, each: Issued) -> bool:
    return (
        (other.party, other.use) == (each.party, each.use)
        and other.valid_until > each.valid_until
        and other.revoked_at is None
    )


def _authorities(register: Register) -> Iterator[Due]:
    own = [each for each in register.issued if each.is_authority and each.revoked_at is None]
    last = max((each.valid_until for each in own if each.use == "issuing"), default=None)
    for each in own:
        is_root = each.use == "root"
        remedy = (
            "新しい認証局を別の場所に作り (`daicho pki init`)、ca.pem を全員に配り直します。"
            if is_root
            else "ルートの鍵を戻し、`daicho pki new-issuing` で次の発行用認証局を作ります。"
        )
        yield Due(
            what="ルート認証局の証明書" if is_root else "発行用認証局の証明書",
            serial=each.serial,
            ends_at=each.valid_until,
            # Leaves issued after this would end with their issuer, before their time.
            act_from=each.valid_until - LIFE - SOON,
            remedy="" if not is_root and last is not None and each.valid_until < last else remedy,
        )


def _lists(folder: Path) -> Due:
    until = lists_until(folder)
    return Due(
        what="証明書失効リスト",
        serial="crl",
        ends_at=until,
        act_from=until - _LIST_SOON,
        remedy="`daicho pki crl --into 置き場` で作り直し、全員に配ります。",
    )


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """No line of more than 75 octets, and no character cut in two."""
    room, part = 75, ""
    for sign in line:
        if len((part + sign).encode()) > room:
            yield part
            part = " "
        part += sign
    yield part
