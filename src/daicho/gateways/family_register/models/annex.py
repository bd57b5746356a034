"""Annex, AnnexLine, AnnexEntry (戸籍の附票): one 附票 for one 戸籍, a line for each person in it, entries that only grow."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now


class Annex(models.Model):
    """One 附票. `domicile_key` and `head_key` are folded; a closed one stays, `closed_on` counts its years.

    `rewritten_from` is the 改製原附票 of which a current one was made.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.TextField(unique=True)
    domicile = models.TextField()
    head = models.TextField()
    domicile_key = models.TextField()
    head_key = models.TextField()
    state = models.TextField(default="current")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    closed_words = models.TextField(blank=True, default="")
    closed_by_name = models.TextField(blank=True, default="")
    rewritten_from = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["domicile_key", "head_key"],
                name="family_register_one_current",
                condition=models.Q(state="current"),
            )
        ]
        indexes = [models.Index(fields=["domicile_key", "head_key"], name="family_register_place")]


class AnnexLine(models.Model):
    """One person in one 附票; `person` where they are known to our register, `ended_on` once they are removed from it.

    `name_key` and `birth_on` are those of the newest entry, by which notices find the line.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    annex = models.ForeignKey(Annex, models.PROTECT, related_name="+")
    record_number = models.TextField(unique=True)
    person = models.UUIDField(null=True)
    name_key = models.TextField()
    birth_on = models.TextField()
    code_lookup = models.TextField(blank=True, default="")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    ended_words = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                name="family_register_in_one_annex",
                condition=models.Q(ended_on=None) & models.Q(person__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["birth_on", "name_key"], name="family_register_person"),
        ]


class AnnexEntry(models.Model):
    """One entry: everything that the 附票 says of somebody from now on, who and what brought it. Never changed.

    The 住民票コード is sealed here and not kept by the vault: whoever lives elsewhere has it from another municipality,
    and brings it themselves on the day they move here. `update` is the 附票本人確認情報 that told of the entry.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    line = models.ForeignKey(AnnexLine, models.PROTECT, related_name="+")
    number = models.IntegerField()
    name = models.TextField()
    name_kana = models.TextField(blank=True)
    former_surname = models.TextField(blank=True)
    former_surname_kana = models.TextField(blank=True)
    birth_on = models.TextField()
    sex = models.TextField(blank=True)
    code_sealed = models.TextField(blank=True)
    code_lookup = models.TextField(blank=True)
    code_key = models.TextField(blank=True)
    municipality = models.TextField(blank=True)
    address = models.TextField(blank=True)
    postal_code = models.TextField(blank=True)
    address_since = models.TextField(blank=True)
    overseas = models.TextField(blank=True)
    reason = models.TextField()
    event_on = models.TextField()
    recorded_on = models.DateField()
    basis = models.TextField()
    source = models.TextField(blank=True)
    case = models.UUIDField(null=True)
    notice = models.UUIDField(null=True)
    made_at = models.DateTimeField(db_default=Now())
    made_by_name = models.TextField()
    update = models.UUIDField(null=True)
    update_state = models.TextField(blank=True, default="")
    handover = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "number"], name="family_register_entry_number")
        ]
        indexes = [
            models.Index(
                fields=["made_at"],
                name="family_register_not_handed",
                condition=models.Q(handover__isnull=True),
            ),
            models.Index(
                fields=["update"],
                name="family_register_update",
                condition=models.Q(update__isnull=False),
            ),
        ]
