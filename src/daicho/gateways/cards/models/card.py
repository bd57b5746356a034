"""Card (個人番号カード), its 電子証明書, and its events: what was done is only ever added to; no 個人番号 stands here."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now


class Card(models.Model):
    """One card of a person. `edition` rises with every event, so that a stale page is seen.

    `number` is the card's own (blank until it is known); `code_ref` the 住民票コード for which it was issued. `due` and
    `due_on` are what the register asks for, `due_case` the case that did, `due_reason` why.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.UUIDField()
    code_ref = models.UUIDField(null=True)
    kind = models.TextField()
    number = models.TextField(blank=True)
    state = models.TextField()
    edition = models.IntegerField(default=1)
    valid_until = models.DateField(null=True)
    face_card = models.BooleanField(default=False)
    residence_card_number = models.TextField(blank=True)
    arrived_on = models.DateField(null=True)
    handed_on = models.DateField(null=True)
    due = models.TextField(blank=True)
    due_on = models.DateField(null=True)
    due_reason = models.TextField(blank=True)
    due_case = models.UUIDField(null=True)
    made_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number"], name="cards_number_once", condition=~models.Q(number="")
            )
        ]
        indexes = [
            models.Index(fields=["person", "-made_at"], name="cards_of_person"),
            models.Index(fields=["state", "arrived_on"], name="cards_state"),
            models.Index(fields=["due", "due_on"], name="cards_due", condition=~models.Q(due="")),
        ]


class CardCertificate(models.Model):
    """One 電子証明書 on a card: 署名用 or 利用者証明用."""

    card = models.ForeignKey(Card, models.PROTECT, related_name="certificates")
    kind = models.TextField()
    serial = models.TextField()
    valid_until = models.DateField(null=True)
    revoked_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["card", "kind"],
                name="cards_certificate_one",
                condition=models.Q(revoked_on__isnull=True),
            )
        ]


class CardEvent(models.Model):
    """One act on a card: what, when, why, by whom, with which papers; `by` is the desk, a notice, or the system.

    `event` and `content` are what the card system is told, `message` the message that told it, `outcome` what became of
    it (blank: not known yet). Only these last are added later.
    """

    id = models.BigAutoField(primary_key=True)
    card = models.ForeignKey(Card, models.PROTECT, related_name="events")
    at = models.DateTimeField()
    action = models.TextField()
    state_after = models.TextField()
    by = models.TextField()
    occurred_on = models.DateField()
    reason = models.TextField(blank=True)
    words = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    event = models.TextField(blank=True)
    content = models.JSONField(default=dict)
    actor = models.UUIDField()
    actor_name = models.TextField()
    terminal = models.TextField(blank=True)
    message = models.UUIDField(null=True)
    outcome = models.TextField(blank=True)
    problems = models.JSONField(default=list)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["card", "-id"], name="cards_event_card"),
            models.Index(
                fields=["message"], name="cards_event_message", condition=~models.Q(message=None)
            ),
            models.Index(
                fields=["at"],
                name="cards_event_untold",
                condition=~models.Q(event="") & ~models.Q(outcome="accepted"),
            ),
        ]
