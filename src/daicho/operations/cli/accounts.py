"""Register the sample accounts (試用の職員); `up` runs this once."""

from __future__ import annotations

import click

from daicho.foundation.staff.access import system_access
from daicho.foundation.staff.commands.register_staff import register_staff
from daicho.kernel.access import Purpose
from daicho.kernel.errors import Invalid
from daicho.operations.accounts import SampleAccount, prepare_accounts
from daicho.operations.home import choose_home

ROLE = "app"
OFFICE = "市民課"


@click.group("accounts")
def command() -> None:
    """Sample accounts (試用の職員) of the invented town."""


@command.command("create")
def create() -> None:
    """Register those that are not registered yet."""
    for account in prepare_accounts(choose_home()):
        try:
            register(account)
        except Invalid as error:
            if error.reason_code != "login_taken":
                raise


def register(account: SampleAccount) -> None:
    """Register one, with its authenticator enrolled already and a password that need not change."""
    register_staff(
        system_access(Purpose.ADMINISTRATION, job="sample_accounts"),
        login=account.login,
        name=f"架空 {account.login}",
        office=OFFICE,
        password=account.password,
        duties=[account.duty],
        totp_secret=account.totp_secret,
        temporary=False,
    )
