"""Accounts (試用の職員): the invented staff of the sample town and what they sign in with.

Their passwords and TOTP secrets are random and lie in `secrets/accounts.json` (0600); `./daicho otp`
reads it. A real installation (`up --residents 0`) has none of them.
"""

from __future__ import annotations

import json
import secrets
import string
from dataclasses import asdict, dataclass

import pyotp

from daicho.kernel.access import Duty
from daicho.kernel.clock import real_now
from daicho.kernel.errors import Missing
from daicho.operations.home import Home

FILE = "accounts.json"
_PERIOD = 30
_LETTERS = "".join(sorted(set(string.ascii_letters) - set("lIO")))
_DIGITS = "23456789"

SAMPLE_DUTIES = {
    "窓口1": Duty.COUNTER,
    "窓口2": Duty.COUNTER,
    "審査1": Duty.EXAMINE,
    "決裁1": Duty.DECIDE,
    "支援1": Duty.PROTECT,
    "管理1": Duty.ADMINISTER,
    "管理2": Duty.ADMINISTER,
    "監査1": Duty.AUDIT,
}
# Rights of their own (STD-10.3), each of which can be taken away alone.
MORE_DUTIES = {
    "窓口1": (Duty.BATCH, Duty.ASSIGN_CODES, Duty.EXTRACT),
    "審査1": (Duty.BATCH, Duty.EXTRACT),
    "決裁1": (Duty.BATCH,),
    "支援1": (Duty.PROTECT_VIEW,),
    "管理1": (Duty.RESTRICT,),
    "管理2": (Duty.RESTRICT,),
    "監査1": (Duty.BATCH,),
}


@dataclass(frozen=True, slots=True)
class SampleAccount:
    """One invented account; `totp_secret` is base32."""

    login: str
    duty: Duty
    password: str
    totp_secret: str


@dataclass(frozen=True, slots=True)
class Code:
    """A one-time code and for how many whole seconds it still holds."""

    digits: str
    seconds_left: int


def prepare_accounts(home: Home) -> list[SampleAccount]:
    """The sample accounts, written down before they are registered so that none can be lost."""
    if home.read_secret(FILE) is None:
        made = [
            SampleAccount(
                login=login,
                duty=duty,
                password=_new_password(),
                totp_secret=pyotp.random_base32(),
            )
            for login, duty in SAMPLE_DUTIES.items()
        ]
        home.write_secret(FILE, json.dumps([asdict(a) for a in made], ensure_ascii=False, indent=1))
    return read_accounts(home)


def read_accounts(home: Home) -> list[SampleAccount]:
    """The accounts written down; empty when there are none."""
    text = home.read_secret(FILE)
    return [
        SampleAccount(
            login=row["login"],
            duty=Duty(row["duty"]),
            password=row["password"],
            totp_secret=row["totp_secret"],
        )
        for row in json.loads(text or "[]")
    ]


def find_account(home: Home, login: str) -> SampleAccount:
    """One account; `Missing` names those there are."""
    accounts = read_accounts(home)
    for account in accounts:
        if account.login == login:
            return account
    if not accounts:
        raise Missing("試用の職員はいません。", remedy="`./daicho up` の初回に登録されます。")
    names = "・".join(account.login for account in accounts)
    raise Missing(
        f"「{login}」という試用の職員はいません。", remedy=f"{names} から選んでください。"
    )


def code_for(account: SampleAccount) -> Code:
    """The account's code at this very moment: real time, whatever the business clock says."""
    now = int(real_now().timestamp())
    digits = pyotp.TOTP(account.totp_secret, interval=_PERIOD).at(now)
    return Code(digits=digits, seconds_left=_PERIOD - now % _PERIOD)


def _new_password() -> str:
    """Sixteen characters (90 bits) that are not mistaken for one another when typed."""
    letters = [secrets.choice(_LETTERS) for _ in range(13)]
    digits = [secrets.choice(_DIGITS) for _ in range(3)]
    mixed = letters + digits
    secrets.SystemRandom().shuffle(mixed)
    return "".join(mixed)
