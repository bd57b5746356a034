"""The desk (請求の受付) on its screens, step by step as a clerk goes: the paper, the people, the decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django.test import Client
from django.urls import reverse

from daicho.business.requests.models import Request

PAPER = {
    "channel": "counter",
    "requester": "self",
    "requester_name": "見本　太郎",
    "stated_name": "見本　太郎",
    "form": "individual",
    "documents": "individual_number_card",
    "copies": "1",
}


def take_in(client: Client, **paper: Any) -> UUID:  # Any: a field of the form, or its values
    """The paper is received, those whose records are meant not yet named."""
    key = uuid4()
    answer = client.post(reverse("requests_new"), {**PAPER, **paper, "key": str(key)})
    assert answer.status_code == 302, answer.content.decode()
    return key


def name_people(client: Client, key: UUID, records: Sequence[UUID]) -> None:
    """Whom it is about; the first of them asks."""
    chosen = {"records": [str(r) for r in records], "requester_record": str(records[0])}
    answer = step(client, "requests_people", key, **chosen)
    assert answer.status_code == 302, answer.content.decode()


def step(client: Client, screen: str, key: UUID, **fields: Any) -> Any:  # Any: fields; an answer
    """A form of the request, sent from the page as it is now."""
    edition = Request.objects.get(key=key).edition
    return client.post(reverse(screen, args=[key]), {"edition": str(edition), **fields})
