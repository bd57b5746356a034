"""Known (時点): what holds on a day as the register knew it at the end of another, one row per record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q

from daicho.kernel.clock import TOKYO, business_today
from daicho.kernel.errors import Missing
from daicho.registers.residents.models import ResidentRecord, Version
from daicho.registers.residents.selectors.holdings import KNOWN_NOW


@dataclass(frozen=True, slots=True)
class AsOf:
    """Which day is asked about, and as known at the end of which day; None: today, and now."""

    on: date | None = None
    known_on: date | None = None

    @property
    def day(self) -> date:
        return self.on or business_today()

    @property
    def is_now(self) -> bool:
        return self.on is None and self.known_on is None

    @property
    def known(self) -> Q:
        """The condition on the register's time: an open row, or one open at the day's last instant."""
        if self.known_on is None:
            return KNOWN_NOW
        midnight = datetime.combine(self.known_on + timedelta(days=1), time(), TOKYO)
        return Q(recorded__contains=midnight - timedelta(microseconds=1))

    @property
    def detail(self) -> dict[str, object]:
        """What the trail says of it."""
        return {
            "as_of": self.on.isoformat() if self.on else "",
            "known_on": self.known_on.isoformat() if self.known_on else "",
        }


def record_of(key: UUID) -> ResidentRecord:
    """A record; `Missing` when there is none."""
    found = ResidentRecord.objects.filter(key=key).select_related("person").first()
    if found is None:
        raise Missing(
            "この住民票はありません。",
            remedy="検索し直してください。",
            code="residents.record_missing",
        )
    return found


def version_of(record: UUID, as_of: AsOf) -> Version | None:
    """The version of a record that holds; None when the record said nothing about that day, or was not known yet."""
    return (
        Version.objects.filter(as_of.known, record=record, valid__contains=as_of.day)
        .select_related("person", "change")
        .first()
    )


def planned_of(record: UUID, as_of: AsOf) -> date | None:
    """The day from which a record will be 除票, as known then; None when none is planned."""
    starts = Version.objects.filter(
        as_of.known, record=record, status="removed", valid__startswith__gt=as_of.day
    ).values_list("valid", flat=True)
    return min((r.lower for r in starts), default=None)
