"""The sample's code tables: every lot of the town has its districts, and a second run changes nothing."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings

from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Purpose
from daicho.kernel.addresses import towns_of
from daicho.operations.sample.tables import lay_tables
from daicho.registers.code_tables.models import CodeRow
from daicho.registers.code_tables.public import districts_of, rows_on, search_buildings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

TODAY = date(2026, 11, 20)


def test_the_sample_town_has_living_tables() -> None:
    access = system_access(Purpose.ADMINISTRATION, job="test")
    kept = lay_tables(access)
    assert kept == CodeRow.objects.count()
    for town in towns_of(settings.TOWN["code"])[::20]:
        assert len(districts_of(town.code, "1番1号", TODAY)) == 4
    building = rows_on("buildings", TODAY)[0]
    lot = building.values["town_code"], building.values["banchi"]
    assert building.values["name"] in search_buildings(*lot, TODAY)
    assert lay_tables(access) == 0
