"""都道府県サーバ (the prefecture's server): keeps 都道府県知事保存本人確認情報 and tells the nation of each update (住基法30条の6, 30条の7)."""

from __future__ import annotations

from outside.actors import identity_file
from outside.codec import Envelope
from outside.desk import Desk, Held, Reply, in_order
from outside.parties import NATION
from outside.problems import Problem, refuse


def take_update(desk: Desk, envelope: Envelope) -> Reply:
    """Take 本人確認情報の更新 of one of its municipalities' CSs, and pass it on to the nation, in the person's order."""
    check_town(desk, envelope)
    in_order(envelope)
    update = identity_file.read(envelope.body, message=envelope.id)
    if update.municipality != envelope.sender.municipality:
        raise refuse(
            "identity.other_municipality",
            "items.8",
            "市町村コードが送信元と違います。",
            "自らの住民の本人確認情報だけを通知できます。",
            "市町村コードを確かめてください。",
        )
    identity_file.apply(desk, update)
    return tell_nation(desk, envelope)


def tell_nation(desk: Desk, envelope: Envelope) -> Held:
    """Pass a message on in its order; its sender hears by `outcome` what the nation said."""
    desk.queue(
        envelope.kind,
        NATION,
        envelope.body,
        thread=envelope.thread,
        subject=f"{envelope.sender}/{envelope.order_key}",
        settles=envelope.id,
    )
    return Held((_TOLD,))


def check_town(desk: Desk, envelope: Envelope) -> None:
    """Refuse whoever is not the CS of a municipality of this prefecture."""
    sender = envelope.sender
    if sender.node != "municipal_cs" or sender.prefecture != desk.party.prefecture:
        raise refuse(
            "line.not_your_prefecture",
            "sender",
            "この都道府県の市町村ではありません。",
            "区域内の市町村の市町村CSからの電文だけを受け付けます。",
            "あて先の都道府県を確かめてください。",
        )


_TOLD = Problem(
    "prefecture.told",
    "",
    "都道府県が受け付け、全国サーバ（機構）へ通知しました。",
    "全国サーバの受領を待っています。",
    "応答があるまでお待ちください。",
)
