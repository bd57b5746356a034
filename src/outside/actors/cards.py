"""States of a 個人番号カード (カードの状態): one table, state × event → state; what is not in it is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from psycopg.types.json import Jsonb

from outside.database import Database
from outside.problems import Refusal, refuse

NONE, PREPARED, IN_USE, SUSPENDED, ABOLISHED, COLLECTED = (
    "none",
    "prepared",
    "in_use",
    "suspended",
    "abolished",
    "collected",
)
WORDS = {
    NONE: "未発行",
    PREPARED: "交付前設定済",
    IN_USE: "運用中",
    SUSPENDED: "一時停止中",
    ABOLISHED: "廃止",
    COLLECTED: "回収済",
}
_WHILE_IN_USE = (
    "continuation",
    "face_change",
    "certificate_renewal",
    "certificate_reissue",
    "certificate_revocation",
    "pin_reset",
    "face_card",
    "special_residence_card",
)
NEXT: Mapping[tuple[str, str], str] = {
    (NONE, "preparation"): PREPARED,
    (PREPARED, "handover"): IN_USE,
    (IN_USE, "suspension"): SUSPENDED,
    (SUSPENDED, "release"): IN_USE,
    **{(state, "abolition"): ABOLISHED for state in (PREPARED, IN_USE, SUSPENDED)},
    **{
        (state, event): COLLECTED
        for state in (IN_USE, SUSPENDED, ABOLISHED)
        for event in ("collection", "surrender")
    },
    **{(IN_USE, event): IN_USE for event in _WHILE_IN_USE},
    **{(state, "certificate_revocation"): state for state in (SUSPENDED, ABOLISHED, COLLECTED)},
    # An application may stand beside a card of any state.
    **{(state, "express_application"): state for state in WORDS},
}
# What the card system itself tells, and the event that it is; what is not here changes no state.
OF_NOTICE = {
    "handover": "handover",
    "suspension": "suspension",
    "release": "release",
    "abolition": "abolition",
    "surrender": "surrender",
    "certificate_renewal": "certificate_renewal",
    "certificate_reissue": "certificate_reissue",
    "certificate_revocation": "certificate_revocation",
}


def step(connection: Database, event: str, body: Mapping[str, Any]) -> None:
    """Take one event on a card: its state and its certificates change. Raises `Refusal` when it is not the turn."""
    card_number = body.get("card_number")
    if card_number is None:
        return  # an application, before there is a card
    row = connection.execute(
        "SELECT code, state FROM card WHERE card_number = %s FOR UPDATE", [card_number]
    ).fetchone()
    if row is not None and row["code"] != body["code"]:
        raise refuse(
            "card.other_person",
            "card_number",
            "別の人のカードです。",
            "このカード番号は、別の住民票コードのものです。",
            "カード番号を確かめてください。",
        )
    state = row["state"] if row else NONE
    after = NEXT.get((state, event))
    if after is None:
        raise _not_now(state)
    connection.execute(
        "INSERT INTO card (card_number, code, state, valid_until) VALUES (%s, %s, %s, %s)"
        " ON CONFLICT (card_number) DO UPDATE SET state = excluded.state,"
        " valid_until = coalesce(excluded.valid_until, card.valid_until)",
        [card_number, body["code"], after, body.get("valid_until")],
    )
    _features(connection, card_number, event, body)
    _certificates(connection, card_number, event, body)


def _features(connection: Database, card_number: str, event: str, body: Mapping[str, Any]) -> None:
    if event == "face_card":
        told = {"face_card": body["direction"] == "to_face_card"}
    elif event == "special_residence_card":
        told = {"residence_card": body["action"] != "separation"}
    else:
        return
    connection.execute(
        "UPDATE card SET features = features || %s WHERE card_number = %s",
        [Jsonb(told), card_number],
    )


def _certificates(
    connection: Database, card_number: str, event: str, body: Mapping[str, Any]
) -> None:
    on = body["occurred_on"]
    if event in ("abolition", "surrender", "collection"):
        connection.execute(
            "UPDATE card_certificate SET revoked_on = %s WHERE card_number = %s AND revoked_on IS NULL",
            [on, card_number],
        )
    for each in body.get("certificates", ()):
        if event == "certificate_revocation":
            connection.execute(
                "UPDATE card_certificate SET revoked_on = %s WHERE card_number = %s AND serial = %s",
                [on, card_number, each["serial"]],
            )
            continue
        connection.execute(
            "UPDATE card_certificate SET revoked_on = %s"
            " WHERE card_number = %s AND kind = %s AND serial <> %s AND revoked_on IS NULL",
            [on, card_number, each["kind"], each["serial"]],
        )
        connection.execute(
            "INSERT INTO card_certificate (serial, card_number, kind, valid_until)"
            " VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
            [each["serial"], card_number, each["kind"], each["valid_until"]],
        )


def _not_now(state: str) -> Refusal:
    return refuse(
        "card.wrong_state",
        "event",
        "この状態のカードにはできない異動です。",
        f"カードの状態は「{WORDS[state]}」です。",
        "カードの状態を確かめ、正しい順に送ってください。",
    )
