"""Show a sample account's password and its one-time code (確認コード)."""

from __future__ import annotations

import click

from daicho.operations.accounts import code_for, find_account
from daicho.operations.home import choose_home
from daicho.operations.progress import console


@click.command("otp")
@click.argument("name")
def command(name: str) -> None:
    """Show what NAME (窓口1, 審査1 …) signs in with: password and one-time code (確認コード)."""
    account = find_account(choose_home(), name)
    code = code_for(account)
    console.print(f"ログイン名   {account.login}", markup=False)
    console.print(f"パスワード   {account.password}", markup=False)
    console.print(f"確認コード   {code.digits} (あと {code.seconds_left} 秒)", markup=False)
