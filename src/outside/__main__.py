"""The command `python -m outside` (OUTSIDE_HOME says where it lives)."""

from __future__ import annotations

import json
import logging
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from threading import Event
from typing import Any

import click

from outside import faults, service, settings
from outside.commands import media, people, send, show
from outside.database import Database
from outside.house import House, open_house
from outside.parties import CARD_SYSTEM, Party, cs_of
from outside.problems import Refusal


class _PartyType(click.ParamType[Party]):
    name = "party"

    def convert(self, value: Any, param: object, ctx: object) -> Party:  # noqa: ARG002  # click's own names
        if isinstance(value, Party):
            return value
        try:
            return Party.parse(str(value))
        except ValueError:
            self.fail(f"{value} は当事者ではありません（例 070009:prefecture）。")


PARTY = _PartyType()


@click.group()
def main() -> None:
    """住基ネットの相手役（都道府県・機構・カード管理システム・他の市町村・入管庁）。"""


@main.command()
def serve() -> None:
    """Open every door and send, until told to end."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO)
    stopping = Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stopping.set())
    running = service.start(settings.load())
    click.echo("outside: 受付を始めました。")
    stopping.wait()
    running.stop()


@main.command()
@click.argument("party", type=PARTY)
@click.argument("fault", type=click.Choice([*faults.KINDS, "well"]))
@click.argument("code", default="")
@click.option("--for", "times", type=click.IntRange(min=1), help="この件数だけ。")
@click.option("--kind", help="この種類の電文だけ。")
@click.option("--seconds", type=Decimal, default=Decimal(3), help="slow の長さ。")
def tell(
    party: Party, fault: str, code: str, times: int | None, kind: str | None, seconds: Decimal
) -> None:
    """Tell a party to misbehave, or to behave (well)."""
    with _at_work() as (_, connection):
        try:
            faults.tell(
                connection, party, fault, code=code, kind=kind, times=times, seconds=seconds
            )
        except ValueError as error:
            raise click.UsageError("refuse だけが、拒否の符号を要します。") from error


@main.command(name="show")
@click.argument("party", type=PARTY)
@click.option("--person", help="住民票コード。")
def show_party(party: Party, person: str | None) -> None:
    """Print what a party holds, one JSON object per line."""
    with _at_work() as (_, connection):
        for row in show.shown(connection, party, person=person):
            click.echo(json.dumps(row, ensure_ascii=False, default=str))


@main.command(name="do")
@click.argument("kind")
@click.option("--from", "sender", type=PARTY, required=True)
@click.option("--to", "receiver", type=PARTY, required=True)
@click.option("--body", type=click.File(encoding="utf-8"), default="-", help="本文の JSON。")
@click.option("--thread", help="続きとする電文の thread。")
@click.option("--subject", help="だれについてか（順番を付ける）。")
def do_send(
    kind: str, sender: Party, receiver: Party, body: Any, thread: str | None, subject: str | None
) -> None:
    """Let a party send a message of its own: immigration.notice, card.notice, register.notice, …"""
    with _at_work() as (house, connection):
        told = json.load(body)
        identity = send.send(
            house,
            connection,
            sender=sender,
            receiver=receiver,
            kind=kind,
            body=told,
            thread=thread,
            subject=subject,
        )
        click.echo(identity)


@main.command()
@click.argument("municipality")
@click.argument("code")
@click.option("--on", help="転入した日（YYYYMMDD）。")
def arrive(municipality: str, code: str, on: str | None) -> None:
    """Let the household that a 転出証明書情報 came for arrive in a municipality that is not connected."""
    with _at_work() as (house, connection):
        click.echo(send.arrive(house, connection, municipality=municipality, code=code, on=on))


@main.group(name="people")
def people_group() -> None:
    """Make people, 戸籍 and cards known."""


@people_group.command()
@click.argument("municipality")
@click.argument("file", type=click.File(encoding="utf-8"))
def residents(municipality: str, file: Any) -> None:
    """Residents of a municipality that is not connected (a JSON array)."""
    with _at_work() as (_, connection):
        count = people.add_residents(connection, municipality, _array(file))
        click.echo(f"{count}人")


@people_group.command()
@click.argument("municipality")
@click.argument("file", type=click.File(encoding="utf-8"))
def registers(municipality: str, file: Any) -> None:
    """People of the 戸籍 of a municipality that is not connected (a JSON array)."""
    with _at_work() as (_, connection):
        click.echo(f"{people.add_registers(connection, municipality, _array(file))}人")


@people_group.command()
@click.argument("file", type=click.File(encoding="utf-8"))
def cards(file: Any) -> None:
    """Cards that were handed over before (a JSON array)."""
    with _at_work() as (_, connection):
        click.echo(f"{people.add_cards(connection, _array(file))}枚")


@people_group.command()
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option("--annex", is_flag=True, help="附票本人確認情報（annex.update の本文）。")
def load(file: Any, annex: bool) -> None:
    """The first load of connected towns: a body of identity.update (or annex.update) per line."""
    read = people.load_annexes if annex else people.load_identities
    with _at_work() as (house, connection):
        count = read(connection, file, parties=house.settings.listening)
        click.echo(f"{count}件")


@main.command()
def media_key() -> None:
    """Print the recipient that a medium for 個人番号カード管理システム is encrypted to."""
    click.echo(media.ensure_key(settings.load()))


@main.command(name="media")
@click.argument("municipality")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def take_media(municipality: str, file: Path) -> None:
    """Take 送付先情報 from a medium of a municipality."""
    with _at_work() as (house, connection):
        count = media.take_medium(
            house.settings, house.spec, connection, file=file, municipality=municipality
        )
        click.echo(f"{CARD_SYSTEM}: {cs_of(municipality)} から{count}人")


@contextmanager
def _at_work() -> Iterator[tuple[House, Database]]:
    """One transaction on the house's database; a refusal ends the command in words."""
    house = open_house(settings.load())
    try:
        with house.pool.connection() as connection:
            yield house, connection
    except Refusal as refusal:
        lines = [f"{each.what}{each.why}（{each.code} {each.item}）" for each in refusal.problems]
        raise click.ClickException("\n".join(lines)) from refusal
    finally:
        house.pool.close()


def _array(file: Any) -> list[Mapping[str, Any]]:
    found = json.load(file)
    if not isinstance(found, list):
        raise click.UsageError("JSON の配列が要ります。")
    return found


if __name__ == "__main__":
    main()
