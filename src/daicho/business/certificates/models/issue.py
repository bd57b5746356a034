"""Issue (交付) and Certifier (認証者): every sheet that went out, and in whose name.

What is stored of an issued sheet: the encrypted snapshot of its fields, the template's version and the PDF's digest;
the PDF is rebuilt from them (record.md).
"""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Certifier(models.Model):
    """In whose name certificates go out from a day on (STD-5.6); the newest row that has begun and not ended counts.

    A 職務代理者 is entered ahead with `valid_until`, the day from which they act no more (STD-1.3.9).
    """

    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    title = models.TextField()
    name = models.TextField()
    acting = models.BooleanField(default=False)
    entered_at = models.DateTimeField()
    entered_by = models.UUIDField()


class SealPicture(models.Model):
    """The picture of a seal that stood on a sheet, once for all sheets; their snapshots name it by its digest."""

    sha256 = models.TextField(primary_key=True)
    svg = models.TextField()


class Issue(models.Model):
    """One copy of one certificate or notice (STD-1.3.8).

    Of a notice, `case` is the movement that it tells of, `occasion` what tells this copy from every other (one first
    issue for each), `reissue_of` the first issue whose content a 再交付 repeats; `addressee` to whom it goes.
    `overflows`: how many items their boxes could not hold. Of a sheet in a file of many (一括帳票), `part` is the file of
    the batch `request_key`, `copy` its place in it, and `pdf_sha256` the digest of what is drawn.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    request_key = models.UUIDField()
    copy = models.IntegerField()
    number = models.TextField(unique=True)
    kind = models.TextField()
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField()
    issued_by_name = models.TextField()
    office = models.TextField()
    terminal = models.TextField()
    persons = ArrayField(models.UUIDField())
    records = ArrayField(models.UUIDField(), default=list)
    case = models.UUIDField(null=True)
    occasion = models.TextField(blank=True, default="")
    reissue_of = models.UUIDField(null=True)
    document_number = models.TextField(blank=True, default="")
    addressee = models.TextField(blank=True, default="")
    requester = models.TextField()
    requester_name = models.TextField()
    ground = models.TextField(blank=True)
    identity_documents = ArrayField(models.TextField())
    items = ArrayField(models.TextField())
    official = models.BooleanField(default=False)
    by_post = models.BooleanField(default=False)
    fee_yen = models.IntegerField()
    pages = models.SmallIntegerField()
    overflows = models.SmallIntegerField(default=0)
    part = models.SmallIntegerField(null=True)
    template_version = models.TextField()
    pdf_sha256 = models.TextField()
    snapshot = models.BinaryField()
    snapshot_key = models.TextField()
    verify_code = models.TextField(blank=True)
    verify_digest = models.TextField(blank=True)
    spoiled_at = models.DateTimeField(null=True)
    spoiled_by = models.UUIDField(null=True)
    spoiled_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request_key", "copy"], name="certificates_issue_once"),
            models.UniqueConstraint(
                fields=["occasion"],
                condition=~models.Q(occasion="")
                & models.Q(reissue_of__isnull=True, spoiled_at__isnull=True),
                name="certificates_first_issue_once",
            ),
        ]
        indexes = [
            models.Index(fields=["issued_on", "number"], name="certificates_issue_day"),
            models.Index(
                fields=["issued_on"],
                name="certificates_issue_overflows",
                condition=models.Q(overflows__gt=0),
            ),
            GinIndex(fields=["persons"], name="certificates_issue_persons"),
            models.Index(
                fields=["case"],
                name="certificates_issue_case",
                condition=models.Q(case__isnull=False),
            ),
        ]

    @property
    def is_notice(self) -> bool:
        """Sent by the office itself, upon nobody's request."""
        return not self.requester
