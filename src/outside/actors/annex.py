"""附票本人確認情報 at the prefecture and the nation: kept by the 本籍地 that tells it (住基法30条の41)."""

from __future__ import annotations

from psycopg.types.json import Jsonb

from outside.actors.prefecture import check_town, tell_nation
from outside.codec import Envelope
from outside.desk import Accepted, Desk, Reply, in_order
from outside.parties import Party
from outside.problems import refuse


def take_at_prefecture(desk: Desk, envelope: Envelope) -> Reply:
    """Take an update of one of its municipalities' CSs, and pass it on to the nation."""
    check_town(desk, envelope)
    if envelope.body["domicile_municipality"] != envelope.sender.municipality:
        raise _not_at_home()
    _keep(desk, envelope)
    return tell_nation(desk, envelope)


def take_at_nation(desk: Desk, envelope: Envelope) -> Reply:
    """Take an update that a prefecture passes on."""
    home = Party(envelope.body["domicile_municipality"], "municipal_cs")
    if envelope.sender.node != "prefecture" or home.prefecture != envelope.sender.prefecture:
        raise _not_at_home()
    _keep(desk, envelope)
    return Accepted()


def _keep(desk: Desk, envelope: Envelope) -> None:
    in_order(envelope)
    desk.connection.execute(
        "INSERT INTO annex (party, record_number, municipality, body) VALUES (%s, %s, %s, %s)"
        " ON CONFLICT (party, municipality, record_number)"
        " DO UPDATE SET body = excluded.body, changed_at = clock_timestamp()",
        [
            str(desk.party),
            envelope.body["record_number"],
            envelope.body["domicile_municipality"],
            Jsonb(envelope.body),
        ],
    )


def _not_at_home() -> Exception:
    return refuse(
        "annex.other_municipality",
        "domicile_municipality",
        "本籍地の市町村が送信元と違います。",
        "附票本人確認情報は、本籍地の市町村が通知します。",
        "本籍地の市町村コードを確かめてください。",
    )
