"""Passwords (パスワード): the rule Django's validators lack, and the one place where a password is
set.
"""

from __future__ import annotations

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError

from daicho.foundation.staff.models import Staff
from daicho.kernel.clock import real_now


class NotTheLastPassword:
    """Refuses the password in use and the one before it (ACC-016)."""

    def validate(self, password: str, user: Staff | None = None) -> None:
        """Raise `ValidationError` when the password was the person's own until now."""
        if user is None:
            return
        for known in (user.password, user.previous_password):
            if known and check_password(password, known):
                raise ValidationError(
                    "今のパスワードと一つ前のパスワードは使えません。別のパスワードにしてください。",
                    code="password_reused",
                )

    def get_help_text(self) -> str:
        return "今のパスワードと一つ前のパスワードは使えません。"


def keep_new_password(staff: Staff, password: str, *, temporary: bool) -> None:
    """Set a password that has passed the validators; a temporary one must be changed at the next
    sign-in.

    A temporary password does not count as the person's own: the one before it stays refused.
    """
    if staff.password and not staff.must_change_password:
        staff.previous_password = staff.password
    staff.set_password(password)
    staff.must_change_password = temporary
    staff.password_changed_at = real_now()
    staff.save(
        update_fields=[
            "password",
            "previous_password",
            "must_change_password",
            "password_changed_at",
        ]
    )
