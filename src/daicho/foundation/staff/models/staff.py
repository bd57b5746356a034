"""Staff (職員): one account for one person, never shared (STD-10.3, ACC-001)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class StaffAccounts(BaseUserManager["Staff"]):
    """Accounts by login. Accounts are made by `commands.register_staff` alone."""


class Staff(AbstractBaseUser):
    """One person's account. It carries no rights: those are `DutyGrant`s, each for a period.

    `valid_from` and `valid_until` (exclusive, open when null) say on which days it may be used at
    all, so that an appointment or a transfer can be entered beforehand. `hidden_items` are the
    items that this person is never shown (STD-10.4). What was set by an approved request since `particulars_at`
    counts before name, office, period and items of this row: `selectors.rights` puts them together, and nobody else
    reads them. `previous_password` is a hash, kept so that the last password is not taken again.
    """

    key = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    login = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=100)
    office = models.CharField(max_length=100)
    is_active = models.BooleanField(default=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    hidden_items = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    particulars_at = models.DateTimeField(null=True)
    password_changed_at = models.DateTimeField()
    previous_password = models.CharField(max_length=128, blank=True, default="")
    must_change_password = models.BooleanField(default=True)
    registered_at = models.DateTimeField()

    objects: ClassVar[StaffAccounts] = StaffAccounts()

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "office"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="staff_period_in_order",
            )
        ]
        indexes = [models.Index(fields=["office", "login"], name="staff_office_login")]

    def in_period(self, day: date) -> bool:
        """Whether a day is within the period of the account."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
