"""Entry (伝票) with its postings: written once, never changed; what is wrong is reversed or corrected by another."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from daicho.business.cash.models.account import Account
from daicho.business.cash.models.drawer import Drawer


class Entry(models.Model):
    """One entry of a drawer, or of an office's remittance (without a drawer).

    `yen` is what came into the drawer, below zero what left it (of a remittance what it comes to); `tendered_yen` and `change_yen` are 預り and お釣り.
    `origin` is the payment that is cancelled or corrected. `posting_count` fixes how many postings it has.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.TextField(unique=True)
    kind = models.TextField()
    on = models.DateField()
    at = models.DateTimeField()
    office = models.TextField()
    terminal = models.TextField(blank=True)
    drawer = models.ForeignKey(Drawer, models.PROTECT, null=True, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    origin = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    correction = models.UUIDField(null=True)
    method = models.TextField(blank=True)
    yen = models.IntegerField()
    tendered_yen = models.IntegerField(null=True)
    change_yen = models.IntegerField(null=True)
    slip_number = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    posting_count = models.SmallIntegerField()
    by = models.UUIDField()
    by_name = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["origin"],
                condition=Q(kind="cancellation"),
                name="cash_entry_cancelled_once",
            ),
            models.UniqueConstraint(
                fields=["method", "slip_number", "on"],
                condition=Q(kind="payment") & ~Q(slip_number=""),
                name="cash_entry_slip_once",
            ),
            models.UniqueConstraint(
                fields=["correction"],
                condition=Q(correction__isnull=False),
                name="cash_entry_correction_once",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["cancellation", "correction"])
                | (Q(origin__isnull=False) & ~Q(reason="")),
                name="cash_entry_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "on"], name="cash_entry_day"),
            models.Index(fields=["on", "kind"], name="cash_entry_kind"),
        ]


class Posting(models.Model):
    """One side of an entry; the yen of an entry's postings sum to zero."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+")
    place = models.TextField()
    yen = models.IntegerField()
    code = models.TextField(blank=True)
    exemption = models.TextField(blank=True)
    sheets = models.IntegerField(default=0)


class MoneyOrderNote(models.Model):
    """A 定額小為替証書 that came in or went out with an entry, by its number."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+")
    number = models.TextField()
    yen = models.IntegerField()
    issued_on = models.DateField()
    incoming = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["number"], name="cash_note_number")]


class Receipt(models.Model):
    """A receipt (領収書) as it was printed; the first copy is the receipt, every other says 再発行."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+")
    copy = models.SmallIntegerField()
    payer = models.TextField(blank=True)
    printed_at = models.DateTimeField()
    printed_by = models.UUIDField()
    printed_by_name = models.TextField()
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "copy"], name="cash_receipt_copy")]
