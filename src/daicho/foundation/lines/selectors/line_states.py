"""States of lines (回線の状態): each peer reachable or not since when, what waits for it, and the certificates' ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from django.conf import settings
from django.db.models import Count, Max, Min

from daicho.foundation.lines.adapters import credentials
from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.domain.states import State
from daicho.foundation.lines.domain.trust import revocation_lists
from daicho.foundation.lines.models import KnownCertificate, Line, ReceivedMessage, SentMessage
from daicho.foundation.lines.settings import lines, me
from daicho.foundation.outbox.public import Delayed, delayed
from daicho.foundation.staff.public import check_may, may
from daicho.kernel.access import Access
from daicho.kernel.clock import real_now

SOON: Final = timedelta(days=30)
LIST_SOON: Final = timedelta(days=2)
_OWN: Final = (
    ("回線用の証明書", credentials.LINE_CERTIFICATE),
    ("署名用の証明書", credentials.SIGN_CERTIFICATE),
)


@dataclass(frozen=True, slots=True)
class Expiry:
    """When a certificate or a list ends."""

    title: str
    whose: str
    serial: str
    ends_at: datetime | None
    soon: timedelta = SOON

    @property
    def mark(self) -> tuple[str, str]:
        """Words and tone: ended, soon, good, or missing."""
        if self.ends_at is None:
            return "ありません", "error"
        left = self.ends_at - real_now()
        if left <= timedelta():
            return "期限切れ", "error"
        return ("まもなく期限", "warning") if left < self.soon else ("有効", "good")


@dataclass(frozen=True, slots=True)
class LineView:
    """One line."""

    party: Party
    address: str
    line: Line
    waiting: int
    oldest_at: datetime | None
    last_sent_at: datetime | None
    last_received_at: datetime | None
    is_set_up: bool
    gateway: str = ""

    @property
    def mark(self) -> tuple[str, str]:
        """Words and tone of its state (稼働状況)."""
        if not self.is_set_up:
            return "回線なし", "error"
        if self.line.away_since is not None:
            return "停止（つながりません）", "error"
        if self.line.last_error:
            return "応答が正しくありません", "warning"
        if not (self.line.reached_at or self.last_sent_at or self.last_received_at):
            return "まだ通信していません", ""
        return "稼働中", "good"


@dataclass(frozen=True, slots=True)
class LinesView:
    """All lines of the installation; `party` is empty when none are set up; `delayed`: events that are no messages yet."""

    party: str
    lines: tuple[LineView, ...]
    expiries: tuple[Expiry, ...]
    may_switch: bool
    delayed: tuple[Delayed, ...]


def view_lines(access: Access) -> LinesView:
    """Every line, also one that messages wait for but that is not set up."""
    check_may(access, "lines.state")
    found = lines()
    waiting = {
        row["line"]: row
        for row in SentMessage.objects.filter(state=State.WAITING.value)
        .values("line")
        .annotate(n=Count("pk"), oldest=Min("made_at"))
    }
    peers = {str(p): str(a) for p, a in found.peers.items()} if found else {}
    kept = {line.peer: line for line in Line.objects.all()}
    last = _last_times(list({*peers, *waiting}))
    return LinesView(
        party=found.party.label if found else "",
        lines=tuple(
            LineView(
                party=Party.parse(name),
                address=peers.get(name, ""),
                line=kept.get(name) or Line(peer=name),
                waiting=waiting[name]["n"] if name in waiting else 0,
                oldest_at=waiting[name]["oldest"] if name in waiting else None,
                last_sent_at=last[name][0],
                last_received_at=last[name][1],
                is_set_up=name in peers,
                gateway=bearer if (bearer := _bearer_of(name)) != name else "",
            )
            for name in [*peers, *(n for n in waiting if n not in peers)]
        ),
        expiries=_expiries() if found else (),
        may_switch=may(access, "lines.switch"),
        delayed=tuple(delayed()),
    )


def _last_times(names: list[str]) -> Mapping[str, tuple[datetime | None, datetime | None]]:
    """When something was last answered by, and last came from, each peer."""
    found = {}
    for name in names:
        sent = SentMessage.objects.filter(line=name, answered_at__isnull=False)
        came = ReceivedMessage.objects.filter(peer=_bearer_of(name))
        found[name] = (
            sent.order_by("-answered_at").values_list("answered_at", flat=True).first(),
            came.order_by("-received_at").values_list("received_at", flat=True).first(),
        )
    return found


def _bearer_of(name: str) -> str:
    """Who brings what a peer says: itself, or the gateway."""
    found = lines()
    way = found.way_to(Party.parse(name)) if found and Party.parse(name) in found.peers else None
    return str(way.party) if way else name


def _expiries() -> tuple[Expiry, ...]:
    home: Path = settings.HOME
    own = [_own(title, home / name) for title, name in _OWN]
    lists = [_list(each) for each in _lists(home)]
    peers = (
        KnownCertificate.objects.values("party").annotate(ends=Max("valid_until")).order_by("party")
    )
    mine = str(me())
    seen = [
        Expiry("署名用の証明書（最後に見たもの）", Party.parse(p["party"]).label, "", p["ends"])
        for p in peers
        if p["party"] != mine
    ]
    return (*own, *lists, *seen)


def _own(title: str, path: Path) -> Expiry:
    try:
        found = x509.load_pem_x509_certificates(path.read_bytes())[0]
    except (OSError, ValueError):
        return Expiry(title, "こちら", "", None)
    return Expiry(title, "こちら", f"{found.serial_number:x}", found.not_valid_after_utc)


def _lists(home: Path) -> list[x509.CertificateRevocationList]:
    try:
        text = (home / credentials.REVOCATIONS).read_bytes()
        return list(revocation_lists(text))
    except (OSError, ValueError):
        return []


def _list(found: x509.CertificateRevocationList) -> Expiry:
    return Expiry("失効リスト", found.issuer.rfc4514_string(), "", found.next_update_utc, LIST_SOON)
