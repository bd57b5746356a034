"""CardCheck (カードの照合, JUK-007): what the reader said of a card and its 暗証番号, for a case."""

from __future__ import annotations

from django.db import models


class CardCheck(models.Model):
    """One check; the newest of a case counts. `code_hash` is the vault's hash of the 住民票コード that was read."""

    id = models.BigAutoField(primary_key=True)
    case = models.UUIDField()
    at = models.DateTimeField()
    card_number = models.TextField()
    code_hash = models.TextField(blank=True)
    result = models.TextField()
    actor = models.UUIDField()
    actor_name = models.TextField()
    terminal = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "-id"], name="cards_check_case")]
