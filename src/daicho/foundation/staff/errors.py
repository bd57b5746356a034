"""Sentences for what can go wrong with accounts, duties and terminals; all are of the kernel's
error tree.

Invalid   login_taken · login_needed · name_needed · office_needed · reason_needed · password rules ·
          duty_overlap · period_reversed · duty_start_past · duty_end_past · duty_end_later ·
          terminal_name_taken
Refused   duty rules of `policy.check_grantable` · own_account · last_administrator · enrolment_code_spent
Missing   staff_missing · grant_missing · terminal_missing
"""

from __future__ import annotations

from django.core.exceptions import ValidationError

from daicho.kernel.errors import Invalid, Missing, Problem, Refused


def needed(field: str, label: str) -> Problem:
    """A field that may not be empty."""
    return Problem(
        f"{field}_needed", field, f"{label}が入力されていません。", remedy="入力してください。"
    )


def check_filled(**labelled: tuple[str, str]) -> None:
    """Raise `Invalid` for every field whose value is blank; each is (value, label)."""
    problems = [
        needed(name, label) for name, (value, label) in labelled.items() if not value.strip()
    ]
    if problems:
        raise Invalid(problems)


def invalid_password(error: ValidationError, *, field: str) -> Invalid:
    """The validators' findings, each beside the field."""
    return Invalid(
        Problem(found.code or "password", field, "".join(found.messages))
        for found in error.error_list
    )


def staff_missing() -> Missing:
    return Missing(
        "この職員は見つかりません。",
        remedy="職員の一覧から選び直してください。",
        code="staff_missing",
    )


def own_account() -> Refused:
    return Refused(
        "自分のアカウントには行えません。",
        why="管理担当の操作は、別の管理担当が行うことになっています。",
        remedy="自分の設定の画面を使うか、ほかの管理担当に依頼してください。",
        code="own_account",
    )


def last_administrator() -> Refused:
    return Refused(
        "管理の職務に就いている最後の一人です。",
        why="終えると、職員と端末を管理できる人がいなくなります。",
        remedy="先に、ほかの職員に管理の職務を付与してください。",
        code="last_administrator",
    )
