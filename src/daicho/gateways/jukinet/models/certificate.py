"""ReceivedCertificate (受領した転出証明書情報): what another municipality sent of people who come here by 特例転入.

The body is sealed; it is erased when nobody has come with a 転入届 within the days of the profile (JUK-008).
"""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class ReceivedCertificate(models.Model):
    """One 転出証明書情報; `case` is the draft that quotes it, `erased_at` when its content went.

    `cancelled_at`: the origin took it back; one that was taken back before it came has nothing but its reference.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    reference = models.TextField()
    origin = models.TextField()
    move_out_on = models.DateField(null=True)
    people = models.IntegerField()
    code_hashes = ArrayField(models.TextField())
    sealed = models.BinaryField(null=True)
    data_key = models.TextField()
    received_at = models.DateTimeField(db_default=Now())
    case = models.UUIDField(null=True)
    quoted_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-received_at"], name="jukinet_certificate_newest"),
            models.Index(fields=["origin", "reference"], name="jukinet_certificate_ref"),
        ]
