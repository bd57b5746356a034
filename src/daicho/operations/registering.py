"""Registering (試用の職員の登録): the sample accounts of one installation, whatever node it runs."""

from __future__ import annotations

from daicho.foundation.staff.access import system_access
from daicho.foundation.staff.commands.register_staff import register_staff
from daicho.kernel.access import Purpose
from daicho.kernel.errors import Invalid
from daicho.operations.accounts import MORE_DUTIES, SampleAccount, prepare_accounts
from daicho.operations.home import Home

OFFICE = "市民課"


def register_missing(home: Home) -> None:
    """Register those of `secrets/accounts.json` that are not registered yet."""
    for account in prepare_accounts(home):
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
        duties=[account.duty, *MORE_DUTIES.get(account.login, ())],
        totp_secret=account.totp_secret,
        temporary=False,
    )
