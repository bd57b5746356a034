"""Own account (自分のアカウント): one's duties, second factors and password."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from daicho.foundation.staff.domain.aspects import GRANTABLE
from daicho.foundation.staff.models import DutyGrant, Staff
from daicho.foundation.staff.screens import StaffRequest, screen
from daicho.foundation.staff.selectors.hidden_items import hidden_items


@require_GET
@screen("account")
def own_account_view(request: StaffRequest) -> HttpResponse:
    """What the person may see and change of their own account."""
    key = request.access.staff_key
    factors = list(Authenticator.objects.filter(user_id=key).order_by("created_at"))
    return render(
        request,
        "staff/own_account.html",
        {
            "person": Staff.objects.get(key=key),
            "duties": [duty.label for duty in GRANTABLE if duty in request.access.duties],
            "grants": DutyGrant.objects.filter(staff_id=key).order_by("-valid_from", "duty"),
            "hidden": sorted(hidden_items(request.access)),
            "has_app": any(f.type == Authenticator.Type.TOTP for f in factors),
            "passkeys": [f.wrap() for f in factors if f.type == Authenticator.Type.WEBAUTHN],
            "codes_left": _codes_left(factors),
        },
    )


@require_GET
def enrol_first_factor_view(request: HttpRequest) -> HttpResponse:
    """The only page of an account that has no second factor yet, besides the enrolments themselves."""
    return render(request, "staff/enrol_first_factor.html")


def _codes_left(factors: list[Authenticator]) -> int:
    codes = [f for f in factors if f.type == Authenticator.Type.RECOVERY_CODES]
    return len(codes[0].wrap().get_unused_codes()) if codes else 0
