"""SearchName and SearchPlace: what is derived from versions so that people are found; rebuilt at will."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from daicho.registers.residents.models.person import Person


class SearchName(models.Model):
    """One name that a person has or had: 氏名, 旧氏, 通称, alphabet. Keys are folded (STD-2.1.2)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    form = models.TextField()
    name_key = models.TextField()
    kana_key = models.TextField()
    bigrams = ArrayField(models.TextField())
    latest = models.BooleanField()
    birth_on = models.DateField()
    sex = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["kana_key", "birth_on"], name="residents_search_kana"),
            models.Index(fields=["name_key"], name="residents_search_name"),
            models.Index(fields=["birth_on", "kana_key"], name="residents_search_birth"),
            GinIndex(fields=["bigrams"], name="residents_search_bigrams"),
        ]


class SearchPlace(models.Model):
    """One address that a person has or had."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    town_code = models.TextField()
    banchi_key = models.TextField()
    katagaki_key = models.TextField()
    address_key = models.TextField()
    bigrams = ArrayField(models.TextField())
    latest = models.BooleanField()

    class Meta:
        indexes = [
            models.Index(fields=["town_code", "banchi_key"], name="residents_search_town"),
            GinIndex(fields=["bigrams"], name="residents_search_place_b"),
        ]
