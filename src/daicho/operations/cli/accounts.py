"""Register the sample accounts (試用の職員); `up` runs this once."""

from __future__ import annotations

from datetime import date

import click

from daicho.business.certificates.commands.set_certifier import set_certifier
from daicho.business.certificates.models import Certifier
from daicho.foundation.staff.access import system_access
from daicho.kernel.access import Purpose
from daicho.operations.home import choose_home
from daicho.operations.registering import register_missing
from daicho.operations.sample.tables import lay_tables

ROLE = "app"


@click.group("accounts")
def command() -> None:
    """Sample accounts (試用の職員) of the invented town."""


@command.command("create")
def create() -> None:
    """Register those that are not registered yet, with a mayor and code tables for the town they work in."""
    ensure_certifier()
    lay_tables(system_access(Purpose.ADMINISTRATION, job="sample_accounts"))
    register_missing(choose_home())


def ensure_certifier() -> None:
    """An invented mayor, so that the sample town's certificates go out in a name."""
    if not Certifier.objects.exists():
        set_certifier(
            system_access(Purpose.ADMINISTRATION, job="sample_accounts"),
            valid_from=date(2000, 4, 1),
            title="見本市長",
            name="台帳　守",
        )
