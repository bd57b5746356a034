"""Listing (一覧・名簿) and its members: whom a list of the register named, on what ground, and what became of it."""

from __future__ import annotations

import uuid

from django.db import models


class Listing(models.Model):
    """One list. Its members are keys and versions, so that what it said can be read again, and no name is kept twice.

    `condition` and `params` say who was wanted, `seed` in which order and by what chance. `digest` is that of the
    members and remains as the receipt when they are gone. `left_out`: protected people who fitted; `opted_out`: those
    who asked to be left out; `withheld`: those whose place the paper does not tell.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.TextField(unique=True)
    kind = models.TextField()
    state = models.TextField()
    edition = models.IntegerField(default=1)
    application = models.ForeignKey(
        "inspection.Application", models.PROTECT, null=True, related_name="+"
    )
    purpose = models.TextField()
    basis = models.TextField()
    recipient = models.TextField(blank=True)
    condition = models.JSONField()
    params = models.JSONField(default=dict)
    day = models.DateField()
    seed = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    asked_by_name = models.TextField()
    office = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.TextField(blank=True, default="")
    decided_words = models.TextField(blank=True, default="")
    made_at = models.DateTimeField(null=True)
    made_by = models.UUIDField(null=True)
    expires_on = models.DateField(null=True)
    count = models.IntegerField(default=0)
    left_out = models.IntegerField(default=0)
    opted_out = models.IntegerField(default=0)
    withheld = models.IntegerField(default=0)
    digest = models.TextField(blank=True, default="")
    disposed_on = models.DateField(null=True)
    disposed_at = models.DateTimeField(null=True)
    disposed_by = models.UUIDField(null=True)
    disposed_by_name = models.TextField(blank=True, default="")
    disposal_method = models.TextField(blank=True, default="")
    disposal_witness = models.TextField(blank=True, default="")
    receipt_number = models.TextField(blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["kind", "asked_at"], name="inspection_listing_kind"),
            models.Index(fields=["state", "expires_on"], name="inspection_listing_state"),
        ]


class ListingMember(models.Model):
    """One line of a list: its place, whom it names, and the version that says what stands there."""

    listing = models.ForeignKey(Listing, models.PROTECT, related_name="+")
    position = models.IntegerField()
    person = models.UUIDField()
    version = models.UUIDField()
    town_code = models.TextField(blank=True)
    withheld = models.BooleanField(default=False)
    notes = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "position"], name="inspection_one_line_a_place"
            ),
            models.UniqueConstraint(fields=["listing", "person"], name="inspection_listed_once"),
        ]
        indexes = [models.Index(fields=["person"], name="inspection_member_person")]
