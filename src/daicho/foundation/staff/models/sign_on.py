"""Sign-on binding (シングルサインオンの結び付け): which account a person of the identity provider is (STD-10.3)."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q

from daicho.foundation.staff.models.staff import Staff


class SignOnBinding(models.Model):
    """One person of one provider, bound by 管理 to one account until it is ended; never made by a sign-in."""

    key = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="sign_on_bindings")
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    bound_by = models.UUIDField()
    bound_at = models.DateTimeField()
    reason = models.CharField(max_length=200)
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"],
                condition=Q(ended_at__isnull=True),
                name="sign_on_subject_is_one_account",
            ),
            models.UniqueConstraint(
                fields=["staff", "issuer"],
                condition=Q(ended_at__isnull=True),
                name="sign_on_account_has_one_subject",
            ),
        ]
