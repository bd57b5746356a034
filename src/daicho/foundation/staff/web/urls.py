"""Addresses of the staff's screens. Of the sign-in library's pages only those listed here exist."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http.response import HttpResponseBase
from django.urls import path
from django.views.decorators.cache import never_cache

from daicho.foundation.staff.lockout import locked_out_response
from daicho.foundation.staff.web import (
    home,
    locking,
    own_account,
    printing,
    rights_file_views,
    rights_views,
    sign_in_views,
    sign_on_views,
    staff_views,
    terminal_views,
)

View = Callable[..., HttpResponseBase]


def _entrance(view: View) -> View:
    """A page of signing in; `middleware.REACHABLE` says at which step of a session it opens."""
    guarded = never_cache(view)
    guarded.operation = "sign_in"  # type: ignore[attr-defined]  # read by the inventory test
    return guarded


def _own(view_class: Any) -> View:  # Any: the library's view classes are untyped
    """A page of one's own account, in a session."""
    guarded = never_cache(view_class.as_view())
    guarded.operation = "account"
    return guarded  # type: ignore[no-any-return]  # from an untyped class


urlpatterns = [
    path("", home.home_view, name="home"),
    path("purpose/", home.purpose_view, name="choose_purpose"),
    path("printed/", printing.screen_printed, name="screen_printed"),
    path("lock/", _entrance(locking.lock_view), name="lock"),
    path("unlock/", _entrance(locking.unlock_view), name="unlock"),
    # Sign-in
    path("sign-in/", _entrance(sign_in_views.SignIn.as_view()), name="account_login"),
    path(
        "sign-in/second/", _entrance(sign_in_views.SecondFactor.as_view()), name="mfa_authenticate"
    ),
    path(
        "sign-in/passkey/",
        _entrance(sign_in_views.SignInByPasskey.as_view()),
        name="mfa_login_webauthn",
    ),
    path("sign-in/office/", _entrance(sign_on_views.sign_on_view), name="sign_on"),
    path("sign-in/office/back/", _entrance(sign_on_views.sign_on_back_view), name="sign_on_back"),
    path("sign-in/locked-out/", _entrance(locked_out_response), name="locked_out"),
    path(
        "sign-in/stopped/",
        _entrance(sign_in_views.AccountStopped.as_view()),
        name="account_inactive",
    ),
    path(
        "sign-in/first-factor/",
        _entrance(own_account.enrol_first_factor_view),
        name="factor_enrol",
    ),
    path("sign-out/", _entrance(sign_in_views.SignOut.as_view()), name="account_logout"),
    # One's own account
    path("account/", own_account.own_account_view, name="own_account"),
    path("account/password/", _own(sign_in_views.ChangePassword), name="account_change_password"),
    path("account/app/", _own(sign_in_views.EnrolApp), name="mfa_activate_totp"),
    path("account/app/remove/", _own(sign_in_views.RemoveApp), name="mfa_deactivate_totp"),
    path("account/passkey/", _own(sign_in_views.EnrolPasskey), name="mfa_add_webauthn"),
    path(
        "account/passkey/<int:pk>/remove/",
        _own(sign_in_views.RemovePasskey),
        name="mfa_remove_webauthn",
    ),
    path("account/codes/", _own(sign_in_views.RecoveryCodes), name="mfa_view_recovery_codes"),
    path(
        "account/codes/new/",
        _own(sign_in_views.NewRecoveryCodes),
        name="mfa_generate_recovery_codes",
    ),
    # Staff
    path("staff/", staff_views.staff_list_view, name="staff_list"),
    path("staff/rights/", staff_views.rights_table_view, name="rights_table"),
    path("staff/register/", staff_views.staff_register_view, name="staff_register"),
    path("staff/<uuid:key>/", staff_views.staff_view, name="staff_view"),
    path("staff/<uuid:key>/change/", staff_views.staff_change_view, name="staff_change"),
    path("staff/<uuid:key>/duties/", staff_views.duty_grant_view, name="duty_grant"),
    path("staff/<uuid:key>/duties/end/", staff_views.duty_end_view, name="duty_end"),
    *[
        path(
            f"staff/<uuid:key>/{act}/",
            staff_views.staff_act_view,
            {"act": act},
            name=f"staff_{act.replace('-', '_')}",
        )
        for act in ("stop", "resume", "unlock", "reset-password", "reset-factors")
    ],
    path("staff/<uuid:key>/sign-on/", staff_views.sign_on_bind_view, name="sign_on_bind"),
    path("staff/<uuid:key>/sign-on/end/", staff_views.sign_on_end_view, name="sign_on_end"),
    path("staff/<uuid:key>/hide/", staff_views.staff_hide_view, name="staff_hide"),
    # Rights: requests, levels, allotments, files
    path("staff/requests/", rights_views.requests_view, name="rights_requests"),
    path("staff/requests/new/<slug:kind>/", rights_views.ask_view, name="rights_ask"),
    path("staff/requests/file/", rights_file_views.file_in_view, name="rights_file"),
    path("staff/requests/file/present/", rights_file_views.file_out_view, name="rights_file_out"),
    path("staff/requests/<uuid:key>/", rights_views.request_view, name="rights_request"),
    *[
        path(
            f"staff/requests/<uuid:key>/{act}/",
            rights_views.request_act_view,
            {"act": act},
            name=f"rights_{act}",
        )
        for act in ("approve", "return", "withdraw")
    ],
    path("staff/levels/", rights_views.levels_view, name="levels"),
    path("staff/allotments/", rights_views.allotments_view, name="allotments"),
    # Terminals
    path("terminals/", terminal_views.terminal_list_view, name="terminal_list"),
    path("terminals/code/", terminal_views.terminal_code_view, name="terminal_code"),
    path("terminals/this/", terminal_views.terminal_this_view, name="terminal_this"),
    path("terminals/revoke/", terminal_views.terminal_revoke_view, name="terminal_revoke"),
    path(
        "terminal/enrol/<slug:code>/",
        _entrance(terminal_views.terminal_enrol_view),
        name="terminal_enrol",
    ),
]
