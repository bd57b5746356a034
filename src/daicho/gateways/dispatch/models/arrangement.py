"""Arrangement (送付先の指定): 印刷区分, and where an envelope goes that does not go to the registered address."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now


class Arrangement(models.Model):
    """What a clerk decided for some people of one household. The other address is sealed, and emptied after its period."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    print_class = models.TextField()
    elsewhere = models.BooleanField(default=False)
    ground = models.TextField(default="")
    sealed = models.BinaryField(null=True)
    data_key = models.TextField(default="")
    made_at = models.DateTimeField(db_default=Now())
    made_by = models.UUIDField()
    made_by_name = models.TextField()
    terminal = models.TextField()
    erased_at = models.DateTimeField(null=True)
