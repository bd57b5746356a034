"""Opening and Appointment (交付予約の枠と予約): when somebody comes for their card, at which office, how many at once."""

from __future__ import annotations

import uuid

from django.db import models

from daicho.gateways.cards.models.card import Card


class Opening(models.Model):
    """So many people from one time to another on one day at one office."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    office = models.TextField()
    day = models.DateField()
    from_time = models.TimeField()
    until_time = models.TimeField()
    capacity = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "day", "from_time"], name="cards_opening_once"
            ),
            models.CheckConstraint(
                condition=models.Q(capacity__gte=0), name="cards_opening_capacity"
            ),
            models.CheckConstraint(
                condition=models.Q(until_time__gt=models.F("from_time")),
                name="cards_opening_forward",
            ),
        ]


class Appointment(models.Model):
    """One person's card at one opening: booked, come, not come, or called off."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    opening = models.ForeignKey(Opening, models.PROTECT, related_name="appointments")
    card = models.ForeignKey(Card, models.PROTECT, related_name="appointments")
    state = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["card"],
                name="cards_booked_once",
                condition=models.Q(state="booked"),
            )
        ]
