"""Drawing (画面の部品): the choices of forms, and a file on its way to the browser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from django.http import QueryDict, StreamingHttpResponse

from daicho.business.inspection.domain.conditions import KINDS, SEXES, Condition, Method, Order
from daicho.business.inspection.selectors.outputs import Output
from daicho.business.inspection.selectors.wording import town_names
from daicho.foundation.law_values import in_force
from daicho.kernel.clock import business_today
from daicho.kernel.wareki import format_wareki_short

METHODS: Final = tuple((m.value, m.label) for m in Method)
ORDERS: Final = tuple((o.value, o.label) for o in Order)


def condition_choices() -> dict[str, object]:
    """What the part of a form that says the condition offers."""
    return {
        "sexes": tuple(SEXES.items()),
        "kinds": tuple(KINDS.items()),
        "methods": METHODS,
        "orders": ORDERS,
        "town_names": tuple(town_names(business_today()).values()),
    }


def condition_typed(condition: Condition) -> dict[str, str]:
    """A condition as its form shows it."""
    names = town_names(business_today())
    return {
        "towns": "、".join(names.get(code, code) for code in condition.towns),
        "sex": condition.sex,
        "born_from": format_wareki_short(condition.born_from) if condition.born_from else "",
        "born_until": format_wareki_short(condition.born_until) if condition.born_until else "",
        "kind": condition.kind,
        "method": condition.method.value,
        "size": str(condition.size or ""),
        "order": condition.order.value,
    }


def identity_choices() -> tuple[tuple[str, str], ...]:
    """Identity documents that count today."""
    rows = in_force("identity_documents", business_today())
    return tuple((row.code, row.title) for row in rows)


def typed(posted: QueryDict, otherwise: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the form shows: what was sent, or else what is there. Any: texts and lists of a form."""
    if not posted:
        return otherwise
    return {name: posted.get(name, "") for name in posted} | {
        "identity_documents": posted.getlist("identity_documents")
    }


def sent(output: Output, *, shown: bool = False) -> StreamingHttpResponse:
    """A file as a stream; kept by no cache between here and the desk."""
    response = StreamingHttpResponse(output.content, content_type=output.media_type)
    way = "inline" if shown and output.media_type == "application/pdf" else "attachment"
    response["Content-Disposition"] = f"{way}; filename*=UTF-8''{quote(output.name)}"
    response["Cache-Control"] = "no-store"
    return response
